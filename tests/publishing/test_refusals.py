"""Every refusal on the way of content to its readers: what it says, and that it changes nothing."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.publishing.actions import (
    Words,
    attach_file,
    comment_on_pilot,
    confirm_review,
    create_content,
    detach_file,
    give_back,
    look_after,
    publish,
    retire,
    start_pilot,
    submit,
    take_back,
    translate,
    translate_all,
    write_draft,
)
from coe_hub.publishing.models import Content, Edition
from tests.publishing.conftest import FIRST
from tests.refusals import BLANK, LOST, Said, refused
from tests.toolkits.data import word_file

MOVED_ON = DomainError("This edition has moved on meanwhile. Look where it is now, then decide.")
NOTE_MISSING = DomainError("Say in one line what changed; readers of the former edition will see it.")
NOT_ALONE = DomainError("Somebody else than its author approves an edition. Ask another curator.")
RETIRED = DomainError("It is retired. Give it back to its readers first.")
# How each action that writes on the desk is called, with what was opened.
WRITERS: dict[str, Callable[..., object]] = {
    "write_draft": lambda w, version: write_draft(
        content=w.content, words=FIRST[:1], by=w.desk.author, change_note="", version=version
    ),
    "attach_file": lambda w, version: attach_file(
        content=w.content, upload=word_file(), kind="docx", label="Letterhead", by=w.desk.author, version=version
    ),
    "detach_file": lambda w, version: detach_file(content=w.content, by=w.desk.author, version=version),
}


@pytest.fixture
def world(live: Edition, desk: SimpleNamespace) -> SimpleNamespace:
    """A content that readers see, and its second edition on the desk."""
    draft = write_draft(content=live.content, words=FIRST, by=desk.author, change_note="clearer", version=-1)
    return SimpleNamespace(desk=desk, live=live, draft=draft, content=Content.objects.get(pk=live.content_id))


def unsaid(world: SimpleNamespace) -> Edition:
    """The draft, and nobody said what changed."""
    Edition.objects.filter(pk=world.draft.pk).update(change_note="")
    return Edition.objects.get(pk=world.draft.pk)


def retired(world: SimpleNamespace) -> Edition:
    """The draft of a content that was taken from its readers."""
    retire(content=world.content, reason="Two did the same.", instead=None, version=world.content.version)
    return Edition.objects.get(pk=world.draft.pk)


def looked_after(world: SimpleNamespace, **changes: Any) -> None:
    values = {"owner": world.desk.author.person, "co_owner": None, "review_months": 6} | changes
    look_after(content=world.content, **{"version": world.content.version} | values)


# Prepare (outside what is refused), act, and what is said.
Case = tuple[Callable[[SimpleNamespace], Any], Callable[[SimpleNamespace, Any], object], Said]


def nothing(world: SimpleNamespace) -> None:
    """Nothing to prepare."""


REFUSALS: dict[str, Case] = {
    "look_after: saved meanwhile": (nothing, lambda w, _: looked_after(w, version=99), LOST),
    "look_after: one owner twice": (
        nothing,
        lambda w, _: looked_after(w, co_owner=w.desk.author.person),
        {"__all__": ["Constraint “content_two_owners_differ” is violated."]},
    ),
    "look_after: never": (
        nothing,
        lambda w, _: looked_after(w, review_months=0),
        {"review_months": ["Ensure this value is greater than or equal to 1."]},
    ),
    "retire: saved meanwhile": (
        nothing,
        lambda w, _: retire(content=w.content, reason="Old", instead=None, version=99),
        LOST,
    ),
    "retire: without a reason": (
        nothing,
        lambda w, _: retire(content=w.content, reason="", instead=None, version=w.content.version),
        {"__all__": ["Constraint “content_retired_with_reason” is violated."]},
    ),
    "give_back: not retired": (
        nothing,
        lambda w, _: give_back(content=w.content),
        DomainError("It is with its readers already."),
    ),
    "give_back: saved meanwhile": (
        lambda w: (Content.objects.get(pk=w.content.pk), retired(w), w.content),
        lambda w, made: give_back(content=_outdated(made[2])),
        LOST,
    ),
    "confirm_review: saved meanwhile": (nothing, lambda w, _: confirm_review(content=w.content, version=99), LOST),
    "create_content: an address that is taken": (
        nothing,
        lambda w, _: create_content(kind="tool", slug="minutes", words=FIRST, by=w.desk.author),
        {"__all__": ["Content with this Kind and Address already exists."]},
    ),
    "create_content: a block without words": (
        nothing,
        lambda w, _: create_content(kind="tool", slug="new", words=[Words("title", "line", "")], by=w.desk.author),
        {"text": [BLANK]},
    ),
    "write_draft: a block without words": (
        nothing,
        lambda w, _: write_draft(
            content=w.content,
            words=[Words("how", "text", "")],
            by=w.desk.author,
            change_note="",
            version=w.draft.version,
        ),
        {"text": [BLANK]},
    ),
    "attach_file: of no kind we know": (
        nothing,
        lambda w, _: attach_file(
            content=w.content, upload=word_file(), kind="exe", label="It", by=w.desk.author, version=w.draft.version
        ),
        {"kind": ["Value 'exe' is not a valid choice."]},
    ),
    "submit: nobody says what changed": (unsaid, lambda w, draft: submit(draft=draft), NOTE_MISSING),
    "submit: published already": (nothing, lambda w, _: submit(draft=w.live), MOVED_ON),
    "submit: saved meanwhile": (nothing, lambda w, _: submit(draft=w.draft, version=99), LOST),
    "take_back: never left the desk": (nothing, lambda w, _: take_back(draft=w.draft), MOVED_ON),
    "take_back: saved meanwhile": (
        lambda w: submit(draft=w.draft),
        lambda w, _: take_back(draft=w.draft, version=99),
        LOST,
    ),
    "start_pilot: published already": (
        nothing,
        lambda w, _: start_pilot(draft=w.live, question="Why?", by=w.desk.other),
        MOVED_ON,
    ),
    "start_pilot: retired": (
        retired,
        lambda w, draft: start_pilot(draft=draft, question="Why?", by=w.desk.other),
        RETIRED,
    ),
    "start_pilot: by its author": (
        nothing,
        lambda w, _: start_pilot(draft=w.draft, question="Why?", by=w.desk.author),
        NOT_ALONE,
    ),
    "start_pilot: nobody says what changed": (
        unsaid,
        lambda w, draft: start_pilot(draft=draft, question="Why?", by=w.desk.other),
        NOTE_MISSING,
    ),
    "start_pilot: to find out nothing": (
        nothing,
        lambda w, _: start_pilot(draft=w.draft, question="", by=w.desk.other),
        DomainError("Say in one sentence what you want to find out.", field="question"),
    ),
    "start_pilot: with a whole story": (
        nothing,
        lambda w, _: start_pilot(draft=w.draft, question="x" * 301, by=w.desk.other),
        {"pilot_question": ["Ensure this value has at most 300 characters (it has 301)."]},
    ),
    "start_pilot: saved meanwhile": (
        nothing,
        lambda w, _: start_pilot(draft=w.draft, question="Why?", by=w.desk.other, version=99),
        LOST,
    ),
    "comment_on_pilot: nothing to try": (
        nothing,
        lambda w, _: comment_on_pilot(edition=w.draft, text="Good.", by=w.desk.other),
        DomainError("This edition is no longer being tried out."),
    ),
    "comment_on_pilot: without words": (
        lambda w: start_pilot(draft=w.draft, question="Why?", by=w.desk.other),
        lambda w, _: comment_on_pilot(edition=w.draft, text="", by=w.desk.other),
        {"text": [BLANK]},
    ),
    "publish: published already": (nothing, lambda w, _: publish(draft=w.live, by=w.desk.other), MOVED_ON),
    "publish: retired": (retired, lambda w, draft: publish(draft=draft, by=w.desk.other), RETIRED),
    "publish: by its author": (nothing, lambda w, _: publish(draft=w.draft, by=w.desk.author), NOT_ALONE),
    "publish: nobody says what changed": (
        unsaid,
        lambda w, draft: publish(draft=draft, by=w.desk.other),
        NOTE_MISSING,
    ),
    "publish: saved meanwhile": (nothing, lambda w, _: publish(draft=w.draft, by=w.desk.other, version=99), LOST),
    "translate: without words": (
        nothing,
        lambda w, _: translate(content=w.content, language="ja", key="how", text="", source_hash="x", by=w.desk.author),
        {"text": [BLANK]},
    ),
    "translate_all: a block that is not there": (
        nothing,
        lambda w, _: translate_all(
            edition=w.live,
            language="ja",
            words=[Words("how", "text", "訳"), Words("extra", "text", "訳")],
            by=w.desk.author,
            approver=w.desk.other,
        ),
        DomainError("The block “extra” is translated but not in the original."),
    ),
}


def _outdated(content: Content) -> Content:
    content.version -= 1
    return content


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str, world: SimpleNamespace) -> None:
    prepare, act, said = REFUSALS[name]
    made = prepare(world)
    with refused(said):
        act(world, made)


@pytest.mark.parametrize("write", WRITERS)
def test_writing_on_the_desk_is_refused_where_the_edition_is_not_what_was_opened(
    write: str, world: SimpleNamespace
) -> None:
    opened = world.draft.version
    with refused(LOST):
        WRITERS[write](world, opened + 1)
    submit(draft=world.draft)
    with refused(DomainError("This edition is with its reviewer. Take it back to change it.")):
        WRITERS[write](world, world.draft.version)
    start_pilot(draft=world.draft, question="Why?", by=world.desk.other)
    with refused(DomainError("This edition is being tried out. Take it back to change it.")):
        WRITERS[write](world, world.draft.version)
    publish(draft=world.draft, by=world.desk.other)
    with refused(LostUpdateError("The edition you were writing has left the desk. Read what became of it.")):
        WRITERS[write](world, opened)
    with refused(LostUpdateError("Another edition was published since you opened this page. Read it first.")):
        WRITERS[write](world, -1)
