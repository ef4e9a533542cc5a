"""What people of the demo company and its partners took on: open, late, done and handed back."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from alliances.core.models import Alliance
from alliances.core.participants import side_of
from coe_hub.action_items.models import ActionItem
from coe_hub.demo import data
from coe_hub.demo.company import Company
from coe_hub.demo.days import Days
from coe_hub.lib.dates import date_text
from coe_hub.lib.history import acting
from coe_hub.people.models import User


def give_actions(*, company: Company, alliances: Mapping[str, Alliance], days: Days) -> None:
    """Create all action items of the data, given by their givers and closed by their owners. Run in a transaction."""
    for row in data.actions():
        by = company.users[row["by"]]
        item = _item(row, by, alliance=alliances[row["alliance"]], company=company, days=days)
        with acting(by=by):
            item.save()
        if "closed" in row or "returned" in row:
            _go_on(row, item, company=company, days=days)


def _item(row: data.ActionData, by: User, *, alliance: Alliance, company: Company, days: Days) -> ActionItem:
    given_at = _hour(row["on"], by, row, days)
    source = row.get("source")
    with translation.override(row["language"]):
        label = source["label"].format(date=date_text(days.working_day(source["on"]))) if source else ""
    owner = company.people[row["owner"]]
    return ActionItem(
        scope=alliance.scope,
        text=row["text"],
        note=row.get("note", ""),
        owner=owner,
        side=side_of(alliance, owner),
        due_on=None if row["due"] is None else days.working_day(row["due"]),
        source_label=label,
        source_url=alliance.get_absolute_url() if source else "",
        reminds_by_mail=row.get("reminds_by_mail", False),
        created_by=by,
        created_at=given_at,
        updated_at=given_at,
    )


def _go_on(row: data.ActionData, item: ActionItem, *, company: Company, days: Days) -> None:
    by = company.users.get(row["owner"])
    if closed := row.get("closed"):
        by = company.users.get(closed["by"])
        item.state, item.close_note = closed["state"], closed["note"]
        item.closed_by = company.people[closed["by"]]
        item.closed_at = item.updated_at = _hour(closed["on"], by, row, days)
    if returned := row.get("returned"):
        item.returned_note = returned["note"]
        item.returned_at = item.updated_at = _hour(returned["on"], by, row, days)
    item.version += 1
    with acting(by=by):
        item.save()


def _hour(offset: int, by: User | None, row: data.ActionData, days: Days) -> datetime:
    return days.hour(days.working_day(offset), zone=by.time_zone if by else "UTC", seed=row["text"])
