"""Who works on an alliance, and the access that comes with it."""

from collections.abc import Iterable
from typing import Unpack

from django.db import transaction

from alliances.core.models import Alliance, Member, Side
from coe_hub.people.access.actions import set_grant
from coe_hub.people.directory.actions import create_person
from coe_hub.people.models import Person, PersonValues
from coe_hub.vocabulary.models import Access, AllianceRole


def settle_access(*, alliance: Alliance, people: Iterable[Person]) -> None:
    """Bring each person's grant in line with what they do on the alliance: lead, and roles on our side."""
    for person in people:
        roles = list(
            Member.objects.filter(alliance=alliance, person=person, side=Side.OURS).values_list(
                "role__access", flat=True
            )
        )
        if alliance.lead_id == person.pk:
            roles.append(Access.LEAD)
        set_grant(scope=alliance.scope, person=person, roles=roles)


def keep_on_team(*, alliance: Alliance, person: Person) -> None:
    """Let somebody who leads it no more, and has no other role on our side, stay on the team.

    The role is the plain one that every hub starts with, else the first of a team; without any, nothing happens.
    """
    mine = Member.objects.filter(alliance=alliance, person=person, side=Side.OURS)
    of_team = AllianceRole.objects.in_use().filter(access=Access.TEAM)
    role = of_team.filter(code="team_member").first() or of_team.first()
    if role and alliance.lead_id != person.pk and not mine.exists():
        Member.objects.create(alliance=alliance, person=person, role=role, side=Side.OURS)


@transaction.atomic
def add_member(*, alliance: Alliance, person: Person, role: AllianceRole, side: str) -> Member:
    """Give a person a role on the alliance. Raises `ValidationError` where they have it already."""
    member = Member(alliance=alliance, person=person, role=role, side=side)
    member.full_clean()
    member.save()
    if side == Side.OURS:
        settle_access(alliance=alliance, people=[person])
    return member


@transaction.atomic
def add_new_member(*, alliance: Alliance, role: AllianceRole, side: str, **values: Unpack[PersonValues]) -> Member:
    """Make a person known, found only by those who see this alliance, and give them a role on it."""
    return add_member(alliance=alliance, person=create_person(**values), role=role, side=side)


@transaction.atomic
def remove_member(*, member: Member) -> None:
    """Take the role away, and the access where nothing else gives it."""
    alliance, person, side = member.alliance, member.person, member.side
    member.delete()
    if side == Side.OURS:
        settle_access(alliance=alliance, people=[person])
