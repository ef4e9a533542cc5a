"""What can be chosen of an obligation: what it is about, who owes it, how money goes, and what its days are counted
from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from alliances.obligations.dates import OffDay, Period, Unit


class Kind(models.TextChoices):
    """What an obligation is about."""

    FINANCIAL = "financial", _("Financial")
    REPORTING = "reporting", _("Reporting")
    NOTICE = "notice", _("Notice")
    REVIEW = "review", _("Review")
    OPTION = "option", _("Option")
    EXCLUSIVITY = "exclusivity", _("Exclusivity")
    GOVERNANCE = "governance", _("Governance")
    SAFETY = "safety", _("Safety")
    OTHER = "other", _("Other")


# How many days before it is due somebody begins with it, where an obligation says no other.
USUAL_LEAD_DAYS = {
    Kind.FINANCIAL: 14,
    Kind.REPORTING: 14,
    Kind.NOTICE: 30,
    Kind.REVIEW: 10,
    Kind.OPTION: 30,
    Kind.EXCLUSIVITY: 60,
    Kind.GOVERNANCE: 14,
    Kind.SAFETY: 7,
    Kind.OTHER: 14,
}


class Responsible(models.TextChoices):
    """Who owes it."""

    OURS = "ours", _("Our side")
    PARTNER = "partner", _("The partner")
    JOINT = "joint", _("Both")


class Flow(models.TextChoices):
    """Which way money goes."""

    NONE = "", _("No money")
    IN = "in", _("We receive")
    OUT = "out", _("We pay")


class Certainty(models.TextChoices):
    """How sure the amount is."""

    FIRM = "firm", _("Firm")
    ESTIMATE = "estimate", _("Estimate")


class ConditionState(models.TextChoices):
    """Whether what an obligation depends on came true."""

    UNKNOWN = "unknown", _("Not known yet")
    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")


class Base(models.TextChoices):
    """What a due day is reckoned from."""

    FIXED = "fixed", _("A fixed day")
    EVENT = "event", _("An event")
    OBLIGATION = "obligation", _("The fulfilment of another obligation")
    PERIOD = "period", _("The end of each period")


class Direction(models.TextChoices):
    """To which side of its base a due day lies."""

    AFTER = "after", _("after")
    BEFORE = "before", _("before")


UNITS = [(Unit.DAYS, _("calendar days")), (Unit.WORKING_DAYS, _("working days")), (Unit.MONTHS, _("months"))]
OFF_DAYS = [
    (OffDay.STAYS, _("it stays")),
    (OffDay.BEFORE, _("the working day before")),
    (OffDay.AFTER, _("the working day after")),
]
PERIODS = [
    (Period.MONTH, _("each month")),
    (Period.QUARTER, _("each quarter")),
    (Period.HALF, _("each half-year")),
    (Period.YEAR, _("each year")),
]
