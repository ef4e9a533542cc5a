"""The way of minutes: sent to both sides, commented, confirmed, final, and corrected with a date."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coe_hub.attachments.actions import folder_of
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.partner_links import contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language, with_address
from coe_hub.people.models import Person, User
from governance.committees.charters import charter_of
from governance.committees.models import Approval
from governance.meetings.actions.agenda import carry_over
from governance.meetings.clock import calendars_of, days_after
from governance.meetings.models import (
    AgendaItem,
    ApprovedHow,
    Correction,
    Meeting,
    MeetingAction,
    Minutes,
    MinutesComment,
    MinutesReader,
    MinutesState,
)

PURPOSE = "minutes"
VALID_DAYS = 30


class Sent(NamedTuple):
    """Who was written to, and who has no address that is known."""

    told: list[Person]
    unreached: list[Person]


def signs_in(person: Person) -> bool:
    """Whether the person reads in the hub itself; everybody else by a link."""
    return hasattr(person, "user") and person.user.is_active


@transaction.atomic
def circulate_minutes(*, minutes: Minutes, by: User, people: Sequence[Person]) -> Sent:
    """Send the draft to people of both sides, each in their language. From now on nobody writes in it; what stayed
    open goes onto the next agenda. By a charter of silence, the days in which somebody may object begin.

    Raises `DomainError` where the meeting was not held, the minutes are no draft, or nobody can be written to.
    """
    minutes = _locked(minutes)
    meeting, today = minutes.meeting, timezone.localdate()
    if minutes.state != MinutesState.DRAFT:
        raise DomainError(_("These minutes were sent already."))
    if not meeting.held_at:
        raise DomainError(_("Note first that the meeting was held."))
    charter = charter_of(meeting.committee, meeting.local_day)
    minutes.state, minutes.circulated_at, minutes.silent_on = MinutesState.CIRCULATED, timezone.now(), None
    if charter and charter.approval == Approval.SILENCE and charter.approval_days:
        calendars = calendars_of(meeting.committee, today)
        minutes.silent_on = days_after(today, charter.approval_days, calendars)
    minutes.recorder = minutes.recorder or by.person
    save_record(minutes, fields=["state", "circulated_at", "silent_on", "recorder"])
    sent = _write_to_all(minutes, by=by, people=people)
    carry_over(meeting.committee)
    return sent


@transaction.atomic
def take_back_minutes(*, minutes: Minutes) -> None:
    """Make them a draft again, to change them; who confirmed what is changed now is asked anew. Raises `DomainError`
    where they are not with their readers."""
    minutes = _locked(minutes)
    _refuse_unless_sent(minutes)
    minutes.state, minutes.silent_on = MinutesState.DRAFT, None
    save_record(minutes, fields=["state", "silent_on"])
    minutes.readers.update(confirmed_at=None)


@transaction.atomic
def comment_minutes(
    *, minutes: Minutes, person: Person, text: str, agenda_item: AgendaItem | None = None
) -> MinutesComment:
    """Say something of the draft; until somebody answers it, silence approves nothing. Whoever writes the minutes is
    told. Raises `DomainError` where the minutes are not with their readers, or were not sent to this person."""
    minutes = _locked(minutes)
    _refuse_unless_sent(minutes)
    reader = _reader(minutes, person)
    comment = MinutesComment(minutes=minutes, agenda_item=agenda_item, person=person, side=reader.side, text=text)
    comment.full_clean()
    comment.save()
    _tell_writer("minutes_comment", minutes, comment=comment)
    return comment


@transaction.atomic
def answer_comment(*, comment: MinutesComment, by: User, answer: str = "") -> None:
    """Say what became of a comment; an answer that was given stays."""
    comment = MinutesComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.answered_at:
        raise DomainError(_("Somebody answered this comment already."))
    comment.answer, comment.answered_at, comment.answered_by = answer, timezone.now(), by
    comment.full_clean()
    comment.save()


@transaction.atomic
def confirm_minutes(*, minutes: Minutes, person: Person) -> Minutes:
    """The person agrees to the minutes as sent. Once everybody asked has, and no comment is open, they are final.

    Doing so twice changes nothing. Raises `DomainError` where they are not with their readers or not sent to them.
    """
    minutes = _locked(minutes)
    reader = _reader(minutes, person)
    if reader.confirmed_at:
        return minutes
    _refuse_unless_sent(minutes)
    reader.confirmed_at = timezone.now()
    reader.save(update_fields=["confirmed_at"])
    waiting = minutes.readers.filter(confirmed_at__isnull=True).exists() or minutes.comments.open().exists()
    if not waiting:
        _make_final(minutes, how=ApprovedHow.CONFIRMED)
    return minutes


@transaction.atomic
def accept_action(*, minutes: Minutes, row: MeetingAction, person: Person) -> None:
    """Whoever has an action says that its words are right, as long as the minutes are with their readers. Doing so
    twice changes nothing. Raises `DomainError` where they are not, or the action is somebody else's."""
    minutes = _locked(minutes)
    _refuse_unless_sent(minutes)
    if row.meeting_id != minutes.meeting_id or row.action.owner_id != person.pk:
        raise DomainError(_("This action is somebody else’s."))
    if row.accepted_at is None:
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])


