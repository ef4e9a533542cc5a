"""A filter that cannot be read leaves nothing, on every list and in every file; the page says so."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alliances.agreements.actions.programmes import add_programme
from alliances.core.models import Alliance
from alliances.goals.actions.goals import set_goal
from alliances.journal.actions import write_entry
from alliances.reviews.actions.reviews import do_review
from coe_hub.reminders.models import Delivery
from governance.decisions.actions.decisions import write_decision
from tests import databases
from tests.alliances.agreements.data import make_agreement
from tests.alliances.issues.data import issue, risk
from tests.alliances.obligations.data import owe
from tests.cast import Cast, make_open_alliance
from tests.factories import SINCE
from tests.governance.committees_data import held, make_committee
from tests.reminders.items import make_item

PAGES = {
    "/alliances/": [
        "stage=nonsense",
        "phase=nonsense",
        "living_on=someday",
        "scope=x",
        "q=a%07",
        "finding=x",
        "area=x",
    ],
    "/alliances/journal/": ["kind=nonsense", "since=someday", "until=2026-13-01", "q=a%07"],
    "/alliances/{alliance}/journal/": ["kind=nonsense", "since=someday"],
    "/alliances/{alliance}/reviews/": ["outcome=nonsense", "until=someday"],
    "/alliances/{alliance}/actions/": ["state=nonsense", "owner=nobody", "side=x"],
    "/governance/committees/": ["kind=nonsense", "state=asleep", "whose=mine", "q=a%07"],
    "/governance/meetings/": ["kind=nonsense", "state=soon", "minutes=lost", "since=someday"],
    "/governance/reviews/": ["outcome=nonsense", "kept=perhaps", "since=someday"],
    "/actions/": ["state=nonsense", "owner=nobody", "of=mine&side=x"],
    "/alliances/agreements/": ["of=all&state=nonsense", "of=all&notice=soon", "of=all&owner=nobody", "of=all&kind=x"],
    "/alliances/programmes/": ["phase=x", "origin=x", "q=a%07"],
    "/alliances/health/": ["asked=x", "q=a%07"],
    "/alliances/goals/": ["of=all&state=nonsense", "of=all&when=soon", "of=all&horizon=x"],
    "/alliances/obligations/": ["state=nonsense", "of=all&owner=nobody", "of=all&kind=x", "of=all&until=someday"],
    "/alliances/{alliance}/obligations/": ["when=soon", "flow=x", "responsible=x", "q=a%07"],
    "/governance/decisions/": ["state=x", "since=someday", "alliance=no", "committee=no", "person=no", "look=x"],
    "/alliances/issues/": ["state=nonsense", "level=9", "severity=x", "turn=x", "owner=nobody", "since=someday"],
    "/alliances/risks/": ["state=nonsense", "height=x", "response=x", "until=someday", "alliance=nowhere", "q=a%07"],
    "/people/": ["site=nowhere", "function=nonsense", "language=xx"],
    "/people/organisations/": ["kind=nonsense"],
    "/reminders/engine/mails/": ["state=nonsense", "channel=nonsense"],
}
CASES = [(page, query) for page, queries in PAGES.items() for query in queries]


@pytest.fixture(scope="module")
def made(casting: Cast, django_db_blocker: Any) -> Iterator[Alliance]:
    """Something on every list, once for all tests of this file."""
    with databases.shared_rows(django_db_blocker):
        yield _fill(make_open_alliance(casting), casting)


@pytest.fixture
def filled(made: Alliance, db: None) -> Alliance:
    """Each test is a savepoint beside it."""
    return made


def _fill(alliance: Alliance, cast: Cast) -> Alliance:
    write_entry(alliance=alliance, kind="note", text="Note", happened_on=SINCE, by=cast.lead)
    do_review(alliance=alliance, held_on=SINCE, outcome="watch", note="", by=cast.lead)
    make_item(alliance, cast.admin.person, by=cast.lead)
    owe(alliance, owner=cast.admin.person)
    make_agreement(alliance, by=cast.lead)
    add_programme(alliance=alliance, by=cast.lead, name="KRAS")
    set_goal(alliance=alliance, by=cast.lead, people=[cast.lead.person], text="One candidate in the clinic")
    issue(alliance)
    risk(alliance)
    jsc = make_committee(alliance, by=cast.lead)
    held(jsc, by=cast.lead, starts_at=timezone.now())
    write_decision(committee=jsc, by=cast.lead, text="Go on")
    Delivery.objects.create(
        person=cast.lead.person, channel="single", on_day=SINCE, send_after=alliance.created_at, message_id="<1@hub>"
    )
    return alliance


@pytest.fixture
def admin(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.admin)


@pytest.mark.parametrize(("listed", "query"), CASES)
def test_a_filter_that_cannot_be_read_lists_nothing_and_is_told(
    listed: str, query: str, filled: Alliance, admin: Client
) -> None:
    address = listed.format(alliance=filled.public_id)
    of_all = [one for one in query.split("&") if one == "of=all"]
    assert admin.get(f"{address}?{''.join(of_all)}").context["page"].paginator.count > 0
    response = admin.get(f"{address}?{query}")
    assert (response.status_code, response.context["page"].paginator.count) == (200, 0)
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(
    ("address", "raw"), [("/alliances/?stage=x", "x"), ("/people/?site=y", "y"), ("/actions/?state=z", "z")]
)
def test_a_filter_that_cannot_be_read_is_taken_off_by_its_chip(
    address: str, raw: str, filled: Alliance, admin: Client
) -> None:
    (chip,) = admin.get(address).context["chips"]
    assert (chip["value"], chip["url"]) == (raw, "?")


EXPORTS = {
    "/alliances/?stage=nonsense": "Stage: Select a valid choice. That choice is not one of the available choices.",
    "/alliances/?living_on=someday": "Living on: Enter a valid date.",
    "/actions/?state=nonsense": "State: Select a valid choice. nonsense is not one of the available choices.",
    "/alliances/{alliance}/actions/?side=x": "Side: Select a valid choice. x is not one of the available choices.",
}


@pytest.mark.parametrize(("address", "line"), EXPORTS.items())
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_a_file_is_refused_with_a_line_that_says_why(
    file_format: str, address: str, line: str, filled: Alliance, admin: Client
) -> None:
    response = admin.get(f"{address.format(alliance=filled.public_id)}&format={file_format}")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == line


@pytest.mark.parametrize("listed", ["/alliances/", "/actions/", "/alliances/{alliance}/actions/"])
def test_an_unknown_kind_of_file_is_refused(listed: str, filled: Alliance, admin: Client) -> None:
    response = admin.get(listed.format(alliance=filled.public_id), {"format": "pdf"})
    assert (response.status_code, response.content.decode()) == (400, "Files are made as csv, xlsx, json.")


def test_whose_actions_is_a_page_and_no_filter(admin: Client) -> None:
    assert [admin.get(f"/actions/?of={of}").status_code for of in ("mine", "given", "nonsense")] == [200, 200, 404]


@pytest.mark.parametrize("address", ["/alliances/?living_on=2026-03-31", "/alliances/journal/?until=2026-03-31"])
def test_a_day_is_written_on_its_chip_as_everywhere(address: str, filled: Alliance, admin: Client) -> None:
    (chip,) = admin.get(address).context["chips"]
    assert chip["value"] == "31 Mar 2026"
