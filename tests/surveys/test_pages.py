"""Answering on a page: by an account, by a link; and what is refused to whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from coe_hub.people.access.partner_links import make_partner_link, revoke
from coe_hub.people.models import PartnerLink, Person
from coe_hub.surveys.actions.answering import draft_of
from coe_hub.surveys.actions.waves import close_wave
from coe_hub.surveys.models import Ballot, Draft, Participant, Response, Wave
from coe_hub.surveys.partner_page import PURPOSE
from coe_hub.surveys.results import results_of
from coe_hub.surveys.starter import files, load_questionnaire
from tests.cast import Cast
from tests.surveys.conftest import House
from tests.surveys.data import answer, make_wave

ALL = {
    "question-word-kept": "4",
    "question-bad-news": "0",
    "question-one-plan": "5",
    "question-how": "a",
    "question-first_0": "b",
    "question-first_1": "a",
    "comment-trust": "They call.",
    "step": "hand_in",
}


@pytest.fixture
def asked(cast: Cast, house: House) -> Wave:
    """A wave that asks lead and team of the cast as well."""
    ours = [cast.lead.person, cast.team.person, *house.ours[:2]]
    return make_wave(house.alliance, house.questionnaire, cast.lead, ours=ours, theirs=house.theirs)


def visit(wave: Wave, person: Person) -> tuple[Client, PartnerLink]:
    """A browser that came by a link of this person."""
    address = make_partner_link(purpose=PURPOSE, object_id=wave.pk, scope=wave.scope, person=person)
    client = Client()
    client.get("/p/" + address.rsplit("/p/", 1)[1])
    return client, PartnerLink.objects.leading_to(PURPOSE, wave.pk)[0]


def test_wave_answer_shows_the_questions_and_takes_them_once(
    asked: Wave, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    team, address = sign_in(cast.team), asked.get_absolute_url()
    page = team.get(address)
    assert [theme.theme.name for theme in page.context["form"].themes()] == ["Trust", "Plans"]
    assert team.post(address, ALL).status_code == 302
    over = team.get(address)
    assert (over.context["is_over"], over.context["handed_in"]) == (True, True)
    assert team.post(address, ALL).context["is_over"] is True
    assert Ballot.objects.count() == 1


def test_only_those_who_are_asked_find_it(asked: Wave, cast: Cast, sign_in: Callable[..., Client]) -> None:
    address = asked.get_absolute_url()
    answered = {name: sign_in(getattr(cast, name)).get(address).status_code for name in ("lead", "viewer", "stranger")}
    assert answered == {"lead": 200, "viewer": 404, "stranger": 404}


def test_what_is_kept_may_have_gaps_and_comes_back(asked: Wave, cast: Cast, sign_in: Callable[..., Client]) -> None:
    team, address = sign_in(cast.team), asked.get_absolute_url()
    assert team.post(address, {"question-word-kept": "2", "comment-plans": "Late", "step": "keep"}).status_code == 302
    form = sign_in(cast.team).get(address).context["form"]
    assert (form["question-word-kept"].value(), form["comment-plans"].value()) == ("2", "Late")
    page = team.post(address, {"question-word-kept": "2", "step": "hand_in"})
    assert sorted(page.context["form"].errors) == [
        *("question-bad-news", "question-first", "question-how", "question-one-plan"),
    ]
    assert Ballot.objects.count() == 0


def test_a_question_that_depends_on_another_is_asked_of_those_alone(
    asked: Wave, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    for user, how in ((cast.lead, "a"), (cast.team, "b")):
        sign_in(user).post(asked.get_absolute_url(), ALL | {"question-how": how, "question-why": f"Said {how}"})
    close_wave(wave=asked)
    said = sorted(str(one.answers.get("why")) for one in Response.objects.filter(wave=asked))
    assert said == ["None", "Said b"]


def test_nothing_is_ranked_twice(asked: Wave, cast: Cast, sign_in: Callable[..., Client]) -> None:
    page = sign_in(cast.team).post(asked.get_absolute_url(), ALL | {"question-first_1": "b"})
    assert page.context["form"].errors == {"question-first": ["Choose each at most once."]}


def test_a_partner_answers_by_a_link_and_sees_nothing_else(asked: Wave, house: House) -> None:
    client, link = visit(asked, house.theirs[0])
    page = client.get("/p/")
    assert page.status_code == 200
    text = page.content.decode()
    assert [word in text for word in ("/alliances/", "/people/", house.ours[0].display_name)] == [False] * 3
    assert client.post("/p/", ALL).status_code == 302
    link.refresh_from_db()
    assert (link.used_at is not None, Ballot.objects.count()) == (True, 1)
    assert "handed in" in client.get("/p/").content.decode()


def test_a_link_passed_on_answers_once_for_whom_it_was_made(asked: Wave, house: House) -> None:
    first, _link = visit(asked, house.theirs[0])
    second, _link = visit(asked, house.theirs[0])
    assert [client.post("/p/", ALL).status_code for client in (first, second)] == [302, 200]
    assert list(Participant.objects.filter(has_answered=True).values_list("person", flat=True)) == [house.theirs[0].pk]
    assert Ballot.objects.count() == 1


def test_a_draft_belongs_to_the_person_and_outlives_the_link(asked: Wave, house: House) -> None:
    client, link = visit(asked, house.theirs[0])
    client.post("/p/", {"question-word-kept": "2", "step": "keep"})
    revoke(link)
    assert client.get("/p/").status_code == 410
    assert client.post("/p/", ALL).status_code == 410
    later, _link = visit(asked, house.theirs[0])
    assert later.get("/p/").context["form"]["question-word-kept"].value() == "2"
    assert (Draft.objects.count(), Ballot.objects.count()) == (1, 0)


def test_a_link_that_runs_out_in_the_middle_hands_nothing_in(asked: Wave, house: House) -> None:
    client, _link = visit(asked, house.theirs[0])
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert client.post("/p/", ALL).status_code == 410
    assert Ballot.objects.count() == 0


def test_a_wave_that_closes_while_a_partner_writes_says_so(asked: Wave, house: House) -> None:
    client, _link = visit(asked, house.theirs[0])
    close_wave(wave=asked)
    page = client.post("/p/", ALL)
    assert "The time for answering is over" in page.content.decode()
    assert results_of(asked).answered == 0


def test_who_takes_part_no_more_answers_no_more(asked: Wave, house: House) -> None:
    client, _link = visit(asked, house.theirs[0])
    house.alliance.members.filter(person=house.theirs[0]).delete()
    house.alliance.parties.filter(side="theirs").delete()
    assert "nothing left for you to do" in client.get("/p/").content.decode()


def test_each_is_asked_in_their_language(cast: Cast, house: House, sign_in: Callable[..., Client]) -> None:
    short = next(one for one in files() if one.stem == "alliance-health-short")
    load_questionnaire(short, author=cast.curator, approver=cast.admin, position=1)
    questionnaire = type(house.questionnaire).objects.get(content__slug="alliance-health-short")
    ours = [cast.lead.person, cast.team.person, house.ours[0]]
    wave = make_wave(house.alliance, questionnaire, cast.lead, ours=ours, theirs=house.theirs)
    cast.team.language = "ja"
    cast.team.save(update_fields=["language"])
    names = [
        sign_in(user).get(wave.get_absolute_url()).context["asking"].themes[0].name for user in (cast.lead, cast.team)
    ]
    assert names == ["Strategy", "戦略"]


def test_every_starter_questionnaire_loads_in_both_languages(cast: Cast) -> None:
    loaded = {
        file.stem: [load_questionnaire(file, author=cast.curator, approver=cast.admin, position=1) for _time in "ab"]
        for file in files()
    }
    assert loaded == {
        name: [True, False]
        for name in (
            *("after-use", "alliance-health", "alliance-health-short", "culture-profile", "internal-alignment"),
            "partnering-needs",
        )
    }


def counts(slug: str) -> list[int]:
    from coe_hub.publishing.models import Content  # noqa: PLC0415
    from coe_hub.surveys.asking import asking_of, live_edition  # noqa: PLC0415

    edition = live_edition(Content.objects.get(kind="survey", slug=slug))
    assert edition is not None
    asking = asking_of(edition, "ja")
    assert asking.is_translated
    return [len(theme.questions) for theme in asking.themes]


def test_the_health_questionnaires_have_the_themes_of_the_trade(cast: Cast) -> None:
    for file in files():
        load_questionnaire(file, author=cast.curator, approver=cast.admin, position=1)
    assert counts("alliance-health") == [4, 4, 4, 3, 3, 3, 3, 1]
    assert counts("alliance-health-short") == [1, 2, 1, 1, 1, 1, 1, 1]
    assert counts("after-use") == [2]


def test_a_draft_is_read_by_nobody_else(asked: Wave, cast: Cast, sign_in: Callable[..., Client]) -> None:
    sign_in(cast.team).post(asked.get_absolute_url(), {"question-word-kept": "2", "step": "keep"})
    mine: Any = sign_in(cast.lead).get(asked.get_absolute_url()).context["form"]
    assert mine["question-word-kept"].value() is None
    assert draft_of(Participant.objects.get(wave=asked, person=cast.team.person)).answers == {"word-kept": "2"}


def test_answers_are_counted_with_the_others(asked: Wave, house: House) -> None:
    for person in house.theirs:
        answer(asked, person, word_kept="3")
    close_wave(wave=asked)
    assert results_of(asked).answered == 4
