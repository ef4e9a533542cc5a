"""An issue climbs, goes down, is resolved or opened again: one row each, and what it stands on follows."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.issues import clock
from alliances.issues.agendas import put_on_agenda
from alliances.issues.ladder import LadderRung, ladder_of, next_rung, places_of
from alliances.issues.models import Issue, IssueStep, Level, Way
from alliances.issues.telling import tell_climb
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record
from coe_hub.people.models import Person, User


def standing_of(issue: Issue) -> IssueStep:
    """The newest step of the issue: where it stands."""
    return IssueStep.objects.filter(issue=issue).order_by("-pk")[0]


@transaction.atomic
def climb(*, issue: Issue, reason: str, by: User | None, tell: Collection[Person] = ()) -> IssueStep:
    """One level up: its clock starts today, the issue goes onto the next agenda of that level where there is one, and
    whoever of `tell` may read it is written to. Raises `DomainError` without a reason, where it is resolved, or on the
    highest level."""
    current = _open(issue, reason)
    rung = next_rung(ladder_of(issue.alliance, issue.scope), current.level)
    agenda = put_on_agenda(issue, rung.level, by)
    step = add_step(issue, way=Way.CLIMBED, rung=rung, reason=reason, by=by, agenda=agenda.label if agenda else "")
    tell_climb(step, people=tell, by=by)
    return step


@transaction.atomic
def step_down(*, issue: Issue, reason: str, by: User | None) -> IssueStep:
    """One level down, where it can be settled after all. Raises `DomainError` as `climb`."""
    current = _open(issue, reason)
    rung = next_rung(ladder_of(issue.alliance, issue.scope), current.level, down=True)
    return add_step(issue, way=Way.STEPPED_DOWN, rung=rung, reason=reason, by=by)


@transaction.atomic
def resolve(*, issue: Issue, reason: str, by: User | None) -> IssueStep:
    """It is settled, on the level on which it stands; `reason` says how. Raises `DomainError` without that, or where it
    is resolved already."""
    current = _open(issue, reason)
    return add_step(issue, way=Way.RESOLVED, rung=LadderRung(Level(current.level), None), reason=reason, by=by)


@transaction.atomic
def reopen(*, issue: Issue, reason: str, by: User | None) -> IssueStep:
    """What was resolved is open again on the level on which it was; that level's clock starts anew. Raises
    `DomainError` without a reason, or where it is open."""
    lock_record(issue)
    current = standing_of(issue)
    if current.is_open:
        raise DomainError(_("This issue is open already."))
    _refuse_no_reason(reason)
    [rung] = [one for one in ladder_of(issue.alliance, issue.scope) if one.level == current.level]
    return add_step(issue, way=Way.REOPENED, rung=rung, reason=reason, by=by)


def add_step(
    issue: Issue,
    *,
    way: Way,
    rung: LadderRung,
    by: User | None,
    on: date | None = None,
    reason: str = "",
    agenda: str = "",
) -> IssueStep:
    """Write the step down, with the clock of its level as it is today."""
    since = on or timezone.localdate()
    step = IssueStep(issue=issue, way=way, level=rung.level, on=since, reason=reason, agenda=agenda[:200], by=by)
    step.days, step.is_calendar, step.until_on = rung.days, rung.is_calendar, ladder_day(issue, rung, since)
    step.full_clean()
    step.save()
    return step


def ladder_day(issue: Issue, rung: LadderRung, since: date) -> date | None:
    """The last day that the level has where the issue came to it on `since`; None where the level has no clock."""
    if not rung.days:
        return None
    return clock.start(since, rung.days, places_of(issue), is_calendar=rung.is_calendar).until


def _open(issue: Issue, reason: str) -> IssueStep:
    lock_record(issue)
    current = standing_of(issue)
    if not current.is_open:
        raise DomainError(_("This issue is resolved. Open it again first."))
    _refuse_no_reason(reason)
    return current


def _refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError(_("Say why, in a sentence that both sides may read."), field="reason")
