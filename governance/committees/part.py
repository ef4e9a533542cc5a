"""Committees as a part of an alliance's record."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Matter, Offer, Overview, Page, Part, RecordPage, RecordTab
from coe_hub.attachments import holders
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Layer, Phase, Tier
from governance.committees import findable
from governance.committees.history import STORIES
from governance.committees.models import Charter, Committee, CommitteeQuerySet
from governance.committees.states import State, with_states


def _overview(page: RecordPage) -> Overview:
    """Committees that do not meet any more; of an alliance at work without any, the offer to write the first down."""
    committees = _STANDING.objects(page.user, alliance=page.alliance.pk, today=page.today)
    matters = [_asleep(one) for one in committees if one.state == State.DORMANT]
    needs_one = page.alliance.stage.phase in {Phase.LAUNCHING, Phase.RUNNING} and page.alliance.tier != Tier.LIGHT
    has_steering = any(one.kind.layer == Layer.STEERING for one in committees)
    return Overview(matters=matters, gaps=[_gap(page)] if needs_one and not has_steering else [])


def _standing(user: User, *, alliance: int, today: date) -> CommitteeQuerySet:
    seen = Committee.objects.visible_to(user).active().filter(alliance=alliance)
    return with_states(seen.select_related("kind"), today).in_order()


_STANDING = ForReader(_standing)


def _asleep(committee: Any) -> Matter:
    title = _("%(committee)s has not met for long") % {"committee": committee.label}
    text = _("Two of its intervals passed without a meeting. Plan one, or dissolve it.")
    return Matter(title, text, committee.awake_until, _("Open"), committee.get_absolute_url())


def _gap(page: RecordPage) -> Matter:
    url = reverse("alliance_committee_create", args=[page.alliance.public_id])
    text = _("With its charter here, meetings, minutes and decisions have their place.")
    return Matter(_("No steering committee written down"), text, None, _("Add one"), url)


def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    """Charters that others changed, of committees that the user sees."""
    seen = Committee.objects.visible_to(user).active().filter(alliance__in=alliances)
    rows = Charter.objects.filter(committee__in=seen, created_at__gt=since).exclude(by=user)
    return news_rows(rows, code="charter", detail="basis", text="committee__label", alliance="committee__alliance")


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    return (_("%(who)s changed the charter of a committee") % {"who": names[row.person_id]} for row in rows)


def register_all() -> None:
    """Put committees on the record, into its history and into Today's news; they take files and are found."""
    holders.register("committee", Committee, gettext_lazy("Committee"))
    parts.register(
        Part(
            code="committees",
            place=60,
            pages=[Page(RecordTab.GOVERNANCE, gettext_lazy("Committees"), "alliance_governance", 10)],
            overview=_overview,
            stories=STORIES,
            news=[NewsSource("charter", _news, _sentences)],
            offer=Offer(
                gettext_lazy("Committees"),
                "alliance_governance",
                lambda: Exists(Committee.objects.active().filter(alliance=OuterRef("pk"), scope=OuterRef("scope"))),
            ),
        )
    )
    findable.register_all()
