"""A programme: one asset that an alliance works on, perhaps behind a wall of its own."""

from typing import Self, TypedDict

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import SortKey, folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Scope, ScopedQuerySet
from coe_hub.vocabulary.models import Phase


class ProgrammePhase(models.TextChoices):
    """How far the asset has come."""

    NOT_SAID = "", _("Not said")
    DISCOVERY = "discovery", _("Discovery")
    PRECLINICAL = "preclinical", _("Preclinical")
    PHASE_1 = "phase_1", _("Phase 1")
    PHASE_2 = "phase_2", _("Phase 2")
    PHASE_3 = "phase_3", _("Phase 3")
    FILED = "filed", _("Filed")
    MARKETED = "marketed", _("On the market")
    STOPPED = "stopped", _("Stopped")


class Origin(models.TextChoices):
    """Who brought the asset: what of the pipeline comes from partners is counted by it."""

    NOT_SAID = "", _("Not said")
    OURS = "ours", _("Our side")
    PARTNER = "partner", _("The partner")
    JOINT = "joint", _("Both together")


class ProgrammeQuerySet(ScopedQuerySet):
    """Programmes as one reader sees them."""

    def of_active_alliances(self) -> Self:
        """Without those of alliances that were put away."""
        return self.filter(alliance__archived_at__isnull=True)

    def at_work(self) -> Self:
        """What is not stopped, of alliances that are alive."""
        living = self.active().of_active_alliances().exclude(phase=ProgrammePhase.STOPPED)
        return living.exclude(alliance__stage__phase=Phase.CLOSED)

    def in_order(self) -> Self:
        """By name, as lists sort it."""
        return self.order_by("sort_key", "pk")

    def firewalled(self) -> Self:
        """Those behind a wall of their own."""
        return self.exclude(scope=F("alliance__scope"))


class ProgrammeValues(TypedDict, total=False):
    """What people edit of a programme, and what each of it is."""

    name: str
    asset: str
    phase: str
    origin: str
    territory: str
    note: str


@tracked()
class Programme(Record):
    """An asset that partners work on together. Its scope is the alliance's or, firewalled, a part of that scope:
    then whoever is let in sees it and the alliance's name, and nobody else does, the alliance's lead neither."""

    EDITABLE = tuple(ProgrammeValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="programmes")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="programmes", editable=False)
    name = models.CharField(_("name"), max_length=200, validators=ONE_LINE)
    asset = models.CharField(
        _("asset"),
        max_length=200,
        blank=True,
        validators=ONE_LINE,
        help_text=_("The compound, product or platform, such as a code or an INN."),
    )
    phase = models.CharField(
        _("phase"), max_length=12, choices=ProgrammePhase, blank=True, default=ProgrammePhase.NOT_SAID
    )
    origin = models.CharField(
        _("brought by"),
        max_length=7,
        choices=Origin,
        blank=True,
        default=Origin.NOT_SAID,
        db_default=Origin.NOT_SAID,
        help_text=_("Whose asset it was when the alliance began."),
    )
    territory = models.CharField(
        _("territory"), max_length=300, blank=True, validators=ONE_LINE, help_text=_("Such as Japan and Asia.")
    )
    note = models.TextField(_("note"), max_length=4000, blank=True, validators=[refuse_control_characters])
    folder = folder_column()
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)
    folded = models.GeneratedField(
        expression=folded_words("name", "asset"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=found_by(title=["name", "asset"], body=["territory", "note"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Unworded.from_queryset(ProgrammeQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="programme_name_given"),
            models.CheckConstraint(condition=Q(phase__in=ProgrammePhase.values), name="programme_phase_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="programme_origin_known"),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="programme_folded_trgm"),
            GinIndex(fields=["words"], name="programme_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme_detail", args=[self.public_id])

    @property
    def is_firewalled(self) -> bool:
        """Whether it stands behind a wall of its own; needs the alliance."""
        return self.scope_id != self.alliance.scope_id
