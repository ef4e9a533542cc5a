"""An import: the file, what was settled of it, what it found and did; and what was settled for next time.

Only whoever imports sees it: its rows may name what others may not know. What it changes stands in the history of each
record, so that no event rows are kept of the import itself.
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coe_hub.imports.files.reading import Layout
from coe_hub.imports.options import Options
from coe_hub.lib.records import new_public_id


class State(models.TextChoices):
    """Where an import stands."""

    DRAFT = "draft", _("Being prepared")
    WAITING = "waiting", _("Waiting for its turn")
    WORKING = "working", _("At work")
    CHECKED = "checked", _("Looked through, nothing written yet")
    DONE = "done", _("Written")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped")


class Job(models.TextChoices):
    """What the worker is asked to do."""

    CHECK = "check", _("Look through")
    WRITE = "write", _("Write")
    UNDO = "undo", _("Undo")


class Wrong(models.TextChoices):
    """What becomes of a row in which something is wrong."""

    CELLS = "cells", _("Leave out the cells that are wrong, and a row only where it cannot do without")
    ROWS = "rows", _("Leave out the rows in which something is wrong")
    NOTHING = "all", _("Write nothing until every row is right")


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports as one person sees them."""

    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(by=user)


def _no_outcome() -> dict[str, Any]:
    return {}


class Import(models.Model):
    """A file on its way in. `seen` is how it is laid out, `columns`, `words` and `defaults` what was settled, `outcome`
    what was found or done at last."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports", blank=True, max_length=200)
    encoding = models.CharField(max_length=10, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    heading_row = models.PositiveIntegerField(default=0)
    seen = models.JSONField(default=_no_outcome, blank=True)
    columns = models.JSONField(default=_no_outcome, blank=True)
    words = models.JSONField(default=_no_outcome, blank=True)
    defaults = models.JSONField(default=_no_outcome, blank=True)
    settled = models.JSONField(default=list, blank=True)
    separator = models.CharField(max_length=10, default="|")
    wrong = models.CharField(max_length=5, choices=Wrong, default=Wrong.CELLS)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    job = models.CharField(max_length=6, choices=Job, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=_no_outcome, blank=True)
    message = models.TextField(blank=True)

    # For the list: what is imported, in words.
    kind_label: Any

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="import_state_known"),
            models.CheckConstraint(condition=Q(wrong__in=Wrong.values), name="import_wrong_known"),
            models.CheckConstraint(condition=Q(job__in=["", *Job.values]), name="import_job_known"),
        ]
        indexes = [models.Index(fields=["by", "-created_at"], name="import_by_time")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("import_detail", args=[self.public_id])

    @property
    def layout(self) -> Layout:
        """How the file is laid out, as far as somebody said."""
        return Layout(self.encoding, self.sheet, self.heading_row)

    @property
    def options(self) -> Options:
        """What was settled, as importers take it."""
        return Options(self.columns, self.words, self.defaults, self.separator, skip_cells=self.wrong == Wrong.CELLS)

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it."""
        return self.state in {State.WAITING, State.WORKING}

    @property
    def is_open(self) -> bool:
        """Whether anything about it can still be settled."""
        return self.state in {State.DRAFT, State.CHECKED, State.FAILED} and bool(self.file)


class Result(models.TextChoices):
    """What became of a row."""

    CREATED = "created", pgettext_lazy("import", "New")
    CHANGED = "changed", _("Changed")
    REJECTED = "rejected", _("Rejected")


class ImportRow(models.Model):
    """A row of an import that did something, or was rejected. `undo` is what takes it back, of `record_id`."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    result = models.CharField(max_length=10, choices=Result)
    label = models.CharField(max_length=400, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=_no_outcome, blank=True)
    cells = models.JSONField(default=list, blank=True)
    undo = models.JSONField(default=_no_outcome, blank=True)

    # For the page: where the record is, what changes by the order of fields, the problems with the labels of theirs.
    url: str
    changed: list[tuple[str, list[str]]]
    told: list[dict[str, Any]]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(result__in=Result.values), name="import_row_result_known"),
        ]
        indexes = [models.Index(fields=["run", "result", "line"], name="import_row_by_line")]

    def __str__(self) -> str:
        return self.label or str(self.line)


class KeptColumn(models.Model):
    """Which field a heading was, the last time somebody imported a file that has it; "" of one left alone."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    heading = models.CharField(max_length=300)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "kind", "heading"], name="kept_column_once")]

    def __str__(self) -> str:
        return f"{self.heading} = {self.field}"


class KeptWord(models.Model):
    """What a word of theirs was, the last time somebody settled it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    theirs = models.CharField(max_length=300)
    ours = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "kind", "field", "theirs"], name="kept_word_once")]

    def __str__(self) -> str:
        return f"{self.theirs} = {self.ours}"
