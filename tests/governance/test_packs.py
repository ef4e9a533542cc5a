"""A pack says what the dashboard said, in the language asked for, to those who may know it, and never changes."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from pptx import Presentation

from alliances.agreements.actions.programmes import add_programme
from alliances.core.models import Alliance
from coe_hub.documents import pdf
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User
from governance.packs.actions import make_files_again, make_pack
from governance.packs.models import Pack, Readers
from governance.packs.tasks import make_pack_files
from tests.alliances.issues.data import issue
from tests.alliances.obligations.data import owe
from tests.cast import Cast
from tests.factories import grant, make_alliance
from tests.governance.data import review

DAY = date(2026, 12, 3)
FORM = {"occasion": "", "day": "2026-12-03", "language": "en", "readers": "committee"}
Making = Callable[..., Pack]


@pytest.fixture
def made(django_capture_on_commit_callbacks: Callable[..., Any]) -> Making:
    """A pack with its files, as the worker leaves it."""

    def make(by: User, *, readers: str = Readers.COMMITTEE, language: str = "en") -> Pack:
        with django_capture_on_commit_callbacks(execute=True):
            pack = make_pack(by=by, day=DAY, language=language, readers=readers)
        pack.refresh_from_db()
        return pack

    return make


def bytes_of(pack: Pack) -> tuple[bytes, bytes]:
    return pack.pptx.open("rb").read(), pack.pdf.open("rb").read()


def pdf_words(pack: Pack) -> str:
    """All words of its PDF in one line, read by an engine that did not write it."""
    document = pypdfium2.PdfDocument(bytes_of(pack)[1])
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def slides(pack: Pack) -> list[Any]:
    return list(Presentation(io.BytesIO(bytes_of(pack)[0])).slides)


def slide_words(pack: Pack) -> str:
    shapes = [shape for slide in slides(pack) for shape in slide.shapes if shape.has_text_frame]
    return " ".join(" ".join(shape.text_frame.text for shape in shapes).split())


def charts(pack: Pack) -> list[Any]:
    return [shape.chart for slide in slides(pack) for shape in slide.shapes if shape.has_chart]


# --- What it says ------------------------------------------------------------------------------------------------
def test_one_click_on_the_dashboard_makes_a_pack_with_its_files(
    cast: Cast,
    alliance: Alliance,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    browser = sign_in(cast.committee)
    page = browser.get("/governance/").text
    for name, value in (("day", "2026-11-23"), ("language", "en"), ("readers", "committee")):
        assert f'name="{name}" value="{value}"' in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/governance/packs/new/", {**FORM, "day": "2026-11-23"})
    pack = Pack.objects.get()
    assert answer["Location"] == f"/governance/packs/{pack.public_id}/"
    assert (pack.by, pack.day, pack.language, pack.readers) == (cast.committee, date(2026, 11, 23), "en", "committee")
    assert pack.steps == (3, 3)
    page = browser.get(answer["Location"])
    assert "hx-trigger" not in page.text
    for kind, start in (("pdf", b"%PDF-"), ("pptx", b"PK")):
        answer = browser.get(f"/governance/packs/{pack.public_id}/{kind}/")
        assert b"".join(answer.streaming_content).startswith(start)
        assert answer[
            "Content-Disposition"
        ] == f'attachment; filename="Steering committee pack – 2026-11-23.{kind}"'.replace(
            'filename="Steering committee pack – 2026-11-23',
            "filename*=utf-8''Steering%20committee%20pack%20%E2%80%93%202026-11-23",
        ).replace(f'{kind}"', kind)


def test_it_says_what_the_dashboard_says(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], made: Making
) -> None:
    review(sign_in(cast.lead), alliance, "at_risk")
    pack = made(cast.committee)
    for words in (pdf_words(pack), slide_words(pack)):
        for said in (
            "Steering committee pack",
            "Thursday 3 December 2026",
            "1 of 1 alliances needs your attention",
            alliance.name,
            "1 living alliance",
            "0 of 1 reviews were held on time",
            "Who uses tools and courses",
        ):
            assert said in words


def test_its_charts_are_charts_with_the_figures_of_the_dashboard(cast: Cast, alliance: Alliance, made: Making) -> None:
    make_alliance("Other", by=cast.lead, type="licence_in")
    add_programme(alliance=alliance, by=cast.lead, name="KRAS", phase="phase_1", origin="partner")
    issue(alliance, by=cast.lead)
    pack = made(cast.committee)
    portfolio, change, reviews, obligations, issues, decisions, pipeline = charts(pack)
    assert len(pypdfium2.PdfDocument(bytes_of(pack)[1])) == len(slides(pack)) == 10
    assert [str(name) for name in portfolio.plots[0].categories] == ["Research  1", "Development  1", "Commercial  0"]
    assert {one.name: list(one.values) for one in portfolio.plots[0].series} == {
        "Forming": [0, 0, 0],
        "Launching": [0, 0, 0],
        "Running": [1, 1, 0],
        "Ending": [0, 0, 0],
    }
    assert [list(one.values) for one in change.plots[0].series] == [[0, 0, 0, 0, 2, 2, 2, 2]]
    kept = [[one.name for one in chart.plots[0].series] for chart in (reviews, obligations)]
    assert kept == [["On time", "Late"], ["On time", "Late", "Still owed"]]
    assert {one.name: list(one.values) for one in issues.plots[0].series} == {
        "Settled": [0] * 8,
        "Still open": [*[0] * 7, 1],
    }
    assert [list(one.values) for one in decisions.plots[0].series] == [[0, 0, 0, 0]]
    assert {one.name: list(one.values) for one in pipeline.plots[0].series} == {
        "The partner": [1],
        "Both together": [0],
        "Our side": [0],
        "Not said": [0],
    }


def test_in_japanese_it_is_japanese_throughout(cast: Cast, alliance: Alliance, made: Making) -> None:
    pack = made(cast.committee, language="ja")
    for words in (pdf_words(pack), slide_words(pack)):
        assert "2026年12月3日（木）" in words
        assert "レビュー" in words
        for english in ("Attend", "Decide", "Portfolio", "alliances", "Made"):
            assert english not in words
    assert [one.name for one in charts(pack)[0].plots[0].series][2] == "運営中"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here (soffice)")
def test_libreoffice_opens_it_page_by_page(cast: Cast, alliance: Alliance, made: Making, tmp_path: Path) -> None:
    """Another program than the one that wrote it: as many pages as slides, and the words of each, in Japanese."""
    owe(alliance, "Milestone", fixed_on=DAY, flow="in", amount=Decimal(5), currency="USD")
    owe(alliance, "Cost", fixed_on=DAY, flow="in", amount=Decimal(7), currency="EUR")
    pack = made(cast.committee, language="ja")
    (tmp_path / "pack.pptx").write_bytes(bytes_of(pack)[0])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "pack.pptx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    pages = pypdfium2.PdfDocument(tmp_path / "pack.pdf")
    told = ["".join(page.get_textpage().get_text_bounded().split()) for page in pages]
    titles = ["".join(page.title.split()) for page in pack.deck.pages]
    assert [title in words for title, words in zip(titles, told[1:], strict=True)] == [True] * len(titles)
    # Two currencies are two lines of one cell, not two cells.
    [money] = [page for page, title in zip(list(pages)[1:], titles, strict=True) if title == "四半期ごとの金額"]
    lines = money.get_textpage().get_text_bounded().splitlines()
    assert len([line for line in lines if "EUR 7" in line or "USD 5" in line]) == 2


# --- Restricted alliances ----------------------------------------------------------------------------------------
def test_a_pack_for_the_committee_names_no_restricted_alliance_whoever_makes_it(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client], made: Making
) -> None:
    grant(secret, cast.committee.person, "viewer")
    review(sign_in(cast.lead), secret, "at_risk")
    pack = made(cast.committee)
    for words in (str(pack.figures), pdf_words(pack), slide_words(pack)):
        assert secret.name not in words
        assert "1 living alliance is restricted: it is counted and not named." in words


def test_ones_own_pack_names_those_one_may_open_and_says_so_on_its_first_page(
    cast: Cast, alliance: Alliance, secret: Alliance, made: Making
) -> None:
    make_alliance("Another secret", by=cast.admin, kind="restricted")
    grant(secret, cast.committee.person, "viewer")
    pack = made(cast.committee, readers=Readers.MAKER)
    assert pack.deck.notes[1] == f"Restricted, and named here: “{secret.name}”."
    assert pack.deck.notes[3] == "1 living alliance is restricted: it is counted and not named."
    assert "Another secret" not in str(pack.figures)
    assert secret.name in pdf_words(pack)


def test_a_members_pack_counts_what_the_member_sees(
    cast: Cast, alliance: Alliance, secret: Alliance, made: Making
) -> None:
    pack = made(cast.stranger, readers=Readers.MAKER)
    assert pack.deck.pages[1].title == "1 living alliance"
    assert pack.deck.notes[:2] == [
        "Counted are the alliances you may see. Restricted ones that you may not see are left out.",
        "No restricted alliance is named here.",
    ]


def test_only_the_committee_makes_packs_for_the_committee(cast: Cast, sign_in: Callable[..., Client]) -> None:
    with pytest.raises(DomainError) as refused:
        make_pack(by=cast.manager, day=DAY, language="en", readers=Readers.COMMITTEE)
    assert refused.value.message == "Only members of the steering committee make packs for it. Make one for yourself."
    assert sign_in(cast.manager).post("/governance/packs/new/", FORM).context["form"].errors == {
        "readers": ["Select a valid choice. committee is not one of the available choices."]
    }
    assert Pack.objects.count() == 0


def test_who_may_have_which_pack(cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], made: Making) -> None:
    theirs, own = made(cast.committee), made(cast.lead, readers=Readers.MAKER)
    for name, user in vars(cast).items():
        browser = sign_in(user)
        sees = {"committee": [theirs], "lead": [own]}.get(name, [])
        assert list(browser.get("/governance/packs/").context["page"].object_list) == sees
        for pack in (theirs, own):
            for end in ("", "pdf/", "pptx/"):
                answer = browser.get(f"/governance/packs/{pack.public_id}/{end}")
                assert answer.status_code == (200 if pack in sees else 404)


# --- Frozen ------------------------------------------------------------------------------------------------------
def test_the_same_files_are_made_again_whatever_changed_since(
    cast: Cast,
    alliance: Alliance,
    sign_in: Callable[..., Client],
    made: Making,
    django_capture_on_commit_callbacks: Callable[..., Any],
    time_machine: Any,
) -> None:
    pack = made(cast.committee, language="ja")
    before = bytes_of(pack)
    review(sign_in(cast.lead), alliance, "at_risk")
    make_alliance("Later", by=cast.lead)
    time_machine.move_to("2029-02-03T04:05:06Z")
    with django_capture_on_commit_callbacks(execute=True):
        make_files_again(pack=pack)
    pack.refresh_from_db()
    assert bytes_of(pack) == before


@pytest.mark.parametrize(
    "change", [{"figures": {}}, {"day": date(2026, 1, 1)}, {"language": "ja"}, {"readers": "maker"}]
)
def test_what_it_says_is_changed_by_nobody(cast: Cast, change: dict[str, Any]) -> None:
    pack = make_pack(by=cast.committee, day=DAY, language="en", readers=Readers.COMMITTEE)
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        Pack.objects.filter(pk=pack.pk).update(**change)


# --- In the background -------------------------------------------------------------------------------------------
def test_its_page_tells_how_far_the_files_are(cast: Cast, sign_in: Callable[..., Client]) -> None:
    pack = make_pack(by=cast.committee, day=DAY, language="en", readers=Readers.COMMITTEE)
    browser, url = sign_in(cast.committee), f"/governance/packs/{pack.public_id}/"
    page = browser.get(url).text
    assert 'hx-trigger="every 1s"' in page
    assert '<progress class="progress-line" value="1" max="3"' in page
    assert browser.get(f"{url}pdf/").status_code == 404
    with pytest.raises(DomainError) as refused:
        make_files_again(pack=pack)
    assert refused.value.message == "The files of this pack are being made right now. Look again in a moment."


def test_a_task_that_runs_twice_makes_the_files_once(cast: Cast) -> None:
    pack = make_pack(by=cast.committee, day=DAY, language="en", readers=Readers.COMMITTEE)
    make_pack_files(pack.pk)
    pack.refresh_from_db()
    names = (pack.pptx.name, pack.pdf.name)
    make_pack_files(pack.pk)
    pack.refresh_from_db()
    assert (pack.pptx.name, pack.pdf.name) == names
    assert len(default_storage.listdir("packs")[1]) >= 2


def test_a_worker_that_died_leaves_a_pack_whose_files_can_be_made_again(
    cast: Cast,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
    time_machine: Any,
) -> None:
    pack = make_pack(by=cast.committee, day=DAY, language="en", readers=Readers.COMMITTEE)
    time_machine.move_to("2026-11-23T09:04Z")
    browser, url = sign_in(cast.committee), f"/governance/packs/{pack.public_id}/"
    assert "Make the files again" in browser.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(reverse("pack_make_again", args=[pack.public_id]))["Location"] == url
    pack.refresh_from_db()
    assert pack.steps == (3, 3)


def test_without_pango_there_is_powerpoint_and_one_line(
    cast: Cast, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_library", lambda _name: None)
    pdf.makes_pdf.cache_clear()
    try:
        pack = make_pack(by=cast.committee, day=DAY, language="en", readers=Readers.COMMITTEE)
        make_pack_files(pack.pk)
        pack.refresh_from_db()
        assert (bool(pack.pptx), bool(pack.pdf), pack.steps) == (True, False, (2, 2))
        page = sign_in(cast.committee).get(f"/governance/packs/{pack.public_id}/").text
        assert "PDFs cannot be made on this server: the library Pango is missing." in page
    finally:
        pdf.makes_pdf.cache_clear()
