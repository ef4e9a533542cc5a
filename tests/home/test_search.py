"""Search over everything the reader may see, in any script."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import make_alliance, make_organisation, make_person


@pytest.fixture
def member(cast: SimpleNamespace, sign_in: Callable[..., Client]) -> Client:
    make_organisation("Ångström Labs", local_name="オングストローム研究所", country="SE")
    make_person("Aiko Nakamura", family_name="中村", given_name="愛子", latin_name="Aiko Nakamura", job_title="Chemist")
    make_alliance(
        "KRAS degraders", by=cast.lead, partners=["Ångström Labs"], purpose="100% novel_chemistry", code_name="Falcon"
    )
    return sign_in(cast.stranger)


def found(member: Client, text: str) -> dict[str, list[tuple[str, str]]]:
    groups = member.get("/search/", {"q": text}).context["groups"]
    return {group.label: [(hit.title, hit.line) for hit in group.hits] for group in groups}


ALLIANCE = {"Alliances": [("KRAS degraders", "Running · Ångström Labs")]}
ORGANISATION = {"Organisations": [("Ångström Labs", "Sweden")]}
PERSON = {"People": [("Aiko Nakamura", "Chemist · Kestrel Pharma")]}
QUERIES = {
    "kras": ALLIANCE,
    "KRAS falcon": ALLIANCE,
    "ｋｒａｓ": ALLIANCE,
    "angstrom": ALLIANCE | ORGANISATION,
    "研究": ALLIANCE | ORGANISATION,
    "nakamura aiko": PERSON,
    "中村": PERSON,
    "kras nakamura": {},
    "%": ALLIANCE,
    "_": ALLIANCE,
    "n%y": {},
    "\\": {},
    "'; DROP TABLE people_user; --": {},
}


def test_every_word_must_match_and_is_found_in_any_script(member: Client) -> None:
    assert {text: found(member, text) for text in QUERIES} == QUERIES


def test_each_hit_leads_to_its_page_and_each_kind_to_the_whole_list(member: Client) -> None:
    for group in member.get("/search/?q=angstrom").context["groups"]:
        for address in (group.more_url, *[hit.url for hit in group.hits]):
            assert member.get(address).status_code == 200
        assert group.more_url.endswith("?q=angstrom")


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("a\x00", ["This text contains an invisible control character (U+0000). Delete it, or type the text again."]),
        ("a\x07", ["This text contains an invisible control character (U+0007). Delete it, or type the text again."]),
        ("x" * 201, ["Ensure this value has at most 200 characters (it has 201)."]),
        (" ", ["This field is required."]),
    ],
)
def test_odd_text_is_told_and_kept(text: str, errors: list[str], member: Client) -> None:
    context = member.get("/search/", {"q": text}).context
    assert (list(context["form"].errors["q"])[: len(errors)], context["form"]["q"].value()) == (errors, text)
    assert context["groups"] == []


def test_no_more_than_ten_of_a_kind_are_shown(member: Client, cast: SimpleNamespace) -> None:
    for number in range(12):
        make_organisation(f"Orbit {number:02}")
    assert [name for name, _line in found(member, "orbit")["Organisations"]] == [f"Orbit {n:02}" for n in range(10)]
