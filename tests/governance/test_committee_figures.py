"""Committees on the dashboard: which do not meet, whose minutes are late, and the steering committee itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from alliances.core.models import Alliance
from coe_hub.vocabulary.models import Function
from tests.cast import Cast
from tests.factories import make_alliance
from tests.governance.committees_data import charter, held, make_committee, plan, sit

Home = Callable[..., Any]


def told(context: Any) -> list[str]:
    return [str(cell["value"]).split(">")[1].split("<")[0] for cell in context["committee_cells"]]


def urls(context: Any) -> list[str]:
    return [str(cell["value"]).split('"')[3].replace("&amp;", "&") for cell in context["committee_cells"]]


def test_a_meeting_takes_a_committee_off_those_that_do_not_meet_and_owes_minutes(
    cast: Cast, alliance: Alliance, home: Home, sign_in: Callable[..., Client]
) -> None:
    committee = make_committee(alliance, by=cast.lead)
    charter(committee, by=cast.lead)
    before = home(cast.stranger)
    assert told(before) == ["1", "1", "0"]
    browser = sign_in(cast.stranger)
    assert [list(browser.get(url).context["page"].object_list) for url in urls(before)] == [
        [committee],
        [committee],
        [],
    ]
    meeting = held(committee, by=cast.lead, starts_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    after = home(cast.stranger)
    assert told(after) == ["1", "0", "1"]
    assert list(browser.get(urls(after)[2]).context["page"].object_list) == [meeting]


def test_restricted_committees_are_figures_for_the_committee_and_nothing_for_members(
    cast: Cast, alliance: Alliance, secret: Alliance, home: Home
) -> None:
    for one in (alliance, secret):
        charter(make_committee(one, by=cast.lead), by=cast.lead)
    assert (told(home(cast.committee)), told(home(cast.stranger))) == (["2", "2", "0"], ["1", "1", "0"])
    assert "1 of these is restricted" in home(cast.committee)["committee_cells"][1]["text"]


def test_the_figures_are_narrowed_as_their_lists_are(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    other = make_alliance("Other", by=cast.lead, tier="light")
    for one in (alliance, other):
        charter(make_committee(one, by=cast.lead), by=cast.lead)
    browser = sign_in(cast.stranger)
    context = browser.get("/governance/?tier=light").context
    assert told(context) == ["1", "1", "0"]
    [only] = browser.get(urls(context)[0]).context["page"].object_list
    assert only.alliance == other


def test_the_steering_committee_shows_its_people_by_function_and_who_is_missing(
    cast: Cast, alliance: Alliance, home: Home, sign_in: Callable[..., Client]
) -> None:
    own = make_committee(None, by=cast.admin, kind="coe_steering", label="CoE steering committee")
    cast.committee.person.function = Function.objects.get(code="finance")
    cast.committee.person.save(update_fields=["function"])
    sit(own, cast.committee.person)
    starts = datetime(2026, 12, 9, 9, tzinfo=UTC)
    meeting = plan(own, by=cast.admin, starts_at=starts)
    found = home(cast.committee)["steering"]
    assert (found.committee, found.next_meeting, found.last_met_on) == (own, meeting, None)
    assert found.functions == [(str(cast.committee.person.function), [cast.committee.person])]
    [missing] = [hint.title for hint in found.missing if "from:" in hint.title]
    assert str(Function.objects.get(code="research")) in missing
    assert str(Function.objects.get(code="finance")) not in missing
    assert 'name="day" value="2026-12-09"' in sign_in(cast.committee).get("/governance/").text
