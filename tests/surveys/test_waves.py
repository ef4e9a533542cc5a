"""Waves: begun, asked, answered, closed; and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.publishing.actions import retire
from coe_hub.surveys.actions.answering import NOTHING, Answers, draft_of, hand_in, keep_draft
from coe_hub.surveys.actions.waves import (
    Invitee,
    ask_another,
    close_wave,
    close_waves,
    let_go,
    move_last_day,
)
from coe_hub.surveys.inviting import invite, invite_on_first_day
from coe_hub.surveys.models import Ballot, Draft, Participant, Response, Wave
from coe_hub.surveys.results import results_of
from tests.cast import Cast
from tests.factories import make_person
from tests.surveys.conftest import House
from tests.surveys.data import answer, make_wave


def participant(wave: Wave, person: Any) -> Participant:
    return Participant.objects.get(wave=wave, person=person)


def test_a_wave_asks_each_side_with_its_people(wave: Wave) -> None:
    sides = [(one.label, one.is_ours, one.participants.count()) for one in wave.sides.order_by("position")]
    assert sides == [("Kestrel", True, 4), ("Northwind", False, 4)]
    assert (wave.is_anonymous, wave.minimum, wave.floor, wave.takes_answers()) == (True, 3, 3, True)


def test_a_side_too_small_is_refused_beforehand(cast: Cast, house: House) -> None:
    with pytest.raises(DomainError, match=r"Northwind has fewer than 3 people here.*talk guide"):
        make_wave(house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs[:2])
    named = make_wave(
        house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs[:2], is_anonymous=False
    )
    assert (named.minimum, named.floor) == (1, 1)


def test_fewer_than_three_are_never_anonymous(cast: Cast, house: House) -> None:
    with pytest.raises(ValidationError, match="from three on"):
        make_wave(house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs, minimum=2)


def test_nobody_answers_for_two_sides_and_no_side_is_empty(cast: Cast, house: House) -> None:
    both = {"ours": house.ours, "theirs": [*house.theirs, house.ours[0]]}
    with pytest.raises(DomainError, match="Nobody answers for two sides"):
        make_wave(house.alliance, house.questionnaire, cast.lead, **both)
    with pytest.raises(DomainError, match="somebody on each side"):
        make_wave(house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=[])


def test_a_retired_questionnaire_is_not_asked(cast: Cast, house: House) -> None:
    content = house.questionnaire.content
    retire(content=content, reason="Old", instead=None, version=content.version)
    with pytest.raises(DomainError, match="Nothing of this questionnaire is published"):
        make_wave(house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs)


def test_what_was_begun_is_kept_and_handed_in_once(wave: Wave, house: House) -> None:
    one = participant(wave, house.ours[0])
    assert draft_of(one) == NOTHING
    keep_draft(participant=one, given=Answers({"word-kept": "2"}, {}))
    keep_draft(participant=one, given=Answers({"word-kept": "3"}, {"trust": "More"}))
    assert draft_of(one) == Answers({"word-kept": "3"}, {"trust": "More"})
    hand_in(participant=one, given=draft_of(one))
    for again in (hand_in, keep_draft):
        with pytest.raises(DomainError, match="handed in already"):
            again(participant=participant(wave, house.ours[0]), given=NOTHING)
    assert (Ballot.objects.count(), Draft.objects.count()) == (1, 0)


def test_a_wave_that_closes_while_somebody_writes_takes_nothing_more(wave: Wave, house: House) -> None:
    one = participant(wave, house.ours[0])
    keep_draft(participant=one, given=Answers({"word-kept": "2"}, {}))
    close_wave(wave=wave)
    with pytest.raises(DomainError, match="takes no more answers"):
        hand_in(participant=one, given=Answers({"word-kept": "2"}, {}))
    assert (Draft.objects.count(), Response.objects.count()) == (0, 0)


def test_answers_are_taken_from_the_first_day_to_the_last(cast: Cast, house: House) -> None:
    people = {"ours": house.ours, "theirs": house.theirs}
    later = make_wave(
        house.alliance, house.questionnaire, cast.lead, opens_on=timezone.localdate() + timedelta(days=2), **people
    )
    days = [later.opens_on - timedelta(days=1), later.opens_on, later.closes_on, later.closes_on + timedelta(days=1)]
    assert [later.takes_answers(day) for day in days] == [False, True, True, False]
    with pytest.raises(DomainError, match="takes no more answers"):
        answer(later, house.ours[0], word_kept="2")


def test_a_wave_is_closed_after_its_last_day_and_only_once(wave: Wave, house: House) -> None:
    answer(wave, house.ours[0], word_kept="2")
    assert close_waves() == 0
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert (close_waves(), close_waves()) == (1, 0)
    wave.refresh_from_db()
    close_wave(wave=wave)
    assert (wave.is_counted, Response.objects.count()) == (True, 1)


def test_everybody_is_asked_in_their_language_each_by_their_own_way(
    cast: Cast, house: House, django_capture_on_commit_callbacks: Any
) -> None:
    people = [cast.lead.person, *house.ours[:2]]
    wave = make_wave(house.alliance, house.questionnaire, cast.lead, ours=people, theirs=house.theirs)
    with django_capture_on_commit_callbacks(execute=True):
        told, unreached = invite(wave=wave, by=cast.lead)
    assert (len(told), unreached, len(mail.outbox)) == (7, [], 7)
    texts = {message.to[0]: str(message.body) for message in mail.outbox}
    assert f"/questionnaires/answer/{wave.public_id}/" in texts["lena@hub.example"]
    assert "/p/" in texts["tara@theirs.example"]
    assert "/questionnaires/" not in texts["tara@theirs.example"]
    subjects = {message.subject for message in mail.outbox}
    assert subjects == {"Your view, please: Kestrel × Northwind: KRAS degraders"}
    with pytest.raises(DomainError, match="Nobody is left"):
        invite(wave=wave, by=cast.lead)


def test_only_those_who_have_not_answered_are_asked_again(
    wave: Wave, house: House, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    answer(wave, house.ours[0], word_kept="2")
    with django_capture_on_commit_callbacks(execute=True):
        invite(wave=wave, by=cast.lead, again=True)
    assert sorted(message.to[0].split("@")[0] for message in mail.outbox) == [
        *("olaf", "olga", "otto"),
        *("tara", "theo", "tina", "toni"),
    ]


def test_those_of_a_wave_to_come_are_asked_on_its_first_day(cast: Cast, house: House) -> None:
    opens = timezone.localdate() + timedelta(days=2)
    people = {"ours": house.ours, "theirs": house.theirs}
    make_wave(house.alliance, house.questionnaire, cast.lead, opens_on=opens, **people)
    assert invite_on_first_day() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert (invite_on_first_day(), invite_on_first_day()) == (1, 0)


def test_one_more_is_asked_and_another_no_more(wave: Wave, house: House, cast: Cast) -> None:
    ours = wave.sides.get(is_ours=True)
    new = ask_another(wave=wave, side=ours, invitee=Invitee(make_person("Nina New"), "sponsor"))
    with pytest.raises(DomainError, match="asked already"):
        ask_another(wave=wave, side=ours, invitee=Invitee(house.ours[0]))
    answer(wave, house.ours[0], word_kept="2")
    with pytest.raises(DomainError, match="has answered already"):
        let_go(participant=participant(wave, house.ours[0]))
    let_go(participant=new)
    let_go(participant=participant(wave, house.ours[1]))
    with pytest.raises(DomainError, match="too small to be told"):
        let_go(participant=participant(wave, house.ours[2]))


def test_the_last_day_moves_as_long_as_it_is_open(wave: Wave) -> None:
    day = wave.closes_on + timedelta(days=7)
    version = wave.version
    move_last_day(wave=wave, closes_on=day, version=version)
    with pytest.raises(LostUpdateError):
        move_last_day(wave=Wave.objects.get(pk=wave.pk), closes_on=day, version=version)
    with pytest.raises(DomainError, match="from today on"):
        move_last_day(wave=wave, closes_on=timezone.localdate() - timedelta(days=1), version=wave.version)
    close_wave(wave=wave)
    with pytest.raises(DomainError, match="It is closed"):
        move_last_day(wave=wave, closes_on=day, version=wave.version)
    with pytest.raises(DomainError, match="It is closed"):
        ask_another(wave=wave, side=wave.sides.all()[0], invitee=Invitee(make_person("Nina New")))
    assert results_of(wave).is_told is False
