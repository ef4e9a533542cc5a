"""An alliance, the organisations that are its parties, and the people who work on it."""

from datetime import date
from typing import NamedTuple, Self, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.core.models import ours, standing
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.sql import AddMonths, SortKey, folded_words, found_by
from coe_hub.lib.tags import TagsField
from coe_hub.lib.text import ONE_LINE, in_reader_script, refuse_control_characters
from coe_hub.people.models import Organisation, Person, Scope, ScopedQuerySet, Side
from coe_hub.vocabulary.models import AllianceRole, AllianceType, Phase, Stage, Symmetry, TherapeuticArea, Tier

_SHOWN_PARTNERS = 3


class PartnerNames(NamedTuple):
    """The first partners by name, and the count of the others."""

    shown: list[str]
    more: int


def title_in_mail(path: str = "") -> Coalesce:
    """What may leave the hub by mail, for rows that lead to alliances by `path`: see `Alliance.title_in_mail`."""
    return Coalesce(NullIf(f"{path}code_name", Value("")), F(f"{path}name"))


class AllianceQuerySet(ScopedQuerySet):
    """Alliances as one reader lists them."""

    def of_person(self, person_id: int) -> Self:
        """Those the person leads or works on: found by their ids first, since either condition has its index and the
        two together have none."""
        led = Alliance.objects.filter(lead=person_id).values("pk")
        return self.filter(pk__in=led.union(Member.objects.filter(person=person_id).values("alliance")))

    def living(self) -> Self:
        """Neither archived nor closed."""
        return self.active().exclude(stage__phase=Phase.CLOSED)

    def reviewed_in_rhythm(self) -> Self:
        """Living alliances that have a next review."""
        return self.living().filter(next_review_on__isnull=False)

    def with_value_to_look_at(self) -> Self:
        """Living alliances whose rationale or value hypothesis was written, with a day for the next look at it."""
        return self.living().filter(value_look_due_on__isnull=False)

    def with_card(self) -> Self:
        """With all that an alliance's own pages and files show: its words, its lead, its parties."""
        return self.with_words().prefetch_related(Prefetch("parties", parties_in_order()))

    def with_words(self) -> Self:
        """With its words and its lead."""
        lead = ("lead", "lead__site", "lead__user", "lead__organisation")
        return self.select_related("stage", "alliance_type", "therapeutic_area", "scope", *lead)

    def with_row(self) -> Self:
        """With what a row of a list shows, and no other column: half the work of `with_card` for fifty rows."""
        partners = Party.objects.filter(alliance=OuterRef("pk"), side=Side.THEIRS).order_by("position", "pk")
        names = JSONObject(name="organisation__name", local_name="organisation__local_name")
        words = [f"{word}__{column}" for word in ("alliance_type", "therapeutic_area") for column in ("code", "names")]
        return (
            self.select_related("stage", "alliance_type", "therapeutic_area", "scope", "lead__user")
            .only(
                *("public_id", "name", "tier", "is_key_partner", "next_review_on", "archived_at", "scope__kind"),
                *("stage__code", "stage__names", "stage__phase", "alliance_type__toolkit", *words),
                *("lead__family_name", "lead__given_name", "lead__latin_name", "lead__user__is_active"),
            )
            .annotate(partners=ArraySubquery(partners.values(names=names)))
        )


class AllianceValues(TypedDict, total=False):
    """What people edit of an alliance, and what each of it is. Its stage and its parties have actions of their own."""

    name: str
    code_name: str
    reference: str
    alliance_type: AllianceType
    therapeutic_area: TherapeuticArea | None
    purpose: str
    lead: Person | None
    starts_on: date | None
    ends_on: date | None
    review_months: int | None
    symmetry: str
    tier: str
    is_key_partner: bool
    is_growth_critical: bool
    territory: str
    tags: str
    rationale: str
    value_hypothesis: str
    value_looked_at_on: date | None


# From which day the yearly look at why counts, and how many months later it is.
VALUE_LOOK = (Coalesce("value_looked_at_on", "starts_on"), Value(12))


