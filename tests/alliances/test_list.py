"""The list of alliances: found, narrowed, ordered, paged, and taken along as a file."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from alliances.core.models import Alliance
from alliances.reviews.models import Review
from coe_hub.vocabulary.models import TherapeuticArea
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person


@pytest.fixture(autouse=True)
def _on_a_day_in_june() -> object:
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        yield


@pytest.fixture
def member(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.team)


@pytest.fixture
def three(cast: Cast) -> None:
    """Three alliances that differ in everything the list can be narrowed by."""
    area = TherapeuticArea.objects.order_by("pk")[0]
    amber = make_alliance(
        "Amber", by=cast.lead, type="research", stage="running", partners=["Ångström Labs"], therapeutic_area=area
    )
    make_member(amber, cast.team.person, role="team_member")
    make_alliance(
        "Birch",
        by=cast.manager,
        type="licence_in",
        stage="exploring",
        partners=["中外サンプル"],
        reference="LIC-7",
        purpose="Antibodies for the eye",
        review_months=None,
        starts_on=date(2026, 2, 1),
    )
    make_alliance("Cedar", by=cast.team, stage="closed", kind="restricted", review_months=1, code_name="Falcon")
    for day, name in enumerate(("Birch", "Amber", "Cedar"), start=1):
        Alliance.objects.filter(name=name).update(updated_at=datetime(2026, 6, day, tzinfo=UTC))


def names(client: Client, query: str) -> list[str]:
    return [one.name for one in client.get(f"/alliances/{query}").context["page"].object_list]


FILTERS = {
    "": ["Amber", "Birch", "Cedar"],
    "?q=amber": ["Amber"],
    "?q=ANGSTROM": ["Amber"],
    "?q=中外": ["Birch"],
    "?q=antibodies+eye": ["Birch"],
    "?q=lic-7": ["Birch"],
    "?q=falcon": ["Cedar"],
    "?q=ｆａｌｃｏｎ": ["Cedar"],
    "?q=amber+falcon": [],
    "?q=%25": [],
    "?mine=on": ["Amber", "Cedar"],
    "?phase=forming&phase=closed": ["Birch", "Cedar"],
    "?stage=running": ["Amber"],
    "?type=licence_in": ["Birch"],
    "?scope=restricted": ["Cedar"],
    "?review=none": ["Birch"],
    "?review=soon": [],
    "?review=overdue": ["Amber"],
    "?archived=on": [],
    "?sort=-name": ["Cedar", "Birch", "Amber"],
    "?sort=stage": ["Birch", "Amber", "Cedar"],
    "?sort=lead": ["Amber", "Birch", "Cedar"],
    "?sort=review": ["Cedar", "Amber", "Birch"],
    "?sort=-review": ["Amber", "Cedar", "Birch"],
    "?sort=starts": ["Birch", "Amber", "Cedar"],
    "?sort=-updated": ["Cedar", "Amber", "Birch"],
    "?sort=password": ["Amber", "Birch", "Cedar"],
}


@pytest.mark.usefixtures("three")
def test_the_list_is_narrowed_and_ordered_as_asked(member: Client) -> None:
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        shown = {query: names(member, query) for query in FILTERS}
    assert shown == FILTERS


@pytest.mark.usefixtures("three")
def test_filters_in_force_stand_as_chips_that_take_them_off(member: Client) -> None:
    chips = member.get("/alliances/?q=a&phase=forming&phase=closed&page=1").context["chips"]
    assert [(one["label"], one["value"], one["url"]) for one in chips] == [
        ("Name or partner", "a", "?phase=forming&phase=closed"),
        ("Phase", "Forming", "?q=a&phase=closed"),
        ("Phase", "Closed", "?q=a&phase=forming"),
    ]


@pytest.mark.usefixtures("three")
def test_filters_that_cannot_be_read_are_told_and_never_mean_no_filter(member: Client) -> None:
    query = "?stage=nowhere&type=%00&phase=x&review=never&scope=secret&area=9&q=%07"
    response = member.get(f"/alliances/{query}&page=zero")
    choice = "Select a valid choice. {} is not one of the available choices."
    invalid = "Select a valid choice. That choice is not one of the available choices."
    assert response.context["filters"].form.errors == {
        "q": ["This text contains an invisible control character (U+0007). Delete it, or type the text again."],
        "phase": [choice.format("x")],
        "stage": [invalid],
        "type": ["Null characters are not allowed."],
        "area": [invalid],
        "review": [choice.format("never")],
        "scope": [choice.format("secret")],
    }
    assert list(response.context["page"].object_list) == []


def test_pages_hold_fifty_and_wrong_pages_lead_to_a_right_one(member: Client, cast: Cast) -> None:
    for number in range(51):
        make_alliance(f"No {number:02}", by=cast.lead)
    shown = {query: names(member, query) for query in ("", "?page=2", "?page=9", "?page=-1")}
    assert {query: (len(rows), rows[0]) for query, rows in shown.items()} == {
        "": (50, "No 00"),
        "?page=2": (1, "No 50"),
        "?page=9": (1, "No 50"),
        "?page=-1": (1, "No 50"),
    }
    assert member.get("/alliances/?page=2").context["page"].paginator.count == 51


# --- Files -------------------------------------------------------------------------------------------------------
def read(client: Client, query: str) -> bytes:
    return b"".join(client.get(f"/alliances/{query}").streaming_content)


def rows(client: Client, file_format: str, query: str = "") -> list[list[object]]:
    data = read(client, f"?format={file_format}{query}")
    if file_format == "json":
        return [list(one.values()) for one in json.loads(data)]
    if file_format == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2, values_only=True)]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("query", ["", "&q=antibodies", "&sort=-name", "&phase=closed&mine=on", "&q=nothing"])
def test_a_file_holds_exactly_the_rows_of_the_list(file_format: str, query: str, member: Client) -> None:
    assert [row[0] for row in rows(member, file_format, query)] == names(member, f"?{query.removeprefix('&')}")


@pytest.mark.usefixtures("three")
def test_a_row_of_a_file_says_all_of_an_alliance(member: Client, settings: Any) -> None:
    settings.HUB_URL = "http://hub.test"
    birch = Alliance.objects.get(name="Birch")
    assert json.loads(read(member, "?format=json&q=birch")) == [
        {
            "name": "Birch",
            "reference": "LIC-7",
            "partners": "中外サンプル",
            "our_organisation": "Kestrel Pharma",
            "type": "Licence in",
            "stage": "Exploring",
            "therapeutic_area": "",
            "lead": "Mia Manager",
            "purpose": "Antibodies for the eye",
            "starts_on": "2026-02-01",
            "ends_on": "",
            "symmetry": "",
            "tier": "",
            "is_key_partner": "",
            "is_growth_critical": "",
            "territory": "",
            "tags": "",
            "rationale": "",
            "value_hypothesis": "",
            "value_looked_at_on": "",
            "next_review_on": "",
            "scope": "Open to every member",
            "address": f"http://hub.test{birch.get_absolute_url()}",
            "last_review_on": "",
            "last_review_outcome": "",
        }
    ]


def test_no_cell_is_taken_for_a_formula_by_a_spreadsheet(member: Client, cast: Cast) -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠SUM(A1)", "'=1", "plain"]
    for name in evil:
        make_alliance(name, by=cast.lead, partners=[f"=cmd|{name}"], purpose="\t=2")
    cells = {kind: sorted((str(row[0]), str(row[2])) for row in rows(member, kind)) for kind in ("csv", "xlsx", "json")}
    escaped = sorted((name if name == "plain" else f"'{name}", f"'=cmd|{name}") for name in evil)
    assert cells == {"csv": escaped, "xlsx": escaped, "json": sorted((name, f"=cmd|{name}") for name in evil)}


def test_files_are_downloads_that_spreadsheets_read_as_they_are(member: Client, alliance: Alliance) -> None:
    heads = {}
    for kind in ("csv", "xlsx", "json"):
        response = member.get(f"/alliances/?format={kind}")
        heads[kind] = response.headers
        b"".join(response.streaming_content)  # the file is closed after its last byte
    assert {kind: (one["Content-Type"], one["Content-Disposition"]) for kind, one in heads.items()} == {
        "csv": ("text/csv; charset=utf-8", 'attachment; filename="alliances.csv"'),
        "xlsx": (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            'attachment; filename="alliances.xlsx"',
        ),
        "json": ("application/json", 'attachment; filename="alliances.json"'),
    }
    assert read(member, "?format=csv").startswith(b"\xef\xbb\xbfName,Reference,Partners,")


def test_a_workbook_is_read_as_it_opens(member: Client, cast: Cast, settings: Any) -> None:
    settings.HUB_URL = "http://hub.test"
    alliance = make_alliance("Birch", by=cast.lead, starts_on=date(2026, 2, 1), purpose="word " * 60)
    Review.objects.create(alliance=alliance, held_on=date(2026, 3, 4), outcome="on_track")
    Review.objects.create(alliance=alliance, held_on=date(2026, 5, 6), outcome="at_risk")
    sheet = load_workbook(io.BytesIO(read(member, "?format=xlsx"))).active
    heads = [cell.value for cell in sheet[1]]
    cells = dict(zip(heads, sheet[2], strict=True))
    last = cells["Outcome of the last review"].coordinate
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Alliances", "B2", f"A1:{last}")
    assert (f"{cells['Starts'].value:%Y-%m-%d}", cells["Starts"].number_format) == ("2026-02-01", "yyyy-mm-dd")
    assert [f"{cells['Last review'].value:%Y-%m-%d}", cells["Outcome of the last review"].value] == [
        "2026-05-06",
        "At risk",
    ]
    link = f"http://hub.test{alliance.get_absolute_url()}"
    assert (cells["Address in the hub"].value, cells["Address in the hub"].hyperlink.target) == (link, link)
    widths = {head: sheet.column_dimensions[cell.column_letter].width for head, cell in cells.items()}
    assert {head: widths[head] for head in ("Name", "Starts", "Purpose")} == {"Name": 44, "Starts": 12, "Purpose": 60}
    # Three hundred letters in a column of sixty: six lines.
    assert [sheet.row_dimensions[row].height for row in (1, 2)] == [30, 90]


def test_columns_of_a_file_are_chosen(member: Client, cast: Cast) -> None:
    alliance = make_alliance("Birch", by=cast.lead, code_name="Falcon")
    make_member(alliance, make_person("Sven Science"), role="scientific_lead")
    make_member(alliance, make_person("Nora North"), role="alliance_manager", side="theirs")
    query = "?format=json&columns=name,code_name,phase&columns=our_people,partner_people"
    assert json.loads(read(member, query)) == [
        {
            "name": "Birch",
            "code_name": "Falcon",
            "phase": "Running",
            "our_people": "Sven Science (Scientific lead)",
            "partner_people": "Nora North (Alliance manager)",
        }
    ]
    response = member.get("/alliances/?format=json&columns=name,nonsense")
    assert (response.status_code, response.content.decode()) == (400, "There is no column “nonsense”.")


def test_every_column_is_offered_and_filters_go_with_the_choice(member: Client) -> None:
    page = member.get("/alliances/?q=birch&sort=-name")
    codes = [column.code for column in page.context["columns"]]
    markup = page.content.decode()
    assert re.findall(r'name="columns" value="([a-z_]+)"', markup) == codes
    hidden = re.findall(r'<input type="hidden" name="(q|sort)" value="([^"]+)">', markup.partition("export-columns")[2])
    assert hidden[:2] == [("q", "birch"), ("sort", "-name")]


@pytest.mark.parametrize(("column", "questions"), [("lead", 6), ("our_people", 3)])
def test_a_file_asks_as_often_for_three_rows_as_for_one(
    member: Client, cast: Cast, django_assert_num_queries: Callable, column: str, questions: int
) -> None:
    member.get("/alliances/?format=json")
    for number in range(3):
        alliance = make_alliance(f"Alliance {number}", by=cast.lead)
        make_member(alliance, make_person(f"Person {number}"), role="scientific_lead")
        with django_assert_num_queries(questions):
            read(member, f"?format=json&columns=name,partners,{column},last_review_outcome")


def test_several_partners_stand_in_one_cell(member: Client, cast: Cast) -> None:
    make_organisation("B, Inc.")
    make_alliance("Two", by=cast.lead, partners=["B, Inc.", "A | Co"])
    assert rows(member, "csv")[0][2] == "B, Inc.|A | Co"


def test_filters_are_drawn_when_they_are_asked_for_and_those_in_force_stay(member: Client, three: None) -> None:
    def fields(query: str) -> list[str]:
        form = member.get(f"/alliances/{query}").content.decode().partition('class="filters"')[2]
        form = form.partition("</form>")[0]
        return re.findall(r'<(?:input type="hidden"|select) name="(\w+)"', form)

    assert fields("?phase=running&stage=running&sort=-name") == ["sort", "phase", "stage"]
    drawn = fields("?phase=running&stage=running&sort=-name&filters=on")
    assert (drawn[:2], "type" in drawn, "phase" in drawn) == (["sort", "stage"], True, False)
