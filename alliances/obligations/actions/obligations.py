"""Writing down what is owed, changing it, and putting it away; its days are planned anew in the same transaction."""

from datetime import date
from typing import Unpack

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.obligations.models import Base, Flow, Lapse, Obligation, ObligationValues
from alliances.obligations.planning import lock_plan, replan
from alliances.obligations.scopes import refuse_archived, refuse_through_a_wall, scope_for
from alliances.obligations.survival import endings_of
from alliances.obligations.telling import tell_moves
from coe_hub.lib.editing import set_values
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import User

# What belongs to one base alone, by base; of the others nothing is kept.
_OF_BASE = {
    Base.FIXED: {"fixed_on"},
    Base.EVENT: {"event"},
    Base.OBLIGATION: {"after"},
    Base.PERIOD: {"period", "first_on", "last_on"},
}
_EMPTY = {"fixed_on": None, "event": None, "after": None, "period": "", "first_on": None, "last_on": None}


@transaction.atomic
def add_obligation(*, alliance: Alliance, by: User | None, **values: Unpack[ObligationValues]) -> Obligation:
    """Write down what is owed, and plan its days. Raises `ValidationError` where a value is refused, `DomainError`
    where the alliance is archived, or its days would be counted in a circle or from behind a wall."""
    lock_plan(alliance)
    obligation = put_down(alliance, values)
    tell_moves(replan(alliance), by=by, cause=obligation)
    return obligation


def put_down(alliance: Alliance, values: ObligationValues) -> Obligation:
    """One of several: as `add_obligation`, but its days are planned by whoever holds the plan, once all are down."""
    refuse_archived(alliance)
    obligation = Obligation(alliance=alliance)
    set_values(obligation, values)
    _settle(obligation)
    obligation.full_clean(exclude=["scope"])
    obligation.save()
    return obligation


@transaction.atomic
def edit_obligation(*, obligation: Obligation, version: int, by: User, **values: Unpack[ObligationValues]) -> None:
    """Change it, and plan its days and those counted from it anew; owners of what moved are told. Raises as
    `add_obligation`, and `LostUpdateError` where it was saved since `version`."""
    lock_plan(obligation.alliance)
    change(obligation, values, version=version)
    tell_moves(replan(obligation.alliance), by=by, cause=obligation)


def change(obligation: Obligation, values: ObligationValues, *, version: int) -> None:
    """One of several: as `edit_obligation`, but days are planned by whoever holds the plan, once all are changed."""
    fields = set_values(obligation, values)
    _settle(obligation)
    obligation.full_clean(exclude=["scope"])
    save_record(obligation, fields=[*{*fields, *_EMPTY, "scope"}], version=version)


def _settle(obligation: Obligation) -> None:
    """What follows from what was said: where it stands, and nothing left over of another base or of money."""
    for name, empty in _EMPTY.items():
        if name not in _OF_BASE.get(Base(obligation.counts_from), set()):
            setattr(obligation, name, empty)
    if obligation.flow == Flow.NONE and obligation.amount is None:
        obligation.currency = ""
    obligation.scope = scope_for(obligation.alliance, programme=obligation.programme, agreement=obligation.agreement)
    refuse_through_a_wall(obligation)


@transaction.atomic
def archive_obligation(*, obligation: Obligation, by: User) -> None:
    """Put it away: nothing of it is due any more. What was counted from it keeps no day."""
    lock_plan(obligation.alliance)
    lock_record(obligation)
    obligation.archived_at = timezone.now()
    save_record(obligation, fields=["archived_at"])
    tell_moves(replan(obligation.alliance), by=by, cause=obligation)


@transaction.atomic
def restore_obligation(*, obligation: Obligation, by: User) -> None:
    """Take it back; its days are planned anew."""
    lock_plan(obligation.alliance)
    lock_record(obligation)
    obligation.archived_at = None
    save_record(obligation, fields=["archived_at"])
    tell_moves(replan(obligation.alliance), by=by, cause=obligation)


def lapse_of(obligation: Obligation) -> date | None:
    """The last day in force of the agreement with which it ends; None where it does not."""
    ends = Lapse.objects.filter(obligation=obligation, ending__voided_at__isnull=True, survives=False)
    return ends.aggregate(day=Min("ending__ends_on"))["day"]


def let_survive(*, obligation: Obligation, by: User) -> None:
    """It does not end with its agreement; its days are planned anew."""
    _say(obligation, by, survives=True)


def let_lapse(*, obligation: Obligation, by: User) -> None:
    """It ends with its agreement, where that was ended; its days are planned anew."""
    _say(obligation, by, survives=False)


@transaction.atomic
def _say(obligation: Obligation, by: User, *, survives: bool) -> None:
    lock_plan(obligation.alliance)
    said = {one.ending_id: one for one in Lapse.objects.filter(obligation=obligation)}
    for ending in endings_of(obligation):
        one = said.get(ending.pk) or Lapse(ending=ending, obligation=obligation)
        if one.pk is None or one.survives != survives:
            one.survives = survives
            one.save()
    tell_moves(replan(obligation.alliance), by=by, cause=obligation)
