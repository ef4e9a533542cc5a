"""How content comes to readers: written as a draft, looked at by a second person, published, translated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import Person, User
from coe_hub.publishing.models import Block, BlockTranslation, Content, Version, VersionState


@dataclass(frozen=True)
class Words:
    """One block as it was written: its id, its kind, its text, and whether only the wording changed."""

    key: str
    kind: str
    text: str
    is_wording_only: bool = False


@transaction.atomic
def create_content(*, kind: str, slug: str, words: Sequence[Words], by: User, owner: Person | None = None) -> Version:
    """A new content with its first draft. Raises `ValidationError` where an address or a text is refused."""
    content = Content(kind=kind, slug=slug, owner=owner or by.person)
    content.full_clean()
    content.save()
    return _new_draft(content, words, by=by, number=1)


@transaction.atomic
def write_draft(*, content: Content, words: Sequence[Words], by: User, change_note: str, version: int) -> Version:
    """Write the edition on the desk; where there is none, begin one from what readers see.

    Raises `LostUpdateError` where somebody saved it since `version`, `DomainError` while it is with its reviewer.
    """
    draft = on_the_desk(content)
    if draft is None:
        last = content.versions.aggregate(last=Max("number"))["last"] or 0
        draft = _new_draft(content, words, by=by, number=last + 1)
    elif draft.state == VersionState.IN_REVIEW:
        raise DomainError(_("This edition is with its reviewer. Take it back to change it."))
    else:
        save_record(draft, fields=[], version=version)
        _write_blocks(draft, words)
    draft.change_note = change_note
    save_record(draft, fields=["change_note"])
    return draft


@transaction.atomic
def submit(*, draft: Version) -> None:
    """Ask for a second person's look. Raises `DomainError` where nothing changed, or nobody says what did."""
    if draft.number > 1 and not draft.change_note:
        raise DomainError(_("Say in one line what changed; readers of the former edition will see it."))
    draft.state = VersionState.IN_REVIEW
    save_record(draft, fields=["state"])


@transaction.atomic
def take_back(*, draft: Version) -> None:
    """Back from review to the desk."""
    draft.state = VersionState.DRAFT
    save_record(draft, fields=["state"])


@transaction.atomic
def publish(*, draft: Version, by: User, alone: bool = False) -> None:
    """Make the edition what readers see; the one before stays readable as history.

    Raises `DomainError` where a second person must approve and `by` wrote it. Translations of blocks whose wording
    alone changed move on with them.
    """
    if settings.SECOND_PERSON_APPROVES and draft.author_id == by.pk and not alone:
        raise DomainError(_("Somebody else than its author approves an edition. Ask another curator."))
    now = timezone.now()
    before = published(draft.content)
    if before is not None:
        _carry_translations(before, draft)
        before.state = VersionState.ARCHIVED
        save_record(before, fields=["state"])
    draft.state, draft.approved_by, draft.published_at = VersionState.PUBLISHED, by, now
    save_record(draft, fields=["state", "approved_by", "published_at"])
    content = draft.content
    content.last_reviewed_on = timezone.localdate()
    save_record(content, fields=["last_reviewed_on"])


@transaction.atomic
def translate(*, content: Content, language: str, key: str, text: str, source_hash: str, by: User) -> None:
    """Write the translation of one block, made from the text with `source_hash`; it waits for another's approval."""
    row = BlockTranslation.objects.filter(content=content, language=language, key=key).first()
    row = row or BlockTranslation(content=content, language=language, key=key)
    row.text, row.source_hash, row.translated_by, row.translated_at = text, source_hash, by, timezone.now()
    row.approved_by = None if settings.SECOND_PERSON_APPROVES else by
    row.full_clean()
    row.save()


@transaction.atomic
def approve_translation(*, content: Content, language: str, by: User) -> int:
    """Approve what others translated and nobody approved; return how many blocks. One's own stay open."""
    waiting = BlockTranslation.objects.filter(content=content, language=language, approved_by__isnull=True)
    if settings.SECOND_PERSON_APPROVES:
        waiting = waiting.exclude(translated_by=by)
    return waiting.update(approved_by=by)


def on_the_desk(content: Content) -> Version | None:
    """The edition being written or reviewed, if any."""
    desk = [VersionState.DRAFT, VersionState.IN_REVIEW]
    return content.versions.filter(state__in=desk).select_related("author__person").first()


def published(content: Content) -> Version | None:
    """The edition readers see, if any."""
    return content.versions.filter(state=VersionState.PUBLISHED).first()


def _new_draft(content: Content, words: Iterable[Words], *, by: User, number: int) -> Version:
    draft = Version.objects.create(content=content, number=number, author=by)
    _write_blocks(draft, words)
    return draft


def _write_blocks(draft: Version, words: Iterable[Words]) -> None:
    draft.blocks.all().delete()
    for position, one in enumerate(words):
        block = Block(
            version=draft,
            key=one.key,
            kind=one.kind,
            position=position,
            text=one.text,
            is_wording_only=one.is_wording_only,
        )
        block.full_clean(exclude=["text_hash"])
        block.save()


def _carry_translations(before: Version, draft: Version) -> None:
    """Translations made from a text whose wording alone changed are as good for the new wording."""
    old = dict(before.blocks.values_list("key", "text_hash"))
    for key, new in draft.blocks.filter(is_wording_only=True).values_list("key", "text_hash"):
        if key in old and old[key] != new:
            rows = BlockTranslation.objects.filter(content=draft.content, key=key, source_hash=old[key])
            rows.update(source_hash=new)
