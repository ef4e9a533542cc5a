"""An upgrade brings newer starter texts to tools that a company left as they came, and to no others."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from coe_hub.lib.history import STARTER_TOOLS, acting
from coe_hub.publishing.actions import (
    Words,
    confirm_review,
    opened_on,
    publish,
    published,
    retire,
    translate,
    write_draft,
)
from coe_hub.publishing.models import BlockTranslation, Content, Edition
from toolkits import starter
from toolkits.models import Tool

SLUG = "one-page-charter"


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: Any) -> Path:
    """The folder of one starter tool, as a hub brings it; a test writes into it what a newer hub brings."""
    folder = shutil.copytree(starter.FOLDER / SLUG, tmp_path / SLUG)
    monkeypatch.setattr(starter, "FOLDER", tmp_path)
    return folder


@pytest.fixture
def charter(desk: SimpleNamespace, shipped: Path) -> Content:
    """The charter of an older hub, which asked for the lead where the sponsor is asked."""
    newer = (shipped / "en.md").read_text(encoding="utf-8")
    assert newer.count("{our_scientific_lead}") == 1
    (shipped / "en.md").write_text(newer.replace("{our_scientific_lead}", "{lead}"), encoding="utf-8")
    with acting(by=desk.author, reason=STARTER_TOOLS):
        starter.load_tool(shipped, author=desk.author, approver=desk.other, position=1)
    (shipped / "en.md").write_text(newer, encoding="utf-8")
    return Content.objects.get(slug=SLUG)


def renew(desk: SimpleNamespace, shipped: Path) -> bool:
    with acting(by=desk.author, reason=STARTER_TOOLS):
        return starter.renew_tool(shipped, author=desk.author, approver=desk.other)


def words_of(edition: Edition | None) -> str:
    return " ".join(edition.blocks.in_order().values_list("text", flat=True)) if edition else ""


def test_what_nobody_changed_has_the_newer_text_as_its_next_edition_once(
    charter: Content, desk: SimpleNamespace, shipped: Path
) -> None:
    assert "{lead}" in words_of(published(charter))
    assert renew(desk, shipped) is True
    live = published(charter)
    assert (live.number, live.change_note) == (2, "Newer text that came with the hub")
    assert ("{lead}" in words_of(live), "{our_scientific_lead}" in words_of(live)) == (False, True)
    assert renew(desk, shipped) is False
    stale = [one.key for one in BlockTranslation.objects.filter(content=charter) if not _is_current(one, live)]
    assert stale == []


def _is_current(row: BlockTranslation, live: Edition) -> bool:
    return row.source_hash == live.blocks.get(key=row.key).text_hash


def _wrote(charter: Content, desk: SimpleNamespace) -> None:
    words = [Words(one.key, one.kind, one.text) for one in published(charter).blocks.in_order()]
    opened = opened_on(None, published(charter))
    with acting(by=desk.author):
        draft = write_draft(
            content=charter, words=[*words[:-1], Words("x", "text", "Ours.")], by=desk.author, change_note="Ours",
            version=opened,
        )  # fmt: skip
        publish(draft=draft, by=desk.other)


def _began(charter: Content, desk: SimpleNamespace) -> None:
    words = [Words(one.key, one.kind, one.text) for one in published(charter).blocks.in_order()]
    opened = opened_on(None, published(charter))
    with acting(by=desk.author):
        write_draft(content=charter, words=words, by=desk.author, change_note="", version=opened)


def _retired(charter: Content, desk: SimpleNamespace) -> None:
    charter.refresh_from_db()
    retire(content=charter, reason="We have our own", instead=None, version=charter.version)


@pytest.mark.parametrize("does", [_wrote, _began, _retired])
def test_what_the_company_made_its_own_is_left_alone(
    does: Any, charter: Content, desk: SimpleNamespace, shipped: Path
) -> None:
    does(charter, desk)
    before = words_of(charter.editions.order_by("-number").first())
    assert renew(desk, shipped) is False
    assert words_of(charter.editions.order_by("-number").first()) == before


def test_a_translation_that_the_company_wrote_stays(charter: Content, desk: SimpleNamespace, shipped: Path) -> None:
    block = published(charter).blocks.get(key="title")
    with acting(by=desk.author):
        values = {"text": "当社の憲章", "source_hash": block.text_hash, "by": desk.author}
        translate(content=charter, language="ja", key="title", **values)
    assert renew(desk, shipped) is True
    assert charter.translations.get(language="ja", key="title").text == "当社の憲章"


def test_a_hub_older_than_readings_gets_them_where_the_title_is_still_ours(
    charter: Content, desk: SimpleNamespace, shipped: Path
) -> None:
    def read_after_a_start() -> str:
        Tool.objects.filter(content=charter).update(reading="")
        assert starter.load_tool(shipped, author=desk.author, approver=desk.other, position=1) is False
        return Tool.objects.get(content=charter).reading

    assert read_after_a_start() == "いちまいにまとめるていけいけんしょう"
    block = published(charter).blocks.get(key="title")
    with acting(by=desk.author):
        values = {"text": "当社の憲章", "source_hash": block.text_hash, "by": desk.author}
        translate(content=charter, language="ja", key="title", **values)
    assert read_after_a_start() == ""


def test_a_confirmed_review_is_no_change_of_the_text(charter: Content, desk: SimpleNamespace, shipped: Path) -> None:
    with acting(by=desk.author):
        confirm_review(content=charter)
    assert renew(desk, shipped) is True


def test_load_tools_says_how_many_have_a_newer_text(
    charter: Content, desk: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_tools")
    call_command("load_tools")
    assert capsys.readouterr().out.splitlines() == [
        "Starter tools: all there.",
        "Starter tools: 1 have a newer text; those changed here keep yours.",
        "Starter tools: all there.",
    ]
