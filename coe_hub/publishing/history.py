"""How an edition's way is told, out of the audit trail."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.audit.history import Names, Sentence, Story, tell
from coe_hub.people.models import Person
from coe_hub.publishing.models import Edition, EditionState, PilotReader

_STEPS = {
    EditionState.IN_REVIEW.value: lambda: _("asked for a second look"),
    EditionState.PILOT.value: lambda: _("let people try it out"),
    EditionState.PUBLISHED.value: lambda: _("published it"),
    EditionState.ARCHIVED.value: lambda: _("replaced it by the next edition"),
    EditionState.DRAFT.value: lambda: _("took it back to the desk"),
}


def _begun(event: Any, _names: Names) -> str:
    return _("began edition %(number)d") % {"number": event.number}


def _moved(before: Any, after: Any, _names: Names) -> Iterable[str]:
    if before.state != after.state:
        yield _STEPS[after.state]()
    elif before.change_note != after.change_note:
        yield _("noted what changed: %(note)s") % {"note": after.change_note or "–"}
    elif before.last_writer_id != after.last_writer_id:
        yield _("wrote on it")


def _asked(event: Any, names: Names) -> str:
    return _("asked %(name)s to try it out") % {"name": names.of(Person, event.person_id)}


def _released(event: Any, names: Names) -> str:
    return _("no longer asks %(name)s to try it out") % {"name": names.of(Person, event.person_id)}


def edition_history(edition: Edition) -> list[Sentence]:
    """What happened to the edition, newest first."""
    return tell(
        [
            (Story(Edition, created=_begun, changed=_moved), {"pgh_obj_id": edition.pk}),
            (
                Story(PilotReader, named=("person",), created=_asked, deleted=_released),
                {"edition_id": edition.pk},
            ),
        ]
    )
