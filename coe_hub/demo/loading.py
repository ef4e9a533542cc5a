"""Loads the demo company, once, and only where it may."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from alliances.core.actions.partnerships import LOOK
from alliances.core.models import Alliance
from coe_hub.demo import data
from coe_hub.demo.actions import give_actions
from coe_hub.demo.agreements import write_agreements
from coe_hub.demo.committees import hold_committees
from coe_hub.demo.company import found_company
from coe_hub.demo.days import Days
from coe_hub.demo.files import attach_files
from coe_hub.demo.goals import set_goals
from coe_hub.demo.issues import raise_issues
from coe_hub.demo.obligations import owe_obligations
from coe_hub.demo.partnerships import log_partnerships
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User
from coe_hub.reminders.review_days import settle_review_days
from coe_hub.vocabulary.management.commands.load_starter import load_starter

# The account that tells that the demo company is there: everything is loaded in one transaction, so all or nothing is.
MARK = "scientist@hub.example"


@dataclass(frozen=True)
class Loaded:
    """How much came in."""

    alliances: int
    people: int
    accounts: int


def load_demo(*, now: datetime) -> Loaded | None:
    """Load the demo company as it stands at `now`; None, and nothing done, where it is there already.

    Raises `DomainError` unless HUB_DEMO is on, and on a hub that holds alliances or accounts it would run into.
    """
    if not settings.HUB_DEMO:
        raise DomainError("This hub is no demo. Set HUB_DEMO=1 to load the demo company.")
    if User.objects.filter(email=MARK).exists():
        return None
    _refuse_a_hub_in_use()
    with transaction.atomic():
        load_starter()
        company = found_company()
        alliances = log_partnerships(company=company, days=Days(now))
        settle_review_days(Alliance.objects.all(), leader="lead")
        settle_review_days(Alliance.objects.all(), leader="lead", rhythm=LOOK)
        write_agreements(company=company, alliances=alliances, days=Days(now))
        give_actions(company=company, alliances=alliances, days=Days(now))
        set_goals(company=company, alliances=alliances, days=Days(now))
        attach_files(company=company, alliances=alliances, days=Days(now))
        owe_obligations(alliances=alliances, days=Days(now))
        hold_committees(company=company, alliances=alliances, days=Days(now))
        raise_issues(company=company, alliances=alliances, days=Days(now))
    return Loaded(alliances=len(alliances), people=len(company.people), accounts=len(company.users))


def _refuse_a_hub_in_use() -> None:
    if Alliance.objects.exists():
        raise DomainError("This hub has alliances of its own. Load the demo company on an empty one.")
    addresses = [row["email"] for row in data.people() if "account" in row]
    if taken := User.objects.filter(email__in=addresses).order_by("email").first():
        raise DomainError(f"This hub has an account {taken.email} of its own. Load the demo company on another one.")
