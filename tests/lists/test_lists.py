"""What all lists share: columns in the address, order, density, filters by names and days, and saved views."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.reviews.models import Review
from coe_hub.lib.listing import listings
from coe_hub.lists.models import SavedView
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person
from tests.reminders.items import make_item


@pytest.fixture
def three(cast: Cast) -> None:
    """Three alliances that end, lead and partner differently; the last is restricted to its lead."""
    anna = make_person("Anna Keller")
    amber = make_alliance("Amber", by=cast.lead, partners=["Ångström Labs"], ends_on=date(2027, 5, 1))
    make_member(amber, anna, role="scientific_lead")
    Review.objects.create(alliance=amber, held_on=date(2026, 3, 4), outcome="at_risk")
    Review.objects.create(alliance=amber, held_on=date(2026, 5, 6), outcome="on_track")
    birch = make_alliance("Birch", by=cast.manager, partners=["Orbit", "Ångström Labs"], ends_on=date(2026, 12, 1))
    Review.objects.create(alliance=birch, held_on=date(2026, 4, 4), outcome="at_risk")
    make_alliance("Cedar", by=cast.lead, kind="restricted", partners=["Hidden Bio"])
    make_organisation("Unseen", is_public=False)


def table(client: Client, address: str) -> list[list[str]]:
    """The headings and cells of a list, as text."""
    page = client.get(address).context["table"]
    heads = [one["label"] for one in page["heads"]]
    return [heads, *([cell["text"] for cell in row] for row in page["rows"])]


@pytest.mark.usefixtures("three")
def test_columns_stand_in_the_order_of_the_address_on_the_page_and_in_files(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.manager)
    address = "/alliances/?columns=ends,partners,last_review&sort=-ends"
    assert table(client, address) == [
        ["Ends", "Partners", "Last review"],
        ["1 May 2027", "Ångström Labs", "6 May 2026"],
        ["1 Dec 2026", "Orbit, Ångström Labs", "4 Apr 2026"],
    ]
    rows = json.loads(b"".join(client.get(f"{address}&format=json").streaming_content))
    assert [list(rows[0]), rows[0]["ends_on"]] == [["ends_on", "partners", "last_review_on"], "2027-05-01"]
    heads = client.get(address).context["table"]["heads"]
    assert [(head["url"], head["direction"]) for head in heads] == [
        ("?columns=ends,partners,last_review&sort=ends", "descending"),
        ("", ""),
        ("?columns=ends,partners,last_review&sort=last_review", ""),
    ]
    shown = client.get("/alliances/?columns=name,nonsense")
    assert [shown.context["unknown_columns"], "There is no column nonsense" in shown.content.decode()] == [
        ["nonsense"],
        True,
    ]


@pytest.mark.usefixtures("three")
def test_columns_are_ticked_and_moved_without_scripts(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.manager)
    panel = client.get("/alliances/?q=b&columns=name,lead,ends&choose=columns")
    on = [one["column"].name for one in panel.context["choices"] if one["is_on"]]
    assert [on, 'value="up:lead"' in panel.content.decode()] == [["name", "lead", "ends"], True]
    ticked = "/alliances/?q=b&columns=name&columns=lead&columns=ends&choose=columns"
    assert [
        client.get(f"{ticked}&move={move}")["Location"] for move in ("up:lead", "down:lead", "up:name", "done")
    ] == [
        "/alliances/?q=b&columns=lead,name,ends&choose=columns",
        "/alliances/?q=b&columns=name,ends,lead&choose=columns",
        "/alliances/?q=b&columns=name,lead,ends&choose=columns",
        "/alliances/?q=b&columns=name,lead,ends",
    ]


@pytest.mark.usefixtures("three")
def test_alliances_are_narrowed_by_lead_partner_person_days_and_last_outcome(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.manager)

    def names(query: str) -> list[str]:
        return [one.name for one in client.get(f"/alliances/?{query}").context["page"].object_list]

    assert {
        query: names(query)
        for query in (
            f"lead={cast.lead.person.public_id}",
            "partner=angstrom labs",
            "partner=Orbit",
            "person=Keller Anna",
            "person=Mia Manager",
            "ends_since=2027-01-01",
            "ends_until=2026-12-31",
            "outcome=at_risk",
            "outcome=on_track",
        )
    } == {
        f"lead={cast.lead.person.public_id}": ["Amber"],
        "partner=angstrom labs": ["Amber", "Birch"],
        "partner=Orbit": ["Birch"],
        "person=Keller Anna": ["Amber"],
        "person=Mia Manager": ["Birch"],
        "ends_since=2027-01-01": ["Amber"],
        "ends_until=2026-12-31": ["Birch"],
        "outcome=at_risk": ["Birch"],
        "outcome=on_track": ["Amber"],
    }
    # What nobody may see is as unknown as what never was.
    told = [client.get(f"/alliances/?partner={name}") for name in ("Unseen", "Never was", "Hidden Bio&lead=nobody")]
    errors = [one.context["filters"].form.errors["partner"][0] for one in told[:2]]
    assert errors == [
        f"Nothing you can see is called “{name}”. Type the whole name." for name in ("Unseen", "Never was")
    ]
    assert [one.context["page"].paginator.count for one in told] == [0, 0, 0]


def test_every_list_is_a_table_where_it_is_to_be_dense_and_the_habit_is_kept(
    cast: Cast, sign_in: Callable, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alliance = make_alliance("Amber", by=cast.lead)
    item = make_item(alliance, cast.lead.person, by=cast.lead)
    link = f'<a href="{item.get_absolute_url()}">Send the data</a>'
    client = sign_in(cast.lead)
    assert set(listings()) == {"actions", "alliances", "meetings", "obligations", "organisations", "people"}
    pages = {code: one.url for code, one in listings().items()}
    assert client.get("/actions/").context.get("table") is None
    answer = client.post("/lists/density/", {"density": "compact", "next": "/actions/?of=mine"})
    assert (answer.status_code, answer["Location"]) == (302, "/actions/?of=mine")
    for code, url in pages.items():
        page = client.get(url)
        assert (page.context["density"], page.context["table"]["heads"] != []) == ("compact", True), code
        assert client.get(f"{url}?density=comfortable").context["density"] == "comfortable"
    assert table(client, "/actions/?columns=text,owner&sort=-due")[1:] == [[link, "Lena Lead"]]
    client.post("/lists/density/", {"density": "close", "next": "https://elsewhere.example/"})
    assert client.get("/actions/").context["density"] == "compact"
    for _number in range(2):
        make_alliance(f"Birch {_number}", by=cast.lead)
        with django_assert_num_queries(7):
            client.get("/alliances/?columns=name,partners,our_people,last_review,lead")


@pytest.mark.usefixtures("three")
def test_a_view_is_saved_shared_opened_with_renamed_replaced_and_deleted(cast: Cast, sign_in: Callable) -> None:
    client, other = sign_in(cast.lead), sign_in(cast.stranger)
    asked = "/alliances/?q=&sort=-ends&columns=name,ends&scope=restricted&page=1"
    save = client.get(asked).context["save_url"]
    form = client.get(save).context["form"]
    kept = "sort=-ends&columns=name,ends&scope=restricted"
    assert (form["of"].value(), form["query"].value()) == ("alliances", kept)
    sent = {"of": "alliances", "query": kept, "name": "Restricted ones", "is_shared": "on", "is_default": "on"}
    assert client.post("/lists/views/new/", sent)["Location"] == f"/alliances/?{kept}"
    # A bare address opens one's own default, and nobody else's.
    assert client.get("/alliances/")["Location"] == f"/alliances/?{kept}"
    assert [client.get("/alliances/?view=all").status_code, other.get("/alliances/").status_code] == [200, 200]
    assert client.get(f"/alliances/?{kept}").context["save_url"] == ""
    # A shared one shows each reader what that reader may see.
    row = other.get("/alliances/").context["views"]
    assert [(one["name"], one["by"]) for one in row] == [("Restricted ones", "shared by Lena Lead")]
    assert [len(who.get(f"/alliances/?{kept}").context["page"].object_list) for who in (client, other)] == [1, 0]
    view = SavedView.objects.get()
    assert [other.get(f"/lists/views/{view.public_id}/{verb}/").status_code for verb in ("edit", "delete")] == [
        404,
        404,
    ]
    # One of the same name is refused, unless it takes the place of the other.
    again = sent | {"query": "phase=running", "name": "restricted ONES", "is_default": ""}
    refused = client.post("/lists/views/new/", again)
    assert refused.context["form"].non_field_errors() == [
        "You have a view of this name. Choose another name, or replace that one."
    ]
    client.post("/lists/views/new/", again | {"instead": view.public_id})
    view.refresh_from_db()
    assert (view.name, view.query, view.is_default) == ("restricted ONES", "phase=running", False)
    client.post(f"/lists/views/{view.public_id}/edit/", {"of": "alliances", "query": view.query, "name": "Running"})
    assert [one.name for one in client.get("/lists/views/").context["own"]] == ["Running"]
    assert list(other.get("/lists/views/").context["shared"]) == []
    client.post(f"/lists/views/{view.public_id}/delete/")
    assert SavedView.objects.count() == 0


def test_a_view_holds_only_what_its_list_can_read_and_a_stale_one_says_so(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.manager)
    sent = {"of": "alliances", "name": "Mine"}
    errors = {
        query: client.post("/lists/views/new/", sent | {"query": query}).context["form"].non_field_errors()
        for query in ("", "page=3", "stage=nowhere", "columns=name,nonsense")
    }
    nothing = "Nothing is asked of the list yet. Narrow it, or choose columns or an order, then save the view."
    assert errors == {
        "": [nothing],
        "page=3": [nothing],
        "stage=nowhere": ["Stage: Select a valid choice. That choice is not one of the available choices."],
        "columns=name,nonsense": ["There is no column “nonsense”."],
    }
    unknown = client.post("/lists/views/new/", sent | {"of": "secrets", "query": "q=a"}).context["form"]
    assert unknown.errors["of"] == ["There is no such list. Save the view from its list."]
    # What was there when it was saved may be gone.
    stale = SavedView.objects.create(owner=cast.manager, list_code="alliances", name="Old", query="stage=gone&sort=x")
    page = client.get(stale.get_absolute_url())
    assert [page.status_code, page.context["page"].paginator.count, page.context["chips"][0]["value"]] == [
        200,
        0,
        "gone",
    ]


def test_a_view_of_what_cannot_be_the_name_of_a_list_is_refused(cast: Cast, sign_in: Callable) -> None:
    """Found by tests/hostile: the database takes no NUL."""
    response = sign_in(cast.lead).post(reverse("saved_view_create"), {"name": "Mine", "of": "a\x00b", "query": ""})
    assert (response.status_code, set(response.context["form"].errors)) == (200, {"of"})
