"""By which rules a committee works: as contracted and as operated, each change a row of its own."""

from datetime import date
from typing import Any, NamedTuple, Self, TypedDict

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement
from coe_hub.lib.history import tracked
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from governance.committees.models.committees import Committee

MOST_SEATS, MOST_DAYS = 20, 365


class Basis(models.TextChoices):
    """Which of the two charters a row belongs to."""

    CONTRACTED = "contracted", _("As contracted")
    OPERATED = "operated", _("As operated")


class Voting(models.TextChoices):
    """How the committee decides."""

    NOT_SAID = "", _("Not said")
    PARTY = "party", _("One vote per party, unanimous")
    MAJORITY = "majority", _("Majority of the members")
    CONSENSUS = "consensus", _("Consensus without a vote")


class NoQuorum(models.TextChoices):
    """What a decision is worth that is taken without a quorum."""

    NOT_SAID = "", _("Not said")
    REFUSED = "refused", _("Nothing can be decided")
    CONFIRMED = "confirmed", _("It binds once a meeting with quorum confirms it")


class ChairRule(models.TextChoices):
    """Who chairs."""

    NOT_SAID = "", _("Not said")
    CO_CHAIRS = "co_chairs", _("One co-chair from each side")
    OURS = "ours", _("Our side")
    THEIRS = "theirs", _("The partner’s side")
    ALTERNATES = "alternates", _("The sides take turns")


class CadenceUnit(models.TextChoices):
    """What a cadence counts."""

    NOT_SAID = "", _("Not said")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class Approval(models.TextChoices):
    """How minutes become final."""

    NEXT_MEETING = "next_meeting", _("At the next meeting")
    SILENCE = "silence", _("By silence after some days")


class FinalSay(models.TextChoices):
    """What follows where the whole ladder did not settle a matter."""

    NOT_SAID = "", _("Not said")
    NOBODY = "nobody", _("Nobody: it stays as it is")
    OURS = "ours", _("Our side decides")
    THEIRS = "theirs", _("The partner decides")
    SPLIT = "split", _("Each side in its own field")
    EXPERT = "expert", _("An expert")
    ARBITRATION = "arbitration", _("Arbitration")


class Level(models.TextChoices):
    """The rungs of the ladder by which a deadlock climbs, lowest first."""

    MANAGERS = "managers", _("Alliance managers")
    TEAM = "team", _("Project team")
    FUNCTIONAL = "functional", _("Committee of a function")
    STEERING = "steering", _("Steering committee")
    EXECUTIVES = "executives", _("Named executives")
    FINAL_SAY = "final_say", _("Final say")


class Rung(NamedTuple):
    """A level of the ladder, and the calendar days a matter may stay on it; None without a clock."""

    level: Level
    days: int | None


class CharterQuerySet(models.QuerySet["Charter"]):
    """Charters of one committee or many."""

    def in_force(self, on: date) -> Self:
        """Of each committee and basis the row that counts on that day: the newest, of one day that written last."""
        rows = self.filter(valid_from__lte=on).order_by("committee", "basis", "-valid_from", "-pk")
        return rows.distinct("committee", "basis")

    def newest_first(self) -> Self:
        """As the log lists them."""
        return self.order_by("-valid_from", "-pk")


class CharterValues(TypedDict, total=False):
    """What a charter says, and what each of it is."""

    agreement: Agreement | None
    clause: str
    purpose: str
    authority: str
    limits: str
    seats_ours: int | None
    seats_theirs: int | None
    quorum_ours: int | None
    quorum_theirs: int | None
    no_quorum: str
    voting: str
    chair: str
    cadence: int | None
    cadence_unit: str
    notice_days: int | None
    pre_read_days: int | None
    minutes_days: int | None
    approval: str
    approval_days: int | None
    days_managers: int | None
    days_team: int | None
    days_functional: int | None
    days_steering: int | None
    days_executives: int | None
    final_say: str
    carve_outs: str
    sunset_on: date | None
    sunset: str


def _count(label: Any, *, most: int, help_text: Any = "", least: int = 1) -> "models.PositiveSmallIntegerField":
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        help_text=help_text,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
    )


def _text(label: Any, help_text: Any = "") -> "models.TextField":
    return models.TextField(
        label, max_length=4000, blank=True, help_text=help_text, validators=[refuse_control_characters]
    )


