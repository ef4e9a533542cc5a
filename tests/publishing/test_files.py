"""The finished file of an edition: goes on to the next, and never changes once the edition was approved."""

from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.people.models import User
from coe_hub.publishing.actions import attach_file, detach_file, on_the_desk, publish, published, submit, write_draft
from coe_hub.publishing.models import AttachedFile, Content, Edition
from tests.publishing.conftest import FIRST
from tests.toolkits.data import word_file


def _attach(content: Content, *, by: User, version: int, label: str = "With our letterhead") -> None:
    attach_file(content=content, upload=word_file(text=label), kind="docx", label=label, by=by, version=version)


@pytest.fixture
def filed(live: Edition, desk: SimpleNamespace) -> Edition:
    """The second edition, published with a file."""
    _attach(live.content, by=desk.author, version=-1)
    draft = on_the_desk(live.content)
    publish(draft=draft, by=desk.other)
    return draft


def test_attaching_begins_an_edition_with_the_words_that_readers_see(live: Edition, desk: SimpleNamespace) -> None:
    _attach(live.content, by=desk.author, version=-1)
    draft = on_the_desk(live.content)
    assert [(one.key, one.text) for one in draft.blocks.in_order()] == [(one.key, one.text) for one in FIRST]
    assert (draft.number, draft.attached.label, draft.attached.author) == (2, "With our letterhead", desk.author)
    assert not AttachedFile.objects.filter(edition=live).exists()
    assert draft.attached.stored.name.startswith("publishing/")


def test_the_next_edition_begins_with_the_file_of_the_former(filed: Edition, desk: SimpleNamespace) -> None:
    draft = write_draft(content=filed.content, words=FIRST, by=desk.other, change_note="", version=-filed.number)
    assert (draft.attached.stored.name, draft.attached.author) == (filed.attached.stored.name, desk.author)


def test_another_file_leaves_the_former_edition_its_own(
    filed: Edition, desk: SimpleNamespace, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _attach(filed.content, by=desk.author, version=-filed.number, label="New letterhead")
    first_try = on_the_desk(filed.content)
    replaced = first_try.attached.stored.name
    with django_capture_on_commit_callbacks(execute=True):
        _attach(filed.content, by=desk.author, version=first_try.version, label="Newer letterhead")
    labels = list(AttachedFile.objects.order_by("edition__number").values_list("edition__number", "label"))
    assert labels == [(2, "With our letterhead"), (3, "Newer letterhead")]
    kept = {name: default_storage.exists(name) for name in (filed.attached.stored.name, replaced)}
    assert kept == {filed.attached.stored.name: True, replaced: False}


def test_taken_off_it_stays_with_the_edition_that_has_it(filed: Edition, desk: SimpleNamespace) -> None:
    detach_file(content=filed.content, by=desk.author, version=-filed.number)
    assert list(AttachedFile.objects.values_list("edition__number", flat=True)) == [2]
    assert (on_the_desk(filed.content).number, published(filed.content).number) == (3, 2)


@pytest.mark.parametrize("change", ["update", "delete", "move"])
def test_the_database_refuses_to_change_the_file_of_an_approved_edition(
    change: str, filed: Edition, desk: SimpleNamespace
) -> None:
    draft = write_draft(content=filed.content, words=FIRST, by=desk.author, change_note="", version=-filed.number)
    draft.attached.delete()
    file = AttachedFile.objects.filter(edition=filed)
    changes = {
        "update": lambda: file.update(stored="other.docx"),
        "delete": file.delete,
        "move": lambda: file.update(edition=draft),
    }
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        changes[change]()


def test_no_file_is_added_to_an_approved_edition(live: Edition, desk: SimpleNamespace) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AttachedFile.objects.create(edition=live, stored="a.pdf", kind="pdf", size=1, author=desk.author)


def test_neither_with_its_reviewer_nor_behind_somebodys_back(filed: Edition, desk: SimpleNamespace) -> None:
    opened = -filed.number
    draft = write_draft(content=filed.content, words=FIRST, by=desk.author, change_note="shorter", version=opened)
    with pytest.raises(LostUpdateError):
        _attach(filed.content, by=desk.other, version=draft.version - 1)
    submit(draft=draft)
    with pytest.raises(DomainError, match="with its reviewer"):
        _attach(filed.content, by=desk.other, version=draft.version)
