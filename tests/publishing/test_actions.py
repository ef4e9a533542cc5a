"""From the desk to readers, and which translations that leaves behind."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.publishing.actions import (
    Words,
    approve_translation,
    on_the_desk,
    publish,
    published,
    submit,
    take_back,
    translate,
    write_draft,
)
from coe_hub.publishing.models import Block, Edition, EditionState, TranslationState
from coe_hub.publishing.reading import BLANK, contributors, fill, passages
from tests.publishing.conftest import FIRST


def _translate_all(live: Edition, desk: SimpleNamespace) -> None:
    for block in live.blocks.all():
        translate(
            content=live.content, language="ja", key=block.key, text=f"訳 {block.key}", source_hash=block.text_hash,
            by=desk.author,
        )  # fmt: skip
    approve_translation(content=live.content, language="ja", by=desk.other)


def _states(live: Edition) -> dict[str, str]:
    """Derived; what the database keeps says the same."""
    derived = {one.key: one.state for one in passages(live, "ja")}
    kept = set(live.content.translations.filter(language="ja", is_behind=True).values_list("key", flat=True))
    assert kept == {key for key, state in derived.items() if state == TranslationState.OUTDATED}
    return derived


def _next(live: Edition, desk: SimpleNamespace, words: list[Words]) -> Edition:
    write_draft(content=live.content, words=words, by=desk.author, change_note="clearer", version=-1)
    draft = on_the_desk(live.content)
    assert draft is not None
    publish(draft=draft, by=desk.other)
    return draft


def test_an_author_does_not_approve_what_they_wrote(desk: SimpleNamespace, live: Edition) -> None:
    write_draft(content=live.content, words=FIRST, by=desk.author, change_note="", version=-1)
    draft = on_the_desk(live.content)
    with pytest.raises(DomainError, match="Somebody else than its author approves"):
        publish(draft=draft, by=desk.author)
    assert published(live.content) == live


def test_one_curator_is_enough_where_the_company_says_so(
    desk: SimpleNamespace, live: Edition, settings: object
) -> None:
    settings.SECOND_PERSON_APPROVES = False
    write_draft(content=live.content, words=FIRST, by=desk.author, change_note="clearer", version=-1)
    draft = on_the_desk(live.content)
    publish(draft=draft, by=desk.author)
    assert (published(live.content), draft.approved_alone) == (draft, True)


def test_exactly_the_changed_block_turns_outdated(desk: SimpleNamespace, live: Edition) -> None:
    _translate_all(live, desk)
    newer = _next(live, desk, [FIRST[0], Words(key="how", kind="text", text="Write dissent too."), FIRST[2]])
    assert _states(newer) == {
        "title": TranslationState.APPROVED,
        "how": TranslationState.OUTDATED,
        "who": TranslationState.APPROVED,
    }


def test_a_translation_that_was_caught_up_is_behind_no_more(desk: SimpleNamespace, live: Edition) -> None:
    _translate_all(live, desk)
    newer = _next(live, desk, [FIRST[0], Words(key="how", kind="text", text="Write dissent too."), FIRST[2]])
    new = newer.blocks.get(key="how").text_hash
    translate(content=newer.content, language="ja", key="how", text="異議も書く", source_hash=new, by=desk.author)
    assert _states(newer)["how"] == TranslationState.NEEDS_REVIEW


def test_an_edition_that_lost_a_block_leaves_no_translation_of_it_behind(desk: SimpleNamespace, live: Edition) -> None:
    _translate_all(live, desk)
    newer = _next(live, desk, [Words(key="title", kind="line", text="Minutes, shorter")])
    assert _states(newer) == {"title": TranslationState.OUTDATED}


def test_a_change_of_wording_only_leaves_translations_good(desk: SimpleNamespace, live: Edition) -> None:
    _translate_all(live, desk)
    reworded = Words(key="how", kind="text", text="Write the decision first of all.", is_wording_only=True)
    newer = _next(live, desk, [FIRST[0], reworded, FIRST[2]])
    assert set(_states(newer).values()) == {TranslationState.APPROVED}


def test_a_translation_waits_for_somebody_elses_look(desk: SimpleNamespace, live: Edition) -> None:
    title = live.blocks.get(key="title")
    translate(
        content=live.content, language="ja", key="title", text="議事録", source_hash=title.text_hash, by=desk.author
    )
    assert _states(live)["title"] == TranslationState.NEEDS_REVIEW
    assert approve_translation(content=live.content, language="ja", by=desk.author) == 0
    assert approve_translation(content=live.content, language="ja", by=desk.other) == 1
    assert _states(live)["title"] == TranslationState.APPROVED


def test_the_former_edition_is_kept_as_it_was(desk: SimpleNamespace, live: Edition) -> None:
    newer = _next(live, desk, [Words(key="title", kind="line", text="Minutes, shorter")])
    live.refresh_from_db()
    assert (live.state, newer.number) == (EditionState.ARCHIVED, 2)
    assert [block.text for block in live.blocks.in_order()] == [one.text for one in FIRST]


@pytest.mark.parametrize("change", ["update", "insert", "delete", "move"])
def test_the_database_refuses_to_change_what_was_published(live: Edition, change: str) -> None:
    change_it = {
        "update": lambda: live.blocks.filter(key="how").update(text="Other words."),
        "insert": lambda: Block.objects.create(edition=live, key="late", kind="text", position=9, text="Late words."),
        "delete": lambda: live.blocks.filter(key="how").delete(),
        "move": lambda: live.blocks.filter(key="how").update(
            edition=Edition.objects.create(content=live.content, number=2, author=live.author)
        ),
    }[change]
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change_it()
    assert live.blocks.get(key="how").text == "Write the decision first."


def test_there_is_one_edition_on_the_desk_and_one_for_readers(desk: SimpleNamespace, live: Edition) -> None:
    write_draft(content=live.content, words=FIRST, by=desk.author, change_note="", version=-1)
    with pytest.raises(IntegrityError, match="version_one_on_the_desk"), transaction.atomic():
        Edition.objects.create(content=live.content, number=9, author=desk.author)


def test_two_curators_do_not_overwrite_each_other(desk: SimpleNamespace, live: Edition) -> None:
    write_draft(content=live.content, words=FIRST, by=desk.author, change_note="", version=-1)
    seen = on_the_desk(live.content).version
    write_draft(content=live.content, words=FIRST[:2], by=desk.other, change_note="", version=seen)
    with pytest.raises(LostUpdateError):
        write_draft(content=live.content, words=FIRST[:1], by=desk.author, change_note="", version=seen)
    assert on_the_desk(live.content).blocks.count() == 2


def test_an_edition_with_its_reviewer_is_not_written_on(desk: SimpleNamespace, live: Edition) -> None:
    write_draft(content=live.content, words=FIRST, by=desk.author, change_note="shorter", version=-1)
    draft = on_the_desk(live.content)
    submit(draft=draft)
    with pytest.raises(DomainError, match="with its reviewer"):
        write_draft(content=live.content, words=FIRST, by=desk.author, change_note="", version=draft.version)
    take_back(draft=draft)
    assert on_the_desk(live.content).state == EditionState.DRAFT


def test_a_second_edition_says_what_changed(desk: SimpleNamespace, live: Edition) -> None:
    write_draft(content=live.content, words=FIRST, by=desk.author, change_note="", version=-1)
    with pytest.raises(DomainError, match="Say in one line what changed"):
        submit(draft=on_the_desk(live.content))


def test_what_is_not_known_stays_a_visible_blank(live: Edition) -> None:
    filled = {one.key: one.text for one in fill(passages(live, "en"), {"alliance": "Kestrel × Northwind"})}
    assert filled["who"] == f"Alliance: Kestrel × Northwind\nLead: {BLANK}"


def test_everybody_who_had_a_part_is_named_once(desk: SimpleNamespace, live: Edition) -> None:
    _translate_all(live, desk)
    assert contributors(live.content) == ["Cora Curator", "Otto Other"]
