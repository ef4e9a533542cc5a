"""The states of an edition and of a content: tried out, published once and on purpose, credited, retired."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.publishing.actions import (
    Words,
    comment_on_pilot,
    confirm_review,
    create_content,
    give_back,
    on_the_desk,
    publish,
    published,
    retire,
    start_pilot,
    submit,
    take_back,
    translate,
    write_draft,
)
from coe_hub.publishing.models import Content, ContentKind, Edition, EditionState, PilotComment
from coe_hub.publishing.reading import credits_of
from tests.factories import make_user
from tests.publishing.conftest import FIRST

NEXT = [FIRST[0], Words(key="how", kind="text", text="Write dissent too."), FIRST[2]]
QUESTION = "Do both sides write dissent down?"


@pytest.fixture
def draft(live: Edition, desk: SimpleNamespace) -> Edition:
    """The second edition, on the desk."""
    return write_draft(content=live.content, words=NEXT, by=desk.author, change_note="dissent", version=-1)


def test_a_pilot_changes_nothing_for_readers_and_waits_for_what_people_say(
    draft: Edition, live: Edition, desk: SimpleNamespace
) -> None:
    start_pilot(draft=draft, question=QUESTION, by=desk.other)
    assert (published(live.content), on_the_desk(live.content), draft.state) == (live, draft, EditionState.PILOT)
    comment_on_pilot(edition=draft, text="Yes, after two meetings.", by=desk.author)
    publish(draft=draft, by=desk.other)
    assert published(live.content) == draft
    assert list(PilotComment.objects.values_list("edition__number", "author", "text")) == [
        (2, desk.author.pk, "Yes, after two meetings.")
    ]
    with pytest.raises(DomainError, match="no longer being tried out"):
        comment_on_pilot(edition=draft, text="Too late.", by=desk.author)


def test_who_wrote_it_does_not_start_its_pilot(draft: Edition, desk: SimpleNamespace) -> None:
    with pytest.raises(DomainError, match="Somebody else than its author"):
        start_pilot(draft=draft, question=QUESTION, by=desk.author)


def test_a_pilot_wants_to_find_something_out(draft: Edition, desk: SimpleNamespace) -> None:
    with pytest.raises(DomainError, match="what you want to find out"):
        start_pilot(draft=draft, question="", by=desk.other)


def test_a_pilot_is_written_on_only_after_it_was_taken_back(draft: Edition, desk: SimpleNamespace) -> None:
    start_pilot(draft=draft, question=QUESTION, by=desk.other)
    with pytest.raises(DomainError, match="being tried out"):
        write_draft(content=draft.content, words=FIRST, by=desk.author, change_note="", version=draft.version)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        draft.blocks.filter(key="how").update(text="Behind their backs.")
    take_back(draft=draft)
    assert (draft.state, draft.approved_by, draft.pilot_since) == (EditionState.DRAFT, None, None)
    write_draft(content=draft.content, words=FIRST, by=desk.author, change_note="", version=draft.version)


def test_who_wrote_last_does_not_approve_whoever_began_it(draft: Edition, desk: SimpleNamespace) -> None:
    write_draft(content=draft.content, words=FIRST, by=desk.other, change_note="no", version=draft.version)
    draft.refresh_from_db()
    with pytest.raises(DomainError, match="Somebody else than its author"):
        publish(draft=draft, by=desk.other)
    publish(draft=draft, by=desk.author)
    assert (draft.state, draft.approved_alone) == (EditionState.PUBLISHED, False)


@pytest.mark.parametrize("step", ["publish", "submit", "start_pilot"])
def test_no_step_is_taken_on_an_edition_that_was_changed_since_it_was_read(
    step: str, draft: Edition, desk: SimpleNamespace
) -> None:
    read = draft.version
    write_draft(content=draft.content, words=FIRST, by=desk.author, change_note="other", version=read)
    now = on_the_desk(draft.content)
    steps = {
        "publish": lambda: publish(draft=now, by=desk.other, version=read),
        "submit": lambda: submit(draft=now, version=read),
        "start_pilot": lambda: start_pilot(draft=now, question=QUESTION, by=desk.other, version=read),
    }
    with pytest.raises(LostUpdateError), transaction.atomic():
        steps[step]()
    assert (on_the_desk(draft.content).state, published(draft.content).number) == (EditionState.DRAFT, 1)


def test_two_hands_that_publish_at_once_publish_one_edition_once(draft: Edition, desk: SimpleNamespace) -> None:
    same = Edition.objects.get(pk=draft.pk)
    publish(draft=draft, by=desk.other)
    with pytest.raises(LostUpdateError), transaction.atomic():
        publish(draft=same, by=desk.other)
    assert list(draft.content.editions.order_by("number").values_list("number", "state")) == [
        (1, "archived"),
        (2, "published"),
    ]


def test_a_draft_begun_twice_is_begun_once(live: Edition, desk: SimpleNamespace) -> None:
    write_draft(content=live.content, words=NEXT, by=desk.author, change_note="a", version=-1)
    with pytest.raises(LostUpdateError):
        write_draft(content=live.content, words=FIRST, by=desk.other, change_note="b", version=-1)
    assert on_the_desk(live.content).change_note == "a"


def test_what_is_written_on_an_edition_that_was_published_meanwhile_begins_no_new_one(
    draft: Edition, desk: SimpleNamespace
) -> None:
    opened = draft.version
    publish(draft=draft, by=desk.other)
    with pytest.raises(LostUpdateError, match="left the desk"):
        write_draft(content=draft.content, words=FIRST, by=desk.author, change_note="", version=opened)


@pytest.mark.parametrize(("number", "state"), [(1, "draft"), (1, "pilot"), (1, "in_review"), (2, "archived")])
def test_the_database_knows_the_way_to_readers(number: int, state: str, draft: Edition) -> None:
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        draft.content.editions.filter(number=number).update(state=state)


def test_every_edition_names_its_people_even_where_its_translation_was_overwritten(
    live: Edition, draft: Edition, desk: SimpleNamespace
) -> None:
    tara, theo = make_user("Tara Translator"), make_user("Theo Translator")
    for version, by in ((live, tara), (draft, theo)):
        text = version.blocks.get(key="how")
        translate(content=live.content, language="ja", key="how", text="訳", source_hash=text.text_hash, by=by)
    publish(draft=draft, by=desk.other)
    named = [
        (one.edition.number, one.written_by, one.approved_by, one.translated_by) for one in credits_of(live.content)
    ]
    assert named == [
        (2, ["Cora Curator"], "Otto Other", ["Theo Translator"]),
        (1, ["Cora Curator"], "Otto Other", ["Tara Translator"]),
    ]  # fmt: skip


def test_retired_with_a_reason_and_given_back(live: Edition, desk: SimpleNamespace) -> None:
    content = Content.objects.get(pk=live.content_id)
    other = create_content(kind=ContentKind.TOOL, slug="decisions", words=FIRST, by=desk.author)
    with pytest.raises(DomainError, match="another tool that readers can open"):
        retire(content=content, reason="Two did the same.", instead=other.content, version=content.version)
    publish(draft=other, by=desk.other)
    retire(content=content, reason="Two did the same.", instead=other.content, version=content.version)
    assert list(Content.objects.published().values_list("slug", flat=True)) == ["decisions"]
    with pytest.raises(DomainError, match="retired already"):
        retire(content=content, reason="Again.", instead=None, version=content.version)
    write_draft(content=content, words=NEXT, by=desk.author, change_note="dissent", version=-1)
    with pytest.raises(DomainError, match="It is retired"):
        publish(draft=on_the_desk(content), by=desk.other)
    give_back(content=content)
    assert (content.retired_reason, content.replaced_by, content.archived_at) == ("", None, None)
    assert published(content) == live


def test_nothing_is_retired_under_the_hands_of_those_who_try_it_out(draft: Edition, desk: SimpleNamespace) -> None:
    start_pilot(draft=draft, question=QUESTION, by=desk.other)
    with pytest.raises(DomainError, match="being tried out"):
        retire(content=draft.content, reason="Old.", instead=None, version=draft.content.version)


def test_a_review_moves_the_next_one_a_whole_rhythm_on(live: Edition) -> None:
    Content.objects.filter(pk=live.content_id).update(last_reviewed_on="2020-01-31", review_months=1)
    content = Content.objects.get(pk=live.content_id)
    assert (content.is_review_due, content.next_review_on.isoformat()) == (True, "2020-02-29")
    confirm_review(content=content)
    assert Content.objects.get(pk=live.content_id).is_review_due is False
