"""Rows ticked in a list, page after page, and changed together."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.test import Client

from coe_hub.people.models import Organisation
from tests.cast import Cast
from tests.factories import make_alliance


def boxes(page: object) -> list[tuple[str, bool]]:
    """The boxes of a page: key, and whether it is ticked."""
    ticks = page.context["ticks"]
    return [(key, key in ticks.ticked) for key in ticks.keys]


def turn(
    client: Client, page: object, *, tick: list[str], to: str = "", name: str = "", page_number: int = 0
) -> object:
    """Send the form of the ticks, as a browser does: to another page of the list, or to the page that changes many."""
    sent = {"select": "1", "q": "Tick", "tick": tick}
    if kept := page.context["ticks"].kept:
        sent["ticked"] = kept
    if page_number:
        sent["page"] = str(page_number)
    return client.get(f"{to or name}?{urlencode(sent, doseq=True)}")


def test_rows_are_ticked_on_several_pages_and_changed_together(cast: Cast, sign_in: Callable) -> None:
    Organisation.objects.bulk_create(
        Organisation(name=f"Tick {number:02}", kind="biotech", is_public=True) for number in range(52)
    )
    client = sign_in(cast.admin)
    address = "/people/organisations/"
    plain = client.get(f"{address}?q=Tick&page=1")
    assert ("ticks" in plain.context, 'href="?q=Tick&amp;page=1&amp;select=1"' in plain.content.decode()) == (
        False,
        True,
    )
    first = client.get(f"{address}?q=Tick&select=1")
    keys = [key for key, _ticked in boxes(first)]
    names = dict(Organisation.objects.values_list("public_id", "name"))
    assert [names[key] for key in keys] == [f"Tick {number:02}" for number in range(50)]
    # Turning the page takes the ticks along; what is ticked elsewhere is said.
    second = turn(client, first, tick=keys[:2], name=address, page_number=2)
    assert [names[key] for key, _ticked in boxes(second)] == ["Tick 50", "Tick 51"]
    assert "2 rows on other pages are ticked." in second.content.decode()
    last = boxes(second)[1][0]
    # Back on the first page one of them is taken off again.
    back = turn(client, second, tick=[last], name=address, page_number=1)
    assert [key for key, ticked in boxes(back) if ticked] == keys[:2]
    many = turn(client, back, tick=[keys[1]], to=back.context["many_url"])
    assert (sorted(many.context["ticked"]), many.context["form"]["which"].initial) == (
        sorted([keys[1], last]),
        "ticked",
    )
    assert [text.split(" · ")[0] for _key, text in many.context["shown"]] == ["Tick 51", "Tick 01"]
    sent = {"which": "ticked", "tick": many.context["ticked"], "country": "JP"}
    where = many.request["PATH_INFO"] + "?" + many.request["QUERY_STRING"]
    seen = client.post(where, {**sent, "do": "look"}).context["seen"]
    answer = client.post(where, {**sent, "do": "save", "seen": seen})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}?q=Tick")
    changed = Organisation.objects.filter(country="JP").values_list("name", flat=True)
    assert sorted(changed) == ["Tick 01", "Tick 51"]


def test_a_whole_page_may_be_ticked_up_to_what_an_address_holds(cast: Cast, sign_in: Callable) -> None:
    make_alliance(name="Amber", by=cast.lead, lead=cast.lead.person)
    client = sign_in(cast.lead)
    page = client.get("/alliances/?select=1")
    assert page.context["ticks"].may_take_page is True
    whole = client.get(f"/alliances/?select=1&ticked={page.context['ticks'].with_page}")
    assert [ticked for _key, ticked in boxes(whole)] == [True] * len(boxes(page))
    assert whole.context["ticks"].may_take_page is False
    many = client.get(f"{whole.context['many_url']}?tick={boxes(page)[0][0]}")
    assert (many.context["ticked"], many.context["form"]["which"].initial) == ([boxes(page)[0][0]], "ticked")
    crowd = ",".join(f"key{number}" for number in range(201))
    page = client.get(f"/alliances/?select=1&ticked={crowd}")
    assert (page.context["ticks"].too_many, "cannot be ticked one by one" in page.content.decode()) == (True, True)


def test_whoever_may_change_nothing_gets_no_boxes(cast: Cast, sign_in: Callable) -> None:
    assert "ticks" not in sign_in(cast.auditor).get("/people/organisations/?select=1").context
