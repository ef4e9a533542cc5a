"""Who works on an alliance, and the access that comes with it."""

from collections.abc import Iterable
from typing import Unpack

from django.db import transaction

from alliances.core.models import Alliance, Member, Side
from alliances.core.participants import side_on
from coe_hub.people.access.actions import set_grants
from coe_hub.people.directory.actions import create_person
from coe_hub.people.models import Person, PersonValues
from coe_hub.vocabulary.models import Access, AllianceRole


def settle_access(*, alliance: Alliance, people: Iterable[Person]) -> None:
    """Bring each person's grant in line with what they do on the alliance: lead, and roles on our side."""
    settle_access_together((alliance, person.pk) for person in people)


def settle_access_together(pairs: Iterable[tuple[Alliance, int]]) -> None:
    """As `settle_access`, of many alliances, each with the id of a person. Five queries at most."""
    roles: dict[tuple[int, int], list[str]] = {}
    scopes: dict[int, int] = {}
    for alliance, person in pairs:
        scopes[alliance.pk] = alliance.scope_id
        roles[alliance.scope_id, person] = [Access.LEAD] if alliance.lead_id == person else []
    people = {person for _scope, person in roles}
    members = Member.objects.filter(alliance__in=scopes, person__in=people, side=Side.OURS)
    for alliance_id, person, access in members.values_list("alliance", "person", "role__access"):
        if (key := (scopes[alliance_id], person)) in roles:
            roles[key].append(access)
    set_grants(roles)


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
def add_member(*, alliance: Alliance, person: Person, roles: Iterable[AllianceRole], side: str) -> list[Member]:
    """Give a person roles on the alliance. Raises `ValidationError` where they have all of them already."""
    held = set(alliance.members.filter(person=person).values_list("role", flat=True))
    wanted = list(roles)
    members = [
        Member(alliance=alliance, person=person, role=role, side=side)
        for role in ([role for role in wanted if role.pk not in held] or wanted)
    ]
    for member in members:
        member.full_clean()
        member.save()
    if side == Side.OURS:
        settle_access(alliance=alliance, people=[person])
    return members


@transaction.atomic
def add_new_member(
    *, alliance: Alliance, roles: Iterable[AllianceRole], side: str, **values: Unpack[PersonValues]
) -> list[Member]:
    """Make a person known, found only by those who see this alliance, and give them roles on it."""
    return add_member(alliance=alliance, person=create_person(**values), roles=roles, side=side)


@transaction.atomic
def edit_member(
    *, alliance: Alliance, person: Person, roles: Iterable[AllianceRole], had: Iterable[AllianceRole]
) -> None:
    """Let the person have `roles` instead of the roles they `had`; one that somebody else gave or took meanwhile stays
    as it is."""
    held = alliance.members.filter(person=person)
    wanted, before = set(roles), set(had)
    for member in held.filter(role__in=before - wanted):
        remove_member(member=member)
    new = [role for role in roles if role not in before and not held.filter(role=role).exists()]
    if new:
        add_member(alliance=alliance, person=person, roles=new, side=side_on(alliance, person))


@transaction.atomic
def remove_member(*, member: Member) -> None:
    """Take the role away, and the access where nothing else gives it."""
    alliance, person, side = member.alliance, member.person, member.side
    member.delete()
    if side == Side.OURS:
        settle_access(alliance=alliance, people=[person])
