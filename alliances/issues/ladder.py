"""The ladder of an alliance: for each level how many days it has, and who sits on it.

What stands nowhere else is as usual. An alliance says otherwise on its page (`Rung`); what committees have in their
charters is told by the rooms above, which register here, and goes before both, since it is what was contracted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Member, Side
from alliances.issues.models import LEVELS, Issue, Level, Rung
from alliances.obligations.dates import Place
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import Person, Scope

# Working days in which a level settles an issue where nobody says otherwise; the final say has no clock.
USUAL_DAYS: Mapping[Level, int | None] = {
    Level.MANAGERS: 10,
    Level.TEAM: 10,
    Level.COMMITTEE: 15,
    Level.STEERING: 20,
    Level.EXECUTIVES: 20,
    Level.FINAL_SAY: None,
}
# Who sits on a level where no committee says so: people with one of these roles, by code.
_ROLES: Mapping[Level, Sequence[str]] = {
    Level.MANAGERS: ("alliance_manager", "alliance_lead"),
    Level.TEAM: ("project_manager", "scientific_lead", "team_member"),
    Level.COMMITTEE: ("committee_member", "committee_co_chair"),
    Level.STEERING: ("committee_co_chair", "committee_member"),
    Level.EXECUTIVES: ("executive_sponsor",),
    Level.FINAL_SAY: ("executive_sponsor",),
}


@dataclass(frozen=True)
class Chartered:
    """What a charter says of a level: its days (None: no clock), working days unless `is_calendar`, the clause, and
    whose charter it is."""

    label: str
    days: int | None
    is_calendar: bool = False
    clause: str = ""


@dataclass(frozen=True)
class LadderRung:
    """A level as it holds for one alliance. `source` is the charter it is taken from, "" where there is none; `is_own`:
    the alliance said so itself."""

    level: Level
    days: int | None
    is_calendar: bool = False
    clause: str = ""
    is_used: bool = True
    source: str = ""
    is_own: bool = False


Charters = Callable[[Alliance, Scope], Mapping[Level, Chartered]]
Sitting = Callable[[Issue, Level], Iterable[Person]]
_charters: list[Charters] = []
_sitting: list[Sitting] = []


def register(charters: Charters) -> None:
    """Add a function that tells what charters say of the levels of an alliance, for what stands in a scope."""
    _charters.append(charters)


def register_sitting(sitting: Sitting) -> None:
    """Add a function that tells who sits on a level for an issue; nobody where no committee has that level."""
    _sitting.append(sitting)


def chartered(alliance: Alliance, scope: Scope) -> dict[Level, Chartered]:
    """What charters say, by level."""
    return {level: one for told in _charters for level, one in told(alliance, scope).items()}


def ladder_of(alliance: Alliance, scope: Scope | None = None) -> list[LadderRung]:
    """All levels from the lowest up, for what stands in that scope or, without one, in the alliance's."""
    own = {row.level: row for row in Rung.objects.filter(alliance=alliance)}
    said = chartered(alliance, scope or alliance.scope)
    return [_rung(level, own.get(level), said.get(level)) for level in LEVELS]


def _rung(level: Level, own: Rung | None, charter: Chartered | None) -> LadderRung:
    is_used = own is None or own.is_used
    if charter:
        return LadderRung(
            level, charter.days, charter.is_calendar, charter.clause, is_used=is_used, source=charter.label
        )
    if own:
        return LadderRung(level, own.days, own.is_calendar, own.clause, is_used=is_used, is_own=True)
    return LadderRung(level, USUAL_DAYS[level])


def next_rung(rungs: Iterable[LadderRung], level: int, *, down: bool = False) -> LadderRung:
    """The level above or, going `down`, below that the alliance has. Raises `DomainError` where there is none."""
    used = [one for one in rungs if one.is_used and (one.level < level if down else one.level > level)]
    if not used:
        raise DomainError(
            _("It stands on the lowest level. Resolve it there.")
            if down
            else _(
                "It stands on the highest level: whoever has the final say settles it. Resolve it, and write down how."
            )
        )
    return used[-1] if down else used[0]


def people_on(issue: Issue, level: int) -> list[Person]:
    """Who sits on a level, on both sides: on the committees of that level, else by their roles on the alliance."""
    found = [person for told in _sitting for person in told(issue, Level(level))] or _by_role(issue, level)
    managers = [one for one in (issue.owner or issue.alliance.lead, issue.counterpart) if one]
    managers = managers if level == Level.MANAGERS else []
    return list(dict.fromkeys([*managers, *found]))


def _by_role(issue: Issue, level: int) -> list[Person]:
    members = Member.objects.filter(alliance=issue.alliance, role__code__in=_ROLES[Level(level)])
    rows = members.select_related("person__user", "person__organisation", "person__site").order_by("side", "pk")
    return [row.person for row in rows]


def places_of(issue: Issue) -> list[Place]:
    """Where the two sides work: where their alliance managers do, else where their companies are."""
    ours = issue.owner or issue.alliance.lead
    places = [_place(ours), _place(issue.counterpart)]
    if None in places:
        countries: dict[str, str] = {}
        for party in sorted(issue.alliance.parties.all(), key=lambda one: (one.position, one.pk)):
            countries.setdefault(party.side, party.organisation.country)
        usual = [countries.get(side, "") for side in (Side.OURS, Side.THEIRS)]
        places = [place or (Place(country) if country else None) for place, country in zip(places, usual, strict=True)]
    return [place for place in dict.fromkeys(places) if place]


def _place(person: Person | None) -> Place | None:
    """Where somebody works; None where nobody knows."""
    site = person.site if person else None
    return Place(site.country, site.subdivision) if site and site.country else None
