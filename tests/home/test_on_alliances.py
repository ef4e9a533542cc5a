"""What is late on the alliances somebody works on, whoever has it to do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.cast import Cast
from tests.factories import make_alliance, make_member
from tests.reminders.items import make_contact, make_item

TODAY = timezone.localdate()


@pytest.fixture
def managed(cast: Cast) -> Alliance:
    """Led by somebody else, managed by the manager: a review two weeks late, a partner's action ten days late."""
    alliance = make_alliance(
        "Kestrel × Northwind: KRAS", by=cast.lead, stage_since=TODAY - timedelta(days=106), review_months=3
    )
    make_member(alliance, cast.manager.person, role="alliance_manager")
    nia = make_contact()
    make_member(alliance, nia, role="adviser", side="theirs")
    make_item(alliance, nia, by=cast.lead, side="theirs", text="Partner's", due_on=TODAY - timedelta(days=10))
    make_item(alliance, cast.lead.person, by=cast.lead, text="Ours", due_on=TODAY + timedelta(days=5))
    return alliance


def rows(browser: Client, query: str = "") -> list[tuple[str, str]]:
    context = browser.get(f"/due/?of=alliances{query}").context
    return [(item.title, owner.display_name) for item, owner in context["items"]]


def test_a_manager_finds_what_is_late_of_everybody_late_first(
    cast: Cast, managed: Alliance, sign_in: Callable[..., Client]
) -> None:
    manager = sign_in(cast.manager)
    found = rows(manager)
    assert [title for title, _who in found] == [managed.name, "Partner's", "Ours"]
    assert found[0][1] == found[2][1] == "Lena Lead"
    assert manager.get("/due/?of=alliances").context["late"] == 2


def test_the_list_can_be_narrowed_to_one_alliance(
    cast: Cast, managed: Alliance, sign_in: Callable[..., Client]
) -> None:
    other = make_alliance("Another", by=cast.lead, stage_since=TODAY - timedelta(days=120))
    make_member(other, cast.manager.person, role="alliance_manager")
    manager = sign_in(cast.manager)
    assert [title for title, _who in rows(manager, f"&alliance={other.public_id}")] == ["Another"]
    assert rows(manager, "&alliance=nonsense") == []


def test_the_tab_is_for_whoever_works_on_an_alliance(
    cast: Cast, managed: Alliance, sign_in: Callable[..., Client]
) -> None:
    labels = {
        name: [tab["label"] for tab in sign_in(user).get("/due/").context["tabs"]]
        for name, user in {"manager": cast.manager, "stranger": cast.stranger}.items()
    }
    assert labels == {"manager": ["Mine", "On my alliances"], "stranger": []}


def test_today_counts_what_others_are_late_with(cast: Cast, managed: Alliance, sign_in: Callable[..., Client]) -> None:
    page = sign_in(cast.manager).get("/")
    counted = page.context["on_alliances"]
    assert (counted.late, counted.this_week) == (2, 1)
    assert 'class="late-count">2 late<' in page.content.decode()


def test_actions_have_the_tab_too(cast: Cast, managed: Alliance, sign_in: Callable[..., Client]) -> None:
    manager = sign_in(cast.manager)
    page = manager.get("/actions/?of=alliances")
    assert [one.text for one in page.context["page"]] == ["Partner's", "Ours"]
    assert [tab["label"] for tab in page.context["tabs"]] == ["Mine", "Given to others", "On my alliances"]
    narrowed = manager.get(f"/actions/?of=alliances&about={managed.public_id}&state=overdue").context["page"]
    assert [one.text for one in narrowed] == ["Partner's"]


def test_what_one_may_only_read_is_not_ones_own(cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]) -> None:
    make_item(alliance, cast.lead.person, by=cast.lead, due_on=TODAY)
    assert rows(sign_in(cast.viewer)) == []
    assert list(sign_in(cast.viewer).get("/actions/?of=alliances").context["page"]) == []


@pytest.mark.parametrize("role", ["manager", "admin", "committee"])
def test_nothing_of_a_restricted_alliance_is_counted_for_others(
    role: str, cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    make_item(secret, cast.lead.person, by=cast.lead, due_on=TODAY - timedelta(days=1))
    browser = sign_in(getattr(cast, role))
    page = browser.get("/due/?of=alliances")
    counted = browser.get("/").context["on_alliances"]
    assert (page.context["found"], page.context["alliances"], counted.late, counted.this_week) == ([], [], 0, 0)


def test_a_closed_owner_is_marked_and_can_be_filtered(
    cast: Cast, managed: Alliance, sign_in: Callable[..., Client]
) -> None:
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    page = sign_in(cast.manager).get("/actions/?of=alliances&state=orphaned")
    assert [one.text for one in page.context["page"]] == ["Ours"]
    assert page.content.decode().count("Account closed") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    count: int, cast: Cast, sign_in: Callable[..., Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        one = make_alliance(f"A{number}", by=cast.lead, stage_since=TODAY - timedelta(days=120))
        make_member(one, cast.manager.person, role="alliance_manager")
    manager = sign_in(cast.manager)
    manager.get(reverse("due_list"))
    with django_assert_num_queries(5):
        assert len(manager.get("/due/?of=alliances").context["items"]) == count
