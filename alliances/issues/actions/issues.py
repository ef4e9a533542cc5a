"""Raising an issue, changing how it is framed, and saying how the alliance's ladder is."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.issues.actions.steps import add_step, ladder_day
from alliances.issues.ladder import ladder_of
from alliances.issues.models import Issue, IssueStep, IssueValues, Level, Rung, Way
from alliances.obligations.scopes import refuse_archived, scope_for
from coe_hub.attachments.actions import move_folders
from coe_hub.lib.editing import set_values
from coe_hub.lib.records import save_record
from coe_hub.people.models import User


@transaction.atomic
def raise_issue(*, alliance: Alliance, by: User | None, on: date | None = None, **values: Unpack[IssueValues]) -> Issue:
    """Write an issue down; it stands on the lowest level, whose clock starts on the day `on` (default: today). Raises
    `ValidationError` where a value is refused, `DomainError` where the alliance is archived."""
    refuse_archived(alliance)
    issue = Issue(alliance=alliance, by=by)
    set_values(issue, values)
    issue.scope = scope_for(alliance, programme=issue.programme, agreement=None)
    issue.full_clean(exclude=["scope"])
    issue.save()
    lowest = ladder_of(alliance, issue.scope)[0]
    add_step(issue, way=Way.RAISED, rung=lowest, on=on or timezone.localdate(), by=by)
    return issue


@transaction.atomic
def edit_issue(*, issue: Issue, version: int, **values: Unpack[IssueValues]) -> None:
    """Change how it is framed. What was signed stays on record, and is of what was where words differ. Raises as
    `raise_issue`, and `LostUpdateError` where it was saved since `version`."""
    fields = set_values(issue, values)
    before = issue.scope_id
    issue.scope = scope_for(issue.alliance, programme=issue.programme, agreement=None)
    issue.full_clean(exclude=["scope"])
    save_record(issue, fields=[*fields, "scope"], version=version)
    if issue.scope_id != before:
        move_folders(scope=issue.scope)


@transaction.atomic
def set_ladder(*, alliance: Alliance, rungs: Mapping[Level, Mapping[str, Any]]) -> None:
    """Say how the alliance's ladder is, by level: `is_used`, `days`, `is_calendar` and `clause` of each. The clocks of
    open issues on levels whose days changed start anew from the day they came there. Raises `ValidationError`,
    `DomainError`."""
    refuse_archived(alliance)
    known = {row.level: row for row in Rung.objects.select_for_update().filter(alliance=alliance)}
    for level, values in rungs.items():
        row = known.get(level) or Rung(alliance=alliance, level=level)
        for name in Rung.SAID:
            setattr(row, name, values.get(name, getattr(row, name)))
        row.full_clean()
        row.save()
    _wind_clocks(alliance)


def _wind_clocks(alliance: Alliance) -> None:
    current = IssueStep.objects.current().open().filter(issue__alliance=alliance)
    for step in current.select_related("issue__alliance__lead__site", "issue__scope"):
        [rung] = [one for one in ladder_of(alliance, step.issue.scope) if one.level == step.level]
        if (step.days, step.is_calendar) != (rung.days, rung.is_calendar):
            step.days, step.is_calendar = rung.days, rung.is_calendar
            step.until_on = ladder_day(step.issue, rung, step.on)
            step.full_clean()
            step.save(update_fields=["days", "is_calendar", "until_on"])
