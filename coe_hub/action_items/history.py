"""How the changes of action items are told, on the page of what they belong to."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.action_items.models import ActionItem, ItemState
from coe_hub.audit.history import Names, Story
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Person


def _words(event: Any, names: Names) -> dict[str, str]:
    return {
        "text": event.text,
        "owner": names.of(Person, event.owner_id),
        "closed_by": names.of(Person, event.closed_by_id),
        "note": event.close_note or event.returned_note,
        "day": date_text(event.proposed_on) if event.proposed_on else "",
        "date": date_text(event.due_on) if event.due_on else _("no day"),
    }


def _given(event: Any, names: Names) -> str:
    if event.due_on:
        return _("gave %(owner)s the action “%(text)s”, due on %(date)s") % _words(event, names)
    return _("gave %(owner)s the action “%(text)s”") % _words(event, names)


def _changed(before: Any, event: Any, names: Names) -> Iterable[str]:
    words = _words(event, names)
    if before.state != event.state:
        yield _closed(event) % words
    if before.text != event.text:
        yield _("reworded the action “%(old)s” as “%(text)s”") % (words | {"old": before.text})
    if before.owner_id != event.owner_id:
        yield _("gave the action “%(text)s” to %(owner)s") % words
    if before.due_on != event.due_on:
        yield _("set the day of the action “%(text)s” to: %(date)s") % words
    if before.note != event.note:
        yield _("rewrote the note of the action “%(text)s”") % words
    if before.reminds_by_mail != event.reminds_by_mail:
        yield _mailed(event) % words
    if event.proposed_on and before.proposed_on != event.proposed_on:
        yield _("noted that %(owner)s proposes another day for the action “%(text)s”: %(day)s") % words
    if before.returned_at and not event.returned_at and before.owner_id == event.owner_id:
        yield _("noted that %(owner)s took back that the action “%(text)s” was not theirs") % words
    if event.returned_at and before.returned_at != event.returned_at:
        yield _("noted that %(owner)s handed the action “%(text)s” back: %(note)s") % words


def _closed(event: Any) -> str:
    if event.state == ItemState.OPEN:
        return _("opened the action “%(text)s” again")
    if event.state == ItemState.CANCELLED:
        return _("cancelled the action “%(text)s”: %(note)s")
    if (event.pgh_context or {}).get("user") is None:
        return _("noted the action “%(text)s” as done by %(closed_by)s, who has a link to it")
    return _("finished the action “%(text)s”")


def _mailed(event: Any) -> str:
    if event.reminds_by_mail:
        return _("asked that %(owner)s is reminded of the action “%(text)s” by mail")
    return _("asked that %(owner)s is no longer reminded of the action “%(text)s” by mail")


STORY = Story(ActionItem, named=("owner", "closed_by"), created=_given, changed=_changed)
