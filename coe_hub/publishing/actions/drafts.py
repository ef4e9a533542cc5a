"""The edition on the desk: begun, written, and given a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.records import new_public_id, save_record
from coe_hub.people.models import Person, User
from coe_hub.publishing.actions.editions import on_the_desk, published
from coe_hub.publishing.models import AttachedFile, Block, Content, Edition, EditionState


@dataclass(frozen=True)
class Words:
    """One block as it was written: its id, its kind, its text, and whether only the wording changed."""

    key: str
    kind: str
    text: str
    is_wording_only: bool = False


@transaction.atomic
def create_content(*, kind: str, slug: str, words: Sequence[Words], by: User, owner: Person | None = None) -> Edition:
    """A new content with its first draft. Raises `ValidationError` where an address or a text is refused."""
    content = Content(kind=kind, slug=slug, owner=owner or by.person)
    content.full_clean()
    content.save()
    return _new_draft(content, words, by=by)


@transaction.atomic
def write_draft(*, content: Content, words: Sequence[Words], by: User, change_note: str, version: int) -> Edition:
    """Write the edition on the desk; where there is none, begin one from what readers see.

    `version` is what the desk was when it was opened (`opened_on`). Raises `LostUpdateError` where somebody saved,
    published or began an edition since, `DomainError` while it is with its reviewer or being tried out.
    """
    draft = _to_write(content, version=version)
    if draft is None:
        draft = _new_draft(content, words, by=by)
    else:
        _write_blocks(draft, words)
    draft.change_note, draft.last_writer = change_note, by
    save_record(draft, fields=["change_note", "last_writer"])
    return draft


@transaction.atomic
def attach_file(*, content: Content, upload: UploadedFile, kind: str, label: str, by: User, version: int) -> None:
    """Give the edition on the desk this file, in place of the one it has; where there is no such edition, begin one.

    The file was checked (`coe_hub.lib.uploads`). Raises what `write_draft` raises.
    """
    draft = _with_a_draft(content, by=by, version=version)
    _take_file_off(draft)
    attached = AttachedFile(edition=draft, kind=kind, label=label, size=upload.size or 0, author=by)
    # Never under the name it came with: that is somebody else's text.
    attached.stored.save(f"{new_public_id()}.{kind}", upload, save=False)
    attached.full_clean()
    attached.save()
    draft.last_writer, draft.change_note = by, draft.change_note or label
    save_record(draft, fields=["last_writer", "change_note"])


@transaction.atomic
def detach_file(*, content: Content, by: User, version: int) -> None:
    """Take the file off the edition on the desk; former editions keep theirs. Raises what `write_draft` raises."""
    draft = _with_a_draft(content, by=by, version=version)
    _take_file_off(draft)
    draft.last_writer = by
    save_record(draft, fields=["last_writer"])


def _take_file_off(draft: Edition) -> None:
    for file in AttachedFile.objects.filter(edition=draft):
        file.delete()
        transaction.on_commit(partial(_forget, file.stored.name or ""))


def _forget(name: str) -> None:
    """What is stored goes once no edition has it any more."""
    if not AttachedFile.objects.filter(stored=name).exists():
        default_storage.delete(name)


def _to_write(content: Content, *, version: int) -> Edition | None:
    """The draft as it was opened, made ready to write on; None where none was opened and there is none."""
    Content.objects.select_for_update().get(pk=content.pk)
    draft = on_the_desk(content)
    if draft is None:
        if version > 0:
            raise LostUpdateError(_("The edition you were writing has left the desk. Read what became of it."))
        if version != opened_on(None, published(content)):
            raise LostUpdateError(_("Another edition was published since you opened this page. Read it first."))
        return None
    if draft.state == EditionState.IN_REVIEW:
        raise DomainError(_("This edition is with its reviewer. Take it back to change it."))
    if draft.state == EditionState.PILOT:
        raise DomainError(_("This edition is being tried out. Take it back to change it."))
    save_record(draft, fields=[], version=version)
    return draft


def opened_on(draft: Edition | None, live: Edition | None) -> int:
    """What somebody who opens the desk has before them, as a number that changes with it: the draft's version or,
    where there is no draft, minus the number of the edition that readers see."""
    if draft is not None:
        return draft.version
    return -live.number if live else 0


def _with_a_draft(content: Content, *, by: User, version: int) -> Edition:
    draft = _to_write(content, version=version)
    if draft is not None:
        return draft
    live = published(content)
    words = [Words(one.key, one.kind, one.text) for one in live.blocks.in_order()] if live else []
    return _new_draft(content, words, by=by)


def _new_draft(content: Content, words: Iterable[Words], *, by: User) -> Edition:
    """The next edition, with the file of the one readers see."""
    last = content.editions.aggregate(last=Max("number"))["last"] or 0
    draft = Edition.objects.create(content=content, number=last + 1, author=by, last_writer=by)
    _write_blocks(draft, words)
    for file in AttachedFile.objects.filter(edition__content=content, edition__state=EditionState.PUBLISHED):
        AttachedFile.objects.create(
            edition=draft,
            stored=file.stored.name,
            kind=file.kind,
            label=file.label,
            size=file.size,
            author_id=file.author_id,
        )
    return draft


def _write_blocks(draft: Edition, words: Iterable[Words]) -> None:
    draft.blocks.all().delete()
    for position, one in enumerate(words):
        block = Block(
            edition=draft,
            key=one.key,
            kind=one.kind,
            position=position,
            text=one.text,
            is_wording_only=one.is_wording_only,
        )
        block.full_clean(exclude=["text_hash"])
        block.save()
