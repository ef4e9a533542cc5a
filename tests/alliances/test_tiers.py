"""The tier decides what is offered: a light alliance shows only the parts it uses, and says what it leaves out."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core import parts
from alliances.core.models import Alliance
from alliances.core.overview import record_tabs
from alliances.goals.actions.goals import set_goal
from alliances.tools.recommended_tools import helps_now
from coe_hub.attachments.actions import add_link
from tests.alliances.data import log_data
from tests.alliances.issues.data import risk
from tests.cast import Cast
from tests.factories import make_alliance
from tests.reminders.items import make_item
from tests.toolkits.data import make_tool
from toolkits.models import Tool

BELOW = ["Agreements", "Obligations", "Timeline"]
FEW = ["Overview", "Journal", "Tools", "People", *BELOW, "History"]
HEALTH, GOVERNANCE = ["Health checks", "Internal alignment", "Differences"], ["Committees", "Issues and risks"]
LEFT_OUT, OFFERED = ["Sponsors", *GOVERNANCE, *HEALTH], ["Sponsors", *HEALTH, "Committees"]
ALL = [
    "Overview",
    "Actions",
    "Journal",
    "Tools",
    "People",
    "Sponsors",
    *BELOW,
    "Files",
    *GOVERNANCE,
    *HEALTH,
    "History",
]


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def tabs(page: Any) -> list[str]:
    return [str(below["label"]) for tab in page.context["tabs"] for below in tab["pages"]]


def without(*names: str) -> list[str]:
    """All pages but these."""
    return [one for one in ALL if one not in names]


def offered(page: Any) -> list[str]:
    return [str(one["label"]) for one in page.context["offers"]]


@pytest.mark.parametrize(("tier", "shown"), [("light", FEW), ("", ALL), ("standard", ALL), ("full", ALL)])
def test_a_light_alliance_has_only_the_tabs_it_uses(tier: str, shown: list[str], lead: Client, cast: Cast) -> None:
    page = lead.get(make_alliance("Amber", by=cast.lead, tier=tier).get_absolute_url())
    assert (tabs(page), bool(offered(page))) == (shown, tier == "light")
    assert ('id="actions"' in page.content.decode()) is (tier != "light")


def test_it_says_what_it_leaves_out_each_with_its_page(lead: Client, cast: Cast, sign_in: Callable) -> None:
    alliance = make_alliance("Amber", by=cast.lead, tier="light")
    page = lead.get(alliance.get_absolute_url())
    assert [(str(one["label"]), lead.get(one["url"]).status_code) for one in page.context["offers"]] == [
        ("Goals", 200),
        ("Actions", 200),
        ("Files", 200),
        ("Issues and risks", 200),
        ("Sponsors", 200),
        *((name, 200) for name in HEALTH),
        ("Committees", 200),
    ]
    told = "A light alliance shows only what it uses."
    readers = [sign_in(one).get(alliance.get_absolute_url()) for one in (cast.lead, cast.stranger)]
    assert [told in one.content.decode() for one in readers] == [True, False]
    assert f'href="{alliance.get_absolute_url()}edit/#id_tier"' in page.content.decode()


def test_a_part_is_there_as_soon_as_it_is_used(lead: Client, cast: Cast) -> None:
    alliance = make_alliance("Amber", by=cast.lead, tier="light")
    address = alliance.get_absolute_url()
    make_item(alliance, cast.lead.person, by=cast.lead)
    said = [(tabs(lead.get(address)), offered(lead.get(address)))]
    add_link(record=alliance, title="Contract", address="https://vault.example", by=cast.lead)
    said.append((tabs(lead.get(address)), offered(lead.get(address))))
    set_goal(alliance=alliance, by=cast.lead, people=[], text="One candidate")
    said.append((tabs(lead.get(address)), offered(lead.get(address))))
    risk(alliance)
    said.append((tabs(lead.get(address)), offered(lead.get(address))))
    assert said == [
        (without("Files", *LEFT_OUT), ["Goals", "Files", "Issues and risks", *OFFERED]),
        (without(*LEFT_OUT), ["Goals", "Issues and risks", *OFFERED]),
        (without(*LEFT_OUT), ["Issues and risks", *OFFERED]),
        (without("Sponsors", "Committees", *HEALTH), OFFERED),
    ]


def test_the_page_of_a_part_that_is_not_used_has_its_own_tab(lead: Client, cast: Cast) -> None:
    alliance = make_alliance("Amber", by=cast.lead, tier="light")
    page = lead.get(f"{alliance.get_absolute_url()}actions/")
    below = [(one["label"], one["is_active"]) for tab in page.context["tabs"] for one in tab["pages"]]
    assert [one for one in below if one[0] not in FEW] == [("Actions", True)]
    assert [tab["label"] for tab in page.context["tabs"] if tab["is_active"]] == ["Work"]


def test_asking_what_is_unused_costs_one_query_and_none_for_other_tiers(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    light, full = (make_alliance(tier, by=cast.lead, tier=tier) for tier in ("light", "full"))
    with django_assert_num_queries(1):
        unused = [part.code for part in parts.unused_parts(light)]
    assert unused == [
        "goals",
        "actions",
        "files",
        "issues",
        "sponsors",
        "health",
        "alignment",
        "differences",
        "committees",
    ]
    with django_assert_num_queries(0):
        assert parts.unused_parts(full) == []
    with django_assert_num_queries(0), translation.override("ja"):
        assert len(record_tabs(full, "alliance_detail")) == 7


@pytest.mark.parametrize(
    ("tier", "kind", "months"), [("light", "commercial", 12), ("", "commercial", 3), ("", "research", 6)]
)
def test_a_light_alliance_is_usually_reviewed_once_a_year(tier: str, kind: str, months: int, lead: Client) -> None:
    lead.post("/alliances/new/", log_data(name="Amber", tier=tier, type=kind, review_months="usual"))
    assert Alliance.objects.get(name="Amber").review_months == months


def test_tools_that_help_now_are_no_heavier_than_the_tier(cast: Cast, db: None) -> None:
    tool = make_tool(author=cast.curator, approver=cast.admin)
    Tool.objects.filter(pk=tool.pk).update(phases=["running"])
    found = SimpleNamespace()
    for weight in ("light", "standard", "full"):
        Tool.objects.filter(pk=tool.pk).update(weight=weight)
        offered = [
            tier
            for tier in ("light", "standard", "full", "")
            if helps_now(make_alliance(f"{tier} {weight}", by=cast.lead, tier=tier), "en", most=3)
        ]
        setattr(found, weight, offered)
    assert vars(found) == {
        "light": ["light", "standard", "full", ""],
        "standard": ["standard", "full", ""],
        "full": ["full", ""],
    }


def test_a_goal_of_a_light_alliance_is_shown_once_there_is_one(lead: Client, cast: Cast) -> None:
    alliance = make_alliance("Amber", by=cast.lead, tier="light")
    shown = []
    for text in ("", "One candidate"):
        if text:
            set_goal(alliance=alliance, by=cast.lead, people=[], text=text, due_on=date(2027, 1, 1))
        shown.append('id="goals"' in lead.get(alliance.get_absolute_url()).content.decode())
    assert shown == [False, True]
