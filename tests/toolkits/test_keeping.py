"""Owners, rhythm and finished files: what curators keep beside the words."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from coe_hub import due
from coe_hub.publishing.actions import attach_file, on_the_desk, publish
from coe_hub.publishing.models import AttachedFile, Content
from tests.factories import make_person, make_user
from tests.overtaking import overtaken, saved
from tests.toolkits.data import make_edition, make_tool, word_file
from toolkits.models import Tool

SignIn = Callable[..., Client]


def _facts(client: Client, tool: Tool, **changes: Any) -> dict[str, Any]:
    form = client.get(reverse("tool_facts", args=[tool.content.slug])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None} | changes


def test_owners_and_rhythm_are_set_and_shown(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    user = make_user("Uma User")
    client = sign_in(desk.author)
    data = _facts(client, tool, co_owner="Uma User", review_months="6", minutes="25")
    response = client.post(reverse("tool_facts", args=[tool.content.slug]), data)
    assert response["Location"] == reverse("tool_edit", args=[tool.content.slug])
    tool.refresh_from_db()
    content = Content.objects.get(pk=tool.content_id)
    assert (content.owner, content.co_owner, content.review_months, tool.minutes) == (
        desk.author.person,
        user.person,
        6,
        25,
    )
    page = client.get(tool.get_absolute_url()).content.decode()
    assert ("Cara Author" in page, "Uma User" in page) == (True, True)


def test_tool_behind_leads_to_the_language_that_is_to_be_caught_up(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    response = sign_in(desk.author).get(reverse("tool_behind", args=[tool.content.slug]))
    assert response["Location"] == reverse("tool_translate", args=[tool.content.slug, "ja"])


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("owner", "Nobody Known", "Nobody you can see is called “Nobody Known”"),
        ("owner", "", "This field is required."),
        ("co_owner", "Cara Author", "Name somebody else than the owner, or nobody."),
        ("review_months", "7", "Select a valid choice. 7 is not one of the available choices."),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    field: str, typed: str, message: str, tool: Tool, desk: Any, sign_in: SignIn
) -> None:
    client = sign_in(desk.author)
    form = client.post(
        reverse("tool_facts", args=[tool.content.slug]), _facts(client, tool, minutes="25", **{field: typed})
    ).context["form"]
    assert form.errors[field][0].startswith(message)
    assert (form[field].value(), form["minutes"].value()) == (typed, "25")


def test_an_owner_that_the_curator_does_not_see_stays(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    hidden = make_person("Nora Hidden", is_public=False)
    Content.objects.filter(pk=tool.content_id).update(owner=hidden)
    client = sign_in(desk.other)
    client.post(reverse("tool_facts", args=[tool.content.slug]), _facts(client, tool, review_months="6"))
    assert Content.objects.filter(owner=hidden, review_months=6).exists()


def test_two_curators_on_the_facts_get_the_merge_page(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    author, other = sign_in(desk.author), sign_in(desk.other)
    page = reverse("tool_facts", args=[tool.content.slug])
    mine = _facts(author, tool, review_months="6")
    other.post(page, _facts(other, tool, review_months="24"))
    response = author.post(page, mine)
    clash = response.context["conflicts"][0]
    assert (response.status_code, clash.name) == (409, "review_months")
    assert Content.objects.get(pk=tool.content_id).review_months == 24


def test_its_owners_say_that_a_tool_is_still_good_and_others_do_not(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    owner = make_user("Olga Owner")
    Content.objects.filter(pk=tool.content_id).update(owner=owner.person, last_reviewed_on="2020-01-01")
    until = timezone.localdate()
    items = [item for item in due.items(until=until, user=owner) if item.kind == "tool_review"]
    assert [item.url for item in items] == [reverse("tool_review", args=[tool.content.slug])]
    page = reverse("tool_review", args=[tool.content.slug])
    assert sign_in(make_user("Rita Reader")).post(page).status_code == 403
    assert sign_in(owner).post(page)["Location"] == tool.get_absolute_url()
    assert [item for item in due.items(until=until, user=owner) if item.kind == "tool_review"] == []


def test_a_review_is_noted_whatever_somebody_saved_at_that_moment(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    content = Content.objects.get(pk=tool.content_id)
    Content.objects.filter(pk=content.pk).update(last_reviewed_on="2020-01-01")
    with overtaken(saved(content, "review_months", 24)):
        response = sign_in(desk.other).post(reverse("tool_review", args=[tool.content.slug]))
    assert response["Location"] == tool.get_absolute_url()
    content.refresh_from_db()
    assert (content.last_reviewed_on, content.review_months) == (timezone.localdate(), 24)


def test_a_file_is_attached_published_and_handed_out(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    author, reader = sign_in(desk.author), sign_in(make_user("Rita Reader"))
    data = {"label": "憲章 with our letterhead", "file": word_file(), "version": -1}
    author.post(reverse("tool_attach", args=[tool.content.slug]), data)
    address = reverse("edition_file", args=["research", tool.content.slug, 2])
    assert reader.get(address).status_code == 404
    publish(draft=on_the_desk(tool.content), by=desk.other)
    page = reader.get(tool.get_absolute_url()).content.decode()
    assert (f'href="{address}"' in page, "憲章 with our letterhead" in page) == (True, True)
    response = reader.get(address)
    assert {name: response[name] for name in ("Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Disposition": "attachment; filename*=utf-8''Minutes%20and%20what%20to%20capture%20%E2%80%93%20"
        "%E6%86%B2%E7%AB%A0%20with%20our%20letterhead.docx",
        "X-Content-Type-Options": "nosniff",
    }
    words = Document(io.BytesIO(b"".join(response.streaming_content))).paragraphs
    assert [one.text for one in words] == ["Kestrel Pharma"]


def test_nginx_is_told_which_file_to_send(desk: Any, sign_in: SignIn, settings: Any) -> None:
    settings.SEND_FILES_WITH_NGINX = True
    tool = make_edition("pilot", author=desk.author, approver=desk.other)
    response = sign_in(make_user("Rita Reader")).get(reverse("edition_file", args=["research", "pilot", 1]))
    stored = AttachedFile.objects.get(edition__content=tool.content).stored.name
    assert response["X-Accel-Redirect"] == f"/protected-files/{stored}"


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (lambda: SimpleUploadedFile("a.exe", b"MZ"), "Attach a Word, Excel, PowerPoint or PDF file"),
        (lambda: SimpleUploadedFile("a.pdf", b""), "This file is empty."),
        (lambda: SimpleUploadedFile("a.pdf", b"<html>"), "The name of this file ends in .pdf, but its content"),
        (lambda: SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(11_000_000)), "This file is larger than 10 MB."),
    ],
)
def test_a_file_that_is_refused_says_what_to_do_and_loses_no_words(
    upload: Callable, message: str, tool: Tool, desk: Any, sign_in: SignIn
) -> None:
    data = {"label": "With our letterhead", "file": upload(), "version": -1}
    form = sign_in(desk.author).post(reverse("tool_attach", args=[tool.content.slug]), data).context["form"]
    assert form.errors["file"][0].startswith(message)
    assert form["label"].value() == "With our letterhead"
    assert (AttachedFile.objects.count(), on_the_desk(tool.content)) == (0, None)


def test_no_file_and_a_path_in_its_name(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client, page = sign_in(desk.author), reverse("tool_attach", args=[tool.content.slug])
    form = client.post(page, {"label": "L", "version": -1}).context["form"]
    assert form.errors["file"] == ["Choose a file."]
    body = (
        b'--B\r\nContent-Disposition: form-data; name="label"\r\n\r\nL\r\n'
        b'--B\r\nContent-Disposition: form-data; name="version"\r\n\r\n-1\r\n'
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="../../etc/a.docx"\r\n\r\n'
        + word_file().read()
        + b"\r\n--B--\r\n"
    )
    client.post(page, body, content_type="multipart/form-data; boundary=B")
    name = AttachedFile.objects.get().stored.name
    assert (name.startswith("publishing/"), name.count("/"), name.endswith(".docx")) == (True, 1, True)


def test_a_file_for_an_edition_that_somebody_saved_meanwhile_is_attached_at_the_second_try(
    tool: Tool, desk: Any, sign_in: SignIn
) -> None:
    attach_file(content=tool.content, upload=word_file(), kind="docx", label="Mine", by=desk.other, version=-1)
    page = reverse("tool_attach", args=[tool.content.slug])
    client = sign_in(desk.author)
    form = client.post(page, {"label": "Yours", "file": word_file(), "version": -1}).context["form"]
    assert form.non_field_errors() == ["Somebody else saved this record while you were editing it."]
    client.post(page, {"label": "Yours", "file": word_file(), "version": form["version"].value()})
    assert on_the_desk(tool.content).attached.label == "Yours"


def test_no_file_of_an_archive_replaces_another(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    make_tool(author=desk.author, approver=desk.other, title=f"{tool.content.slug} letter")
    attach_file(content=tool.content, upload=word_file(), kind="docx", label="Letter", by=desk.other, version=-1)
    publish(draft=on_the_desk(tool.content), by=desk.author)
    archive = sign_in(desk.author).get(reverse("toolkit_download", args=["research"]))
    names = zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content))).namelist()
    title = "Minutes and what to capture"
    assert sorted(names) == [f"{title} – Letter.docx", f"{title}-2.docx", f"{title}.docx"]


def test_taken_off_on_the_desk(desk: Any, sign_in: SignIn) -> None:
    tool = make_edition("drafted", author=desk.author, approver=desk.other)
    sign_in(desk.author).post(reverse("tool_detach", args=["drafted"]))
    assert not AttachedFile.objects.filter(edition=on_the_desk(tool.content)).exists()


def test_a_title_that_is_an_address_of_the_desk_is_refused(desk: Any, sign_in: SignIn) -> None:
    response = sign_in(desk.author).post(reverse("tool_create"), {"title": "New", "purpose": "P"})
    assert response.context["form"].errors["title"] == [
        "Begin with an English title of some words; its address is made from it."
    ]


def test_tools_are_suggested_by_their_titles_in_any_language(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    client = sign_in(desk.author)
    asked = {text: client.get(reverse("tool_suggest"), {"q": text}).json()["results"] for text in ("CAPTURE", "", "zz")}
    assert asked == {
        "CAPTURE": [{"label": "Minutes and what to capture", "detail": "Research"}],
        "": [],
        "zz": [],
    }
