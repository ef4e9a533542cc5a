"""A list is brought in by the pages: looked at, settled, written, told of, and undone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alliances.core.models import Alliance, Member
from alliances.journal.actions import write_entry
from coe_hub.imports.models import Import, KeptWord
from coe_hub.imports.questions import open_questions
from coe_hub.imports.tasks import take_up_imports, work_on_import
from coe_hub.lib.records import save_record
from coe_hub.people.models import Organisation, Person, ScopeGrant
from coe_hub.vocabulary.models import AllianceType
from tests.cast import Cast
from tests.factories import make_alliance, make_organisation
from tests.imports.data import Pages, book_bytes, counts, csv_bytes, questions

HEAD = ["Company", "Country", "Project name", "Deal type", "Start", "End", "Alliance mgr", "Notes"]
TRACKER = [
    ["Our alliance tracker"],
    ["Partner", None, "Deal", None, "Dates", None, "Owner", None],
    HEAD,
    ["Amber", "US", "Amber degraders", "Research collaboration", date(2024, 3, 1), "31.03.2028", "Lena Lead", "ok"],
    [
        "Amber Biotech, Inc.",
        "US",
        "Amber diagnostic",
        "Companion diagnostic",
        "Apr 2025",
        "March 2028",
        "L. Lead",
        None,
    ],
    ["AMBER BIOTECH", "US", "Amber supply", "Barter", "3/4/2025", "tbd", "tbd", '=HYPERLINK("http://x.example","x")'],
    ["Core Bio / Delta Labs", "DE", "Three-party", "Co-development", 45383, "open ended", "Nobody Known", None],
    ["Total: 4 alliances"],
]


@pytest.fixture
def pages(cast: Cast, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any) -> Pages:
    return Pages(sign_in(cast.manager), django_capture_on_commit_callbacks)


def _tracker() -> bytes:
    return book_bytes(TRACKER, hidden="old", merged=["A1:H1", "E2:F2"])


def test_a_tracker_from_the_file_to_the_way_back(cast: Cast, pages: Pages) -> None:
    run = pages.begin(_tracker(), name="tracker.xlsx")
    assert (run.sheet, run.heading_row, run.separator) == ("Tracker", 3, " / ")
    assert {name: column for name, column in run.columns.items() if column} == {
        "partners": "Company", "name": "Project name", "type": "Deal type", "starts_on": "Start", "ends_on": "End",
        "lead": "Alliance mgr",
    }  # fmt: skip
    assert pages.columns(run)["Location"] == run.get_absolute_url()
    assert (run.state, counts(run)) == ("checked", (3, 0, 0, 1))
    assert (run.outcome["unused"], run.outcome["totals"]) == (["Country", "Notes"], [8])
    assert sorted(questions(run)) == [
        ("nothing", "open ended", 1, "empty"),
        ("nothing", "tbd", 1, "empty"),
        ("nothing", "tbd", 1, "empty"),
        ("order", "3/4/2025", 1, "reject"),
        ("organisation", "Amber", 1, "new"),
        ("organisation", "Amber Biotech, Inc.", 1, "new"),
        ("person", "L. Lead", 1, "to:" + cast.lead.email),
        ("person", "Nobody Known", 1, "reject"),
        ("word", "Barter", 1, "reject"),
    ]
    assert Alliance.objects.count() == 0
    pages.answers(run, order="to:d/m/y", word="to:manufacturing")
    assert counts(run) == (4, 0, 0, 0)
    pages.answers(run)
    assert questions(run) == []
    assert Organisation.objects.filter(name__icontains="amber").count() == 0
    pages.step(run, job="write")
    assert (run.state, run.file.name, counts(run)) == ("done", "", (4, 0, 0, 0))
    rows = Alliance.objects.order_by("pk").values_list("name", "starts_on", "ends_on", "lead", "alliance_type__code")
    lead = cast.lead.person.pk
    assert [row[:4] for row in rows] == [
        ("Amber degraders", date(2024, 3, 1), date(2028, 3, 31), lead),
        ("Amber diagnostic", date(2025, 4, 1), date(2028, 3, 31), lead),
        ("Amber supply", date(2025, 4, 3), None, None),
        ("Three-party", date(2024, 4, 1), None, None),
    ]
    assert sorted(Organisation.objects.filter(parts__side="theirs").values_list("name", flat=True).distinct()) == [
        "Amber", "Amber Biotech, Inc.", "Core Bio", "Delta Labs",
    ]  # fmt: skip
    page = pages.client.get(run.get_absolute_url())
    assert [gap.text for gap in page.context["gaps"]] == [
        "2 without a lead",
        "2 without an end",
        "4 without a rhythm of reviews",
    ]
    other = make_alliance("Another without a lead", by=cast.manager, partners=["Elsewhere"])
    leadless = pages.client.get(page.context["gaps"][0].url)
    assert (leadless.context["count"], leadless.context["others"]) == (2, 0)
    notes = {row.label: [one["reason"] for one in row.problems] for row in run.rows.all()}
    assert notes["Amber diagnostic"] == ["Read as the first day: 1 Apr 2025.", "Read as the last day: 31 Mar 2028."]
    assert notes["Amber supply"] == [
        "A formula without a value. Open the file in a spreadsheet and save it; the cell was left alone."
    ]
    before = Organisation.objects.count()
    pages.step(run, "undo")
    assert (run.state, run.message) == ("undone", "")
    assert (list(Alliance.objects.all()), before - Organisation.objects.count()) == ([other], 4)


def test_leads_nobody_knows_yet_come_with_the_alliances_and_go_with_them(cast: Cast, pages: Pages) -> None:
    rows = [["Name", "Partner", "Alliance mgr"], ["A", "Twin  Bio", "Nora New"], ["B", "Twin Bio", "N. New"]]
    rows += [["C", "Twin Bio", "Ida Ito"], ["D", "Twin Bio", "Nora New"]]
    run = pages.begin(csv_bytes(*rows))
    pages.columns(run)
    asked = {one.text: one for group in open_questions(run) for one in group.questions if one.ask == "person"}
    assert [value for value, _text in asked["N. New"].choices] == ["reject", "empty", "to:Nora New", "add:person"]
    assert "to:N. New" not in dict(asked["Nora New"].choices)
    # One by one, and all the rest at once.
    pages.post(run, "answers", **{asked["N. New"].key: "to:Nora New", "others-lead": "add:person"})
    assert (counts(run), questions(run)) == ((4, 0, 0, 0), [])
    told = [one.changes for one in run.rows.order_by("line")]
    assert [one["Lead"] for one in told] == [
        ["", f"{name} (new)"] for name in ("Nora New", "Nora New", "Ida Ito", "Nora New")
    ]
    # Of what is new, all that it would hold.
    assert {name: after for name, (_before, after) in told[0].items()} == {
        "Our side": "Kestrel Pharma",
        "Partners": "Twin Bio",
        "Type": "Research collaboration",
        "Stage": "Running",
        "Lead": "Nora New (new)",
        "Who may see it": "Open to every member",
    }
    people = Person.objects.filter(family_name__in=["New", "Ito"]).order_by("family_name")
    assert people.count() == 0
    pages.step(run, job="write")
    assert list(people.values_list("given_name", "family_name", "organisation__name")) == [
        ("Ida", "Ito", cast.manager.person.organisation.name),
        ("Nora", "New", cast.manager.person.organisation.name),
    ]
    assert list(Alliance.objects.order_by("name").values_list("name", "lead__family_name")) == [
        ("A", "New"), ("B", "New"), ("C", "Ito"), ("D", "New"),
    ]  # fmt: skip
    assert list(Organisation.objects.filter(parts__side="theirs").distinct().values_list("name", flat=True)) == [
        "Twin Bio"
    ]
    # The same file again, with what was kept of it, changes nothing and makes nobody.
    again = pages.begin(csv_bytes(*rows))
    pages.columns(again)
    assert (counts(again), people.count()) == ((0, 0, 4, 0), 2)
    pages.step(run, "undo")
    assert (run.state, people.count(), Alliance.objects.count()) == ("undone", 0, 0)


def test_what_was_settled_is_kept_for_the_next_file(cast: Cast, pages: Pages) -> None:
    rows = [["Vorhaben", "Firma", "Art"], ["Blue", "Acme", "Tausch"]]
    first = pages.begin(csv_bytes(*rows))
    assert {name for name, column in first.columns.items() if column} == set()
    assert pages.columns(first).context["form"].errors == {"__all__": ["Say which column is: Name, Partners."]}
    pages.columns(first, column0="name", column1="partners", column2="type")
    pages.answers(first, word="to:manufacturing")
    assert KeptWord.objects.values_list("field", "theirs", "ours").get() == ("type", "tausch", "manufacturing")
    second = pages.begin(csv_bytes(*rows, ["Red", "Core", "Tausch"]))
    pages.columns(second)
    assert (counts(second), questions(second)) == ((2, 0, 0, 0), [])
    command = pages.client.get(second.get_absolute_url()).context["command"]
    assert command == (
        "manage.py import_alliances list.csv --map name=Vorhaben --map type=Art --map partners=Firma"
        f" --values type:tausch=manufacturing --skip-cells --skip-invalid --by {cast.manager.email}"
    )


def test_one_partner_in_several_spellings_is_joined_before_it_is_written(pages: Pages) -> None:
    make_organisation("Umber Therapeutics GmbH")
    names = ["Nord Bio Inc.", "NORD BIO", "Nord Bio, Ltd", "Umber Therapeutics"]
    run = pages.begin(csv_bytes(["name", "partners"], *([f"Deal {name}", name] for name in names)))
    pages.columns(run)
    assert sorted(questions(run)) == [
        ("organisation", "NORD BIO", 1, "to:Nord Bio Inc."),
        ("organisation", "Nord Bio Inc.", 1, "new"),
        ("organisation", "Nord Bio, Ltd", 1, "to:Nord Bio Inc."),
        ("organisation", "Umber Therapeutics", 1, "to:Umber Therapeutics GmbH"),
    ]
    pages.answers(run)
    pages.step(run, job="write")
    theirs = Organisation.objects.filter(parts__side="theirs", parts__alliance__name__startswith="Deal")
    assert sorted(theirs.values_list("name", flat=True).distinct()) == ["Nord Bio Inc.", "Umber Therapeutics GmbH"]


def test_affiliates_that_stand_in_one_row_are_not_joined_unasked(pages: Pages) -> None:
    head = ["name", "our_organisation", "partners"]
    pair = ["A pair", "Nord Inc.", "Nord Limited|Acme"]
    alone = ["Alone", "Kestrel Pharma", "Nord Co., Ltd."]
    run = pages.begin(csv_bytes(head, pair, alone))
    pages.columns(run)
    assert {text: initial for _ask, text, _count, initial in questions(run)} == dict.fromkeys(
        ["Nord Inc.", "Nord Limited", "Nord Co., Ltd."], "new"
    )
    asked = {one.text: one.key for group in open_questions(run) for one in group.questions}
    pages.post(run, "answers", **{asked["Nord Limited"]: "to:Nord Inc."})
    pages.step(run, job="write")
    assert counts(run) == (2, 0, 0, 0)
    theirs = Alliance.objects.get(name="A pair").parties.filter(side="theirs")
    assert list(theirs.values_list("organisation__name", flat=True)) == ["Acme"]
    [problem] = run.rows.get(label="A pair").problems
    assert (problem["name"], problem["text"]) == ("partners", "Nord Inc.")


def test_the_order_that_a_column_shows_is_proposed(cast: Cast, pages: Pages) -> None:
    run = pages.begin(
        csv_bytes(
            ["name", "partners", "starts_on", "ends_on", "last_reviewed_on"],
            ["One", "Acme", "3/4/2025", "3/4/2028", "3/4/2025"],
            ["Two", "Acme", "13/4/2025", "4/13/2028", "2025-04-13"],
            ["Three", "Acme", "5/6/2025", "13/4/2028", "4/4/2025"],
        )
    )
    pages.columns(run)
    asked = {one.field.code: one for group in open_questions(run) for one in group.questions if one.ask == "order"}
    assert {name: (one.count, one.initial) for name, one in asked.items()} == {
        "starts_on": (2, "to:d/m/y"),
        "ends_on": (1, "reject"),
        "last_reviewed_on": (1, "reject"),
    }
    assert [text for _value, text in asked["starts_on"].choices] == [
        "Not settled: as wrong", "Day first, then month, as in 13/4/2025", "Month first, then day",
    ]  # fmt: skip
    pages.answers(run, order="to:d/m/y")
    assert counts(run) == (3, 0, 0, 0)


def test_a_preview_tells_what_would_change_and_undo_puts_it_back(cast: Cast, pages: Pages) -> None:
    alliance = make_alliance("Blue", by=cast.manager, partners=["Acme"], reference="R1", purpose="Old words")
    run = pages.begin(
        csv_bytes(["reference", "purpose", "partners", "stage"], ["R1", "New words", "Acme|Core", "closed"])
    )
    pages.columns(run)
    [row] = run.rows.all()
    assert row.changes == {
        "Purpose": ["Old words", "New words"],
        "Partners": ["Acme", "Acme | Core"],
        "Stage": ["Running", "Closed"],
    }
    assert (alliance.stage_changes.count(), Alliance.objects.get().purpose) == (1, "Old words")
    pages.step(run, job="write")
    assert (Alliance.objects.get().purpose, alliance.parties.count()) == ("New words", 3)
    pages.step(run, "undo")
    undone = Alliance.objects.get()
    assert (undone.purpose, undone.stage.code, undone.parties.count()) == ("Old words", "running", 2)
    assert (undone.stage_changes.count(), Organisation.objects.filter(name="Core").count()) == (1, 0)


def test_nothing_is_undone_once_somebody_went_on(cast: Cast, pages: Pages) -> None:
    run = pages.begin(csv_bytes(["name", "partners"], ["Blue", "Acme"], ["Red", "Core"], ["Grey", "Core"]))
    pages.columns(run)
    pages.step(run, job="write")
    blue, red = Alliance.objects.get(name="Blue"), Alliance.objects.get(name="Red")
    blue.purpose = "Ours now"
    save_record(blue, fields=["purpose"])
    write_entry(alliance=red, kind="note", text="A call", happened_on=date(2026, 5, 4), by=cast.manager)
    pages.step(run, "undo")
    assert run.state == "done"
    assert sorted(run.message.splitlines()) == ["“Blue” was changed since.", "“Red” has journal entry by now."]
    assert Alliance.objects.count() == 3


def test_what_is_wrong_costs_a_cell_a_row_or_everything_as_chosen(pages: Pages) -> None:
    rows = [["name", "partners", "starts_on"], ["Blue", "Acme", "2023-02-29"], ["", "Core", "2023-02-28"]]
    run = pages.begin(csv_bytes(*rows))
    pages.columns(run, wrong="cells")
    assert counts(run) == (1, 0, 0, 1)
    pages.columns(run, wrong="rows")
    assert counts(run) == (0, 0, 0, 2)
    # Summed by reason, with the rows of each.
    reasons = pages.client.get(run.get_absolute_url()).context["reasons"]
    assert [(one.count, one.label, one.text, [row.line for row in one.rows]) for one in reasons] == [
        (1, "Starts", "2023-02-29", [2]),
        (1, "Name", "", [3]),
    ]
    pages.columns(run, wrong="all")
    pages.step(run, job="write")
    assert (run.state, Alliance.objects.count()) == ("checked", 0)
    assert run.message == "Nothing was written, because rows were rejected. Settle them, or leave them out."
    pages.step(run, job="check", wrong="cells")
    pages.step(run, job="write")
    assert Alliance.objects.values_list("name", "starts_on").get() == ("Blue", None)
    said = pages.client.get(f"/import/{run.public_id}/rejected/").content.decode("utf-8-sig").splitlines()
    assert said == ["line,reason,name,partners,starts_on", "3,name: Give the alliance a name.,,Core,2023-02-28"]


def test_nothing_hidden_is_changed_or_told(cast: Cast, pages: Pages, secret: Alliance) -> None:
    Alliance.objects.filter(pk=secret.pk).update(reference="S1")
    head = ["reference", "name", "partners"]
    run = pages.begin(csv_bytes(head, ["S1", "Taken", "Acme"], ["R1", "Blue", "Umbra Therapeutics"]))
    pages.columns(run)
    [refused] = run.rows.filter(result="rejected")
    assert refused.problems[0]["reason"] == "This reference cannot be used. Leave it empty, or ask an admin."
    # The organisation that only the secret alliance names is not joined with.
    assert [one for one in questions(run) if "Umbra" in one[1]] == []
    pages.step(run, job="write")
    assert Organisation.objects.filter(name="Umbra Therapeutics").count() == 2


def test_an_import_is_its_own_ones(cast: Cast, pages: Pages, sign_in: Callable[..., Client]) -> None:
    run = pages.begin(csv_bytes(["name", "partners"], ["Blue", "Acme"]))
    assert sign_in(cast.admin).get(run.get_absolute_url()).status_code == 404
    assert [one.pk for one in pages.client.get("/import/").context["page"].object_list] == [run.pk]
    assert [one.pk for one in sign_in(cast.admin).get("/import/").context["page"].object_list] == []
    with pages.capture(execute=True):
        pages.client.post(f"/import/{run.public_id}/discard/")
    assert Import.objects.count() == 0


def test_a_table_may_be_pasted_and_a_layout_said(pages: Pages) -> None:
    text = "Overview\nname\tpartners\nBlue\tAcme\n"
    pages.client.post("/import/", {"kind": "alliances", "pasted": text})
    run = Import.objects.get()
    assert (run.name, run.heading_row) == ("pasted table.tsv", 2)
    response = pages.client.post(
        f"/import/{run.public_id}/columns/", {"do": "layout", "heading_row": 3, "encoding": "utf-8"}
    )
    assert response.status_code == 302
    run.refresh_from_db()
    assert run.seen["headings"] == ["Blue", "Acme"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.xlsm", b"PK\x03\x04", "“list.xlsm” may hold macros. Save it as XLSX, without them."),
        (
            "list.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "“list.xlsx” has a password, or is of the Excel format before 2007.",
        ),
        ("list.csv", b"%PDF-1.7", "“list.csv” is a PDF document, not CSV."),
        ("list.csv", b"", "“list.csv” is empty."),
    ],
)
def test_what_cannot_be_read_is_refused_in_clear_words(pages: Pages, name: str, content: bytes, said: str) -> None:
    response = pages.client.post("/import/", {"kind": "alliances", "file": SimpleUploadedFile(name, content)})
    assert response.context["form"].errors["file"][0].startswith(said)
    assert Import.objects.count() == 0


def test_an_admin_may_add_a_word(
    cast: Cast, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    pages = Pages(sign_in(cast.admin), django_capture_on_commit_callbacks)
    run = pages.begin(csv_bytes(["name", "partners", "type"], ["Blue", "Acme", "Barter deal"]))
    pages.columns(run)
    pages.answers(run, word="add:commercial")
    word = AllianceType.objects.get(code="barter_deal")
    assert (word.names, word.toolkit, counts(run)) == ({"en": "Barter deal"}, "commercial", (1, 0, 0, 0))


def test_people_come_in_with_their_roles(cast: Cast, alliance: Alliance, pages: Pages) -> None:
    make_organisation("碧水製薬株式会社")
    head = ["氏名", "フリガナ", "会社", "メール", "アライアンス", "役割"]
    rows = [
        ["山下 玲奈", "ヤマシタ レイナ", "碧水製薬", "reina@hekisui.example", alliance.name, "共同委員会 共同議長"],
        ["高木慎一", "タカギ シンイチ", "碧水製薬株式会社", "takagi@hekisui.example", alliance.name, "alliance_lead"],
        ["Vera Viewer", "", "", cast.viewer.email, "Heart failure", "team_member"],
    ]
    run = pages.begin(csv_bytes(head, *rows, encoding="cp932"), kind="people")
    pages.columns(run)
    assert counts(run) == (2, 0, 1, 0)
    assert sorted(questions(run)) == [
        ("organisation", "碧水製薬", 1, "to:碧水製薬株式会社"),
        ("record", "Heart failure", 1, "reject"),
        ("word", "共同委員会 共同議長", 1, "reject"),
    ]
    labels = list(run.rows.order_by("line").values_list("label", flat=True))
    assert labels == ["山下 玲奈", "高木 慎一", "Vera Viewer"]
    [asked] = [one.key for group in open_questions(run) for one in group.questions if one.ask == "record"]
    pages.post(run, "answers", **{f"{asked}-other": alliance.name})
    assert counts(run) == (2, 1, 0, 0)
    pages.answers(run, word="to:committee_co_chair")
    pages.step(run, job="write")
    people = Person.objects.filter(organisation__name="碧水製薬株式会社").order_by("pk")
    assert list(people.values_list("family_name", "given_name", "reading")) == [
        ("山下", "玲奈", "ヤマシタ レイナ"),
        ("高木", "慎一", "タカギ シンイチ"),
    ]
    made = Member.objects.order_by("pk").values_list("person__family_name", "role__code", "side")
    assert list(made) == [
        ("山下", "committee_co_chair", "theirs"),
        ("高木", "alliance_lead", "theirs"),
        ("Viewer", "team_member", "ours"),
    ]
    assert ScopeGrant.objects.get(scope=alliance.scope, person=cast.viewer.person).role == "team"
    pages.step(run, "undo")
    assert (run.state, run.message, Member.objects.count(), people.count()) == ("undone", "", 0, 0)


def test_organisations_come_in_and_go_again(pages: Pages) -> None:
    make_organisation("Acme", is_public=True)
    run = pages.begin(
        csv_bytes(
            ["Company", "Country", "Type"],
            ["ACME", "jp", "Biotech company"],
            ["Core", "Germany", "pharma"],
            ["Heron", "USA", ""],
            ["Teal", "日本", ""],
            ["Wren", "GBR", ""],
        ),
        kind="organisations",
    )
    pages.columns(run)
    assert counts(run) == (4, 1, 0, 0)
    pages.step(run, job="write")
    rows = Organisation.objects.filter(name__in=["Acme", "Core", "Heron", "Teal", "Wren"]).order_by("name")
    assert list(rows.values_list("name", "country", "kind")) == [
        ("Acme", "JP", "biotech"),
        ("Core", "DE", "pharma"),
        ("Heron", "US", "other"),
        ("Teal", "JP", "other"),
        ("Wren", "GB", "other"),
    ]
    pages.step(run, "undo")
    assert (run.state, list(rows.values_list("name", "country"))) == ("undone", [("Acme", "")])


def test_somebody_whose_address_is_wrong_comes_in_without_one(pages: Pages) -> None:
    head, row = ["Name", "Company", "E-mail"], ["Jo Smith", "Acme", "not-an-address"]
    run = pages.begin(csv_bytes(head, row), kind="people")
    pages.columns(run)
    [said] = run.rows.get().problems
    assert (counts(run), said["reason"]) == ((1, 0, 0, 0), "Enter a valid email address.")
    pages.step(run, job="write")
    assert Person.objects.get(family_name="Smith").email == ""


def test_the_worker_takes_an_import_once_and_one_that_is_not_heard_of_starts_again(cast: Cast, pages: Pages) -> None:
    run = pages.begin(csv_bytes(["name", "partners"], ["Blue", "Acme"]))
    pages.columns(run)
    for _again in range(2):
        work_on_import(run.pk)
    Import.objects.filter(pk=run.pk).update(state="working", begun_at="2026-01-01T00:00Z")
    page = pages.client.get(run.get_absolute_url())
    assert page.context["is_heard"] is False
    pages.step(run, job="check")
    assert (run.state, counts(run)) == ("checked", (1, 0, 0, 0))
    progress = pages.client.get(run.get_absolute_url() + "?part=progress", headers={"HX-Request": "true"})
    assert progress["HX-Refresh"] == "true"


def test_what_waits_and_no_worker_began_is_taken_up(pages: Pages) -> None:
    """As after Redis was away; what a worker began and left is offered again by its page alone."""
    run = pages.begin(csv_bytes(["name", "partners"], ["Blue", "Acme"]))
    pages.columns(run)
    ends = {}
    for state in ("waiting", "working"):
        Import.objects.filter(pk=run.pk).update(state=state, job="check", begun_at="2026-01-01T00:00Z")
        with pages.capture(execute=True):
            take_up_imports()
        ends[state] = Import.objects.get(pk=run.pk).state
    assert ends == {"waiting": "checked", "working": "working"}


# By way of import_start, import_answers, import_detail and import_undo.
