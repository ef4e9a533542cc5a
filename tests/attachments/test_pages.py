"""Files and links on the pages of what they belong to, and how they come in and go out."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from alliances.journal.models import JournalEntry
from coe_hub.action_items.models import ActionItem
from coe_hub.attachments.actions import add_link, archive_attachment, attach_file, replace_file
from coe_hub.attachments.models import Attachment
from tests.attachments.data import PDF, pdf, upload
from tests.cast import Cast
from tests.factories import SINCE
from tests.reminders.items import make_item


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def _attach(browser: Client, code: str, record: object, *files: object, **headers: str) -> object:
    address = reverse("attachment_create", args=[code, record.public_id])
    return browser.post(address, {"uploads": list(files)}, headers=headers)


def _said(response: object) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request)]


def test_several_files_at_once_are_there_and_the_bad_one_is_named(lead: Client, alliance: Alliance) -> None:
    response = _attach(lead, "alliance", alliance, pdf("one.pdf"), upload("setup.exe", b"MZ"), pdf("two.pdf"))
    assert response["Location"] == reverse("alliance_files", args=[alliance.public_id])
    assert _said(response) == [
        "2 files attached.",
        "setup.exe: Programs and scripts are not taken. Add a link to where it lives.",
    ]
    page = lead.get(response["Location"])
    assert [(one.title, place) for one, place in page.context["files"]] == [("two.pdf", {}), ("one.pdf", {})]


def test_where_none_is_taken_the_form_says_why(lead: Client, alliance: Alliance) -> None:
    response = _attach(lead, "alliance", alliance, upload("setup.exe", b"MZ"))
    assert response.context["form"].errors == {
        "uploads": ["setup.exe: Programs and scripts are not taken. Add a link to where it lives."]
    }
    assert "<p>setup.exe: Programs and scripts are not taken." in response.content.decode()
    response = _attach(lead, "alliance", alliance)
    assert response.context["form"].errors == {"uploads": ["Choose a file."]}
    assert Attachment.objects.count() == 0


def test_a_script_that_sends_files_is_told_where_to_go(lead: Client, alliance: Alliance) -> None:
    response = _attach(lead, "alliance", alliance, pdf(), **{"HX-Request": "true"})
    assert response["HX-Redirect"] == reverse("alliance_files", args=[alliance.public_id])
    response = _attach(lead, "alliance", alliance, upload("setup.exe", b"MZ"), **{"HX-Request": "true"})
    assert response["HX-Redirect"] == reverse("attachment_create", args=["alliance", alliance.public_id])


def test_a_kind_that_takes_no_files_does_not_exist(lead: Client, alliance: Alliance) -> None:
    assert _attach(lead, "stage", alliance, pdf()).status_code == 404
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("name", ["charter.pdf", "提携契約（最終版）.pdf", 'a "b"; c.pdf'])
def test_a_file_goes_out_whole_as_a_download_under_its_own_name(name: str, lead: Client, alliance: Alliance) -> None:
    attach_file(record=alliance, upload=pdf(), by=None)
    edition = Attachment.objects.get().newest
    type(edition).objects.update(name=name)
    response = lead.get(reverse("attachment_download", args=[Attachment.objects.get().public_id]))
    assert (response.streaming, b"".join(response.streaming_content)) == (True, PDF)
    told = {header: response[header] for header in ("Content-Type", "X-Content-Type-Options", "Content-Disposition")}
    plain = name.replace('"', '\\"')
    assert told == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="{plain}"'
        if name.isascii()
        else f"attachment; filename*=utf-8''{quote(name)}",
    }


def test_a_page_with_a_script_in_it_is_never_shown_as_one(lead: Client, alliance: Alliance) -> None:
    file = attach_file(record=alliance, upload=upload("a.html", b"<script>alert(1)</script>"), by=None)
    response = lead.get(reverse("attachment_download", args=[file.public_id]))
    assert (response["Content-Type"], response["X-Content-Type-Options"], response["Content-Disposition"]) == (
        "application/octet-stream",
        "nosniff",
        'attachment; filename="a.html"',
    )


def test_each_edition_has_an_address_of_its_own(lead: Client, file: Attachment, cast: Cast) -> None:
    replace_file(file=file, upload=pdf("charter.pdf", b"more"), by=cast.lead)
    addresses = [reverse("edition_attached", args=[file.public_id, number]) for number in (1, 2, 3)]
    answers = [lead.get(address) for address in addresses]
    assert [b"".join(one.streaming_content) for one in answers[:2]] == [PDF, PDF + b"more"]
    assert answers[2].status_code == 404


def test_attachment_detail_has_each_edition_and_leads_back(
    lead: Client, file: Attachment, alliance: Alliance, cast: Cast
) -> None:
    replace_file(file=file, upload=pdf("second.pdf", b"more"), by=cast.lead)
    page = lead.get(reverse("attachment_detail", args=[file.public_id]))
    editions = [(one.number, one.name, one.size) for one in page.context["attachment"].editions.all()]
    assert editions == [(2, "second.pdf", len(PDF) + 4), (1, "charter.pdf", len(PDF))]
    assert (page.context["record"], page.context["back_url"]) == (
        alliance,
        reverse("alliance_files", args=[alliance.public_id]),
    )


def test_a_file_is_replaced_and_taken_up_again_on_its_page(lead: Client, file: Attachment) -> None:
    address = reverse("attachment_replace", args=[file.public_id])
    assert lead.post(address, {"file": upload("a.exe", b"MZ")}).context["form"].errors == {
        "file": ["Programs and scripts are not taken. Add a link to where it lives."]
    }
    assert lead.post(address, {"file": pdf("new.pdf")})["Location"] == file.get_absolute_url()
    lead.post(reverse("edition_take_up", args=[file.public_id, 1]))
    assert list(file.editions.order_by("number").values_list("name", flat=True)) == [
        "charter.pdf",
        "new.pdf",
        "charter.pdf",
    ]
    assert lead.post(reverse("edition_take_up", args=[file.public_id, 9])).status_code == 404


def test_removing_leads_back_and_can_be_undone(lead: Client, file: Attachment, alliance: Alliance) -> None:
    files = reverse("alliance_files", args=[alliance.public_id])
    response = lead.post(reverse("attachment_archive", args=[file.public_id]))
    (message,) = get_messages(response.wsgi_request)
    assert (response["Location"], str(message)) == (files, "Removed: charter.pdf")
    assert lead.get(files).context["files"] == []
    response = lead.post(reverse("edition_take_up", args=[file.public_id, 1]))
    assert _said(response)[-1:] == ["This was removed. Restore it first."]
    assert message.extra_tags == reverse("attachment_restore", args=[file.public_id])
    assert lead.post(message.extra_tags)["Location"] == file.get_absolute_url()
    assert [one for one, _place in lead.get(files).context["files"]] == [file]


def test_a_link_is_added_and_changed(lead: Client, alliance: Alliance) -> None:
    add = reverse("link_create", args=["alliance", alliance.public_id])
    typed = {"title": "Charter", "address": "ftp://a.example", "checked_on": ""}
    assert lead.post(add, typed).context["form"].errors == {"address": ["Enter a valid URL."]}
    assert lead.post(add, {"title": ""}).context["form"].errors == {
        "title": ["This field is required."],
        "address": ["This field is required."],
    }
    lead.post(add, typed | {"address": "https://a.example/charter"})
    link = Attachment.objects.get()
    assert (link.title, link.address, link.checked_on) == ("Charter", "https://a.example/charter", None)
    edit = reverse("link_edit", args=[link.public_id])
    form = lead.get(edit).context["form"]
    sent = {"title": "The charter", "address": link.address, "checked_on": "2026-03-02"}
    lead.post(edit, sent | {"version": form.fields["version"].initial, "base": form.fields["base"].initial})
    link.refresh_from_db()
    assert (link.title, link.checked_on, link.version) == ("The charter", SINCE, 2)


def test_the_files_page_has_what_hangs_on_journal_and_actions_and_says_where(
    lead: Client, alliance: Alliance, entry: JournalEntry, item: ActionItem, file: Attachment
) -> None:
    for record, name in ((entry, "notes.pdf"), (item, "data.pdf")):
        attach_file(record=record, upload=pdf(name), by=None)
    page = lead.get(reverse("alliance_files", args=[alliance.public_id]))
    assert [(one.title, place.get("title"), place.get("url")) for one, place in page.context["files"]] == [
        ("data.pdf", "Send the data", item.get_absolute_url()),
        ("notes.pdf", "They called", entry.get_absolute_url()),
        ("charter.pdf", None, None),
    ]


def test_files_stand_beside_the_line_and_the_action_they_belong_to(
    lead: Client, alliance: Alliance, entry: JournalEntry, item: ActionItem
) -> None:
    line, action = (attach_file(record=record, upload=pdf(), by=None) for record in (entry, item))
    pages = {
        "journal": lead.get(reverse("journal_list", args=[alliance.public_id])),
        "record": lead.get(alliance.get_absolute_url()),
        "action": lead.get(item.get_absolute_url()),
    }
    shown = {
        name: [one for one in (line, action) if reverse("attachment_download", args=[one.public_id]) in text]
        for name, page in pages.items()
        if (text := page.content.decode())
    }
    assert shown == {"journal": [line], "record": [line], "action": [action]}


def test_only_those_who_may_change_the_record_are_offered_to_add(
    alliance: Alliance, item: ActionItem, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    address = reverse("attachment_create", args=["action", item.public_id])
    pages = {role: sign_in(getattr(cast, role)).get(item.get_absolute_url()) for role in ("team", "viewer")}
    assert {role: address in page.content.decode() for role, page in pages.items()} == {"team": True, "viewer": False}


def test_addresses_in_the_journal_are_links_and_nothing_else_is_markup(
    lead: Client, alliance: Alliance, cast: Cast
) -> None:
    text = "<b>Charter</b> at https://veeva.example/charter."
    write_entry(alliance=alliance, kind="note", text=text, happened_on=SINCE, by=cast.lead)
    page = lead.get(reverse("journal_list", args=[alliance.public_id])).content.decode()
    link = '<a href="https://veeva.example/charter" rel="nofollow noopener">https://veeva.example/charter</a>'
    assert f"&lt;b&gt;Charter&lt;/b&gt; at {link}." in page


@pytest.mark.parametrize("page", ["journal_list", "alliance_actions", "alliance_files"])
def test_pages_ask_as_often_for_three_rows_with_files_as_for_one(
    page: str, lead: Client, alliance: Alliance, cast: Cast
) -> None:
    address = reverse(page, args=[alliance.public_id])
    asked = []
    for _row in range(3):
        entry = write_entry(alliance=alliance, kind="note", text="A note", happened_on=SINCE, by=cast.lead)
        for record in (entry, make_item(alliance, cast.lead.person, by=cast.lead)):
            attach_file(record=record, upload=pdf(), by=cast.lead)
        lead.get(address)
        with CaptureQueriesContext(connection) as queries:
            lead.get(address)
        asked.append(len(queries))
    assert asked == asked[:1] * 3


def test_what_hangs_on_a_restricted_alliance_is_on_no_page_and_has_no_address(
    secret: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    file = attach_file(record=secret, upload=pdf("umbra.pdf"), by=cast.lead)
    link = add_link(record=secret, title="Umbra", address="https://umbra.example", by=cast.lead)
    archive_attachment(attachment=link)
    addresses = [file.get_absolute_url(), link.get_absolute_url()]
    addresses.append(reverse("attachment_download", args=[file.public_id]))
    answers = {
        role: {sign_in(getattr(cast, role)).get(address).status_code for address in addresses}
        for role in ("viewer", "admin", "manager", "committee", "auditor", "stranger")
    }
    seen_by = {role: 200 if answer == {200} else 404 for role, answer in answers.items() if len(answer) == 1}
    assert seen_by == {"viewer": 200, "admin": 404, "manager": 404, "committee": 404, "auditor": 404, "stranger": 404}
