"""An alliance with four people on each side, and a questionnaire to ask them."""

from typing import NamedTuple

import pytest

from alliances.core.models import Alliance
from coe_hub.people.models import Person
from coe_hub.surveys.models import Questionnaire, Wave
from tests.cast import Cast
from tests.surveys.data import OURS, THEIRS, make_questionnaire, make_wave, people_of


class House(NamedTuple):
    """What the tests of this folder ask."""

    alliance: Alliance
    questionnaire: Questionnaire
    ours: list[Person]
    theirs: list[Person]


@pytest.fixture
def house(cast: Cast, alliance: Alliance) -> House:
    """Four people a side, known by mail, and a questionnaire of three scales."""
    ours, theirs = people_of(alliance, "ours", OURS), people_of(alliance, "theirs", THEIRS)
    return House(alliance, make_questionnaire(cast.curator), ours, theirs)


@pytest.fixture
def wave(cast: Cast, house: House) -> Wave:
    """An anonymous wave that tells nothing from fewer than three."""
    return make_wave(house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs)
