"""What waves, pulses and those who answer them are refused: in which words, and that it changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from coe_hub.lib.errors import DomainError
from coe_hub.publishing.asked import Asked, Way, write_asked
from coe_hub.surveys.actions.answering import NOTHING, Answers, hand_in
from coe_hub.surveys.actions.pulses import answer_pulse
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, begin_wave
from coe_hub.surveys.inviting import invite
from coe_hub.surveys.models import Participant, Wave
from tests.cast import Cast
from tests.refusals import refused
from tests.surveys.conftest import House
from tests.surveys.data import make_questionnaire
from tests.surveys.test_pulses import BLOCKS
from tests.toolkits.data import make_tool


def test_begin_wave_for_half_a_year_is_refused(cast: Cast, house: House) -> None:
    today = timezone.localdate()
    with refused(DomainError("Ask for four months at most.", field="closes_on")):
        begin_wave(
            scope=house.alliance.scope, questionnaire=house.questionnaire, subject="x", is_anonymous=False, minimum=1,
            sides=[SideToAsk("Kestrel", True, [Invitee(house.ours[0])])], opens_on=today,
            closes_on=today + timedelta(days=180), by=cast.lead,
        )  # fmt: skip


def test_hand_in_by_somebody_who_was_let_go_and_invite_after_the_last_day_are_refused(
    cast: Cast, house: House, wave: Wave
) -> None:
    gone = Participant.objects.get(wave=wave, person=house.ours[0])
    Participant.objects.filter(pk=gone.pk).delete()
    with refused(DomainError("You are not asked any more. What you wrote here was not handed in.")):
        hand_in(participant=gone, given=NOTHING)
    today = timezone.localdate()
    Wave.objects.filter(pk=wave.pk).update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    wave.refresh_from_db()
    with refused(DomainError("It is over. Nobody can answer any more.")):
        invite(wave=wave, by=cast.lead)


def test_answer_pulse_a_second_time_is_refused(cast: Cast) -> None:
    make_questionnaire(cast.curator, use="pulse", slug="after-use", blocks=BLOCKS)
    content = make_tool(author=cast.curator, approver=cast.admin).content
    given = Answers({"easier": "4", "time-saved": "b"}, {})
    answer_pulse(content=content, given=given, by=cast.team)
    with refused(DomainError("You have said so already. Thank you.")):
        answer_pulse(content=content, given=given, by=cast.team)


def test_write_asked_without_answers_to_choose_from_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        write_asked(Asked("often", "How often?", Way.CHOICE))
    assert caught.value.messages == ["Give the answers that can be chosen, one a line."]