@tracked(in_bulk=True)
class Alliance(Record):
    """A partnership: who, what for, where it stands, and when it is looked at next."""

    EDITABLE = tuple(AllianceValues.__annotations__)

    scope = models.OneToOneField(Scope, models.PROTECT, related_name="alliance", verbose_name=_("who may see it"))
    name = models.CharField(_("name"), max_length=400, validators=ONE_LINE)
    code_name = models.CharField(
        _("code name"),
        max_length=60,
        blank=True,
        validators=ONE_LINE,
        help_text=_("Shown instead of the name in mails and calendars while the deal is not public."),
    )
    reference = models.CharField(
        _("reference"),
        max_length=80,
        blank=True,
        validators=ONE_LINE,
        help_text=_("Number of this alliance in another system, such as a contract or study number."),
    )
    alliance_type = models.ForeignKey(AllianceType, models.PROTECT, related_name="+", verbose_name=_("type"))
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("stage"))
    therapeutic_area = models.ForeignKey(
        TherapeuticArea, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("therapeutic area")
    )
    purpose = models.TextField(
        _("purpose"),
        max_length=4000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=_("What each side wants from it and brings to it, in two or three sentences."),
    )
    lead = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="led_alliances", verbose_name=_("lead")
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(
        _("reviewed every"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    symmetry = models.CharField(
        _("symmetry"),
        max_length=8,
        choices=Symmetry,
        blank=True,
        default=Symmetry.NOT_SAID,
        db_default=Symmetry.NOT_SAID,
        help_text=_("How the two sides compare in size and means."),
    )
    tier = models.CharField(
        _("tier"),
        max_length=8,
        choices=Tier,
        blank=True,
        default=Tier.NOT_SAID,
        db_default=Tier.NOT_SAID,
        help_text=_("How much alliance management it asks for. A light one is offered only what it uses."),
    )
    is_key_partner = models.BooleanField(_("key partner"), default=False, db_default=False)
    is_growth_critical = models.BooleanField(_("critical to growth"), default=False, db_default=False)
    territory = models.CharField(
        _("territory"),
        max_length=200,
        blank=True,
        db_default="",
        validators=ONE_LINE,
        help_text=_("Where it holds, such as “Japan and Asia without China”."),
    )
    tags = TagsField(
        _("tags"), help_text=_("Your own words to group alliances by, with a comma between: “Asia, Legacy portfolio”.")
    )
    rationale = models.TextField(
        _("rationale"),
        max_length=4000,
        blank=True,
        db_default="",
        validators=[refuse_control_characters],
        help_text=_("Why we partner here, and why with them, rather than alone or with somebody else."),
    )
    value_hypothesis = models.TextField(
        _("value hypothesis"),
        max_length=4000,
        blank=True,
        db_default="",
        validators=[refuse_control_characters],
        help_text=_("What we expect each side to gain, by when, and what would have to be true for it."),
    )
    value_looked_at_on = models.DateField(
        _("value looked at on"),
        null=True,
        blank=True,
        help_text=_("When somebody last asked whether rationale and value hypothesis still hold."),
    )
    # As `review_shift`, below.
    value_look_shift = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    value_look_due_on = models.GeneratedField(
        expression=Case(
            When(
                ~Q(rationale="") | ~Q(value_hypothesis=""),
                then=AddMonths(*VALUE_LOOK, "value_look_shift"),
            )
        ),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name=_("next look at its value"),
    )
    last_reviewed_on = models.DateField(
        _("rhythm counts from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Date of the last review or, before the first, of the day the rhythm was set."),
    )
    # Days by which it is moved off a weekend or holiday, written by `reminders.review_days`.
    review_shift = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    next_review_on = models.GeneratedField(
        expression=AddMonths("last_reviewed_on", "review_months", "review_shift"),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name=_("next review"),
    )
    folder = folder_column()
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)
    folded = models.GeneratedField(
        expression=folded_words("name", "code_name", "reference"),
        output_field=models.TextField(),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=found_by(
            title=["name", "code_name", "reference"],
            body=["purpose", "rationale", "value_hypothesis", "territory", "tags"],
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    # Of `with_row`.
    partners: list[dict[str, str]]

    objects = AllianceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="alliance_name_given"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="alliance_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(review_months__isnull=True) | Q(review_months__range=(1, 60)),
                name="alliance_review_months_range",
            ),
            models.CheckConstraint(
                condition=Q(review_months__isnull=True) | Q(last_reviewed_on__isnull=False),
                name="alliance_rhythm_has_anchor",
            ),
            models.CheckConstraint(condition=Q(symmetry__in=Symmetry.values), name="alliance_symmetry_known"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="alliance_tier_known"),
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="alliance_reference_once"),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="alliance_folded_trgm"),
            GinIndex(fields=["words"], name="alliance_words"),
            models.Index(fields=["sort_key", "id"], name="alliance_by_sort_key"),
            models.Index(fields=["next_review_on"], name="alliance_by_next_review"),
            models.Index(fields=["-updated_at"], name="alliance_by_updated"),
            # What figures over all alliances ask of each: rows are wide, for what they are found by stands in them.
            models.Index(
                fields=["id"],
                include=[
                    "scope",
                    "stage",
                    "alliance_type",
                    "lead",
                    "archived_at",
                    "ends_on",
                    "next_review_on",
                    "sort_key",
                ],
                name="alliance_in_short",
            ),
        ]
        triggers = [standing.when_logged(), standing.when_moved()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("alliance_detail", args=[self.public_id])

    @property
    def title_in_mail(self) -> str:
        """What may leave the hub by mail: the code name, where there is one; `title_in_mail()` in the database."""
        return self.code_name or self.name

    @property
    def review_is_due_some_day(self) -> bool:
        """Whether there is a next review at all: nothing closed or archived is due."""
        return bool(self.next_review_on) and not self.is_archived and self.stage.phase != Phase.CLOSED

    @property
    def partner_names(self) -> "PartnerNames":
        """Names of the first partners and how many more there are; of rows read `with_row`."""
        names = [in_reader_script(one["name"], one["local_name"]) for one in self.partners]
        return PartnerNames(shown=names[:_SHOWN_PARTNERS], more=len(names[_SHOWN_PARTNERS:]))


@tracked(in_bulk=True)
class Party(models.Model):
    """An organisation's part in an alliance. "Ours" is this row's side, not a property of the organisation."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parts")
    side = models.CharField(_("side"), max_length=6, choices=Side)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "organisation"], name="party_once_per_alliance"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="party_side_known"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


def parties_in_order() -> "models.QuerySet[Party]":
    """Parties with their organisations, as pages name them."""
    return Party.objects.select_related("organisation").order_by("position", "pk")


@tracked()
class Member(models.Model):
    """A role somebody has on an alliance, on either side; one person may have several."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.ForeignKey(AllianceRole, models.PROTECT, related_name="+", verbose_name=_("role"))
    side = models.CharField(_("side"), max_length=6, choices=Side)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "person", "role"],
                name="member_role_once",
                violation_error_message=_("This person has that role on the alliance already."),
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="member_side_known"),
        ]
        triggers = [*ours.when_named()]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"
