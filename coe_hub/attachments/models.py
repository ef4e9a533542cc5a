"""Files and links of a record: a folder, what lies in it, and each edition of a file."""

from datetime import date
from pathlib import PurePosixPath
from typing import Any, Self, TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.models import Scope, ScopedQuerySet


@tracked()
class Folder(models.Model):
    """What holds the files and links of one record, in the scope the record stands in; made with the first of them."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="folders")

    def __str__(self) -> str:
        return str(self.pk)


def folder_column() -> "models.OneToOneField[Folder | None, Folder | None]":
    """The column of a record that takes files and links."""
    return models.OneToOneField(Folder, models.PROTECT, null=True, blank=True, editable=False, related_name="+")


class AttachmentQuerySet(ScopedQuerySet):
    """Files and links as their readers see them."""

    SCOPE = "folder__scope"

    def with_row(self) -> Self:
        """With all that a row of a list shows: the editions of files, the newest first, and who handed them in."""
        files = StoredFile.objects.select_related("by__person").order_by("-number")
        return self.select_related("by__person").prefetch_related(Prefetch("editions", files))

    def in_order(self) -> Self:
        """By title, as somebody looks for them."""
        return self.order_by("title", "pk")


class AttachmentKind(models.TextChoices):
    """What lies in a folder."""

    FILE = "file", _("File")
    LINK = "link", _("Link")


class LinkValues(TypedDict, total=False):
    """What people say of a link and change, and what each of it is."""

    title: str
    address: str
    checked_on: date | None


@tracked()
class Attachment(Record):
    """A file, of which there may be several editions, or a link to where a document lives. A file is titled by the
    name of its newest edition."""

    EDITABLE = tuple(LinkValues.__annotations__)

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="attachments")
    kind = models.CharField(_("kind"), max_length=4, choices=AttachmentKind)
    title = models.CharField(_("title"), max_length=200, validators=ONE_LINE)
    address = models.CharField(
        _("address"),
        max_length=2000,
        blank=True,
        validators=[*ONE_LINE, URLValidator(schemes=["http", "https"])],
        help_text=_("Where the document lives, such as SharePoint or Veeva Vault: https://…"),
    )
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("When somebody last saw that the link is right.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    folded = models.GeneratedField(expression=folded_words("title"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(title=["title"]), output_field=SearchVectorField(), db_persist=True
    )

    objects = Unworded.from_queryset(AttachmentQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="attachment_titled"),
            models.CheckConstraint(
                condition=Q(kind=AttachmentKind.FILE, address="", checked_on__isnull=True)
                | (Q(kind=AttachmentKind.LINK) & ~Q(address="")),
                name="attachment_file_or_link",
            ),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="attachment_folded_trgm"),
            GinIndex(fields=["words"], name="attachment_words"),
            models.Index(fields=["folder", "title"], name="attachment_by_folder"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("attachment_detail", args=[self.public_id])

    @property
    def is_link(self) -> bool:
        """Whether it leads to where a document lives."""
        return self.kind == AttachmentKind.LINK

    @property
    def host(self) -> str:
        """Where a link leads to: acme.sharepoint.com."""
        return urlsplit(self.address).hostname or ""

    @property
    def newest(self) -> "StoredFile":
        """The edition of a file that counts; read with `with_row`."""
        return self.editions.all()[0]


@tracked()
class StoredFile(models.Model):
    """One edition of a file. Rows are only added, and the highest number counts; a former edition that is taken up
    again gets a new number and shares what is stored."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    name = models.CharField(_("name"), max_length=200, validators=ONE_LINE)
    stored = models.FileField(_("file"), upload_to="attachments/", max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content_type = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment", "number"], name="stored_file_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="stored_file_counted_from_one"),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="stored_file_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ending(self) -> str:
        """The ending of its name, in capitals: PDF."""
        return PurePosixPath(self.name).suffix.removeprefix(".").upper()


def in_folders() -> "Prefetch[str, AttachmentQuerySet, str]":
    """For `prefetch_related` of records that take files: what lies in their folders, as `record.folder.contents`."""
    contents = Attachment.objects.active().with_row().in_order()
    return Prefetch("folder__attachments", contents, to_attr="contents")


def contents_of(record: Any) -> list[Attachment]:
    """The files and links of a record that takes them; no query where it was read with `in_folders`."""
    if record.folder_id is None:
        return []
    if not hasattr(record.folder, "contents"):
        prefetch_related_objects([record], in_folders())
    return record.folder.contents
