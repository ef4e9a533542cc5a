"""Goals as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.history import of_alliance
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Brief, Matter, Offer, Overview, Panel, Part, RecordPage, Tab
from alliances.goals import findable
from alliances.goals.models import Goal, Signatory, SignOff
from alliances.goals.signing import Signing
from coe_hub.audit.history import Names as EventNames
from coe_hub.audit.history import Story, titled
from coe_hub.lib.dates import date_text
from coe_hub.lib.prepared import Prepared
from coe_hub.people.models import Person, User

_MATTERS_DAYS = 30
_CLOSING = ("reached_on", "given_up_on", "closing_note")


# --- On the overview ------------------------------------------------------------------------------------------------
def _overview(page: RecordPage) -> Overview:
    """Open goals with how far they are signed; what the reader is asked to sign, and what is due soon."""
    goals = [Signing.of(goal) for goal in _OPEN.objects(alliance=page.alliance.pk)]
    return Overview(
        matters=list(_matters(goals, page)),
        panels=[Panel("alliances/_goals.html", {"goals": goals}, place=8)],
    )


def _open(*, alliance: int) -> "QuerySet[Goal]":
    return Goal.objects.filter(alliance=alliance).active().open().with_signing().in_order()


_OPEN = Prepared(_open)


def _brief(page: RecordPage) -> Sequence[Brief]:
    """Open goals, the soonest first, with the day they are to be reached by."""
    goals = page.alliance.goals.active().open().in_order()
    return [Brief(_("Goals"), [(goal.text, date_text(goal.due_on)) for goal in goals], place=20)]


def _in_use() -> Exists:
    return Exists(Goal.objects.active().filter(alliance=OuterRef("pk")))


def _matters(goals: Iterable[Signing], page: RecordPage) -> Iterable[Matter]:
    for signing in goals:
        goal, mine = signing.goal, signing.of_person(page.user.person_id)
        if goal.due_on and (goal.due_on - page.today).days <= _MATTERS_DAYS:
            title = _("Goal: %(name)s") % {"name": goal.text}
            yield Matter(title, goal.measure, goal.due_on, _("Open the goal"), goal.get_absolute_url())
        if mine and mine.signatory.due_on and not mine.stands:
            title = _("To sign: %(name)s") % {"name": goal.text}
            text = _("You were asked to sign it off.")
            yield Matter(
                title, text, mine.signatory.due_on, _("Read and sign"), reverse("goal_sign", args=[goal.public_id])
            )


# --- In the history -------------------------------------------------------------------------------------------------
def _signatory(event: Any, names: EventNames) -> dict[str, str]:
    return {"name": names.of(Person, event.person_id), "goal": names.of(Goal, event.goal_id)}


def _asked(earlier: Any, event: Any, names: EventNames) -> Iterable[str]:
    if event.asked_at and event.asked_at != earlier.asked_at:
        yield _("asked %(name)s to sign the goal “%(goal)s”") % _signatory(event, names)


def _signed(event: Any, names: EventNames) -> str:
    words = {"name": names.of(Person, event.person_id), "goal": event.text, "remark": event.remark}
    if event.remark:
        return _("%(name)s signed the goal “%(goal)s” with the remark: %(remark)s") % words
    return _("%(name)s signed the goal “%(goal)s”") % words


def _signature_changed(earlier: Any, event: Any, names: EventNames) -> Iterable[str]:
    if event.taken_back_at and not earlier.taken_back_at:
        words = {"name": names.of(Person, event.person_id), "goal": event.text}
        yield _("%(name)s took back the signature of the goal “%(goal)s”") % words


_STORIES = (
    (
        titled(
            Story(
                Goal,
                (*Goal.EDITABLE, *_CLOSING),
                created=lambda event, _names: _("wrote down the goal “%(goal)s”") % {"goal": event.text},
            ),
            "text",
        ),
        of_alliance,
    ),
    (
        Story(
            Signatory,
            named=("person", "goal"),
            created=lambda event, names: _("named %(name)s to sign the goal “%(goal)s”") % _signatory(event, names),
            deleted=lambda event, names: _("took %(name)s off those who sign “%(goal)s”") % _signatory(event, names),
            changed=_asked,
        ),
        lambda alliance: {"goal__alliance_id": alliance.pk},
    ),
    (
        Story(SignOff, named=("person",), created=_signed, changed=_signature_changed),
        lambda alliance: {"goal__alliance_id": alliance.pk},
    ),
)


# --- In Today's news ------------------------------------------------------------------------------------------------
def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    signed = SignOff.objects.filter(goal__alliance__in=alliances, signed_at__gt=since, taken_back_at__isnull=True)
    signed = signed.exclude(person=user.person_id)
    columns = {"detail": "remark", "text": "text", "at": "signed_at", "person": "person", "alliance": "goal__alliance"}
    return news_rows(signed, code="sign_off", **columns)


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    for row in rows:
        words = {"who": names[row.person_id]}
        yield (_("%(who)s signed a goal, with a remark") if row.detail else _("%(who)s signed a goal")) % words


def register_all() -> None:
    """Put goals on the record, into its history and into Today's news."""
    parts.register(
        Part(
            code="goals",
            place=8,
            over_all=Tab(gettext_lazy("Goals"), "goal_portfolio", 16),
            overview=_overview,
            brief=_brief,
            stories=_STORIES,
            news=[NewsSource("sign_off", _news, _sentences)],
            offer=Offer(gettext_lazy("Goals"), "goal_list", _in_use),
        )
    )
    findable.register_all()
