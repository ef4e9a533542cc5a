"""Who takes part in an alliance: everybody once, with all that they do there."""

from dataclasses import dataclass
from functools import partial

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, AllianceQuerySet, Member, Side
from alliances.core.parts import ListColumns
from coe_hub.lib.lists import name_column
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.tables import Column
from coe_hub.lib.text import join_words
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Access


def side_of(alliance: Alliance, person: Person) -> Side:
    """The side the person's organisation is on; of a third organisation, colleagues with an account are on ours."""
    for party in alliance.parties.all():
        if party.organisation_id == person.organisation_id:
            return Side(party.side)
    return Side.OURS if hasattr(person, "user") else Side.THEIRS


def side_on(alliance: Alliance, person: Person) -> str:
    """The side somebody who has a role on the alliance already is on; of others, as `side_of` says."""
    known = alliance.members.filter(person=person).values_list("side", flat=True).first()
    return known or side_of(alliance, person)


@dataclass
class Participant:
    """A person on an alliance with everything they do there."""

    person: Person
    side: str
    is_lead: bool
    members: list[Member]

    @property
    def roles_text(self) -> str:
        """All roles in one line; the lead first."""
        names = [member.role.name for member in self.members]
        lead = [_("Lead")] if self.is_lead and not any(one.role.access == Access.LEAD for one in self.members) else []
        return join_words([*lead, *names])


def participants(alliance: Alliance) -> list[Participant]:
    """Everybody on the alliance once, the lead first, then by role; one query."""
    found: dict[int, Participant] = {}
    if alliance.lead:
        found[alliance.lead.pk] = Participant(alliance.lead, Side.OURS, is_lead=True, members=[])
    for member in _MEMBERS.objects(alliance=alliance.pk):
        known = found.setdefault(member.person_id, Participant(member.person, member.side, is_lead=False, members=[]))
        known.members.append(member)
    return list(found.values())


def _members(*, alliance: int) -> "QuerySet[Member]":
    members = Member.objects.filter(alliance=alliance)
    members = members.select_related("person__site", "person__organisation", "person__user", "role")
    return members.order_by("side", "role__position", name_column("person__"), "pk")


_MEMBERS = Prepared(_members)


def _people(alliance: Alliance, side: str) -> str:
    """Who does what on one side, as the importer would part it."""
    members = [one for one in alliance.members.all() if one.side == side]
    return "|".join(f"{one.person.display_name} ({one.role})" for one in members)


def _people_columns() -> list[Column]:
    ours, theirs = partial(_people, side=Side.OURS), partial(_people, side=Side.THEIRS)
    return [
        Column("our_people", _("Our people"), ours, width=44, is_usual=False),
        Column("partner_people", _("The partner’s people"), theirs, width=44, is_usual=False),
    ]


def _with_people(alliances: AllianceQuerySet) -> AllianceQuerySet:
    members = Member.objects.select_related("person", "role").order_by("role__position", name_column("person__"), "pk")
    return alliances.prefetch_related(Prefetch("members", members))


PEOPLE_COLUMNS = ListColumns(_people_columns, _with_people)


def person_ids(alliance: Alliance) -> set[int]:
    """Everybody on the alliance, on both sides, by id; one query."""
    lead = {alliance.lead_id} if alliance.lead_id else set()
    return lead | set(alliance.members.values_list("person", flat=True))
