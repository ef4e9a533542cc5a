"""Every refusal of the actions on people, organisations, sites and accounts, and on the hub's words."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from coe_hub.lib.errors import DomainError
from coe_hub.people.accounts.actions import edit_account, edit_profile
from coe_hub.people.accounts.factors import reset_factors
from coe_hub.people.accounts.forms import InviteManyForm
from coe_hub.people.accounts.invitations import accept, invite
from coe_hub.people.directory.actions import create_organisation, create_person, create_site, edit_record
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.models import Invitation, Person
from coe_hub.privacy.erasure import forget
from coe_hub.reminders.working_days import WorkCalendar
from coe_hub.vocabulary.actions import add_word, edit_word
from coe_hub.vocabulary.models import Function
from tests.cast import Cast
from tests.factories import make_organisation, make_person, make_site, make_user
from tests.refusals import BLANK, LOST, Said, refused

OWN_ADMIN = DomainError("You cannot take your own admin role or sign-in away. Ask another admin.")


@pytest.fixture
def world(cast: Cast) -> SimpleNamespace:
    """Somebody without an account, an organisation, and a site of ours."""
    return SimpleNamespace(
        cast=cast,
        person=make_person("Pia Person"),
        organisation=make_organisation("Orbit"),
        site=make_site(WorkCalendar("Asia/Tokyo", "JP", "")),
    )


def profile(world: SimpleNamespace, *, version: int | None = None, **account: Any) -> None:
    person = Person.objects.get(pk=world.cast.team.person_id)
    edit_profile(
        user=world.cast.team,
        version=version or person.version,
        person={"job_title": "Mine"},
        languages=[],
        account={"language": "ja", "time_zone": "Asia/Tokyo", "theme": "dark"} | account,
    )


def ask_in(world: SimpleNamespace, **changes: Any) -> Invitation:
    values = {"person": world.person, "email": "pia@hub.example", "roles": [], "language": "en"} | changes
    return invite(by=world.cast.admin, **values)


REFUSALS: dict[str, tuple[Callable[[SimpleNamespace], object], Said]] = {
    "create_organisation: without a name": (lambda w: create_organisation(name=""), {"name": [BLANK]}),
    "create_site: in no time zone": (
        lambda w: create_site(organisation=w.organisation, name="Bern", city="Bern", country="CH", time_zone="Bern"),
        {"time_zone": ["Choose a time zone such as Asia/Tokyo or Europe/Berlin."]},
    ),
    "create_site: of the same name": (
        lambda w: create_site(
            organisation=w.site.organisation, name=w.site.name, city="City", country="JP", time_zone="Asia/Tokyo"
        ),
        {"__all__": ["This organisation has a site of that name already."]},
    ),
    "create_person: without a name": (
        lambda w: create_person(family_name="", organisation=w.organisation),
        {"family_name": [BLANK]},
    ),
    "edit_record: without a name": (
        lambda w: edit_record(record=w.organisation, version=1, values={"name": "", "country": "CH"}),
        {"name": [BLANK]},
    ),
    "edit_record: saved meanwhile": (
        lambda w: edit_record(record=w.person, version=9, values={"job_title": "Mine"}),
        LOST,
    ),
    "edit_profile: saved meanwhile": (lambda w: profile(w, version=9), LOST),
    "edit_profile: in no time zone": (
        lambda w: profile(w, time_zone="Tokyo"),
        {"time_zone": ["Choose a time zone such as Asia/Tokyo or Europe/Berlin."]},
    ),
    "edit_account: one's own role": (
        lambda w: edit_account(account=w.cast.admin, roles=["curator"], is_active=True, by=w.cast.admin),
        OWN_ADMIN,
    ),
    "edit_account: one's own sign-in": (
        lambda w: edit_account(account=w.cast.admin, roles=["admin"], is_active=False, by=w.cast.admin),
        OWN_ADMIN,
    ),
    "edit_account: no such role": (
        lambda w: edit_account(account=w.cast.team, roles=["king"], is_active=True, by=w.cast.admin),
        {"roles": ["Item 1 in the array did not validate: Value 'king' is not a valid choice."]},
    ),
    "reset_factors: one's own": (
        lambda w: reset_factors(account=w.cast.admin, reason="Lost", by=w.cast.admin),
        DomainError("Your own is changed on your own page. Ask another admin if you lost it."),
    ),
    "reset_factors: there is none": (
        lambda w: reset_factors(account=w.cast.team, reason="Lost", by=w.cast.admin),
        DomainError("There is no second factor to take away."),
    ),
    "forget: by no admin": (
        lambda w: forget(person=w.person, by=w.cast.curator, ground="request", reason="Asked for"),
        DomainError("Only admins forget people."),
    ),
    "invite: has an account": (
        lambda w: ask_in(w, person=w.cast.team.person),
        DomainError("This person has an account already."),
    ),
    "invite: no address": (lambda w: ask_in(w, email="pia"), {"email": ["Enter a valid email address."]}),
    "add_word: not a code": (
        lambda w: add_word(model=Function, code="Big Words", names={"en": "Big"}),
        {
            "code": [
                "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
                "Use small letters, digits and underscores.",
            ]
        },
    ),
    "edit_word: without a name": (
        lambda w: edit_word(word=Function.objects.get(code="research"), names={}),
        {"names": [BLANK]},
    ),
    "hand_over: to oneself": (
        lambda w: hand_over(giver=w.person, takers={"one": w.person}, by=w.cast.admin),
        DomainError("Name somebody else: Pia Person has it now.", field="taker"),
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str, world: SimpleNamespace) -> None:
    act, said = REFUSALS[name]
    with refused(said):
        act(world)


def test_invite_with_a_bad_address_leaves_the_earlier_invitation_open(world: SimpleNamespace) -> None:
    earlier = ask_in(world)
    with refused({"email": ["Enter a valid email address."]}):
        ask_in(world, email="pia")
    assert Invitation.objects.get() == earlier


def test_invite_many_asks_for_an_address(cast: Cast) -> None:
    form = InviteManyForm({"people": "Pia Person", "language": "en"}, by=cast.admin)
    assert form.errors == {"people": ["There is no e-mail address in it."]}


def test_accept_a_second_time_is_refused(world: SimpleNamespace) -> None:
    invitation = ask_in(world)
    accept(invitation=invitation, password="an even longer sentence", time_zone="UTC")
    with refused(DomainError("This invitation was used already. Sign in instead.")):
        accept(invitation=invitation, password="another long sentence", time_zone="UTC")


def test_accept_of_a_withdrawn_invitation_says_so(world: SimpleNamespace) -> None:
    earlier = ask_in(world)
    ask_in(world)
    with refused(DomainError("This invitation was withdrawn. Ask for a new one, or use the newest mail you got.")):
        accept(invitation=earlier, password="an even longer sentence", time_zone="UTC")


def test_accept_of_an_address_that_was_taken_meanwhile_leaves_the_invitation_open(world: SimpleNamespace) -> None:
    invitation = ask_in(world, email="taken@hub.example")
    make_user("Taken Already")
    with refused({"__all__": ["There is an account with this e-mail already."]}):
        accept(invitation=invitation, password="an even longer sentence", time_zone="UTC")
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
