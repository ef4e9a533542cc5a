"""Minutes as a file that a company would send: Word or, where this hub makes them, PDF, in English or Japanese."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coe_hub.attachments.models import in_folders
from coe_hub.documents.pdf import makes_pdf, write_pdf
from coe_hub.documents.word import Part, write_docx
from coe_hub.lib.dates import date_text
from coe_hub.lib.downloads import file_name
from coe_hub.lib.markdown import escape
from coe_hub.lib.places import zoned_span_text
from coe_hub.lib.text import join_words
from coe_hub.lib.uploads import TYPES
from coe_hub.people.models import Side
from governance.committees.charters import charter_of
from governance.meetings.models import AgendaItem, Attendance, Meeting, MinutesState, Outcome, Presence
from governance.meetings.quorum import SideCount, quorum
from governance.meetings.recordables import Recorded, recorded
from governance.meetings.wording import language_note

FILES: dict[str, Callable[..., bytes]] = {"docx": write_docx, "pdf": write_pdf}


@dataclass(frozen=True)
class FileLink:
    """A way to have the minutes as a file."""

    kind: str
    language: str
    label: str


def file_links() -> list[FileLink]:
    """The files that this hub makes of minutes, each in both languages."""
    names = {"docx": "Word", "pdf": "PDF"}
    return [
        FileLink(kind, language, f"{names[kind]} · {language_name}")
        for kind in FILES
        if kind != "pdf" or makes_pdf()
        for language, language_name in (("en", _("English")), ("ja", _("Japanese")))
    ]


@dataclass(frozen=True)
class File:
    """A file with its name and type."""

    content: bytes
    name: str
    content_type: str


def minutes_file(meeting: Meeting, *, kind: str, language: str) -> File:
    """The minutes as they stand now. A draft and what was only sent say so on every page."""
    with translation.override(language):
        content = FILES[kind](
            title=_("Minutes: %(committee)s") % {"committee": meeting.committee.label},
            purpose=_purpose(meeting),
            parts=_parts(meeting),
            header=meeting.committee.body,
            footer=_standing(meeting),
            example_title="",
            language=language,
        )
        name = file_name(_("Minutes"), meeting.committee.label, date_text(meeting.local_day), kind=kind)
    return File(content, name, TYPES[kind])


def _purpose(meeting: Meeting) -> str:
    """Which committee, when and where; and that the words are in another language than the file, where they are."""
    when = zoned_span_text(meeting.starts_at, minutes=meeting.minutes_long, zone=meeting.time_zone)
    note = language_note(meeting.minutes, meeting.agenda.active())
    return " · ".join(
        filter(None, [meeting.committee.expansion or meeting.committee.kind.name, when, meeting.place, note])
    )


def _standing(meeting: Meeting) -> str:
    """What the file is, for the foot of every page."""
    minutes = meeting.minutes
    if minutes.state == MinutesState.FINAL:
        how = minutes.get_approved_how_display()
        return _("Final minutes, approved %(date)s. %(how)s.") % {"date": date_text(minutes.approved_on), "how": how}
    if minutes.state == MinutesState.CIRCULATED:
        return _("Draft, sent to both sides on %(date)s.") % {"date": date_text(minutes.circulated_at)}
    return _("Draft: not sent to both sides yet.")


def _parts(meeting: Meeting) -> Iterable[Part]:
    rows = list(meeting.attendance.select_related("person__organisation", "stood_in_by").in_order())
    written = recorded(meeting)
    items = meeting.agenda.active().select_related("presenter").prefetch_related(in_folders()).in_order()
    yield Part("text", _attendance(meeting, rows))
    if meeting.minutes.opening:
        yield Part("text", "\n\n".join(["## " + _("Summary"), _lines(meeting.minutes.opening)]))
    found = [one for _kind, kept in written for one in kept]
    for number, item in enumerate(items, start=1):
        yield Part("text", _item(number, item, [one for one in found if one.agenda_item == item.pk]))
    for kind, kept in written:
        if kept:
            yield Part("text", _table(str(kind.plural), kept))
    corrections = list(meeting.minutes.corrections.select_related("agenda_item").order_by("corrected_on", "pk"))
    if corrections:
        yield Part("text", _corrections(corrections))


def _attendance(meeting: Meeting, rows: list[Attendance]) -> str:
    lines = ["## " + pgettext("minutes", "Present"), ""]
    for side, label in ((Side.OURS, _("Our side")), (Side.THEIRS, _("Partner side"))):
        there = [_name(row) for row in rows if row.side == side and row.is_there]
        if there:
            lines += [_fact(label, join_words(there)), ""]
    absent = [row.person.display_name for row in rows if row.presence == Presence.ABSENT]
    if absent:
        lines += [_fact(_("Absent"), join_words(absent)), ""]
    count = quorum(charter_of(meeting.committee, meeting.local_day), rows, is_joint=not meeting.committee.is_own)
    told = _("met") if count.is_met else _("not met")
    counted = _counted(count.ours, count.theirs, is_joint=count.is_joint)
    return "\n".join([*lines, _fact(_("Quorum"), f"{told} ({counted})")])


def _fact(label: str, text: str) -> str:
    return f"**{escape(label)}:** {escape(text)}"


def _counted(ours: SideCount, theirs: SideCount, *, is_joint: bool) -> str:
    words = {"ours": ours.present, "theirs": theirs.present}
    return _("%(ours)d of ours, %(theirs)d of the partner") % words if is_joint else _("%(ours)d present") % words


def _name(row: Attendance) -> str:
    role = str(row.get_role_display())
    if row.stood_in_by:
        words = {"name": row.stood_in_by.display_name, "for": row.person.display_name}
        return _("%(name)s for %(for)s") % words
    return f"{row.person.display_name} ({role})"


def _item(number: int, item: AgendaItem, at: list[Recorded]) -> str:
    facts = [str(item.get_kind_display())]
    if item.presenter:
        facts.append(item.presenter.display_name)
    if item.outcome != Outcome.OPEN:
        facts.append(str(item.get_outcome_display()))
    lines = [f"## {number}. {escape(item.title)}", "", f"*{escape(' · '.join(facts))}*", ""]
    if item.said:
        lines += [_lines(item.said), ""]
    # By another sign than lists that were typed, so that they do not run into one.
    lines += [f"* **{escape(one.text)}** {escape(one.detail)}" for one in at]
    return "\n".join(lines)


def _table(title: str, kept: list[Recorded]) -> str:
    what, who = pgettext("minutes", "What"), pgettext("minutes", "Who and when")
    columns = f"| {escape(what)} | {escape(who)} |"
    head = [f"## {escape(title)}", "", columns, "|---|---|"]
    return "\n".join([*head, *(f"| {escape(one.text)} | {escape(one.detail) or ' '} |" for one in kept)])


def _corrections(rows: list[Any]) -> str:
    lines = ["## " + _("Corrections"), ""]
    for row in rows:
        about = f" ({row.agenda_item.title})" if row.agenda_item else ""
        lines += [f"- {date_text(row.corrected_on)}{escape(about)}: {escape(' '.join(row.text.split()))}"]
    return "\n".join(lines)


def _lines(text: str) -> str:
    """What was typed, line by line; lines that begin with a dash are a list, and what follows it is none of it."""
    kept: list[str] = []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith(("- ", "・", "• ")):
            kept.append(f"- {escape(stripped.lstrip('-・• '))}")
        else:
            kept += [""] if kept and kept[-1].startswith("- ") else []
            kept.append(f"{escape(stripped)}  " if stripped else "")
    return "\n".join(kept)
