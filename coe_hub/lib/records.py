"""What every record of the hub has: a public address, a version against lost updates, and archiving."""

import secrets
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.constraints import Checked
from coe_hub.lib.errors import LostUpdateError

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_public_id() -> str:
    """Ten characters without look-alikes: 31**10 addresses that nobody can count or guess."""
    number, letters = secrets.randbelow(len(_ALPHABET) ** 10), ""
    for _place in range(10):
        number, place = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[place]
    return letters


def keep_related(record: models.Model, name: str, rows: list[Any]) -> None:
    """Have `record.<name>.all()` give these rows, as if `prefetch_related` had read them: of a prepared query."""
    manager = getattr(record, name)
    for row in rows:
        setattr(row, manager.field.name, record)
    read = manager.model._default_manager.all()
    read._result_cache, read._prefetch_done = rows, True
    vars(record).setdefault("_prefetched_objects_cache", {})[name] = read


class RecordQuerySet(models.QuerySet):
    """Adjectives every record shares."""

    def active(self) -> Self:
        """Without what was archived."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        """Only what was archived."""
        return self.filter(archived_at__isnull=False)


class Unworded(models.Manager):
    """Rows without what only the database reads: `words` is longer than the text."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("words")


class Record(Checked):
    """Base of every record that people open, edit and archive."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(gettext_lazy("archived"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_archived(self) -> bool:
        """Whether the record was put away."""
        return self.archived_at is not None


def lock_record(record: Record) -> None:
    """Read `record` anew, nobody else's to change until the transaction ends: for what is right whoever saved last."""
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update(of=("self",)))


def save_record(record: Record, *, fields: list[str], version: int | None = None) -> None:
    """Write `fields` of `record`, only if nobody saved it since `version` (default: the version it was read with).

    Raises `LostUpdateError` and writes nothing where somebody did. Afterwards `record.version` is the new version.
    """
    expected = record.version if version is None else version
    values: dict[str, Any] = {name: getattr(record, name) for name in fields}
    written = (
        type(record)
        ._base_manager.filter(pk=record.pk, version=expected)
        .update(**values, version=expected + 1, updated_at=timezone.now())
    )
    if not written:
        raise LostUpdateError(_("Somebody else saved this record while you were editing it."))
    record.version = expected + 1
