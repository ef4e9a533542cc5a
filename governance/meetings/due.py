"""What is due of meetings: to call one, to have pre-reads, to send minutes, to bring them to their end."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.people.models import answers_for_scope
from governance.meetings.actions.minutes import approve_by_silence
from governance.meetings.clock import settle_days
from governance.meetings.models import AgendaItem, Meeting, MinutesState
from governance.meetings.quorum import settle_quorum

if TYPE_CHECKING:
    from coe_hub.people.models import User

# As far ahead as anybody is told.
_SETTLED_DAYS = 120
CALL, PRE_READ, MINUTES, APPROVAL = "meeting_call", "pre_read", "minutes_due", "minutes_approval"


def _meetings(user: "User | None") -> Any:
    rows = Meeting.objects.all() if user is None else Meeting.objects.visible_to(user)
    return rows.of_committees_at_work()


def _told(kind: str, due: Any, path: str = "") -> dict[str, Any]:
    """The columns of a row that leads to a meeting by `path`. What leaves the hub goes by the code name."""
    committee = f"{path}committee__"
    alliance = f"{committee}alliance__"
    mail = Coalesce(NullIf(f"{alliance}code_name", Value("")), F(f"{alliance}name"), Value("CoE"))
    return {
        "kind": Value(kind, output_field=CharField()),
        "object_id": F(f"{path}pk") if path else F("pk"),
        "key": F(f"{path}public_id"),
        "scope_id": F(f"{committee}scope_id"),
        "title": Concat(
            f"{committee}label", Value(" · "), Coalesce(f"{alliance}name", Value("CoE")), output_field=CharField()
        ),
        "mail_title": Concat(f"{committee}label", Value(" · "), mail, output_field=CharField()),
        "due_date": Cast(due, DateField()),
    }


def call_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Planned meetings whose charter says by when to call them, to whoever planned them."""
    rows = _meetings(user).to_come().filter(called_at__isnull=True, call_by__isnull=False)
    return [_of_organizer(rows, CALL, F("call_by"))]


def minutes_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Meetings that were held and whose minutes were not sent, to whoever called them."""
    rows = _meetings(user).held().filter(minutes__state=MinutesState.DRAFT, minutes_by__isnull=False)
    return [_of_organizer(rows, MINUTES, F("minutes_by"))]


def approval_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Minutes that were sent and wait for silence, an answer or a confirmation, to whoever called the meeting."""
    rows = _meetings(user).held().filter(minutes__state=MinutesState.CIRCULATED, minutes__silent_on__isnull=False)
    return [_of_organizer(rows, APPROVAL, F("minutes__silent_on"))]


def _of_organizer(rows: Any, kind: str, due: Any) -> "QuerySet[Any]":
    people = {"owner_id": F("by__person_id"), "backup_id": answers_for_scope()}
    rows = rows.annotate(scope=F("committee__scope_id"), detail=Value("", output_field=CharField()))
    return rows.annotate(**_told(kind, due), **people).values(*COLUMNS)


def pre_read_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Items to come whose pre-read is not there, to who presents them where they sign in, else to whoever called."""
    items = AgendaItem.objects.active().filter(
        meeting__in=_meetings(user).to_come(), pre_read_due_on__isnull=False, folder__isnull=True
    )
    told = {**_told(PRE_READ, F("pre_read_due_on"), "meeting__"), "detail": F("title"), "object_id": F("pk")}
    told = {_NAMES.get(name, name): value for name, value in told.items()}
    signs_in = {"presenter__user__is_active": True}
    presented = items.filter(**signs_in).annotate(owner_id=F("presenter_id"), backup_id=F("meeting__by__person_id"))
    others = items.exclude(**signs_in).annotate(owner_id=F("meeting__by__person_id"), backup_id=NOBODY)
    return [rows.annotate(**told).values(*(_NAMES.get(name, name) for name in COLUMNS)) for rows in (presented, others)]


# An item has a title and a kind of its own, so those of its row stand under other names.
_NAMES = {"title": "heading", "kind": "due_kind"}


def call_text(item: DueItem, name: str) -> DueText:
    """How a meeting is told that is to be called."""
    return DueText(
        title=_("Call the meeting: %(name)s") % {"name": name},
        why=_("By its charter this is the last day to call it in time."),
        ask=_("Put the agenda together and send the invitations to both sides."),
        because=_("You get this mail because you planned this meeting."),
        act=_("Open the meeting"),
    )


def pre_read_text(item: DueItem, name: str) -> DueText:
    """How a pre-read is told that is not there yet."""
    return DueText(
        title=_("Pre-read: %(name)s") % {"name": name},
        why=item.detail if name == item.title else "",
        ask=_("Attach it to the item, or add a link to where it lives."),
        because=_("You get this mail because you present this item or called the meeting."),
        act=_("Open the meeting"),
    )


def minutes_text(item: DueItem, name: str) -> DueText:
    """How minutes are told that are to be sent."""
    return DueText(
        title=_("Minutes: %(name)s") % {"name": name},
        why=_("The meeting was held, and its minutes were not sent yet."),
        ask=_("Finish them and send them to both sides."),
        because=_("You get this mail because you called this meeting."),
        act=_("Open the meeting"),
    )


def approval_text(item: DueItem, name: str) -> DueText:
    """How minutes are told that wait to become final."""
    return DueText(
        title=_("Minutes to become final: %(name)s") % {"name": name},
        why=_("After this day silence approves them, unless a comment is open."),
        ask=_("Answer the comments that are open. Where there are none, there is nothing to do."),
        because=_("You get this mail because you called this meeting."),
        act=_("Open the meeting"),
    )


def settle_coming() -> None:
    """Holidays are declared, seats and charters change: days of meetings to come, and of minutes to send, follow."""
    until = timezone.now() + timedelta(days=_SETTLED_DAYS)
    rows = Meeting.objects.of_committees_at_work().filter(cancelled_at__isnull=True, minutes__state=MinutesState.DRAFT)
    rows = rows.filter(starts_at__lt=until)
    for meeting in rows.select_related("committee").order_by("pk"):
        settle_days(meeting)
        settle_quorum(meeting)


def settle_silence() -> None:
    """What nobody objected to in time becomes final."""
    approve_by_silence(today=timezone.localdate())


def register_all() -> None:
    """Register what is due here."""
    pages: dict[str, Any] = {"url_name": "meeting_detail", "act_url_name": "meeting_detail"}
    register(
        Source(
            kind=CALL,
            label=gettext_lazy("Meetings to be called"),
            rows=call_rows,
            text=call_text,
            settle=settle_coming,
            usual={"lead_days": [7, 1, 0]},
            **pages,
        )
    )
    register(
        Source(
            kind=PRE_READ,
            label=gettext_lazy("Pre-reads of meetings"),
            rows=pre_read_rows,
            text=pre_read_text,
            columns=_NAMES,
            usual={"lead_days": [7, 1, 0]},
            **pages,
        )
    )
    register(
        Source(
            kind=MINUTES,
            label=gettext_lazy("Minutes to be sent"),
            rows=minutes_rows,
            text=minutes_text,
            usual={"lead_days": [2, 0]},
            **pages,
        )
    )
    register(
        Source(
            kind=APPROVAL,
            label=gettext_lazy("Minutes to become final"),
            rows=approval_rows,
            text=approval_text,
            settle=settle_silence,
            usual={"lead_days": [2]},
            **pages,
        )
    )
