"""What every record has: an address nobody can guess, and a version against lost updates."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from coe_hub.lib.checks import check_database_encoding
from coe_hub.lib.errors import LostUpdateError
from coe_hub.lib.records import new_public_id, save_record
from coe_hub.lib.roles import append_only_tables
from coe_hub.people.models import Organisation, Person
from tests.cast import Cast
from tests.factories import make_organisation, make_person


def test_addresses_cannot_be_counted_or_mistaken() -> None:
    made = {new_public_id() for _ in range(1000)}
    assert len(made) == 1000
    assert {one for one in made if not re.fullmatch(r"[2-9a-hjkmnp-z]{10}", one)} == set()


def test_a_save_raises_the_version_and_writes_only_what_was_named(db: None) -> None:
    record = make_organisation("Orbit")
    before = timezone.now()
    record.name, record.country = "Orbit Labs", "JP"
    save_record(record, fields=["name"])
    stored = Organisation.objects.get(pk=record.pk)
    assert (stored.name, stored.country, stored.version, record.version) == ("Orbit Labs", "", 2, 2)
    assert stored.updated_at >= before


def test_of_two_saves_of_one_version_the_second_is_refused(db: None) -> None:
    first = make_organisation("Orbit")
    second = Organisation.objects.get(pk=first.pk)
    first.name, second.name = "First", "Second"
    save_record(first, fields=["name"])
    with pytest.raises(LostUpdateError):
        save_record(second, fields=["name"])
    assert Organisation.objects.get(pk=first.pk).name == "First"
    assert second.version == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ÅNGSTRÖM", True), ("angstrom", True), ("Ａｎｇｓｔｒöｍ", True), ("Straße", False), ("ngs", True), ("", True)],
)
def test_text_is_found_whatever_its_case_accents_and_width(typed: str, found: bool, db: None) -> None:
    make_organisation("Ångström Labs")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM people_organisation WHERE folded LIKE '%%' || hub_fold(%s) || '%%'", [typed]
        )
        assert (cursor.fetchone()[0] == 1) is found


def test_a_person_is_sorted_by_how_the_name_is_read(db: None) -> None:
    for given, family, reading in (("愛子", "中村", "なかむら"), ("Ben", "abel", ""), ("Ada", "Zorn", "")):
        make_person(f"{given} {family}", reading=reading)
    read = Person.objects.order_by("sort_key").values_list("family_name", flat=True)
    assert list(read) == ["abel", "Zorn", "中村"]


def test_this_database_can_hold_and_search_japanese(db: None) -> None:
    assert check_database_encoding(databases=["default"]) == []


def test_the_trail_of_every_room_is_append_only(cast: Cast) -> None:
    rooms = {table.split("_")[0] for table in append_only_tables()}
    assert rooms == {
        "agreements",
        "alignment",
        "differences",
        "needs",
        "alliances",
        "api",
        "attachments",
        "audit",
        "committees",
        "decisions",
        "goals",
        "health",
        "identity",
        "issues",
        "launch",
        "meetings",
        "obligations",
        "people",
        "privacy",
        "publishing",
        "reminders",
        "sponsors",
        "surveys",
        "toolkits",
        "training",
        "vocabulary",
    }
