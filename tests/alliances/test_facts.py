"""What is said of an alliance's weight and of why it exists, wherever fields are; and the yearly look at the latter."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.core.overview import record_facts
from alliances.core.sentences import alliance_sentences
from alliances.value.due import VALUE_LOOK
from coe_hub import due
from coe_hub.reminders.delivery import run_engine
from tests.alliances.data import as_opened, log_data
from tests.alliances.importing import counts, make_admin, rejected_rows, write_csv
from tests.cast import Cast
from tests.factories import make_alliance, make_member

SAID: dict[str, Any] = {
    "tier": "light",
    "is_key_partner": True,
    "is_growth_critical": True,
    "territory": "Japan and Asia",
    "rationale": "They have the ligase, we have the assays.",
    "value_hypothesis": "One candidate by 2028.",
}
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        yield


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def facts(**which: Any) -> dict[str, Any]:
    alliance = Alliance.objects.get(**which)
    return {name: getattr(alliance, name) for name in (*SAID, "value_looked_at_on", "value_look_due_on")}


NOTHING = {
    "tier": "",
    "is_key_partner": False,
    "is_growth_critical": False,
    "territory": "",
    "rationale": "",
    "value_hypothesis": "",
    "value_looked_at_on": None,
    "value_look_due_on": None,
}


# --- The fields ----------------------------------------------------------------------------------------------------
def test_all_may_be_said_when_an_alliance_is_logged_and_none_need_be(lead: Client) -> None:
    said = {name: "on" if value is True else value for name, value in SAID.items()}
    lead.post("/alliances/new/", log_data(name="Said", **said))
    lead.post("/alliances/new/", log_data(name="Not said"))
    looked = {"value_looked_at_on": TODAY, "value_look_due_on": date(2027, 6, 10)}
    assert (facts(name="Said"), facts(name="Not said")) == (SAID | looked, NOTHING)


def test_an_edit_empties_them_and_the_history_tells_it(lead: Client, cast: Cast) -> None:
    alliance = make_alliance("Amber", by=cast.lead, **SAID)
    address = f"{alliance.get_absolute_url()}edit/"
    empty = dict.fromkeys((*SAID, "value_looked_at_on"), "") | {"is_key_partner": [], "is_growth_critical": []}
    lead.post(address, as_opened(lead, address, **empty))
    assert facts(pk=alliance.pk) == NOTHING
    told = [one.what for one in alliance_sentences(alliance)]
    assert told[: told.index("logged the alliance")][-7:] == [
        "emptied “tier” (it was Light)",
        "changed “key partner” from yes to no",
        "changed “critical to growth” from yes to no",
        "emptied “territory” (it was Japan and Asia)",
        "rewrote “rationale”",
        "rewrote “value hypothesis”",
        "emptied “value looked at on” (it was 10 Jun 2026)",
    ]


def test_the_edit_form_unfolds_what_was_said_and_folds_away_what_was_not(lead: Client, cast: Cast) -> None:
    for one, is_open in ((make_alliance("A", by=cast.lead), False), (make_alliance("B", by=cast.lead, **SAID), True)):
        page = lead.get(f"{one.get_absolute_url()}edit/").content.decode()
        assert ('<details class="more" open>' in page) is is_open


def test_the_record_shows_them_where_they_were_said(lead: Client, cast: Cast) -> None:
    said, silent = make_alliance("A", by=cast.lead, **SAID), make_alliance("B", by=cast.lead)
    labels = ("Tier", "Key partner", "Critical to growth", "Territory")
    assert [record[label] for record in (dict(record_facts(said)), dict(record_facts(silent))) for label in labels] == [
        *("Light", "Yes", "Yes", "Japan and Asia"),
        *("", "", "", ""),
    ]
    with translation.override("ja"):
        assert {("管理区分", "簡易"), ("重要提携先", "はい")} <= set(record_facts(said))
    pages = [lead.get(one.get_absolute_url()).content.decode() for one in (said, silent)]
    for shown in ("Why this alliance", SAID["rationale"], SAID["value_hypothesis"], "looked at on 10 Jun 2026"):
        assert [shown in page for page in pages] == [True, False]


def test_the_list_is_narrowed_by_flags_and_tier_and_says_who_is_key(lead: Client, cast: Cast) -> None:
    make_alliance("Key", by=cast.lead, is_key_partner=True)
    make_alliance("Growth", by=cast.lead, is_growth_critical=True, tier="full")
    make_alliance("Neither", by=cast.lead)
    found = {
        query: [one.name for one in lead.get(f"/alliances/?{query}").context["page"].object_list]
        for query in ("is_key_partner=on", "is_growth_critical=on", "tier=full", "is_key_partner=")
    }
    assert found == {
        "is_key_partner=on": ["Key"],
        "is_growth_critical=on": ["Growth"],
        "tier=full": ["Growth"],
        "is_key_partner=": ["Growth", "Key", "Neither"],
    }
    page = lead.get("/alliances/?is_key_partner=on")
    assert [(one["label"], one["value"]) for one in page.context["chips"]] == [("Key partner", "")]
    assert page.content.decode().count("· key partner") == 1


def test_files_have_columns_of_them_with_empty_cells(lead: Client, cast: Cast) -> None:
    make_alliance("A", by=cast.lead, **SAID)
    make_alliance("B", by=cast.lead)
    data = {kind: b"".join(lead.get(f"/alliances/?format={kind}").streaming_content) for kind in ("csv", "json")}
    names = [*SAID, "value_looked_at_on"]
    held = [["Light", "Yes", "Yes", *list(SAID.values())[3:], "2026-06-10"], [""] * 7]
    assert [[row[name] for name in names] for row in json.loads(data["json"])] == held
    head, *rows = csv.reader(io.StringIO(data["csv"].decode("utf-8-sig")))
    first = head.index("Tier")
    assert head[first : first + 8] == [
        *("Tier", "Key partner", "Critical to growth", "Territory", "Tags", "Rationale"),
        *("Value hypothesis", "Value looked at on"),
    ]
    assert [row[first : first + 8] for row in rows] == [[*row[:4], "", *row[4:]] for row in held]


def test_search_finds_an_alliance_by_why_it_exists(lead: Client, cast: Cast) -> None:
    make_alliance("Amber", by=cast.lead, **SAID)
    page = lead.get("/alliances/?q=ligase")
    assert [one.name for one in page.context["page"].object_list] == ["Amber"]


# --- Import --------------------------------------------------------------------------------------------------------
HEAD = ["reference", "name", "partners", "tier", "is_key_partner", "rationale", "value_looked_at_on"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    monkeypatch.chdir(tmp_path)
    make_admin()
    return tmp_path


def imported() -> list[tuple[Any, ...]]:
    return list(Alliance.objects.order_by("reference").values_list("reference", *HEAD[3:]))


def test_files_bring_them_in_and_an_empty_cell_clears_them(folder: Path) -> None:
    first = [
        ("R1", "A", "Orbit", "Full", "yes", "Because", "2026-01-31"),
        ("R2", "B", "Orbit", "簡易", "はい", "", ""),
        ("R3", "C", "Orbit", "", "0", "", ""),
    ]
    assert counts(write_csv(folder / "a.csv", *first, head=HEAD)) == "created 3, updated 0, unchanged 0, rejected 0"
    assert imported() == [
        ("R1", "full", True, "Because", date(2026, 1, 31)),
        ("R2", "light", True, "", None),
        ("R3", "", False, "", None),
    ]
    second = [(*row[:3], "", "", "", "") for row in first]
    assert counts(write_csv(folder / "b.csv", *second, head=HEAD)) == "created 0, updated 2, unchanged 1, rejected 0"
    assert imported() == [(reference, "", False, "", None) for reference in ("R1", "R2", "R3")]


def test_an_answer_that_is_none_and_a_day_to_come_are_reasons_to_reject_the_row(folder: Path) -> None:
    rows = [("R1", "A", "Orbit", "", "perhaps", "", ""), ("R2", "B", "Orbit", "", "", "", "2026-06-11")]
    counts(write_csv(folder / "file.csv", *rows, head=HEAD), "--skip-invalid")
    assert [row["reason"] for row in rejected_rows(folder)] == [
        "is_key_partner: “perhaps” is not known here. Use one of: yes, no.",
        "value_looked_at_on: This day has not come yet.",
    ]


# --- The yearly look -----------------------------------------------------------------------------------------------
def looks(user: Any) -> list[tuple[str, date]]:
    return [(one.title, one.due_date) for one in due.iterate(until=date(2030, 1, 1), user=user, kind=VALUE_LOOK)]


def written(by: Any, **values: Any) -> Alliance:
    """An alliance as an import leaves it: nobody said when it was looked at."""
    alliance = make_alliance(values.pop("name", "Amber"), by=by, **values.pop("log", {}))
    Alliance.objects.filter(pk=alliance.pk).update(**{"rationale": "Because"} | values)
    return Alliance.objects.get(pk=alliance.pk)


def test_a_look_is_due_a_year_after_the_last_or_after_the_start_and_not_without_words(cast: Cast) -> None:
    written(cast.lead, name="Looked at", value_looked_at_on=date(2024, 2, 29), starts_on=date(2020, 1, 1))
    written(cast.lead, name="Begun", starts_on=date(2025, 9, 1))
    written(cast.lead, name="Neither")
    written(cast.lead, name="No words", rationale="", starts_on=date(2020, 1, 1))
    written(cast.lead, name="Closed", starts_on=date(2020, 1, 1), log={"stage": "closed"})
    archive_alliance(alliance=written(cast.lead, name="Archived", starts_on=date(2020, 1, 1)))
    assert looks(cast.lead) == [("Looked at", date(2025, 2, 28)), ("Begun", date(2026, 9, 1))]


def test_whoever_rewrites_it_has_looked_at_it_unless_they_give_another_day(lead: Client, cast: Cast) -> None:
    alliance = written(cast.lead, value_looked_at_on=date(2025, 1, 1))
    address = f"{alliance.get_absolute_url()}edit/"
    days = []
    for change in (
        {"purpose": "Other"},
        {"rationale": "Newer", "value_looked_at_on": "2026-01-01"},
        {"value_hypothesis": "Newest"},
    ):
        lead.post(address, as_opened(lead, address, **change))
        days.append(facts(pk=alliance.pk)["value_looked_at_on"])
    assert days == [date(2025, 1, 1), date(2026, 1, 1), TODAY]


def test_a_day_to_come_is_told_at_its_field(lead: Client, cast: Cast) -> None:
    address = f"{written(cast.lead).get_absolute_url()}edit/"
    form = lead.post(address, as_opened(lead, address, value_looked_at_on="2026-06-11")).context["form"]
    assert form.errors == {"value_looked_at_on": ["This day is still to come. Choose today or an earlier day."]}


def test_one_click_says_that_it_is_still_true_and_leads_back(lead: Client, cast: Cast) -> None:
    alliance = written(cast.lead, starts_on=date(2025, 1, 1))
    page = reverse("value_look", args=[alliance.public_id])
    today = lead.get("/").content.decode()
    assert f'<form method="post" action="{page}">' in today
    assert "Nobody has looked at it yet." in lead.get(page).content.decode()
    response = lead.post(page, {"next": "/"})
    assert (response.status_code, response["Location"]) == (302, "/")
    after = facts(pk=alliance.pk)
    assert (after["value_looked_at_on"], after["value_look_due_on"]) == (TODAY, date(2027, 6, 10))
    version = Alliance.objects.get(pk=alliance.pk).version
    assert lead.post(page, {"next": "https://evil.example/"})["Location"] == alliance.get_absolute_url()
    assert Alliance.objects.get(pk=alliance.pk).version == version
    assert [one.what for one in alliance_sentences(alliance) if "value looked" in one.what] == [
        "set “value looked at on” to 10 Jun 2026"
    ]


def test_the_record_asks_for_it_when_it_is_near(lead: Client, cast: Cast) -> None:
    far = written(cast.lead, name="Far", value_looked_at_on=date(2025, 7, 11))
    near = written(cast.lead, name="Near", value_looked_at_on=date(2025, 7, 10))
    asked = [
        [one.date for one in lead.get(record.get_absolute_url()).context["matters"] if one.title.startswith("Yearly")]
        for record in (far, near)
    ]
    assert asked == [[], [date(2026, 7, 10)]]


def test_where_nobody_leads_who_can_sign_in_the_sponsor_is_asked(cast: Cast) -> None:
    alliance = written(cast.lead, starts_on=date(2025, 1, 1))
    make_member(alliance, cast.manager.person, role="executive_sponsor")
    Alliance.objects.filter(pk=alliance.pk).update(lead=None)
    rows = due.iterate(until=date(2030, 1, 1), kind=VALUE_LOOK)
    assert [(one.owner_id, one.backup_id) for one in rows] == [(cast.manager.person_id, None)]


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        (
            "en",
            "Today: Yearly look at why: Project Amber",
            ["Look at it:", "Still true: ", "Read the two texts. If they still hold, say so with one click; if not, "],
        ),
        ("ja", "本日：提携の意義の年次確認：Project Amber", ["確認する:", "今も当てはまる："]),
    ],
)
def test_the_lead_is_asked_by_mail_under_the_code_name(
    cast: Cast, language: str, subject: str, lines: list[str]
) -> None:
    cast.lead.language = language
    cast.lead.save()
    alliance = written(
        cast.lead, value_looked_at_on=date(2025, 6, 10), log={"code_name": "Project Amber", "review_months": None}
    )
    mail.outbox.clear()
    run_engine(clock=lambda zone: datetime(2026, 6, 10, 9, tzinfo=zone))
    [sent] = [one for one in mail.outbox if one.to == [cast.lead.email]]
    assert sent.subject == subject
    assert [line for line in lines if line not in sent.body] == []
    assert (reverse("value_look", args=[alliance.public_id]) in sent.body, "Amber" in sent.body) == (True, True)
    answer = next(part for part in sent.body.split() if part.endswith("?do=done"))
    path = "/reminders/answer/" + answer.split("/reminders/answer/")[1].split("?")[0]
    assert Client().post(path, {"answer": "done"}).status_code == 200
    assert facts(pk=alliance.pk)["value_looked_at_on"] == TODAY
