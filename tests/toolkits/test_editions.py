"""Pilots, former editions and retired tools, as curators and readers meet them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from coe_hub import due
from coe_hub.people.models import User
from coe_hub.publishing.actions import on_the_desk, publish, published, retire, start_pilot, write_draft
from coe_hub.publishing.models import Edition, EditionState, PilotComment
from tests.cast import Cast
from tests.factories import make_user
from tests.toolkits.data import WORDS, make_edition, make_tool
from toolkits.models import Tool

SignIn = Callable[..., Client]
QUESTION = "Do both sides need the second part?"


@pytest.fixture
def reader(db: None) -> User:
    """A member without any role."""
    return make_user("Rita Reader")


@pytest.fixture
def piloted(tool: Tool, desk: Any) -> Tool:
    """A published tool whose second edition is being tried out."""
    words = [*WORDS[:5], WORDS[5].__class__(key="how", kind="text", text="Write dissent too."), WORDS[6]]
    write_draft(content=tool.content, words=words, by=desk.author, change_note="dissent", version=-1)
    start_pilot(draft=on_the_desk(tool.content), question=QUESTION, by=desk.other)
    return tool


def _address(name: str, tool: Tool, number: int) -> str:
    return reverse(name, args=["research", tool.content.slug, number])


def _footer(content: bytes) -> str:
    return Document(io.BytesIO(content)).sections[0].footer.paragraphs[0].text


def test_readers_keep_the_published_edition_and_find_the_pilot_beside_it(
    piloted: Tool, reader: User, sign_in: SignIn
) -> None:
    client = sign_in(reader)
    page = client.get(piloted.get_absolute_url())
    assert [one.text for one in page.context["entry"].passages if one.key == "how"] == [WORDS[5].text]
    assert _address("edition_detail", piloted, 2) in page.content.decode()
    pilot = client.get(_address("edition_detail", piloted, 2))
    assert [one.text for one in pilot.context["entry"].passages if one.key == "how"] == ["Write dissent too."]
    assert QUESTION in pilot.content.decode()


def test_a_pilot_says_so_in_the_name_and_on_the_pages_of_its_file(piloted: Tool, reader: User, sign_in: SignIn) -> None:
    client = sign_in(reader)
    pilot = client.get(_address("edition_download", piloted, 2))
    assert pilot["Content-Disposition"] == 'attachment; filename="Minutes and what to capture (pilot, edition 2).docx"'
    assert _footer(pilot.content).startswith("Pilot: edition 2 is being tried out since ")
    usual = client.get(reverse("tool_download", args=["research", piloted.content.slug]))
    assert usual["Content-Disposition"] == 'attachment; filename="Minutes and what to capture.docx"'


def test_a_tool_that_is_only_tried_out_is_in_no_list(desk: Any, reader: User, sign_in: SignIn) -> None:
    tool = make_edition("pilot", author=desk.author, approver=desk.other)
    client = sign_in(reader)
    assert client.get(reverse("toolkit_list")).context["count"] == 0
    assert client.get(tool.get_absolute_url()).status_code == 404
    assert client.get(_address("edition_detail", tool, 1)).status_code == 200
    archive = client.get(reverse("toolkit_download", args=["research"]))
    assert zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content))).namelist() == []
    until = tool.content.created_at.date().replace(year=2099)
    assert [item for item in due.items(until=until, user=desk.author) if item.kind.startswith("tool_")] == []


def test_what_people_say_of_a_pilot_is_read_by_curators(
    piloted: Tool, desk: Any, reader: User, sign_in: SignIn
) -> None:
    client = sign_in(reader)
    response = client.post(_address("edition_comment", piloted, 2), {"text": "Only one side filled it in."})
    assert response["Location"] == _address("edition_detail", piloted, 2)
    comments = sign_in(desk.other).get(reverse("tool_preview", args=[piloted.content.slug])).context["comments"]
    assert [(one.author, one.text) for one in comments] == [(reader, "Only one side filled it in.")]
    assert "Only one side" not in client.get(_address("edition_detail", piloted, 2)).content.decode()


def test_a_comment_that_is_refused_keeps_its_words(piloted: Tool, desk: Any, reader: User, sign_in: SignIn) -> None:
    publish(draft=on_the_desk(piloted.content), by=desk.other)
    response = sign_in(reader).post(_address("edition_comment", piloted, 2), {"text": "Too late."})
    assert (response.context["form"].non_field_errors(), response.context["form"]["text"].value()) == (
        ["This edition is no longer being tried out."],
        "Too late.",
    )
    assert PilotComment.objects.count() == 0


def test_a_curator_lets_another_ones_edition_be_tried_out(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    write_draft(content=tool.content, words=WORDS, by=desk.author, change_note="same", version=-1)
    page = reverse("tool_pilot", args=[tool.content.slug])
    author, other = sign_in(desk.author), sign_in(desk.other)
    data = {"question": QUESTION, "version": on_the_desk(tool.content).version}
    refused = author.post(page, data)
    assert refused.context["form"].non_field_errors() == [
        "Somebody else than its author approves an edition. Ask another curator."
    ]
    assert other.post(page, data)["Location"] == reverse("tool_preview", args=[tool.content.slug])
    draft = on_the_desk(tool.content)
    assert (draft.state, draft.pilot_question, draft.approved_by) == (EditionState.PILOT, QUESTION, desk.other)


def test_a_former_edition_is_read_as_it_was_and_says_that_there_is_a_newer_one(
    piloted: Tool, desk: Any, reader: User, sign_in: SignIn
) -> None:
    publish(draft=on_the_desk(piloted.content), by=desk.other)
    client = sign_in(reader)
    page = client.get(_address("edition_detail", piloted, 1))
    assert [one.text for one in page.context["entry"].passages if one.key == "how"] == [WORDS[5].text]
    assert "Readers see edition 2." in page.content.decode()
    file = client.get(_address("edition_download", piloted, 1))
    assert file["Content-Disposition"] == 'attachment; filename="Minutes and what to capture (edition 1).docx"'
    assert _footer(file.content).startswith("Former edition 1")


def test_publishing_is_refused_on_a_page_that_shows_an_older_text(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    write_draft(content=tool.content, words=WORDS, by=desk.author, change_note="a", version=-1)
    read = on_the_desk(tool.content).version
    write_draft(content=tool.content, words=WORDS[:3], by=desk.author, change_note="b", version=read)
    move = reverse("tool_move", args=[tool.content.slug])
    other = sign_in(desk.other)
    response = other.post(move, {"step": "publish", "version": read}, follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "Somebody else saved this record while you were editing it."
    ]
    assert (published(tool.content).number, on_the_desk(tool.content).state) == (1, EditionState.DRAFT)


def test_publishing_twice_publishes_once(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    write_draft(content=tool.content, words=WORDS, by=desk.author, change_note="a", version=-1)
    data = {"step": "publish", "version": on_the_desk(tool.content).version}
    other, move = sign_in(desk.other), reverse("tool_move", args=[tool.content.slug])
    answers = [other.post(move, data)["Location"] for _twice in range(2)]
    assert answers == [tool.get_absolute_url(), reverse("tool_edit", args=[tool.content.slug])]
    states = tool.content.editions.order_by("number").values_list("number", "state")
    assert list(states) == [(1, "archived"), (2, "published")]


def test_opening_pages_publishes_nothing(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    write_draft(content=tool.content, words=WORDS, by=desk.author, change_note="a", version=-1)
    before = list(Edition.objects.order_by("pk").values())
    client = sign_in(desk.other)
    for name in ("tool_edit", "tool_preview", "tool_pilot", "tool_attach", "tool_facts", "tool_retire", "tool_review"):
        client.get(reverse(name, args=[tool.content.slug]))
    client.get(reverse("tool_move", args=[tool.content.slug]) + "?step=publish")
    assert list(Edition.objects.order_by("pk").values()) == before


def test_a_retired_tool_leaves_every_list_and_its_address_says_why(
    tool: Tool, desk: Any, reader: User, sign_in: SignIn
) -> None:
    other = make_edition("retired", author=desk.author, approver=desk.other)
    sign_in(desk.author).post(reverse("tool_give_back", args=["retired"]))
    tool.content.refresh_from_db()
    typed = {"reason": "Two tools did the same.", "instead": "the retired one", "version": tool.content.version}
    response = sign_in(desk.author).post(reverse("tool_retire", args=[tool.content.slug]), typed)
    assert response["Location"] == reverse("tool_desk")
    client = sign_in(reader)
    groups = client.get(reverse("toolkit_list")).context["groups"]
    assert [entry.title for _toolkit, found, _count in groups for entry in found] == ["The retired one"]
    assert [
        entry.title for _p, found, _more in client.get(reverse("tool_navigator")).context["phases"] for entry in found
    ] == ["The retired one"]
    archive = client.get(reverse("toolkit_download", args=["research"]))
    names = zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content))).namelist()
    assert names == ["The retired one.docx", "The retired one – With our letterhead.docx"]
    page = client.get(tool.get_absolute_url())
    assert page.templates[0].name == "toolkits/tool_retired.html"
    assert "Two tools did the same." in page.content.decode()
    assert f'href="{other.get_absolute_url()}"' in page.content.decode()
    download = client.get(reverse("tool_download", args=["research", tool.content.slug]))
    assert download["Location"] == tool.get_absolute_url()
    until = tool.content.created_at.date().replace(year=2099)
    items = due.items(until=until, user=desk.author)
    assert [item.key for item in items if item.kind == "tool_review"] == ["retired"]


def test_retiring_names_one_other_tool_and_keeps_what_was_typed(tool: Tool, desk: Any, sign_in: SignIn) -> None:
    typed = {"reason": "Old.", "version": tool.content.version, "base": ""}
    client = sign_in(desk.author)
    for instead in ("Nowhere", "Minutes and what to capture"):
        response = client.post(reverse("tool_retire", args=[tool.content.slug]), typed | {"instead": instead})
        form = response.context["form"]
        assert form.errors["instead"] == [
            f"No single other tool that readers can open is called “{instead}”. Type its whole title."
        ]
        assert (form["reason"].value(), form["instead"].value()) == ("Old.", instead)


def test_a_curator_gives_a_retired_tool_back(desk: Any, reader: User, sign_in: SignIn) -> None:
    tool = make_edition("retired", author=desk.author, approver=desk.other)
    sign_in(desk.author).post(reverse("tool_give_back", args=["retired"]))
    page = sign_in(reader).get(tool.get_absolute_url())
    assert (page.status_code, page.context["entry"].title) == (200, "The retired one")


def test_a_retired_tool_is_recommended_to_nobody(
    tool: Tool, desk: Any, alliance: Any, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.lead)
    assert len(client.get(reverse("today")).context["tools"]) == 1
    tool.content.refresh_from_db()
    retire(content=tool.content, reason="Old.", instead=None, version=tool.content.version)
    assert client.get(reverse("today")).context["tools"] == []
    page = client.get(reverse("alliance_tools", args=[alliance.public_id]))
    assert (page.context["now"], page.context["later"]) == ([], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_as_often_for_three_tools_as_for_one(
    count: int, desk: Any, sign_in: SignIn, django_assert_num_queries: Callable
) -> None:
    for number in range(count):
        tool = make_tool(author=desk.author, approver=desk.other, title=f"Tool {number}")
        write_draft(content=tool.content, words=WORDS, by=desk.author, change_note="a", version=-1)
    client = sign_in(desk.author)
    client.get(reverse("toolkit_list"))
    with django_assert_num_queries(5):
        page = client.get(reverse("tool_desk"))
    assert [(row.title, row.live.number, row.draft.number, row.missing) for row in page.context["rows"]] == [
        ("Minutes and what to capture", 1, 2, 7)
    ] * count


def test_a_tool_page_asks_as_often_for_three_editions_as_for_one(
    tool: Tool, desk: Any, reader: User, sign_in: SignIn, django_assert_num_queries: Callable
) -> None:
    client = sign_in(reader)
    client.get(tool.get_absolute_url())
    for edition in (1, 2):
        with django_assert_num_queries(14):
            client.get(tool.get_absolute_url())
        draft = write_draft(content=tool.content, words=WORDS, by=desk.author, change_note="a", version=-edition)
        publish(draft=draft, by=desk.other)
