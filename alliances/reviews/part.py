"""Reviews and their appointments as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import OrderBy, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import parts
from alliances.core.history import of_alliance
from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Brief, Button, ListColumns, Matter, Overview, Panel, Part, RecordPage, Tab
from alliances.reviews import findable
from alliances.reviews.actions.appointments import cancel_open_appointment
from alliances.reviews.appointments import open_appointment
from alliances.reviews.models import Outcome, Review, ReviewAppointment, ReviewInvitee
from coe_hub.audit.history import Names as EventNames
from coe_hub.audit.history import Story, minutes_text
from coe_hub.lib.dates import date_text, local_date
from coe_hub.lib.places import zoned_span_text
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.tables import Column
from coe_hub.people.models import Person, User

_RECENT = 3
_APPOINTMENT = (*ReviewAppointment.EDITABLE, "cancelled_at", "by")


# --- On the overview ------------------------------------------------------------------------------------------------
def _overview(page: RecordPage) -> Overview:
    alliance, appointment = page.alliance, open_appointment(page.alliance)
    reviews = _RECENT_REVIEWS.objects(alliance=alliance.pk)
    return Overview(
        matters=list(_matters(alliance, appointment)),
        gaps=list(_gaps(alliance, appointment)),
        buttons=[Button(_("Do the review"), reverse("review_create", args=[alliance.public_id]), is_primary=True)],
        panels=[Panel("alliances/_reviews.html", {"reviews": reviews}, is_aside=True)],
    )


def _brief(page: RecordPage) -> Sequence[Brief]:
    """How the last reviews found it, in the words of whoever held them."""
    reviews = _RECENT_REVIEWS.objects(alliance=page.alliance.pk)
    return [Brief(_("Last reviews"), [_told(review) for review in reviews], place=10)]


def _told(review: Review) -> tuple[str, str]:
    outcome = str(Outcome(review.outcome).label)
    return (f"{outcome}: {review.note}" if review.note else outcome), date_text(review.held_on)


def _recent(*, alliance: int) -> "QuerySet[Review]":
    reviews = Review.objects.filter(alliance=alliance).select_related("by__person")
    return reviews.order_by("-held_on", "-pk")[:_RECENT]


_RECENT_REVIEWS = Prepared(_recent)


def _matters(alliance: Alliance, appointment: ReviewAppointment | None) -> Iterable[Matter]:
    if alliance.next_review_on:
        yield Matter(
            title=_("Review"),
            text=_("Its outcome sets the date of the next one."),
            date=alliance.next_review_on,
            action_label=_("Do the review"),
            action_url=reverse("review_create", args=[alliance.public_id]),
        )
    if appointment:
        yield Matter(
            title=_("Time set for the review"),
            text=_appointment_text(appointment),
            date=local_date(appointment.starts_at),
            action_label=_("Change the time"),
            action_url=reverse("appointment_edit", args=[alliance.public_id, appointment.public_id]),
        )


def _appointment_text(appointment: ReviewAppointment) -> str:
    """When, on the reader's own clock; where; and how many are invited."""
    zone = timezone.get_current_timezone_name()
    when = zoned_span_text(appointment.starts_at, minutes=appointment.minutes, zone=zone)
    count = getattr(appointment, "invitee_count", 0)
    invited = ngettext("%(count)d person invited", "%(count)d people invited", count) % {"count": count}
    return " · ".join(filter(None, [when, appointment.place, invited]))


def _gaps(alliance: Alliance, appointment: ReviewAppointment | None) -> Iterable[Matter]:
    if not alliance.next_review_on:
        edit = reverse("alliance_edit", args=[alliance.public_id])
        yield Matter(_("No review rhythm"), _("Nobody is reminded to look at it."), None, _("Set one"), edit)
    elif alliance.review_is_due_some_day and not appointment:
        text = _("Invite both sides; it comes into their calendars.")
        create = reverse("appointment_create", args=[alliance.public_id])
        yield Matter(_("No time set for the review"), text, None, _("Set a time"), create)


