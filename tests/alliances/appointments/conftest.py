"""An alliance whose review gets an hour, people in Japan and Boston, and the mails they get."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from alliances.reviews.actions.appointments import plan_review
from alliances.reviews.models import ReviewAppointment
from coe_hub.people.directory.actions import create_site, set_languages
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Language
from tests.alliances.appointments.data import BOSTON, NOW, values
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """It is 2 February 2026 until a test moves on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(cast: Cast) -> SimpleNamespace:
    """An alliance with a code name, a colleague in Japan, and two people at the partner without accounts."""
    northwind = make_organisation("Northwind Biotech")
    aiko = make_user(
        "Aiko Nakamura",
        family_name="中村",
        given_name="愛子",
        latin_name="Aiko Nakamura",
        account={"language": "ja", "time_zone": "Asia/Tokyo"},
    )
    alliance = make_alliance("Kestrel buys Northwind", by=cast.lead, code_name="Heron")
    boston = create_site(organisation=northwind, name="Boston", city="Boston", country="US", time_zone=BOSTON)
    nora = make_person("Nora Contact", at=northwind, site=boston, email="nora@northwind.example")
    ken = make_person("Ken Sato", at=northwind, email="ken@northwind.example")
    set_languages(person=ken, languages=Language.objects.filter(code="ja"))
    mute = make_person("Max Mute", at=northwind)
    make_member(alliance, aiko.person, role="team_member")
    for one in (nora, ken, mute):
        make_member(alliance, one, role="adviser", side="theirs")
    mail.outbox.clear()
    return SimpleNamespace(alliance=alliance, lead=cast.lead, aiko=aiko, nora=nora, ken=ken, mute=mute)


@pytest.fixture
def done(django_capture_on_commit_callbacks: Callable) -> Callable[..., dict[str, EmailMultiAlternatives]]:
    """Do something and return the mails it sends, by who gets them."""

    def do(action: Callable[..., object], **arguments: Any) -> dict[str, EmailMultiAlternatives]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(**arguments)
        return {message.to[0]: message for message in mail.outbox}

    return do


@pytest.fixture
def planned(world: SimpleNamespace, done: Callable) -> Callable[..., ReviewAppointment]:
    """An appointment to which these people were invited already."""

    def plan(*people: Person, **changes: Any) -> ReviewAppointment:
        done(plan_review, alliance=world.alliance, people=people, by=world.lead, **values(**changes))
        return world.alliance.appointments.get()

    return plan
