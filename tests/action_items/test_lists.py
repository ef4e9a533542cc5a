"""Lists of action items, their files, and who finds nothing in them."""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.action_items.actions import finish_action
from coe_hub.action_items.models import ActionItem
from coe_hub.people.models import PartnerLink
from tests.action_items.data import TODAY, page
from tests.cast import Cast
from tests.factories import make_alliance
from tests.reminders.items import make_contact, make_item


# --- Lists ------------------------------------------------------------------------------------------------------------
def test_the_list_has_open_ones_by_day_then_closed_ones(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    for text, days in (("in a week", 7), ("some day", None), ("late", -1)):
        day = TODAY + timedelta(days) if days is not None else None
        make_item(alliance, cast.team.person, by=cast.lead, text=text, due_on=day)
    finish_action(item=make_item(alliance, cast.lead.person, by=cast.lead, text="done"), by=cast.lead)
    address, viewer = reverse("alliance_actions", args=[alliance.public_id]), sign_in(cast.viewer)

    def texts(query: str = "") -> list[str]:
        return [one.text for one in viewer.get(address + query).context["page"]]

    assert texts() == ["late", "in a week", "some day", "done"]
    assert texts("?state=overdue") == ["late"]
    assert texts("?state=done") == ["done"]
    assert texts(f"?owner={cast.lead.person.public_id}") == ["done"]
    assert texts("?side=theirs") == []


def test_my_actions_are_mine_and_those_i_gave(
    cast: Cast, item: ActionItem, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    make_item(alliance, cast.lead.person, by=cast.team, text="The lead's")
    lead = sign_in(cast.lead)
    lists = {of: [one.text for one in lead.get(f"/actions/?of={of}").context["page"]] for of in ("mine", "given")}
    assert lists == {"mine": ["The lead's"], "given": ["Send the data"]}


def test_exports_hold_exactly_the_rows(cast: Cast, item: ActionItem, sign_in: Callable[..., Client]) -> None:
    viewer = sign_in(cast.viewer)
    rows = json.loads(b"".join(viewer.get("/actions/?format=json").streaming_content))
    assert [(row["text"], row["about"], row["owner"], row["due_on"], row["state"]) for row in rows] == [
        ("Send the data", "Kestrel × Northwind: KRAS degraders", "Vera Viewer", "2026-06-08", "Still open")
    ]
    lines = b"".join(viewer.get("/actions/?format=csv").streaming_content).decode().splitlines()
    sheet = load_workbook(io.BytesIO(b"".join(viewer.get("/actions/?format=xlsx").streaming_content))).active
    assert (len(lines), [row[0] for row in sheet.iter_rows(values_only=True)]) == (2, ["What", "Send the data"])


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_three_rows_as_for_one(
    count: int,
    cast: Cast,
    alliance: Alliance,
    sign_in: Callable[..., Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        one = make_item(make_alliance(f"A{number}", by=cast.lead), cast.team.person, by=cast.lead, text=f"T{number}")
        make_item(alliance, make_contact(f"C{number} Partner"), by=cast.lead, side="theirs")
        finish_action(item=make_item(alliance, cast.team.person, by=cast.lead), by=cast.team)
        assert one.is_open
    team = sign_in(cast.team)
    team.get("/")
    with django_assert_num_queries(10):
        assert len(team.get("/actions/").context["page"].object_list) == 2 * count
    with django_assert_num_queries(7):
        shown = team.get(reverse("alliance_actions", args=[alliance.public_id])).context["page"]
    assert len(shown.object_list) == 2 * count


# --- Need to know -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["stranger", "manager", "committee", "curator", "admin", "auditor"])
def test_an_item_of_a_restricted_alliance_is_nowhere_for_others(
    role: str, cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    outsider = getattr(cast, role)
    browser = sign_in(outsider)

    def seen() -> list[object]:
        exported = [
            b"".join(browser.get(f"/actions/?of={of}&format=json").streaming_content) for of in ("mine", "given")
        ]
        rows = [list(browser.get(f"/actions/?of={of}").context["page"]) for of in ("mine", "given")]
        today, found = browser.get("/").context, browser.get("/search/?q=umbra").context["groups"]
        return [exported, rows, today["items"], today["this_week"], today["news"], found]

    before = seen()
    # Even their own: somebody who lost their way in, or gave it while they had one.
    mine = make_item(secret, outsider.person, by=cast.lead, text="Umbra for them")
    given = make_item(secret, cast.lead.person, by=outsider, text="Umbra from them")
    finish_action(item=make_item(secret, cast.team.person, by=cast.lead, text="Umbra done"), by=cast.team)
    assert seen() == before
    addresses = [
        *(page(name, one) for name in ("action_detail", "action_finish") for one in (mine, given)),
        reverse("alliance_actions", args=[secret.public_id]),
        reverse("member_suggest", args=[secret.public_id]),
    ]
    finish_status = 403 if role == "auditor" else 404
    assert [browser.get(one).status_code for one in addresses] == [404, 404, finish_status, finish_status, 404, 404]
    assert (PartnerLink.objects.count(), due.count(until=due.horizon(TODAY), user=outsider)) == (0, 0)


def test_an_item_is_reached_through_its_own_alliance_only(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    item = make_item(secret, cast.lead.person, by=cast.lead)
    address = reverse("alliance_action_edit", args=[alliance.public_id, item.public_id])
    assert sign_in(cast.lead).get(address).status_code == 404
