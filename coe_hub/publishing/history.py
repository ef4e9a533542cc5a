"""How the way of contents and their editions is told, out of the audit trail."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from coe_hub.audit.history import Names, Sentence, Story, event_model, months_text, register_stories, tell
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import reader_language
from coe_hub.people.models import Person
from coe_hub.publishing.models import (
    TITLE,
    AttachedFile,
    Block,
    BlockTranslation,
    Content,
    Edition,
    EditionState,
    PilotComment,
    PilotReader,
)

_STEPS = {
    EditionState.IN_REVIEW.value: lambda: _("asked for a second look"),
    EditionState.PILOT.value: lambda: _("let people try it out"),
    EditionState.PUBLISHED.value: lambda: _("published it"),
    EditionState.ARCHIVED.value: lambda: _("replaced it by the next edition"),
    EditionState.DRAFT.value: lambda: _("took it back to the desk"),
}
# The same where several editions are told of.
_STEPS_OF_ONE = {
    EditionState.IN_REVIEW.value: lambda: _("asked for a second look at edition %(number)d"),
    EditionState.PILOT.value: lambda: _("let people try edition %(number)d out, to find out: %(question)s"),
    EditionState.PUBLISHED.value: lambda: _("published edition %(number)d"),
    EditionState.ARCHIVED.value: lambda: _("replaced edition %(number)d by the next one"),
    EditionState.DRAFT.value: lambda: _("took edition %(number)d back to the desk"),
}


# --- One edition ----------------------------------------------------------------------------------------------------
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


EDITION = Story(Edition, created=_begun, changed=_moved)
PILOT_READERS = Story(PilotReader, named=("person",), created=_asked, deleted=_released)


def edition_history(edition: Edition) -> list[Sentence]:
    """What happened to the edition, newest first."""
    return tell([(EDITION, {"pgh_obj_id": edition.pk}), (PILOT_READERS, {"edition_id": edition.pk})])


# --- A content with all its editions --------------------------------------------------------------------------------
def content_titles(contents: Iterable[int]) -> dict[int, str]:
    """What the contents of these ids are called, in the reader's language."""
    wanted = set(contents)
    originals = Block.objects.filter(edition__content__in=wanted, key=TITLE).order_by("edition__number")
    translated = BlockTranslation.objects.filter(content__in=wanted, key=TITLE, language=reader_language())
    titles = dict(originals.values_list("edition__content", "text"))
    return titles | dict(translated.values_list("content", "text"))


def _retired(_before: Any, event: Any, _names: Names, titles: Mapping[int, str] | None = None) -> str:
    if event.archived_at is None:
        return _("gave it back to its readers")
    words = {"reason": event.retired_reason, "instead": (titles or {}).get(event.replaced_by_id, "–")}
    if event.replaced_by_id:
        return _("retired it: %(reason)s; instead: %(instead)s") % words
    return _("retired it: %(reason)s") % words


def _looked_at(_before: Any, event: Any, _names: Names) -> str | None:
    """Publishing counts as a review, as confirming it does."""
    if event.last_reviewed_on is None:
        return None
    return _("let its next review count from %(date)s") % {"date": date_text(event.last_reviewed_on)}


def _step(before: Any, after: Any, _names: Names) -> Iterable[str]:
    words = {"number": after.number, "note": after.change_note or "–", "question": after.pilot_question}
    if before.change_note != after.change_note:
        yield _("noted what changed in edition %(number)d: %(note)s") % words
    if before.state != after.state:
        yield _STEPS_OF_ONE[after.state]() % words


def _translated(event: Any, _names: Names) -> str:
    return _("translated it into %(language)s") % {"language": _language(event)}


def _language(event: Any) -> str:
    return str(dict(settings.LANGUAGES)[event.language])


def _translated_again(before: Any, event: Any, _names: Names) -> Iterable[str]:
    words = {"language": _language(event)}
    if before.text != event.text or before.source_hash != event.source_hash:
        yield _("translated it into %(language)s") % words
    elif event.approved_by_id and before.approved_by_id != event.approved_by_id:
        yield _("approved the translation into %(language)s") % words


def _attached(event: Any, _names: Names) -> str:
    return _("attached the file “%(title)s”") % {"title": event.label}


def _detached(event: Any, _names: Names) -> str:
    return _("removed “%(title)s”") % {"title": event.label}


def _commented(_event: Any, _names: Names) -> str:
    return _("said how trying it out went")


CONTENT = Story(
    Content,
    (*Content.EDITABLE, "slug", "last_reviewed_on", "archived_at"),
    told={"archived_at": _retired, "last_reviewed_on": _looked_at},
    texts={"review_months": months_text},
)
EDITIONS = Story(Edition, created=_begun, changed=_step)
FILES = Story(AttachedFile, created=_attached, deleted=_detached)
COMMENTS = Story(PilotComment, created=_commented)
TRANSLATIONS = Story(BlockTranslation, created=_translated, changed=_translated_again, once_a_save=True)


def _kept(content: Content) -> Story:
    """The content's own story, which calls what to use instead by its title."""
    events = event_model(Content).objects.filter(pgh_obj_id=content.pk, replaced_by__isnull=False)
    titles = content_titles(events.values_list("replaced_by_id", flat=True))
    return replace(CONTENT, told={**CONTENT.told, "archived_at": partial(_retired, titles=titles)})


def _wrote(content: Content) -> Story:
    """Words written on one of its editions, told by the edition's number and not part by part."""
    numbers = dict(content.editions.values_list("pk", "number"))

    def wrote(event: Any, _names: Names) -> str | None:
        number = numbers.get(event.edition_id)
        return _("wrote on edition %(number)d") % {"number": number} if number else None

    def rewrote(before: Any, event: Any, names: Names) -> Iterable[str]:
        if before.text != event.text and (sentence := wrote(event, names)):
            yield sentence

    return Story(Block, created=wrote, deleted=wrote, changed=rewrote, once_a_save=True)


def content_stories(content: Content) -> list[tuple[Story, Mapping[str, Any]]]:
    """What is told of every content, with the filter for its events."""
    of_content, of_editions = {"content_id": content.pk}, {"edition__content_id": content.pk}
    return [
        (_kept(content), {"pgh_obj_id": content.pk}),
        (_wrote(content), of_editions),
        (EDITIONS, of_content),
        (FILES, of_editions),
        (TRANSLATIONS, of_content),
        (PILOT_READERS, of_editions),
        (COMMENTS, of_editions),
    ]


def register_all() -> None:
    """Say how these are told wherever the whole trail is read."""
    register_stories((CONTENT, EDITIONS, FILES, TRANSLATIONS))