@transaction.atomic
def approve_at_meeting(*, minutes: Minutes, at: Meeting) -> None:
    """The committee approved them at a later meeting: they are final. Raises `DomainError` where they were not sent,
    a comment is open, or `at` is no later meeting of the committee that was held."""
    minutes = _locked(minutes)
    _refuse_unless_sent(minutes)
    meeting = minutes.meeting
    if at.committee_id != meeting.committee_id or at.starts_at <= meeting.starts_at or not at.held_at:
        raise DomainError(_("Choose a later meeting of this committee that was held."))
    _refuse_open_comments(minutes)
    _make_final(minutes, how=ApprovedHow.MEETING, at=at, on=at.local_day)


@transaction.atomic
def approve_by_silence(*, today: date) -> list[Minutes]:
    """Make final what nobody objected to in time; what has an open comment waits for its answer."""
    rows = Minutes.objects.active().circulated().filter(silent_on__lt=today)
    rows = rows.exclude(comments__in=MinutesComment.objects.open()).order_by("pk")
    approved = []
    for row in rows:
        minutes = _locked(row)
        if minutes.state == MinutesState.CIRCULATED and not minutes.comments.open().exists():
            _make_final(minutes, how=ApprovedHow.SILENCE, on=minutes.silent_on)
            approved.append(minutes)
    return approved


@transaction.atomic
def correct_minutes(
    *, minutes: Minutes, by: User, text: str, corrected_on: date, agenda_item: AgendaItem | None = None
) -> Correction:
    """Write beside final minutes what is wrong in them. Raises `DomainError` where they are not final yet,
    `ValidationError` where the text is refused."""
    if not minutes.is_final:
        raise DomainError(_("These minutes can still be changed: no correction is needed."))
    correction = Correction(minutes=minutes, by=by, text=text, corrected_on=corrected_on, agenda_item=agenda_item)
    correction.full_clean()
    correction.save()
    return correction


def readers_for(meeting: Meeting) -> list[Person]:
    """To whom minutes go: everybody who was asked to come, or came for somebody, read `with_address`."""
    rows = meeting.attendance.values_list("person", "stood_in_by")
    ids = {pk for row in rows for pk in row if pk}
    people = with_address(Person.objects.filter(pk__in=ids)).select_related("organisation", "user", "site")
    return [person for person in people.order_by("pk") if not person.is_gone]


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_related("meeting__committee__alliance", "meeting__committee__scope", "recorder")
    return rows.select_for_update(of=("self",)).get(pk=minutes.pk)


def _refuse_unless_sent(minutes: Minutes) -> None:
    if minutes.is_final:
        raise DomainError(_("These minutes are final. Write a dated correction instead."))
    if minutes.state == MinutesState.DRAFT:
        raise DomainError(_("These minutes are a draft. Send them to both sides first."))


