"""A pilot that is given to named people: they find it, and nobody else learns that it exists."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coe_hub.people.models import User
from coe_hub.publishing.actions import on_the_desk, publish, start_pilot, take_back, write_draft
from coe_hub.publishing.history import edition_history
from coe_hub.publishing.models import PilotReader
from tests.factories import make_person, make_user
from tests.toolkits.data import WORDS, make_edition
from toolkits.actions import create_tool
from toolkits.models import Tool

SignIn = Callable[..., Client]
FACTS = {"toolkit": "research", "minutes": 5, "phases": ["running"], "weight": "light", "practice": "core"}
_TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


@pytest.fixture
def fresh(desk: Any) -> Tool:
    """A tool that readers see no edition of."""
    return create_tool(title="Fresh", words=WORDS, by=desk.author, **FACTS)


@pytest.fixture
def rita(db: None) -> User:
    return make_user("Rita Reader")


def _ask(tool: Tool, desk: Any, sign_in: SignIn, *people: str) -> Any:
    data = {"question": "Is it short enough?", "people": people, "version": on_the_desk(tool.content).version}
    return sign_in(desk.other).post(reverse("tool_pilot", args=[tool.content.slug]), data)


def test_those_named_find_a_new_tool_and_may_say_how_it_went(
    fresh: Tool, rita: User, desk: Any, sign_in: SignIn
) -> None:
    assert _ask(fresh, desk, sign_in, "Rita Reader")["Location"] == reverse("tool_preview", args=["fresh"])
    client = sign_in(rita)
    given = client.get(reverse("toolkit_list")).context["given"]
    assert [(entry.title, entry.edition.pilot_question) for entry in given] == [(WORDS[0].text, "Is it short enough?")]
    page = reverse("edition_detail", args=["research", "fresh", 1])
    assert client.get(page).context["edition"].number == 1
    comment = reverse("edition_comment", args=["research", "fresh", 1])
    assert client.post(comment, {"text": "It is."})["Location"] == page


PAGES = (
    "/",
    "/toolkits/",
    "/toolkits/research/",
    "/toolkits/by-stage/",
    "/search/?q=given+one",
    "/toolkits/research/given/1/",
    "/toolkits/research/given/1/download/",
    "/toolkits/research/given/1/file/",
    "/toolkits/research.zip",
)


def _all(client: Client) -> dict[str, str]:
    found = {}
    for page in PAGES:
        response = client.get(page)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found[page] = f"{response.status_code} {_TOKEN.sub('', body.decode(errors='replace'))}"
    return found


@pytest.mark.parametrize("role", ["stranger", "lead", "manager", "committee", "auditor"])
def test_nobody_else_learns_that_it_exists(role: str, cast: Any, rita: User, sign_in: SignIn) -> None:
    client = sign_in(getattr(cast, role))
    client.get("/")
    before = _all(client)
    tool = make_edition("given", author=cast.curator, approver=cast.admin)
    PilotReader.objects.create(edition=tool.content.editions.get(), person=rita.person)
    assert _all(client) == before


def test_a_published_tool_names_its_pilot_to_those_it_is_given_to_alone(
    tool: Tool, rita: User, desk: Any, sign_in: SignIn
) -> None:
    write_draft(content=tool.content, words=WORDS, by=desk.author, change_note="same", version=-1)
    start_pilot(draft=on_the_desk(tool.content), question="Q?", people=[rita.person], by=desk.other)
    other = make_user("Olaf Other")
    shown = [sign_in(user).get(tool.get_absolute_url()).context["pilot"] for user in (rita, other)]
    assert [one.number if one else None for one in shown] == [2, None]


def test_once_published_everybody_reads_it(fresh: Tool, rita: User, desk: Any, sign_in: SignIn) -> None:
    _ask(fresh, desk, sign_in, "Rita Reader")
    publish(draft=on_the_desk(fresh.content), by=desk.other)
    page = sign_in(make_user("Olaf Other")).get(reverse("edition_detail", args=["research", "fresh", 1]))
    assert page.context["edition"].state == "published"
    assert sign_in(rita).get(reverse("toolkit_list")).context["given"] == []


def test_a_new_tool_is_given_to_somebody_who_can_open_it(fresh: Tool, desk: Any, sign_in: SignIn) -> None:
    make_person("Nia Nowhere")
    told = []
    for people in ((), ("Nia Nowhere",), ("Nobody",)):
        told += _ask(fresh, desk, sign_in, *people).context["form"].errors["people"]
    assert told == [
        "Readers see no edition yet: name at least one person who tries this one out.",
        "Nia Nowhere has no account and could not open it.",
        "Nobody you can see is called “Nobody”. Check the spelling, or type their e-mail address.",
    ]
    assert on_the_desk(fresh.content).state == "draft"


def test_its_way_is_told_in_sentences(fresh: Tool, rita: User, desk: Any) -> None:
    draft = on_the_desk(fresh.content)
    start_pilot(draft=draft, question="Q?", people=[rita.person], by=desk.other)
    take_back(draft=draft)
    start_pilot(draft=draft, question="Q?", people=[], by=desk.other)
    # Of one time, as in a test, the edition comes first.
    assert [one.what for one in reversed(edition_history(draft))] == [
        "began edition 1",
        "let people try it out",
        "took it back to the desk",
        "let people try it out",
        "asked Rita Reader to try it out",
        "no longer asks Rita Reader to try it out",
    ]


def test_whoever_approves_reads_when_and_when_not_and_why(fresh: Tool, desk: Any, sign_in: SignIn) -> None:
    page = sign_in(desk.other).get(reverse("tool_preview", args=["fresh"])).content.decode()
    assert [one.text for one in WORDS[1:5] if one.text not in page] == []
