"""A risk: what could happen and why, how likely and how bad, what is done about it, and when it is looked at again."""

from datetime import date, timedelta
from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet
from coe_hub.vocabulary.models import Phase

# A risk that was looked at is looked at again after so long.
LOOKED_AT_EVERY = timedelta(days=91)
# From this product of likelihood and impact on a risk is high; from the other on it is to be watched.
HIGH, WATCHED = 15, 8

LIKELIHOODS = [
    (1, _("1 – hardly")), (2, _("2 – unlikely")), (3, _("3 – possible")),
    (4, _("4 – likely")), (5, _("5 – almost certain")),
]  # fmt: skip
IMPACTS = [
    (1, _("1 – hardly felt")), (2, _("2 – small delay or cost")), (3, _("3 – a milestone slips")),
    (4, _("4 – a goal is missed")), (5, _("5 – the alliance is at stake")),
]  # fmt: skip


class Response(models.TextChoices):
    """What is done about a risk."""

    AVOID = "avoid", _("Avoid it")
    REDUCE = "reduce", _("Reduce it")
    TRANSFER = "transfer", _("Transfer it")
    ACCEPT = "accept", _("Accept it")
    WATCH = "watch", _("Watch it for now")


class Closing(models.TextChoices):
    """What became of a risk."""

    OPEN = "", _("Open")
    PASSED = "passed", _("It passed")
    CAME_TRUE = "came_true", _("It came true")


class RiskQuerySet(ScopedQuerySet):
    """Risks as their readers see them."""

    def open(self) -> Self:
        """Those that can still come true."""
        return self.filter(closing=Closing.OPEN)

    def of_active_alliances(self) -> Self:
        """Without those of alliances that were put away."""
        return self.filter(alliance__archived_at__isnull=True)

    def of_living_alliances(self) -> Self:
        """Those of alliances that are neither archived nor closed."""
        return self.of_active_alliances().exclude(alliance__stage__phase=Phase.CLOSED)

    def with_row(self) -> Self:
        """With all that a row of a list and its page show."""
        return self.select_related(
            "alliance__scope", "alliance__stage", "scope", "programme__alliance", "owner__user", "owner__site",
            "owner__organisation", "folder",
        )  # fmt: skip

    def in_order(self) -> Self:
        """Open ones first, the highest on top; then what was closed, the newest on top."""
        return self.order_by(
            models.Case(models.When(closing=Closing.OPEN, then=0), default=1),
            F("closed_on").desc(nulls_last=True),
            "-exposure",
            "-impact",
            "pk",
        )


class RiskValues(TypedDict, total=False):
    """What people edit of a risk, and what each of it is."""

    title: str
    cause: str
    effect: str
    likelihood: int
    impact: int
    response: str
    plan: str
    programme: Programme | None
    owner: Person | None
    review_on: date | None


_ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


@tracked()
class Risk(Record):
    """Something that could happen. Its scope is its programme's or, without one, its alliance's."""

    EDITABLE = tuple(RiskValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="risks")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="risks", editable=False)
    title = models.CharField(
        _("what could happen"), max_length=300, validators=ONE_LINE, help_text=_("One sentence. It may stand in mails.")
    )
    cause = models.TextField(
        _("cause"),
        max_length=2000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=_("What it would come from."),
    )
    effect = models.TextField(
        _("effect"),
        max_length=2000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=_("What it would do to the alliance."),
    )
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), choices=LIKELIHOODS, default=3, validators=_ONE_TO_FIVE
    )
    impact = models.PositiveSmallIntegerField(_("impact"), choices=IMPACTS, default=3, validators=_ONE_TO_FIVE)
    response = models.CharField(_("response"), max_length=8, choices=Response, default=Response.REDUCE)
    plan = models.TextField(
        _("what we do about it"),
        max_length=2000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=_("Who does what, and by what you would see that it is about to happen."),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="risks", verbose_name=_("programme")
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="risks", verbose_name=_("watched by")
    )
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    looked_at_on = models.DateField(_("last looked at on"), null=True, blank=True, editable=False)
    closing = models.CharField(_("what became of it"), max_length=9, choices=Closing, blank=True, default=Closing.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_note = models.TextField(
        _("closing note"), max_length=2000, blank=True, validators=[refuse_control_characters]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    folder = folder_column()

    exposure = models.GeneratedField(
        expression=F("likelihood") * F("impact"), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    folded = models.GeneratedField(expression=folded_words("title"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(title=["title"], body=["cause", "effect", "plan", "closing_note"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Unworded.from_queryset(RiskQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="risk_title_given"),
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)), name="risk_one_to_five"
            ),
            models.CheckConstraint(condition=Q(response__in=Response.values), name="risk_response_known"),
            models.CheckConstraint(
                condition=Q(closing=Closing.OPEN, closed_on__isnull=True, closing_note="")
                | (
                    Q(closing__in=[Closing.PASSED, Closing.CAME_TRUE])
                    & Q(closed_on__isnull=False)
                    & ~Q(closing_note="")
                ),
                name="risk_closed_with_note",
            ),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="risk_folded_trgm"),
            GinIndex(fields=["words"], name="risk_words"),
            models.Index(fields=["alliance", "scope"], name="risk_by_alliance"),
            models.Index(fields=["review_on"], condition=Q(closing=""), name="risk_open_by_review"),
            models.Index(fields=["-created_at"], name="risk_by_created"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("risk_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it can still come true."""
        return self.closing == Closing.OPEN

    @property
    def tone(self) -> str:
        """How it is shown: "late" where it is high, "soon" where it is to be watched, else "neutral"."""
        if self.exposure >= HIGH:
            return "late"
        return "soon" if self.exposure >= WATCHED else "neutral"
