"""An obligation: what one side owes, by which clause, and the rule by which its days follow."""

from datetime import date
from decimal import Decimal
from typing import Self, TypedDict

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from alliances.obligations.dates import DateRule, OffDay, Period, Place, Unit
from alliances.obligations.models.choices import (
    OFF_DAYS,
    PERIODS,
    UNITS,
    USUAL_LEAD_DAYS,
    Base,
    Certainty,
    ConditionState,
    Direction,
    Flow,
    Kind,
    Responsible,
)
from alliances.obligations.models.events import TriggerEvent
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.money import validate_currency
from coe_hub.lib.places import country_choices
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet

LONGEST_COUNT, LONGEST_LEAD = 3660, 365


class ObligationQuerySet(ScopedQuerySet):
    """Obligations as one reader lists them."""

    def of_active_alliances(self) -> Self:
        """Without those of alliances that were put away."""
        return self.filter(alliance__archived_at__isnull=True)

    def with_page(self) -> Self:
        """With all that its page shows."""
        return self.select_related(
            "alliance__scope", "scope", "agreement__alliance", "programme__alliance", "event__alliance",
            "after__alliance", "implies__alliance", "owner__user", "owner__site", "owner__organisation",
            "counterpart__user", "counterpart__organisation", "folder",
        )  # fmt: skip


class ObligationValues(TypedDict, total=False):
    """What people edit of an obligation, and what each of it is."""

    title: str
    kind: str
    clause: str
    agreement: Agreement | None
    programme: Programme | None
    responsible: str
    owner: Person | None
    counterpart: Person | None
    tells_partner: bool
    counts_from: str
    fixed_on: date | None
    event: TriggerEvent | None
    after: "Obligation | None"
    period: str
    first_on: date | None
    last_on: date | None
    count: int
    unit: str
    direction: str
    off_day: str
    keeps_month_end: bool
    country: str
    subdivision: str
    days_needed: int | None
    flow: str
    amount: Decimal | None
    currency: str
    certainty: str
    condition: str
    condition_state: str
    implies: "Obligation | None"
    note: str