def _refuse_open_comments(minutes: Minutes) -> None:
    if minutes.comments.open().exists():
        raise DomainError(_("Comments are still open. Answer them first."))


def _reader(minutes: Minutes, person: Person) -> MinutesReader:
    reader = minutes.readers.filter(person=person).first()
    if reader is None:
        raise DomainError(_("These minutes were not sent to you."))
    return reader


def _make_final(minutes: Minutes, *, how: ApprovedHow, at: Meeting | None = None, on: date | None = None) -> None:
    folder_of(minutes.meeting)  # for the signed copy, which comes when nothing can change the meeting any more
    minutes.state, minutes.approved_how = MinutesState.FINAL, how
    minutes.approved_at_meeting, minutes.approved_on = at, on or timezone.localdate()
    minutes.full_clean()
    save_record(minutes, fields=["state", "approved_how", "approved_at_meeting", "approved_on"])


def _write_to_all(minutes: Minutes, *, by: User, people: Iterable[Person]) -> Sent:
    sides = dict(minutes.meeting.attendance.values_list("person", "side"))
    stood_in = dict(minutes.meeting.attendance.filter(stood_in_by__isnull=False).values_list("stood_in_by", "side"))
    sent = Sent([], [])
    for person in people:
        side = sides.get(person.pk) or stood_in.get(person.pk)
        if side is None:
            raise DomainError(
                _("%(name)s was not asked to this meeting.") % {"name": person.display_name}, field="people"
            )
        (sent.told if email_of(person) else sent.unreached).append(person)
        asked = {"side": side, "asked_at": timezone.now(), "confirmed_at": None}
        MinutesReader.objects.update_or_create(minutes=minutes, person=person, defaults=asked)
    if not sent.told:
        raise DomainError(_("No e-mail address of any of them is known. Add it under People."), field="people")
    for person in sent.told:
        _write_to(person, minutes=minutes, by=by)
    return sent


def minutes_url(minutes: Minutes, person: Person) -> str:
    """Where this person reads and answers: the hub's own page, or a link to these minutes alone."""
    if signs_in(person):
        return settings.HUB_URL + reverse("meeting_detail", args=[minutes.meeting.public_id])
    scope = minutes.meeting.committee.scope
    return make_partner_link(purpose=PURPOSE, object_id=minutes.pk, scope=scope, person=person, days=VALID_DAYS)


def _write_to(person: Person, *, minutes: Minutes, by: User) -> None:
    language, company = mail_language(person), by.person.organisation
    committee = minutes.meeting.committee
    with translation.override(language):
        name, title = company.display_name, committee.title_in_mail
    context = {"person": person, "minutes": minutes, "meeting": minutes.meeting, "title": title, "sender": by.person}
    context |= {"contact": contact_for(committee.scope) or by.person, "company": company}
    context |= {"url": minutes_url(minutes, person), "days": 0 if signs_in(person) else VALID_DAYS}
    send_in_background(
        "minutes_sent",
        to=email_of(person),
        language=language,
        context=context,
        reply_to=email_of(by.person),
        company="" if signs_in(person) else name,
    )


def _tell_writer(name: str, minutes: Minutes, *, comment: MinutesComment) -> None:
    """Write to whoever called the meeting and whoever wrote the minutes, where they sign in."""
    known = {minutes.meeting.by.person_id, minutes.recorder_id} - {comment.person_id, None}
    for reader in User.objects.active().filter(person__in=known).select_related("person").order_by("pk"):
        with translation.override(reader.language):
            title = minutes.meeting.committee.title_in_mail
        context: dict[str, Any] = {"person": reader.person, "minutes": minutes, "comment": comment}
        context |= {"meeting": minutes.meeting}
        context |= {"title": title, "url": settings.HUB_URL + minutes.get_absolute_url()}
        send_in_background(
            name, to=reader.email, language=reader.language, context=context, reply_to=email_of(comment.person)
        )
