"""A committee: an alliance's, a programme's or the Center of Excellence's own."""

from datetime import date
from typing import Self, TypedDict

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import SortKey, folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Scope, ScopedQuerySet
from coe_hub.vocabulary.models import CommitteeKind


class CommitteeQuerySet(ScopedQuerySet):
    """Committees as one reader lists them."""

    def at_work(self, on: date) -> Self:
        """Neither put away nor dissolved by that day, nor of an alliance that was put away."""
        return (
            self.active()
            .filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on))
            .filter(Q(alliance__isnull=True) | Q(alliance__archived_at__isnull=True))
        )

    def own(self) -> Self:
        """Those of the Center of Excellence, which stand in a scope of their own."""
        return self.filter(alliance__isnull=True)

    def in_order(self) -> Self:
        """The CoE's own first, then by alliance, the highest layer on top."""
        return self.order_by(F("alliance__sort_key").asc(nulls_first=True), "kind__position", "sort_key", "pk")


class CommitteeValues(TypedDict, total=False):
    """What people edit of a committee, and what each of it is. Who sits on it and its charter have actions of their
    own."""

    kind: CommitteeKind
    label: str
    expansion: str
    parent: "Committee | None"
    formed_on: date | None
    dissolved_on: date | None
    note: str


@tracked()
class Committee(Record):
    """Who decides together. Its scope is its programme's, its alliance's or, without either, one of its own.

    Whether it is forming, at work, dormant or dissolved follows from its days and meetings: `states`.
    """

    EDITABLE = tuple(CommitteeValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, null=True, blank=True, related_name="committees")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="committees", verbose_name=_("programme")
    )
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="committees", editable=False)
    kind = models.ForeignKey(CommitteeKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    label = models.CharField(
        _("short name"), max_length=40, validators=ONE_LINE, help_text=_("As both sides call it, such as JSC or JPC.")
    )
    expansion = models.CharField(
        _("in full"),
        max_length=200,
        blank=True,
        validators=ONE_LINE,
        help_text=_("What the short name stands for here: a JPC may be about patents, projects or products."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subcommittees",
        verbose_name=_("reports to"),
        help_text=_("What it cannot settle goes there."),
    )
    formed_on = models.DateField(_("formed"), null=True, blank=True)
    dissolved_on = models.DateField(
        _("dissolved"), null=True, blank=True, help_text=_("From this day on nobody expects it to meet.")
    )
    note = models.TextField(_("note"), max_length=4000, blank=True, validators=[refuse_control_characters])
    folder = folder_column()
    sort_key = models.GeneratedField(expression=SortKey("label"), output_field=models.TextField(), db_persist=True)
    folded = models.GeneratedField(
        expression=folded_words("label", "expansion"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=found_by(title=["label", "expansion"], body=["note"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    # Of `states.with_states`.
    state: str
    last_met_on: date | None

    objects = Unworded.from_queryset(CommitteeQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="committee_label_given"),
            models.CheckConstraint(
                condition=Q(formed_on__isnull=True)
                | Q(dissolved_on__isnull=True)
                | Q(dissolved_on__gte=F("formed_on")),
                name="committee_dissolved_after_formed",
                violation_error_message=_("It is dissolved before it was formed."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="committee_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=True) | Q(alliance__isnull=False), name="committee_programme_of_alliance"
            ),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="committee_folded_trgm"),
            GinIndex(fields=["words"], name="committee_words"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("committee_detail", args=[self.public_id])

    @property
    def is_own(self) -> bool:
        """Whether it is the Center of Excellence's, not an alliance's."""
        return self.alliance_id is None

    @property
    def body(self) -> str:
        """Whose committee it is; needs the alliance."""
        return self.alliance.name if self.alliance else gettext("Center of Excellence")

    @property
    def whole_title(self) -> str:
        """Its name with whose it is, as lists over all show it; needs the alliance."""
        return gettext("%(committee)s of %(body)s") % {"committee": self.label, "body": self.body}

    @property
    def title_in_mail(self) -> str:
        """The same as it may leave the hub: by the code name of the alliance, where there is one."""
        body = self.alliance.title_in_mail if self.alliance else gettext("Center of Excellence")
        return gettext("%(committee)s of %(body)s") % {"committee": self.label, "body": body}
