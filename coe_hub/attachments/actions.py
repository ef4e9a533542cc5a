"""What can be done with files and links: add, replace, go back to a former edition, put away and take out again."""

from typing import Any, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.attachments import holders
from coe_hub.attachments.contents import check_content
from coe_hub.attachments.models import Attachment, AttachmentKind, Folder, LinkValues, StoredFile
from coe_hub.lib.editing import edit_record, set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, new_public_id, save_record
from coe_hub.people.models import Scope, User


def folder_of(record: Any) -> Folder:
    """The record's folder, made in the record's scope where it has none yet. The record has a `folder`."""
    lock_record(record)
    if record.folder is None:
        record.folder = Folder.objects.create(scope=record.scope)
        type(record)._base_manager.filter(pk=record.pk).update(folder=record.folder)
    return record.folder


def move_folders(*, scope: Scope) -> None:
    """Take the files of all records that came into this scope along; called by whoever moved the records."""
    for holder in holders.every():
        records = holders.rows_of(holder)
        moved = records.filter(**{records.SCOPE: scope}, folder__isnull=False)
        for folder in Folder.objects.filter(pk__in=moved.values("folder")).exclude(scope=scope):
            folder.scope = scope
            folder.save(update_fields=["scope"])


@transaction.atomic
def attach_file(*, record: Any, upload: UploadedFile, by: User | None) -> Attachment:
    """Put the file into the record's folder. Raises `ValidationError` where it is not taken (`check_content`)."""
    content_type = check_content(upload)
    file = Attachment(folder=folder_of(record), kind=AttachmentKind.FILE, title=upload.name or "", by=by)
    file.full_clean()
    file.save()
    _store(file, upload, number=1, content_type=content_type, by=by)
    return file


@transaction.atomic
def add_link(*, record: Any, by: User | None, **values: Unpack[LinkValues]) -> Attachment:
    """Put a link into the record's folder. Raises `ValidationError` where a value is refused."""
    link = Attachment(folder=folder_of(record), kind=AttachmentKind.LINK, by=by)
    set_values(link, values)
    link.full_clean()
    link.save()
    return link


@transaction.atomic
def edit_link(*, link: Attachment, version: int, **values: Unpack[LinkValues]) -> None:
    """Change a link. Raises `LostUpdateError` where it was saved since `version`, `DomainError` where it was put
    away."""
    _refuse_archived(link)
    edit_record(link, values, version=version)


@transaction.atomic
def replace_file(*, file: Attachment, upload: UploadedFile, by: User) -> StoredFile:
    """Put another edition in the file's place; former ones stay. Raises `ValidationError` where it is not taken,
    `DomainError` where the file was put away."""
    content_type = check_content(upload)
    newest = _newest(file)
    edition = _store(file, upload, number=newest.number + 1, content_type=content_type, by=by)
    _retitle(file, edition)
    return edition


@transaction.atomic
def restore_edition(*, file: Attachment, number: int, by: User) -> StoredFile:
    """Make a former edition the newest again; the newest itself stays as it is. Raises `DomainError` where the file
    was put away."""
    newest = _newest(file)
    former = file.editions.get(number=number)
    if former == newest:
        return newest
    edition = StoredFile.objects.create(
        attachment=file,
        number=newest.number + 1,
        name=former.name,
        stored=former.stored.name,
        size=former.size,
        content_type=former.content_type,
        by=by,
    )
    _retitle(file, edition)
    return edition


@transaction.atomic
def archive_attachment(*, attachment: Attachment) -> None:
    """Put a file or link away; nothing is lost. Doing so twice changes nothing."""
    lock_record(attachment)
    if not attachment.is_archived:
        attachment.archived_at = timezone.now()
        save_record(attachment, fields=["archived_at"])


@transaction.atomic
def restore_attachment(*, attachment: Attachment) -> None:
    """Take it out again."""
    lock_record(attachment)
    if attachment.is_archived:
        attachment.archived_at = None
        save_record(attachment, fields=["archived_at"])


def _newest(file: Attachment) -> StoredFile:
    """The edition that counts, while nobody else adds one."""
    lock_record(file)
    _refuse_archived(file)
    return file.editions.order_by("-number")[0]


def _refuse_archived(attachment: Attachment) -> None:
    if attachment.is_archived:
        raise DomainError(_("This was removed. Restore it first."))


def _retitle(file: Attachment, edition: StoredFile) -> None:
    file.title = edition.name
    save_record(file, fields=["title"])


def _store(file: Attachment, upload: UploadedFile, *, number: int, content_type: str, by: User | None) -> StoredFile:
    edition = StoredFile(
        attachment=file, number=number, name=upload.name or "", size=upload.size or 0, content_type=content_type, by=by
    )
    # Never under the name it came with: that is somebody else's text.
    edition.stored.save(new_public_id(), upload, save=False)
    edition.full_clean()
    edition.save()
    return edition
