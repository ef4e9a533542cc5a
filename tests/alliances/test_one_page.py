"""An alliance on one page of paper: what its reader sees of it, and no second page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.goals.actions.goals import set_goal
from alliances.one_page import part
from alliances.one_page.fitting import Piece, fitted
from governance.decisions.actions.decisions import write_decision
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.alliances.issues.data import issue
from tests.alliances.obligations.data import owe
from tests.cast import Cast
from tests.factories import make_member
from tests.governance.committees_data import make_committee
from tests.governance.data import review

Read = Callable[..., tuple[int, str]]


@pytest.fixture
def read(sign_in: Callable[..., Client]) -> Read:
    """How many pages a reader gets of an alliance, and all words on them in one line."""

    def words(alliance: Alliance, user: Any) -> tuple[int, str]:
        answer = sign_in(user).get(reverse("alliance_one_page", args=[alliance.public_id]))
        document = pypdfium2.PdfDocument(answer.content)
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
        return len(document), " ".join(text.split())

    return words


def test_it_says_what_an_executive_asks_first(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], read: Read
) -> None:
    in_spring = timezone.localdate() + timedelta(days=120)
    make_member(alliance, cast.viewer.person, role="executive_sponsor")
    review(sign_in(cast.lead), alliance, "at_risk", on=timezone.localdate().isoformat())
    set_goal(alliance=alliance, by=cast.lead, text="One candidate in the clinic", people=[], due_on=in_spring)
    make_agreement(alliance, by=cast.lead, title="Licence and collaboration agreement")
    owe(alliance, "Royalty report", fixed_on=in_spring, owner=cast.lead.person)
    issue(alliance, "Data came late", by=cast.lead)
    jsc = make_committee(alliance, by=cast.lead)
    write_decision(committee=jsc, by=cast.lead, text="Series A goes on", decided_on=timezone.localdate())
    write_decision(committee=jsc, by=cast.lead, text="Which dose", readiness="exploring")
    pages, words = read(alliance, cast.stranger)
    assert pages == 1
    for said in (
        alliance.name,
        "Northwind Biotech",
        "Lead Lena Lead",
        "Sponsors Vera Viewer",
        "Last reviews At risk",
        "Goals One candidate in the clinic",
        "Agreements in force Licence and collaboration agreement",
        "Royalty report",
        "Open issues Data came late Alliance managers",
        "Decisions Which dose Exploring Series A goes on",
        "As Stan Stranger sees it on",
    ):
        assert said in words


def test_however_much_there_is_it_stays_one_page(cast: Cast, alliance: Alliance, read: Read) -> None:
    for number in range(14):
        day = timezone.localdate() + timedelta(days=number + 3)
        owe(alliance, f"Something long that is owed every year, number {number}", fixed_on=day, owner=cast.lead.person)
        set_goal(
            alliance=alliance, by=cast.lead, text=f"Goal {number} of ours " + "and more " * 25, people=[], due_on=day
        )
        make_agreement(alliance, by=cast.lead, title=f"Agreement {number} " + "of both sides " * 10)
    alliance.purpose = "What it is for, in many words. " * 60
    alliance.save(update_fields=["purpose"])
    pages, words = read(alliance, cast.lead)
    assert (pages, words.count("more in the hub")) == (1, 4)


def test_nobody_reads_on_paper_what_they_may_not_see(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client], read: Read
) -> None:
    walled = make_programme(alliance, by=cast.lead, name="Walled", is_firewalled=True)
    make_agreement(alliance, by=cast.lead, title="Walled supply agreement", programme=walled)
    assert "Walled" in read(alliance, cast.lead)[1]
    assert "Walled" not in read(alliance, cast.committee)[1]
    assert "Restricted: only for people who may know of it" in read(secret, cast.viewer)[1]
    address = reverse("alliance_one_page", args=[secret.public_id])
    assert sign_in(cast.committee).get(address).status_code == 404


def test_it_is_offered_to_whoever_reads_the_record(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    address = reverse("alliance_one_page", args=[alliance.public_id])
    for user in (cast.lead, cast.stranger, cast.auditor):
        assert f'href="{address}">One page (PDF)</a>' in sign_in(user).get(alliance.get_absolute_url()).text


def test_in_japanese(cast: Cast, alliance: Alliance, read: Read) -> None:
    cast.lead.language = "ja"
    cast.lead.save(update_fields=["language"])
    words = read(alliance, cast.lead)[1]
    for said in ("責任者 Lena Lead", "運営中", "今後の予定日", "いま大事なこと"):
        assert said in words


def test_without_pango_it_is_not_offered(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "makes_pdf", lambda: False)
    browser = sign_in(cast.lead)
    assert "One page (PDF)" not in browser.get(alliance.get_absolute_url()).text


def test_what_does_not_fit_gives_way_the_longest_first() -> None:
    long = Piece("Long", [("one line", "")] * 6)
    short = Piece("Short", [("one line", "")] * 2)
    assert fitted([long, short], 1000) == [long, short]
    assert [(len(one.lines), one.more) for one in fitted([long, short], 66)] == [(3, 3), (2, 0)]
    assert [(len(one.lines), one.more) for one in fitted([long, short], 30)] == [(1, 5)]
