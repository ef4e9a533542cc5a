"""Each rule of the publishing spine, of tools and of usage, tried with what is right and with what is wrong."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from coe_hub.publishing.models import AttachedFile, Block, BlockTranslation, Content, Edition, PilotComment, PilotReader
from coe_hub.usage.models import UsageEvent
from tests.factories import make_user
from toolkits.models import Tool

NOW = timezone.now()
ROOMS = ("publishing", "toolkits")


def version(w: SimpleNamespace, number: int, **values: Any) -> Edition:
    return Edition(**{"content": w.content, "number": number, "author": w.user} | values)


def live(w: SimpleNamespace, number: int) -> Edition:
    return version(w, number, state="published", published_at=NOW, approved_by=w.user)


def former(w: SimpleNamespace, number: int) -> Edition:
    return version(w, number, state="archived", published_at=NOW, approved_by=w.user)


def pilot(w: SimpleNamespace, number: int, **values: Any) -> Edition:
    tried = {"state": "pilot", "pilot_since": NOW, "pilot_question": "Q?", "approved_by": w.user}
    return version(w, number, **tried | {"content": Content.objects.create(kind="tool", slug=f"p{number}")} | values)


def file(w: SimpleNamespace, **values: Any) -> AttachedFile:
    """Of an edition of its own, since an edition has one at most."""
    own = version(w, 1, content=Content.objects.create(kind="tool", slug=f"f{Content.objects.count()}"))
    own.save()
    return AttachedFile(**{"edition": own, "stored": "a.pdf", "kind": "pdf", "size": 1, "author": w.user} | values)


def comment(w: SimpleNamespace, text: str) -> PilotComment:
    return PilotComment(edition=w.draft, author=w.user, text=text)


def content(slug: str, **values: Any) -> Content:
    return Content(kind="tool", slug=slug, **values)


def block(w: SimpleNamespace, key: str, **values: Any) -> Block:
    return Block(**{"edition": w.draft, "key": key, "kind": "text", "position": 1, "text": "A"} | values)


def translation(w: SimpleNamespace, key: str) -> BlockTranslation:
    return BlockTranslation(
        content=w.content, language="ja", key=key, text="A", source_hash="0" * 32, translated_by=w.user
    )


def tool(slug: str, **values: Any) -> Tool:
    content = Content.objects.create(kind="tool", slug=slug)
    return Tool(**{"content": content, "toolkit": "research", "minutes": 5, "phases": ["running"]} | values)


CASES: dict[str, Callable[[SimpleNamespace], list[models.Model]]] = {
    "content_address_once": lambda w: [
        Content(kind="tool", slug="b"), Content(kind="lesson", slug="b"), Content(kind="tool", slug="b"),
    ],
    "content_kind_known": lambda w: [Content(kind="lesson", slug="c"), Content(kind="poem", slug="d")],
    "content_review_months_range": lambda w: [
        Content(kind="tool", slug="c", review_months=60), Content(kind="tool", slug="d", review_months=61),
    ],
    "content_retired_with_reason": lambda w: [
        content("c", archived_at=NOW, retired_reason="Old"), content("d", retired_reason="Old"),
    ],
    "content_not_instead_of_itself": lambda w: [
        content("c", id=7001, archived_at=NOW, retired_reason="Old", replaced_by=w.content),
        content("d", id=7002, archived_at=NOW, retired_reason="Old", replaced_by_id=7002),
    ],
    "content_two_owners_differ": lambda w: [
        content("c", owner=w.user.person), content("d", owner=w.user.person, co_owner=w.user.person),
    ],
    "version_pilot_has_question_and_approver": lambda w: [pilot(w, 2), pilot(w, 3, pilot_question="")],
    "pilot_reader_once": lambda w: [
        PilotReader(edition=w.draft, person=w.user.person),
        PilotReader(edition=w.draft, person=make_user("Rita Reader").person),
        PilotReader(edition=w.draft, person=w.user.person),
    ],
    "pilot_comment_says_something": lambda w: [comment(w, "Fine."), comment(w, "")],
    "attached_file_kind_known": lambda w: [file(w), file(w, kind="exe")],
    "attached_file_not_empty": lambda w: [file(w), file(w, size=0)],
    "version_number_once": lambda w: [live(w, 2), former(w, 2)],
    "version_one_published": lambda w: [live(w, 2), live(w, 3)],
    "version_one_on_the_desk": lambda w: [pilot(w, 3), pilot(w, 2, content=w.content)],
    "version_published_has_time_and_approver": lambda w: [live(w, 2), former(w, 3), version(w, 4, state="lost")],
    "block_key_once_per_version": lambda w: [block(w, "a"), block(w, "a")],
    "block_kind_known": lambda w: [block(w, "a"), block(w, "b", kind="song")],
    "block_translation_once": lambda w: [translation(w, "a"), translation(w, "a")],
    "tool_toolkit_known": lambda w: [tool("e"), tool("f", toolkit="garden")],
    "tool_format_known": lambda w: [tool("e", file_format="xlsx"), tool("f", file_format="exe")],
    "tool_weight_known": lambda w: [tool("e", weight="full"), tool("f", weight="heavy")],
    "tool_practice_known": lambda w: [tool("e", practice="core"), tool("f", practice="law")],
    "tool_minutes_range": lambda w: [tool("e", minutes=480), tool("f", minutes=481)],
    "tool_phases_known": lambda w: [tool("e", phases=[]), tool("f", phases=["dawn"])],
    "usage_event_kind_known": lambda w: [UsageEvent(kind="view", user=w.user), UsageEvent(kind="glance", user=w.user)],
}  # fmt: skip


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """A content with a draft on the desk."""
    world = SimpleNamespace(user=make_user("Cora Curator"), content=Content.objects.create(kind="tool", slug="a"))
    world.draft = version(world, 1)
    world.draft.save()
    return world


@pytest.mark.parametrize("name", CASES)
def test_the_database_takes_what_is_right_and_refuses_what_is_wrong(name: str, world: SimpleNamespace) -> None:
    *right, wrong = CASES[name](world)
    for row in right:
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        wrong.save(force_insert=True)


def test_every_constraint_of_these_rooms_is_tried() -> None:
    ours = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    written = {one.name for model in [*ours, UsageEvent] for one in model._meta.constraints}
    assert written == set(CASES)
