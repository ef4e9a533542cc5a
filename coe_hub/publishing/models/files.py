"""A finished file that goes with an edition, such as a template with the company's letterhead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.text import ONE_LINE
from coe_hub.publishing.models.blocks import only_on_the_desk
from coe_hub.publishing.models.content import Edition


class FileKind(models.TextChoices):
    """The kinds of files that may be attached; the value is the ending of the name."""

    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PPTX = "pptx", "PowerPoint"
    PDF = "pdf", "PDF"


@tracked()
class AttachedFile(Record):
    """One file of one edition. It goes on into the next edition until somebody replaces it or takes it off.

    Several editions may share what is stored; each has a row of its own, which nobody changes once it was approved.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="attached")
    stored = models.FileField(_("file"), upload_to="publishing/", max_length=200)
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind)
    label = models.CharField(_("what it is"), max_length=120, validators=ONE_LINE)
    size = models.PositiveIntegerField(_("size in bytes"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="attached_file_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attached_file_not_empty"),
        ]
        triggers = [only_on_the_desk("edition_id")]

    def __str__(self) -> str:
        return self.label
