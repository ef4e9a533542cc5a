"""Files and links are added, replaced, taken up again, put away and taken out again; nothing is ever lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.journal.models import JournalEntry
from coe_hub.action_items.models import ActionItem
from coe_hub.attachments.actions import (
    add_link,
    archive_attachment,
    attach_file,
    edit_link,
    replace_file,
    restore_attachment,
    restore_edition,
)
from coe_hub.attachments.models import Attachment, Folder, contents_of
from coe_hub.lib.errors import DomainError
from tests.attachments.data import PDF, pdf, upload
from tests.cast import Cast
from tests.refusals import LOST, refused

THERE = {"title": "Charter", "address": "https://kestrel.sharepoint.example/charter"}
REMOVED = DomainError("This was removed. Restore it first.")


@pytest.fixture
def link(alliance: Alliance, cast: Cast) -> Attachment:
    return add_link(record=alliance, by=cast.lead, **THERE)


def _editions(file: Attachment) -> list[tuple[int, str, bytes]]:
    return [(one.number, one.name, one.stored.read()) for one in file.editions.order_by("number")]


@pytest.mark.parametrize("kind", ["alliance", "entry", "item"])
def test_the_first_file_makes_the_folder_in_the_records_scope(
    kind: str, alliance: Alliance, entry: JournalEntry, item: ActionItem, cast: Cast
) -> None:
    record = {"alliance": alliance, "entry": entry, "item": item}[kind]
    file = attach_file(record=record, upload=pdf("計画 草案.pdf"), by=cast.team)
    link = add_link(record=record, by=cast.team, checked_on=date(2026, 3, 2), **THERE)
    record = type(record).objects.get(pk=record.pk)
    assert record.folder == Folder.objects.get()
    assert record.folder.scope == alliance.scope
    assert contents_of(record) == [link, file]
    assert (file.title, link.host, link.checked_on) == (
        "計画 草案.pdf",
        "kestrel.sharepoint.example",
        date(2026, 3, 2),
    )


def test_a_record_without_a_folder_has_nothing_and_asks_nobody(
    alliance: Alliance, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        assert contents_of(alliance) == []


def test_a_file_is_stored_under_a_name_that_tells_nothing(file: Attachment) -> None:
    stored = file.newest.stored.name
    assert (stored.startswith("attachments/"), "charter" in stored, default_storage.open(stored).read()) == (
        True,
        False,
        PDF,
    )


def test_a_replaced_file_keeps_its_former_edition_which_can_be_taken_up_again(file: Attachment, cast: Cast) -> None:
    replace_file(file=file, upload=pdf("charter 2.pdf", b"more"), by=cast.team)
    assert _editions(file) == [(1, "charter.pdf", PDF), (2, "charter 2.pdf", PDF + b"more")]
    assert Attachment.objects.get().title == "charter 2.pdf"

    restore_edition(file=file, number=1, by=cast.lead)
    assert _editions(file)[2] == (3, "charter.pdf", PDF)
    assert Attachment.objects.get().title == "charter.pdf"


def test_the_newest_edition_taken_up_again_changes_nothing(file: Attachment, cast: Cast) -> None:
    assert restore_edition(file=file, number=1, by=cast.lead).number == 1
    assert len(_editions(file)) == 1


def test_what_is_put_away_is_out_of_the_folder_until_it_is_taken_out_again(
    file: Attachment, alliance: Alliance
) -> None:
    archive_attachment(attachment=file)
    put_away = file.archived_at
    archive_attachment(attachment=file)
    assert file.archived_at == put_away
    assert contents_of(Alliance.objects.get(pk=alliance.pk)) == []
    restore_attachment(attachment=file)
    restore_attachment(attachment=file)
    assert contents_of(Alliance.objects.get(pk=alliance.pk)) == [file]


def test_a_file_that_is_not_taken_leaves_no_folder(alliance: Alliance, cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        attach_file(record=alliance, upload=upload("setup.exe", b"MZ"), by=cast.lead)
    assert caught.value.messages == ["Programs and scripts are not taken. Add a link to where it lives."]
    assert (Folder.objects.count(), Attachment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://kestrel.example/charter", "kestrel.example", "file:///etc/passwd"]
)
def test_a_link_leads_to_a_page_and_nowhere_else(address: str, alliance: Alliance, cast: Cast) -> None:
    with refused({"address": ["Enter a valid URL."]}):
        add_link(record=alliance, by=cast.lead, title="Charter", address=address)


def test_a_link_saved_by_somebody_else_is_not_overwritten(link: Attachment) -> None:
    edit_link(link=link, version=1, title="The charter")
    with refused(LOST):
        edit_link(link=link, version=1, title="Mine")


def test_what_was_removed_is_changed_by_nobody(file: Attachment, link: Attachment, cast: Cast) -> None:
    archive_attachment(attachment=file)
    archive_attachment(attachment=link)
    with refused(REMOVED):
        edit_link(link=link, version=link.version, title="The charter")
    with refused(REMOVED):
        replace_file(file=file, upload=pdf(), by=cast.lead)
    with refused(REMOVED):
        restore_edition(file=file, number=1, by=cast.lead)


def test_the_alliances_history_tells_it(file: Attachment, link: Attachment, alliance: Alliance, cast: Cast) -> None:
    replace_file(file=file, upload=pdf("charter 2.pdf"), by=cast.team)
    edit_link(link=link, version=1, title="The charter", address="https://veeva.example", checked_on=date(2026, 3, 2))
    archive_attachment(attachment=link)
    restore_attachment(attachment=link)
    told = [one.what for one in alliance_sentences(alliance)]
    assert sorted(what for what in told if "harter" in what) == [
        "added the link “Charter”",
        "attached the file “charter.pdf”",
        "changed where the link “The charter” leads",
        "put in edition 2 of “charter 2.pdf”",
        "removed “The charter”",
        "restored “The charter”",
        "retitled “Charter” as “The charter”",
        "retitled “charter.pdf” as “charter 2.pdf”",
        "set the day on which the link “The charter” was checked to: 2 Mar 2026",
    ]
