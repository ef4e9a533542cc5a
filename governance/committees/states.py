"""Where a committee stands on a day: derived from its days, its meetings and its cadence, stored nowhere."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, CharField, DateField, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from governance.committees.last_met import last_met_on
from governance.committees.models import Basis, CadenceUnit, Charter, CommitteeQuerySet

# A committee that let this many of its intervals pass without a meeting sleeps; one without a cadence never does.
_MISSED = 2
_DAYS = {CadenceUnit.WEEKS: 7, CadenceUnit.MONTHS: 31}


class State(models.TextChoices):
    """Where a committee stands."""

    FORMING = "forming", _("Forming")
    ACTIVE = "active", _("At work")
    DORMANT = "dormant", _("Has not met for long")
    DISSOLVED = "dissolved", _("Dissolved")


class _DaysAfter(Func):
    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()


def _cadence_days(day: Any) -> Coalesce:
    """How many days lie between two meetings by the charter as operated, else as contracted; empty without either."""

    def by(basis: Basis) -> Subquery:
        rows = Charter.objects.filter(committee=OuterRef("pk"), basis=basis, valid_from__lte=day)
        length = Case(*(When(cadence_unit=unit, then=F("cadence") * days) for unit, days in _DAYS.items()))
        return Subquery(rows.order_by("-valid_from", "-pk").annotate(days=length).values("days")[:1])

    return Coalesce(by(Basis.OPERATED), by(Basis.CONTRACTED))


def with_states(committees: CommitteeQuerySet, today: date) -> CommitteeQuerySet:
    """The committees with `state`, `last_met_on` and `awake_until`, the day after which one that does not meet counts
    as dormant (empty without a cadence)."""
    day = Value(today, output_field=DateField())
    awake = _DaysAfter(Greatest("last_met_on", "formed_on"), F("cadence_days") * _MISSED)
    state = Case(
        When(dissolved_on__lte=day, then=Value(State.DISSOLVED)),
        When(
            Q(last_met_on__isnull=True) & (Q(formed_on__isnull=True) | Q(formed_on__gt=day)), then=Value(State.FORMING)
        ),
        When(awake_until__lt=day, then=Value(State.DORMANT)),
        default=Value(State.ACTIVE),
        output_field=CharField(),
    )
    return (
        committees.annotate(last_met_on=last_met_on(), cadence_days=_cadence_days(day))
        .annotate(awake_until=awake)
        .annotate(state=state)
    )
