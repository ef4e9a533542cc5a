"""The points that rows of the core answer, and those that only people can: charter, plan, what the deal team knows."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core.launch_points import LaunchPoint, PointGroup, register
from alliances.core.models import Alliance, Member, Side
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import join_words

# Codes of starter words, which never change; a company that retired one answers the point by hand.
_MANAGERS = ("alliance_manager", "alliance_lead")
_SPONSOR = "executive_sponsor"
_MEMBERS = "launch_members"


def _named(alliance: Alliance, side: str, codes: tuple[str, ...]) -> list[str]:
    """Who is on that side in one of these roles; one query for all points of an alliance."""
    if not hasattr(alliance, _MEMBERS):
        setattr(alliance, _MEMBERS, _OF_ALLIANCE.objects(alliance=alliance.pk))
    found = (one for one in getattr(alliance, _MEMBERS) if one.side == side and one.role.code in codes)
    return list(dict.fromkeys(one.person.display_name for one in found))


def _of_alliance(*, alliance: int) -> "QuerySet[Member]":
    return Member.objects.filter(alliance=alliance).select_related("person", "role").order_by("pk")


_OF_ALLIANCE = Prepared(_of_alliance)


def _manager(alliance: Alliance) -> str:
    lead = [alliance.lead.display_name] if alliance.lead and not alliance.lead.is_gone else []
    return join_words(dict.fromkeys([*lead, *_named(alliance, Side.OURS, _MANAGERS)]))


def _counterpart(alliance: Alliance) -> str:
    return join_words(_named(alliance, Side.THEIRS, _MANAGERS))


def _sponsor(alliance: Alliance) -> str:
    return join_words(_named(alliance, Side.OURS, (_SPONSOR,)))


def _rhythm(alliance: Alliance) -> str:
    if not alliance.review_months:
        return ""
    text = ngettext("Reviewed every month", "Reviewed every %(count)d months", alliance.review_months)
    return text % {"count": alliance.review_months}


def _to(url_name: str, label: Callable[[], str]) -> Callable[[Alliance], tuple[str, str]]:
    return lambda alliance: (label(), reverse(url_name, args=[alliance.public_id]))


_PEOPLE = _to("member_list", lambda: _("Name them"))
_TOOLS = _to("alliance_tools", lambda: _("Find the tool"))


def register_all() -> None:
    """Register them."""
    people, work, deal = PointGroup.PEOPLE, PointGroup.WORK, PointGroup.DEAL
    for point in (
        LaunchPoint(
            *("manager", people, 10),
            gettext_lazy("A named alliance manager"),
            gettext_lazy("One person the partner calls first, and who sees to what nobody else does."),
            found=_manager,
            act=_PEOPLE,
        ),
        LaunchPoint(
            *("counterpart", people, 20),
            gettext_lazy("Their counterpart at the partner"),
            gettext_lazy("Two managers who know each other settle most things before a committee hears of them."),
            found=_counterpart,
            act=_PEOPLE,
        ),
        LaunchPoint(
            *("sponsor", people, 30),
            gettext_lazy("An executive sponsor"),
            gettext_lazy("Somebody who can move people and money when it gets stuck, and whom the partner has met."),
            found=_sponsor,
            act=_PEOPLE,
        ),
        LaunchPoint(
            *("rhythm", work, 10),
            gettext_lazy("A rhythm of reviews"),
            gettext_lazy("A fixed day on which somebody asks how it stands, also when all is quiet."),
            found=_rhythm,
            act=_to("alliance_edit", lambda: _("Choose one")),
        ),
        LaunchPoint(
            *("charter", work, 20),
            gettext_lazy("A charter both sides have read"),
            gettext_lazy("One page: what each wants, who decides what, and how we talk when it goes wrong."),
            act=_TOOLS,
        ),
        LaunchPoint(
            *("launch_plan", work, 30),
            gettext_lazy("A plan for the first hundred days"),
            gettext_lazy("Kick-off, access, first deliveries and first meetings, each with a name and a day."),
            act=_TOOLS,
        ),
        LaunchPoint(
            *("deal_reasons", deal, 10),
            gettext_lazy("Why we did this deal, and what we gave for it"),
            gettext_lazy("Those who negotiated move on within months; what was traded explains many a clause."),
        ),
        LaunchPoint(
            *("deal_promises", deal, 20),
            gettext_lazy("What was promised outside the contract"),
            gettext_lazy(
                "What was said at dinner is what the partner remembers. Write it down, also if it is nothing."
            ),
        ),
        LaunchPoint(
            *("deal_people", deal, 30),
            gettext_lazy("Who decides at the partner, and who was against it"),
            gettext_lazy("The deal team has met them; the alliance team will need them."),
        ),
        LaunchPoint(
            *("deal_open", deal, 40),
            gettext_lazy("What the contract leaves open on purpose"),
            gettext_lazy("Each such point needs an owner before it comes up by itself. Give it one below."),
        ),
        LaunchPoint(
            *("deal_documents", deal, 50),
            gettext_lazy("Where the signed documents are"),
            gettext_lazy("With all exhibits and side letters, where the team may read them."),
            act=_to("alliance_files", lambda: _("Attach or link them")),
        ),
    ):
        register(point)