# --- In the history -------------------------------------------------------------------------------------------------
def _reviewed(event: Any, _names: EventNames) -> str:
    words = {"outcome": Outcome(event.outcome).label, "date": date_text(event.held_on)}
    return _("reviewed it on %(date)s: %(outcome)s") % words


def _appointed(event: Any, _names: EventNames) -> str:
    return _("set a time for the review: %(time)s") % {"time": date_text(event.starts_at, "time")}


def _called_off(_before: Any, event: Any, _names: EventNames) -> str:
    if event.reason:
        return _("cancelled the time for the review: %(reason)s") % {"reason": event.reason}
    return _("cancelled the time for the review")


def _taken_over(before: Any, event: Any, names: EventNames) -> str:
    words = {"old": names.of(User, before.by_id), "new": names.of(User, event.by_id)}
    return _("let %(new)s call for the review in the place of %(old)s") % words


def _invitee(event: Any, names: EventNames) -> dict[str, str]:
    return {"name": names.of(Person, event.person_id)}


_STORIES = (
    (Story(Review, created=_reviewed), of_alliance),
    (
        Story(
            ReviewAppointment,
            _APPOINTMENT,
            created=_appointed,
            told={"cancelled_at": _called_off, "by": _taken_over},
            texts={"minutes": minutes_text},
        ),
        of_alliance,
    ),
    (
        Story(
            ReviewInvitee,
            named=("person",),
            created=lambda event, names: _("invited %(name)s to the review") % _invitee(event, names),
            deleted=lambda event, names: _("took %(name)s off the review's invitations") % _invitee(event, names),
        ),
        lambda alliance: {"appointment__alliance_id": alliance.pk},
    ),
)


# --- In Today's news ------------------------------------------------------------------------------------------------
def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    reviews = Review.objects.filter(alliance__in=alliances, created_at__gt=since).exclude(by=user)
    return news_rows(reviews, code="review", detail="outcome", text="note")


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    for row in rows:
        words = {"who": names[row.person_id], "outcome": Outcome(row.detail).label}
        yield _("%(who)s reviewed it: %(outcome)s") % words


# --- In files -------------------------------------------------------------------------------------------------------
def _columns() -> list[Column]:
    outcomes = {outcome: str(Outcome(outcome).label) for outcome in Outcome.values}
    return [
        Column(
            "last_review_on",
            _("Last review"),
            lambda alliance: alliance.last_review_on,
            width=13,
            order=lambda: _last("held_on"),
        ),
        Column(
            "last_review_outcome",
            _("Outcome of the last review"),
            lambda alliance: outcomes.get(alliance.last_review_outcome, ""),
            width=18,
        ),
        Column("last_review_note", _("Note of the last review"), lambda one: one.last_review_note, 60, is_usual=False),
    ]


def _filters() -> dict[str, Any]:
    outcome = django_filters.ChoiceFilter(choices=Outcome, method=_of_outcome, label=_("Outcome of the last review"))
    return {"outcome": outcome}


def _of_outcome(alliances: AllianceQuerySet, _name: str, value: str) -> AllianceQuerySet:
    return _with_last_review(alliances).filter(last_review_outcome=value)


def _last(name: str) -> Any:
    last = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    return OrderBy(Subquery(last.values(name)[:1]), nulls_last=True)


def _with_last_review(alliances: AllianceQuerySet) -> AllianceQuerySet:
    last = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    return alliances.annotate(
        last_review_on=Subquery(last.values("held_on")[:1]),
        last_review_outcome=Subquery(last.values("outcome")[:1]),
        last_review_note=Subquery(last.values("note")[:1]),
    )


def register_all() -> None:
    """Put reviews on the record, into its history and into Today's news; call them off with the alliance."""
    parts.register(
        Part(
            code="reviews",
            place=15,
            over_all=Tab(gettext_lazy("Reviews"), "review_list", 15),
            overview=_overview,
            brief=_brief,
            stories=_STORIES,
            news=[NewsSource("review", _news, _sentences)],
            placeholders=lambda alliance: {"next_review": date_text(alliance.next_review_on)},
            call_off=cancel_open_appointment,
            list_columns=ListColumns(_columns, _with_last_review, _filters),
        )
    )
    findable.register_all()
