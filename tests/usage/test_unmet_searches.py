"""Searches without a result: what is kept, what curators see of it, and what they do with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.actions.partnerships import archive_alliance
from coe_hub.usage.models import UnmetSearch
from coe_hub.usage.unmet import note_unmet_search
from tests.cast import Cast
from tests.factories import make_alliance, make_user
from tests.toolkits.data import make_tool

LIST = reverse("unmet_search_list")
ANSWER = reverse("unmet_search_answer")


def kept() -> list[tuple[str, str, str]]:
    rows = UnmetSearch.objects.order_by("pk")
    return [(row.text, row.language, row.user.email) for row in rows.select_related("user")]


@pytest.fixture
def member(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    make_tool(author=cast.curator, approver=cast.admin)
    return sign_in(cast.stranger)


@pytest.fixture
def curator(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.curator)


def shown(curator: Client, query: str = "") -> list[tuple[str, int | None]]:
    return [(row["text"], row["people"]) for row in curator.get(f"{LIST}{query}").context["page"].object_list]


def missed(text: str, *, by: int) -> None:
    """So many people of one site search for this and find nothing."""
    for number in range(by):
        user = make_user(f"S{UnmetSearch.objects.count()}n{number} Seeker")
        note_unmet_search(user=user, text=text, language="en")


def test_a_miss_is_kept_once_a_person_text_and_day(member: Client, cast: Cast, sign_in: Callable) -> None:
    for text in ("Biosimilar  playbook", "ｂｉｏｓｉｍｉｌａｒ playbook", "biosimilar playbook", "月報"):
        member.get("/search/", {"q": text})
    sign_in(cast.viewer).get("/search/?q=biosimilar+playbook")
    first = [("biosimilar playbook", "en", "stan@hub.example"), ("月報", "en", "stan@hub.example")]
    assert kept() == [*first, ("biosimilar playbook", "en", "vera@hub.example")]
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        sign_in(cast.stranger).get("/search/?q=biosimilar+playbook")
    assert len(kept()) == 4


@pytest.mark.parametrize("text", ["minutes", "mintues", "&", "x", "word " * 20, "aldo"])
def test_what_is_found_misspelt_or_no_need_is_not_kept(text: str, member: Client) -> None:
    member.get("/search/", {"q": text})
    assert kept() == []


def test_what_only_looks_like_somebodys_name_is_kept(member: Client) -> None:
    assert [group.kind for group in member.get("/search/?q=strangre").context["groups"]] == ["people"]
    assert [text for text, _language, _user in kept()] == ["strangre"]


def test_a_word_that_others_know_too_is_told_though_something_hidden_has_it(member: Client, cast: Cast) -> None:
    make_alliance("Secret minutes", by=cast.lead, kind="restricted")
    member.get("/search/?q=minutes+playbook")
    member.get("/search/?q=secret+playbook")
    assert [text for text, _language, _user in kept()] == ["minutes playbook"]


@pytest.mark.parametrize("put_away", [False, True])
@pytest.mark.parametrize("text", ["falcon budget", "falcons", "falc review"])
def test_what_would_name_something_hidden_is_not_kept(text: str, put_away: bool, member: Client, cast: Cast) -> None:
    alliance = make_alliance("Kestrel buys Umbra", by=cast.lead, kind="restricted", code_name="Falcon")
    if put_away:
        archive_alliance(alliance=alliance)
    for typed in (text, "budget template"):
        member.get("/search/", {"q": typed})
    assert [kept_text for kept_text, _language, _user in kept()] == ["budget template"]


def test_the_list_counts_people_and_does_not_tell_few_apart(curator: Client) -> None:
    missed("raci", by=1)
    missed("term sheet", by=5)
    missed("earn out", by=4)
    missed("price", by=6)
    assert shown(curator) == [("price", 6), ("term sheet", 5), ("earn out", None), ("raci", None)]
    page = curator.get(LIST).content.decode()
    assert ["seeker" in page.lower(), page.count('<span class="few">few</span>')] == [False, 2]


def test_the_readers_own_searches_are_not_counted(curator: Client, cast: Cast) -> None:
    missed("raci", by=4)
    curator.get("/search/?q=raci")
    curator.get("/search/?q=playbook")
    assert (shown(curator), UnmetSearch.objects.filter(user=cast.curator).count()) == ([("raci", None)], 2)


def test_a_tool_is_begun_with_the_words_as_its_title(curator: Client) -> None:
    missed("earn & out", by=1)
    address = f"{reverse('tool_create')}?title=earn%20%26%20out"
    assert address in curator.get(LIST).content.decode()
    assert curator.get(address).context["form"]["title"].value() == "earn & out"


def test_unmet_search_answer_puts_away_and_takes_back(curator: Client, cast: Cast) -> None:
    missed("raci", by=2)
    missed("price", by=1)
    assert curator.post(ANSWER, {"text": "raci", "step": "answer"}).url == LIST
    assert (shown(curator), shown(curator, "?answered=on")) == ([("price", None)], [("raci", None)])
    assert set(UnmetSearch.objects.filter(text="raci").values_list("answered_by", flat=True)) == {cast.curator.pk}
    curator.post(ANSWER, {"text": "raci", "step": "reopen"})
    assert (len(shown(curator)), shown(curator, "?answered=on"), UnmetSearch.objects.count()) == (2, [], 3)


def test_what_was_answered_comes_back_once_somebody_misses_it_again(curator: Client) -> None:
    missed("raci", by=1)
    curator.post(ANSWER, {"text": "raci", "step": "answer"})
    note_unmet_search(user=make_user("Nora New"), text="raci", language="ja")
    assert (shown(curator), shown(curator, "?answered=on")) == ([("raci", None)], [("raci", None)])


@pytest.mark.parametrize(
    "data", [{}, {"text": "raci"}, {"text": "raci", "step": "delete"}, {"text": "x", "step": "answer"}]
)
def test_unmet_search_answer_refuses_what_it_does_not_know(data: dict[str, str], curator: Client) -> None:
    missed("raci", by=1)
    assert (curator.post(ANSWER, data).status_code, shown(curator)) == (404, [("raci", None)])


def test_unmet_search_list_says_so_when_nobody_missed_anything(curator: Client) -> None:
    assert "Nobody missed anything" in curator.get(LIST).content.decode()
    assert "Nothing answered yet" in curator.get(f"{LIST}?answered=on").content.decode()
    assert f'href="{LIST}"' in curator.get(reverse("tool_desk")).content.decode()
