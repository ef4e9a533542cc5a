"""Campaigns that ask what people need, and the needs that came of them with what was done."""

from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, RecordQuerySet, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.models import Person
from coe_hub.surveys.models import Wave
from toolkits.models import Tool
from training.models import Course


@tracked()
class Campaign(Record):
    """One time of asking the people who partner, site by site. `again_of` is the one it repeats."""

    name = models.CharField(_("name"), max_length=120, validators=ONE_LINE)
    wave = models.OneToOneField(Wave, models.PROTECT, related_name="campaign")
    again_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats", verbose_name=_("asks again after")
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="campaign_name_given"),
            models.CheckConstraint(
                condition=Q(again_of__isnull=True) | ~Q(again_of=F("id")), name="campaign_not_again_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaign_detail", args=[self.public_id])


class NeedState(models.TextChoices):
    """How far a need is."""

    HEARD = "heard", _("Heard")
    PLANNED = "planned", _("Planned")
    BUILDING = "building", _("Being built")
    DELIVERED = "delivered", _("Delivered")
    DECLINED = "declined", _("Declined")


class NeedQuerySet(RecordQuerySet):
    """Needs as the backlog lists them."""

    def with_votes(self) -> Self:
        """With `vote_count`."""
        return self.annotate(vote_count=Count("votes"))

    def in_order(self) -> Self:
        """Open ones by votes, then what was delivered, then what was declined. Needs `with_votes`."""
        place = models.Case(
            models.When(state=NeedState.DELIVERED, then=1), models.When(state=NeedState.DECLINED, then=2), default=0
        )
        return self.order_by(place, "-vote_count", "pk")


class NeedValues(TypedDict, total=False):
    """What is said of a need, and what each of it is."""

    text: str
    state: str
    reason: str
    owner: Person | None
    tool: Tool | None
    course: Course | None


@tracked()
class Need(Record):
    """Something people need, and what is done about it."""

    EDITABLE = tuple(NeedValues.__annotations__)

    text = models.CharField(_("need"), max_length=200, validators=ONE_LINE)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="needs")
    state = models.CharField(_("state"), max_length=9, choices=NeedState, default=NeedState.HEARD)
    reason = models.CharField(
        _("why it is declined"),
        max_length=300,
        blank=True,
        validators=ONE_LINE,
        help_text=_("Those who asked read it."),
    )
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    tool = models.ForeignKey(
        Tool, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tool that answers it")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("course that answers it")
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("told those who asked"), null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))

    # Of `with_votes`.
    vote_count: int

    folded = models.GeneratedField(expression=folded_words("text"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(title=["text"], body=["reason"]), output_field=SearchVectorField(), db_persist=True
    )

    objects = Unworded.from_queryset(NeedQuerySet)()

    class Meta:
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="need_folded_trgm"),
            GinIndex(fields=["words"], name="need_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="need_text_given"),
            models.CheckConstraint(condition=Q(state__in=NeedState.values), name="need_state_known"),
            models.CheckConstraint(
                condition=~Q(state=NeedState.DECLINED) | ~Q(reason=""),
                name="need_declined_with_reason",
                violation_error_message=_("Say why it is declined."),
            ),
            models.CheckConstraint(
                condition=Q(state=NeedState.DELIVERED, delivered_on__isnull=False)
                | ~Q(state=NeedState.DELIVERED) & Q(delivered_on__isnull=True),
                name="need_delivered_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("need_detail", args=[self.public_id])


@tracked()
class Vote(models.Model):
    """Somebody needs it too."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "person"], name="need_vote_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.need}"