@tracked()
class Obligation(Record):
    """What is owed. Its scope is its programme's or, without one, its alliance's; its days are `Fulfilment` rows."""

    EDITABLE = tuple(ObligationValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="obligations")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="obligations", editable=False)
    title = models.CharField(
        _("what is owed"), max_length=300, validators=ONE_LINE, help_text=_("One sentence. It may stand in mails.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    clause = models.CharField(
        _("clause"), max_length=60, blank=True, validators=ONE_LINE, help_text=_("Such as 7.2 (b).")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name=_("agreement")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name=_("programme")
    )
    responsible = models.CharField(_("owed by"), max_length=8, choices=Responsible, default=Responsible.OURS)
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name=_("seen to by"),
        help_text=_("Somebody on our side, who is told in time. Without a name here, the lead is."),
    )
    counterpart = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counterpart at the partner")
    )
    tells_partner = models.BooleanField(
        _("remind the counterpart by mail"),
        default=False,
        db_default=False,
        help_text=_("They get a mail before it is due, with a link by which they say that it was delivered."),
    )
    counts_from = models.CharField(_("counted from"), max_length=12, choices=Base, default=Base.FIXED)
    fixed_on = models.DateField(_("day"), null=True, blank=True)
    event = models.ForeignKey(
        TriggerEvent, models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name=_("event")
    )
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("other obligation")
    )
    period = models.CharField(_("period"), max_length=8, choices=PERIODS, blank=True)
    first_on = models.DateField(_("first period ends from"), null=True, blank=True)
    last_on = models.DateField(
        _("last period ends by"), null=True, blank=True, help_text=_("Left empty, five years ahead are planned.")
    )
    count = models.PositiveSmallIntegerField(
        _("how many"), default=0, validators=[MaxValueValidator(LONGEST_COUNT)], help_text=_("0 is the day itself.")
    )
    unit = models.CharField(_("of"), max_length=12, choices=UNITS, default=Unit.DAYS)
    direction = models.CharField(_("before or after"), max_length=6, choices=Direction, default=Direction.AFTER)
    off_day = models.CharField(_("if nobody works on the day"), max_length=6, choices=OFF_DAYS, default=OffDay.STAYS)
    keeps_month_end = models.BooleanField(
        _("the end of a month leads to the end of a month"),
        default=False,
        help_text=_("Of months: 30 April and one month make 31 May."),
    )
    country = models.CharField(
        _("holidays of"), max_length=2, choices=country_choices, blank=True,
        help_text=_("Whose public holidays count; left empty, Saturdays and Sundays alone are days without work."),
    )  # fmt: skip
    subdivision = models.CharField(
        _("state or province"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9-]*$", _("Use the code of the state or province, such as MA or BY."))],
        help_text=_("Code used for its public holidays, such as MA or BY; may stay empty."),
    )
    days_needed = models.PositiveSmallIntegerField(
        _("days needed for it"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_LEAD)],
        help_text=_("So many days before it is due somebody begins. Left empty, as usual for its kind."),
    )
    flow = models.CharField(_("money"), max_length=4, choices=Flow, blank=True, default=Flow.NONE)
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[validate_currency],
        help_text=_("Three letters, such as USD or JPY."),
    )
    certainty = models.CharField(_("the amount is"), max_length=8, choices=Certainty, default=Certainty.FIRM)
    condition = models.CharField(
        _("only if"), max_length=300, blank=True, validators=ONE_LINE, help_text=_("Such as: the option is exercised.")
    )
    condition_state = models.CharField(
        _("the condition is"), max_length=8, choices=ConditionState, default=ConditionState.UNKNOWN
    )
    implies = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="implied_by",
        verbose_name=_("earlier milestone it implies"),
        help_text=_("Where that one was skipped, it falls due together with this one."),
    )
    note = models.TextField(_("note"), max_length=4000, blank=True, validators=[refuse_control_characters])
    folder = folder_column()
    folded = models.GeneratedField(
        expression=folded_words("title", "clause"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=found_by(title=["title", "clause"], body=["condition", "note"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Unworded.from_queryset(ObligationQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="obligation_title_given"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="obligation_kind_known"),
            models.CheckConstraint(
                condition=Q(responsible__in=Responsible.values), name="obligation_responsible_known"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=list(Unit)) & Q(off_day__in=list(OffDay)) & Q(direction__in=Direction.values),
                name="obligation_rule_known",
            ),
            models.CheckConstraint(condition=Q(count__lte=LONGEST_COUNT), name="obligation_count_range"),
            models.CheckConstraint(
                condition=Q(
                    counts_from=Base.FIXED, fixed_on__isnull=False, event__isnull=True, after__isnull=True, period=""
                )
                | Q(counts_from=Base.EVENT, fixed_on__isnull=True, event__isnull=False, after__isnull=True, period="")
                | Q(
                    counts_from=Base.OBLIGATION,
                    fixed_on__isnull=True,
                    event__isnull=True,
                    after__isnull=False,
                    period="",
                )
                | Q(
                    counts_from=Base.PERIOD,
                    fixed_on__isnull=True,
                    event__isnull=True,
                    after__isnull=True,
                    period__in=list(Period),
                    first_on__isnull=False,
                ),
                name="obligation_counted_from_one_thing",
                violation_error_message=_(
                    "Say what its day is counted from: a day, an event, another obligation, or a period with the day "
                    "from which it runs."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="obligation_periods_in_order",
                violation_error_message=_("The last period ends before the first."),
            ),
            models.CheckConstraint(
                condition=Q(flow="", amount__isnull=True, currency="")
                | (Q(flow__in=[Flow.IN, Flow.OUT]) & Q(amount__gt=0) & ~Q(currency="")),
                name="obligation_money_whole",
                violation_error_message=_("Money needs an amount, a currency, and whether we pay or receive it."),
            ),
            models.CheckConstraint(condition=Q(certainty__in=Certainty.values), name="obligation_certainty_known"),
            models.CheckConstraint(
                condition=Q(condition_state=ConditionState.UNKNOWN)
                | (Q(condition_state__in=ConditionState.values) & ~Q(condition="")),
                name="obligation_condition_given",
                violation_error_message=_("Say what it depends on, or leave the condition open."),
            ),
            models.CheckConstraint(
                condition=(Q(after__isnull=True) | ~Q(after=F("id"))) & (Q(implies__isnull=True) | ~Q(implies=F("id"))),
                name="obligation_not_after_itself",
            ),
            models.CheckConstraint(
                condition=Q(tells_partner=False) | (Q(counterpart__isnull=False) & ~Q(responsible=Responsible.OURS)),
                name="obligation_tells_a_counterpart",
                violation_error_message=_(
                    "A counterpart is reminded of what the partner owes: name them, and say that the partner or both "
                    "sides owe it."
                ),
            ),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="obligation_folded_trgm"),
            GinIndex(fields=["words"], name="obligation_words"),
            models.Index(fields=["alliance", "scope"], name="obligation_by_alliance"),
            models.Index(fields=["-created_at"], name="obligation_by_created"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page; needs the alliance."""
        return reverse("obligation_detail", args=[self.alliance.public_id, self.public_id])

    @property
    def rule(self) -> DateRule:
        """How its days follow from what they are counted from."""
        return DateRule(
            count=-self.count if self.direction == Direction.BEFORE else self.count,
            unit=Unit(self.unit),
            off_day=OffDay(self.off_day),
            keeps_month_end=self.keeps_month_end,
            place=Place(self.country, self.subdivision),
        )

    @property
    def lead(self) -> int:
        """Days before a due day on which somebody begins with it."""
        return USUAL_LEAD_DAYS[Kind(self.kind)] if self.days_needed is None else self.days_needed
