"""Finding, reading and downloading tools."""

import io
import zipfile
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from alliances.core.models import Alliance
from coe_hub.publishing.actions import publish
from coe_hub.publishing.models import Block, BlockKind, Content, ContentKind, Edition, EditionState
from coe_hub.usage.models import UsageEvent
from tests.cast import Cast
from tests.factories import make_user
from tests.toolkits.data import WORDS
from toolkits.actions import create_tool
from toolkits.models import Tool

SignIn = Callable[..., Client]


def _texts(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*[paragraph.text for paragraph in document.paragraphs if paragraph.text], *cells]


def test_the_address_is_english_and_says_what_it_is(tool: Tool) -> None:
    assert tool.get_absolute_url() == "/toolkits/research/minutes-and-what-to-capture/"


def test_a_download_has_the_words_and_lines_to_write_on(tool: Tool, sign_in: SignIn) -> None:
    response = sign_in(make_user("Rita Reader")).get(reverse("tool_download", args=["research", tool.content.slug]))
    assert response["Content-Disposition"] == 'attachment; filename="Minutes and what to capture.docx"'
    assert _texts(response.content) == [
        "Minutes and what to capture", "Keep what was decided.", "Write the decision first.",
        "Alliance", "", "Partners", "", "Sponsor", "",
    ]  # fmt: skip


def test_filled_in_for_an_alliance_it_knows_the_names(
    tool: Tool, alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    response = sign_in(cast.viewer).get(reverse("alliance_tool", args=[alliance.public_id, tool.content.slug]))
    partners = ", ".join(str(party) for party in alliance.parties.filter(side="theirs").order_by("position"))
    assert _texts(response.content)[3:] == [
        "Alliance", "Kestrel × Northwind: KRAS degraders", "Partners", partners, "Sponsor", "",
    ]  # fmt: skip


def test_a_restricted_alliance_fills_nothing_in_for_a_stranger(
    tool: Tool, secret: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.stranger)
    response = client.get(reverse("alliance_tool", args=[secret.public_id, tool.content.slug]))
    assert (response.status_code, UsageEvent.objects.count()) == (404, 0)
    offered = client.get(reverse("tool_alliances", args=[tool.content.slug]))
    assert list(offered.context["alliances"]) == []


def test_a_toolkit_comes_as_one_archive(tool: Tool, sign_in: SignIn) -> None:
    response = sign_in(make_user("Rita Reader")).get(reverse("toolkit_download", args=["research"]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert response["Content-Disposition"] == 'attachment; filename="Research toolkit.zip"'
    assert archive.namelist() == ["Minutes and what to capture.docx"]
    assert _texts(archive.read("Minutes and what to capture.docx"))[0] == "Minutes and what to capture"


def test_reading_and_downloading_are_counted_and_drafts_are_not_found(
    tool: Tool, desk: SimpleNamespace, sign_in: SignIn
) -> None:
    reader = make_user("Rita Reader")
    client = sign_in(reader)
    client.get(tool.get_absolute_url())
    client.get(reverse("tool_download", args=["research", tool.content.slug]))
    assert list(UsageEvent.objects.order_by("pk").values_list("kind", "content_id", "user_id")) == [
        ("view", tool.content_id, reader.pk),
        ("download", tool.content_id, reader.pk),
    ]
    assert client.get("/toolkits/development/minutes-and-what-to-capture/").status_code == 404


@pytest.mark.parametrize("phase", ["running", "ending"])
def test_the_navigator_shows_a_tool_where_it_helps(tool: Tool, sign_in: SignIn, phase: str) -> None:
    response = sign_in(make_user("Rita Reader")).get(reverse("tool_navigator"))
    found = {name.value: [entry.title for entry in entries] for name, entries, _has_more in response.context["phases"]}
    assert found[phase] == (["Minutes and what to capture"] if phase == "running" else [])


def test_today_offers_the_tool_for_the_stage_of_my_alliance(
    tool: Tool, alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    response = sign_in(cast.lead).get(reverse("today"))
    assert [entry.title for entry in response.context["tools"]] == ["Minutes and what to capture"]
    assert response.context["tools_for"] == alliance


def test_lists_ask_the_same_number_of_questions_for_more_tools(
    tool: Tool, desk: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: Callable
) -> None:
    client = sign_in(make_user("Rita Reader"))
    client.get(reverse("toolkit_list"))
    for number in range(2):
        another = create_tool(
            title=f"Another {number}",
            words=WORDS,
            by=desk.author,
            toolkit="research",
            minutes=5,
            phases=["running"],
            weight="light",
            practice="core",
        )
        publish(draft=another.content.editions.get(), by=desk.other)
    with django_assert_num_queries(6):  # one of them: what this reader is asked to try out
        client.get(reverse("toolkit_list"))


def test_a_large_library_is_shown_in_parts(tool: Tool, desk: SimpleNamespace, sign_in: SignIn) -> None:
    contents = Content.objects.bulk_create(
        Content(kind=ContentKind.TOOL, slug=f"tool-{place}", owner=desk.author.person) for place in range(60)
    )
    Tool.objects.bulk_create(
        Tool(content=one, toolkit="research", minutes=20, phases=["running"], position=place + 1)
        for place, one in enumerate(contents)
    )
    versions = Edition.objects.bulk_create(Edition(content=one, number=1, author=desk.author) for one in contents)
    Block.objects.bulk_create(
        Block(edition=one, key="title", kind=BlockKind.LINE, position=0, text=f"Tool {place}")
        for place, one in enumerate(versions)
    )
    Edition.objects.filter(pk__in=[one.pk for one in versions]).update(
        state=EditionState.PUBLISHED, published_at=timezone.now(), approved_by=desk.other
    )
    client = sign_in(make_user("Rita Reader"))
    (toolkit, first, count), *_others = client.get(reverse("toolkit_list")).context["groups"]
    assert (toolkit, [entry.title for entry in first][-1], len(first), count) == ("research", "Tool 18", 12, 61)
    phases = {name: (len(found), more) for name, found, more in client.get(reverse("tool_navigator")).context["phases"]}
    assert (phases["running"], phases["ending"]) == ((12, True), (0, False))
    for address in (reverse("toolkit_detail", args=["research"]), reverse("phase_detail", args=["running"])):
        last = client.get(address, {"page": 2}).context["entries"]
        assert [entry.title for entry in last] == sorted(f"Tool {place}" for place in range(60))[49:]


def test_no_page_of_a_phase_there_is_not(sign_in: SignIn, db: None) -> None:
    response = sign_in(make_user("Rita Reader")).get(reverse("phase_detail", args=["resting"]))
    assert (response.status_code, response.templates[0].name) == (404, "404.html")
