"""An agreement between the partners of an alliance, who is party to it, and how long it runs."""

from datetime import date
from typing import Self, TypedDict

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models.programmes import Programme
from alliances.core.models import Alliance
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Organisation, Person, Scope, ScopedQuerySet, Side
from coe_hub.vocabulary.models import AgreementKind

LONGEST_RENEWAL, LONGEST_NOTICE, LONGEST_NOTICE_DAYS = 240, 60, 1000  # months, months, days


class Renewal(models.TextChoices):
    """What happens when the term is over."""

    NONE = "none", _("It ends")
    AUTOMATIC = "automatic", _("It renews itself unless notice is given")
    BY_AGREEMENT = "by_agreement", _("It is renewed if both sides agree")


class AgreementQuerySet(ScopedQuerySet):
    """Agreements as one reader lists them. Those of a firewalled programme stand in its scope."""

    def of_active_alliances(self) -> Self:
        """Without those of alliances that were put away."""
        return self.filter(alliance__archived_at__isnull=True)


class AgreementValues(TypedDict, total=False):
    """What people edit of an agreement, and what each of it is. What it amends or replaces is said when it is added;
    its parties and how it ends have actions of their own."""

    kind: AgreementKind
    title: str
    reference: str
    programme: Programme | None
    owner: Person | None
    changes: str
    signed_on: date | None
    effective_on: date | None
    expires_on: date | None
    renewal: str
    renewal_months: int | None
    notice_months: int | None
    notice_days: int | None
    governing_law: str
    note: str


@tracked()
class Agreement(Record):
    """A contract, or an amendment of one. Its scope is its programme's or, without one, its alliance's.

    Its state, the end of its term and the day of notice follow from days and endings: `states`, `terms`.
    """

    EDITABLE = tuple(AgreementValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="agreements")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="agreements", editable=False)
    kind = models.ForeignKey(AgreementKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    title = models.CharField(_("title"), max_length=300, validators=ONE_LINE)
    reference = models.CharField(
        _("reference"),
        max_length=80,
        blank=True,
        validators=ONE_LINE,
        help_text=_("Its number in another system, such as the contract archive."),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("programme")
    )
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Is told before the day of notice and before the end. Without a name here, the lead is."),
    )
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        editable=False,
        verbose_name=_("amends"),
    )
    changes = models.CharField(
        _("what it changes"),
        max_length=300,
        blank=True,
        validators=ONE_LINE,
        help_text=_("In one line, such as: moves the option deadline to 30 June."),
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        editable=False,
        verbose_name=_("replaces"),
    )
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    effective_on = models.DateField(
        _("effective"), null=True, blank=True, help_text=_("Left empty, it is in force from the day it was signed.")
    )
    expires_on = models.DateField(
        _("expires"), null=True, blank=True, help_text=_("The last day in force, as first agreed.")
    )
    renewal = models.CharField(_("at the end"), max_length=12, choices=Renewal, default=Renewal.NONE)
    renewal_months = models.PositiveSmallIntegerField(
        _("renewed by months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RENEWAL)],
    )
    notice_months = models.PositiveSmallIntegerField(
        _("notice in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_NOTICE)],
        help_text=_("Before the end of the term."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("notice in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_NOTICE_DAYS)],
        help_text=_("Where the agreement counts in days; beside months, both are added."),
    )
    governing_law = models.CharField(_("governing law"), max_length=120, blank=True, validators=ONE_LINE)
    note = models.TextField(_("note"), max_length=4000, blank=True, validators=[refuse_control_characters])
    folder = folder_column()
    folded = models.GeneratedField(
        expression=folded_words("title", "reference"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=found_by(title=["title", "reference"], body=["changes", "governing_law", "note"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Unworded.from_queryset(AgreementQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="agreement_title_given"),
            models.CheckConstraint(condition=Q(renewal__in=Renewal.values), name="agreement_renewal_known"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(expires_on__gte=F("effective_on")),
                name="agreement_expires_after_start",
                violation_error_message=_("It expires before it becomes effective."),
            ),
            models.CheckConstraint(
                condition=Q(renewal=Renewal.AUTOMATIC, renewal_months__isnull=False, expires_on__isnull=False)
                | Q(renewal=Renewal.BY_AGREEMENT)
                | Q(renewal=Renewal.NONE, renewal_months__isnull=True),
                name="agreement_renewed_by_months",
                violation_error_message=_(
                    "An agreement that renews itself needs the day on which it expires and by how many months it is "
                    "renewed; one that just ends is not renewed by any."
                ),
            ),
            models.CheckConstraint(
                condition=Q(renewal_months__isnull=True) | Q(renewal_months__range=(1, LONGEST_RENEWAL)),
                name="agreement_renewal_months_range",
            ),
            models.CheckConstraint(
                condition=(Q(notice_months__isnull=True) | Q(notice_months__range=(1, LONGEST_NOTICE)))
                & (Q(notice_days__isnull=True) | Q(notice_days__range=(1, LONGEST_NOTICE_DAYS))),
                name="agreement_notice_range",
            ),
            models.CheckConstraint(
                condition=Q(changes="") | Q(amends__isnull=False), name="agreement_changes_what_it_amends"
            ),
            models.CheckConstraint(
                condition=(Q(amends__isnull=True) | ~Q(amends=F("id")))
                & (Q(replaces__isnull=True) | ~Q(replaces=F("id")))
                & (Q(amends__isnull=True) | Q(replaces__isnull=True)),
                name="agreement_follows_another",
            ),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="agreement_folded_trgm"),
            GinIndex(fields=["words"], name="agreement_words"),
            models.Index(fields=["alliance", "-signed_on"], name="agreement_by_signed"),
            models.Index(fields=["expires_on"], name="agreement_by_expiry"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreement_detail", args=[self.public_id])

    @property
    def renewed_months(self) -> int | None:
        """By how many months its term prolongs itself; None where it does not."""
        return self.renewal_months if self.renewal == Renewal.AUTOMATIC else None

    @property
    def in_force_from(self) -> date | None:
        """The first day in force, whether it was signed or not."""
        return self.effective_on or self.signed_on


@tracked()
class AgreementParty(models.Model):
    """An organisation that is party to an agreement, on one of its sides."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreement_parts")
    side = models.CharField(_("side"), max_length=6, choices=Side)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="agreement_party_side_known"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