@tracked()
class Charter(models.Model):
    """What the rules of a committee are from a day on, by the contract or as both sides work. Rows are only added;
    where one of them needs an amendment of the agreement, what amends it is named later."""

    SAID = tuple(CharterValues.__annotations__)

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="charters")
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    valid_from = models.DateField(_("valid from"))
    reason = models.CharField(
        _("reason"), max_length=500, validators=ONE_LINE, help_text=_("Why it is so from this day on.")
    )
    needs_amendment = models.BooleanField(
        _("needs an amendment"),
        default=False,
        help_text=_("It departs from the contract in a way that the agreement should follow."),
    )
    amendment = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("amended by")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="charters", verbose_name=_("agreement")
    )
    clause = models.CharField(_("clause"), max_length=80, blank=True, validators=ONE_LINE)
    purpose = _text(_("purpose"))
    authority = _text(_("authority"), _("What it may decide by itself."))
    limits = _text(_("limits"), _("What it may not decide, such as amending the agreement."))
    seats_ours = _count(_("members of our side"), most=MOST_SEATS)
    seats_theirs = _count(_("members of the partner"), most=MOST_SEATS)
    quorum_ours = _count(_("quorum, our side"), most=MOST_SEATS, least=0)
    quorum_theirs = _count(_("quorum, partner"), most=MOST_SEATS, least=0)
    no_quorum = models.CharField(
        _("without a quorum"),
        max_length=9,
        choices=NoQuorum,
        blank=True,
        default=NoQuorum.NOT_SAID,
        db_default=NoQuorum.NOT_SAID,
        help_text=_("Where it does not say, what is decided binds once a meeting with quorum confirms it."),
    )
    voting = models.CharField(_("voting"), max_length=10, choices=Voting, blank=True, default=Voting.NOT_SAID)
    chair = models.CharField(_("chair"), max_length=10, choices=ChairRule, blank=True, default=ChairRule.NOT_SAID)
    cadence = _count(_("meets every"), most=60)
    cadence_unit = models.CharField(
        _("counted in"), max_length=6, choices=CadenceUnit, blank=True, default=CadenceUnit.NOT_SAID
    )
    notice_days = _count(
        _("notice"), most=MOST_DAYS, help_text=_("Working days of both sides before the meeting, to call it.")
    )
    pre_read_days = _count(
        _("pre-reads"), most=MOST_DAYS, help_text=_("Working days of both sides before the meeting, to send them.")
    )
    minutes_days = _count(
        _("minutes within"), most=MOST_DAYS, help_text=_("Working days of both sides after the meeting.")
    )
    approval = models.CharField(
        _("minutes become final"), max_length=12, choices=Approval, default=Approval.NEXT_MEETING
    )
    approval_days = _count(
        _("days of silence"), most=MOST_DAYS, help_text=_("Working days of both sides after the minutes were sent.")
    )
    days_managers = _count(_("days with the alliance managers"), most=MOST_DAYS)
    days_team = _count(_("days with the project team"), most=MOST_DAYS)
    days_functional = _count(_("days with the committee of a function"), most=MOST_DAYS)
    days_steering = _count(_("days with the steering committee"), most=MOST_DAYS)
    days_executives = _count(_("days with named executives"), most=MOST_DAYS)
    final_say = models.CharField(_("final say"), max_length=11, choices=FinalSay, blank=True, default=FinalSay.NOT_SAID)
    carve_outs = _text(_("carve-outs"), _("What whoever has the final say may not decide alone."))
    sunset_on = models.DateField(_("ends on"), null=True, blank=True)
    sunset = models.CharField(
        _("ends when"), max_length=300, blank=True, validators=ONE_LINE, help_text=_("Such as: at first approval.")
    )

    objects = CharterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="charter_basis_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="charter_reason_given"),
            models.CheckConstraint(
                condition=Q(amendment__isnull=True) | Q(needs_amendment=True), name="charter_amended_where_needed"
            ),
            models.CheckConstraint(
                condition=Q(voting__in=Voting.values)
                & Q(no_quorum__in=NoQuorum.values)
                & Q(chair__in=ChairRule.values)
                & Q(cadence_unit__in=CadenceUnit.values)
                & Q(approval__in=Approval.values)
                & Q(final_say__in=FinalSay.values),
                name="charter_words_known",
            ),
            models.CheckConstraint(
                condition=Q(cadence__isnull=True, cadence_unit=CadenceUnit.NOT_SAID)
                | (Q(cadence__range=(1, 60)) & ~Q(cadence_unit=CadenceUnit.NOT_SAID)),
                name="charter_cadence_whole",
                violation_error_message=_("Say both how often it meets and whether that counts weeks or months."),
            ),
            models.CheckConstraint(
                condition=~Q(approval=Approval.SILENCE) | Q(approval_days__isnull=False),
                name="charter_silence_has_days",
                violation_error_message=_("Say after how many days of silence minutes become final."),
            ),
        ]
        indexes = [models.Index(fields=["committee", "basis", "-valid_from"], name="charter_by_day")]

    def __str__(self) -> str:
        return f"{self.committee}, {self.get_basis_display()}"

    @property
    def ladder(self) -> list[Rung]:
        """The rungs this charter names, the lowest first; the final say comes last, where it is said who has it."""
        rungs = [
            Rung(level, days)
            for level in (Level.MANAGERS, Level.TEAM, Level.FUNCTIONAL, Level.STEERING, Level.EXECUTIVES)
            if (days := getattr(self, f"days_{level.value}")) is not None
        ]
        return [*rungs, *([Rung(Level.FINAL_SAY, None)] if rungs and self.final_say else [])]
