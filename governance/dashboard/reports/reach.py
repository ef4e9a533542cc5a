"""How far tools and courses reach: downloads and finished courses by site and by function, never by person.

A figure that fewer than five people made is refused, however many are there: it reads "few". So is a further one where
subtracting what is shown, from a total or from the other breakdown, would give away what fewer than five people did.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from coe_hub.lib.prepared import Prepared
from coe_hub.people.models import Site, User
from coe_hub.usage.models import EventKind, UsageEvent
from coe_hub.usage.privacy import FEWEST_PEOPLE
from coe_hub.vocabulary.models import Function
from governance.dashboard.reports.counting import list_url

LOOKS_BACK = timedelta(days=365)
LATELY = timedelta(days=90)
SITE, FUNCTION = "site", "function"
_COUNTED = (EventKind.DOWNLOAD, EventKind.FINISH)
NOWHERE = "-"  # no code and no public id looks like this


class Uses(NamedTuple):
    """How often: downloads in a year, in the last 90 days and in the 90 before; courses finished in a year, lately.

    None where it is refused: nothing of it is known here.
    """

    downloads: int | None = None
    recent: int | None = None
    before: int | None = None
    finishes: int | None = None
    finished_lately: int | None = None


@dataclass(frozen=True)
class Group:
    """The accounts of one site or function, and what they did."""

    kind: str
    key: str
    name: str
    uses: Uses

    @property
    def is_few(self) -> bool:
        """Whether nothing of it can be shown."""
        return self.uses.downloads is None and self.uses.finishes is None

    @property
    def url(self) -> str:
        """What the group downloaded and finished."""
        return list_url("reach_list", **{self.kind: self.key})


@dataclass(frozen=True)
class Reach:
    """Both breakdowns, the largest use first, refused groups last."""

    sites: list[Group]
    functions: list[Group]

    @property
    def small_sites(self) -> list[str]:
        """Names of the sites that are refused."""
        return [one.name for one in self.sites if one.is_few]

    @property
    def small_functions(self) -> list[str]:
        """Names of the functions that are refused."""
        return [one.name for one in self.functions if one.is_few]

    @property
    def groups(self) -> list[Group]:
        """All of them."""
        return [*self.sites, *self.functions]

    def group(self, kind: str, key: str) -> Group | None:
        """The one asked for."""
        return next((one for one in self.groups if (one.kind, one.key) == (kind, key)), None)


class _Made(NamedTuple):
    """A figure, and how many people made it."""

    figure: int
    people: int


# A site and a function, each None where somebody has none.
_Pair = tuple[int | None, int | None]


def reach(now: datetime) -> Reach:
    """Uses in the year before `now`, of accounts that can sign in. Four queries."""
    pairs: set[_Pair] = set(_PAIRS.rows())
    made: dict[str, dict[_Pair, _Made]] = {name: {} for name in Uses._fields}
    for site, function, *figures in _EVENTS.rows(moment=now):
        for name, figure, people in zip(_FIGURES, figures[::2], figures[1::2], strict=True):
            made[name][site, function] = _Made(figure, people)
    sites = _site_names(site for site, _function in pairs)
    functions = _function_names(function for _site, function in pairs)
    told = {name: _told(some, pairs) for name, some in made.items()}
    return Reach(sites=_groups(SITE, sites, told, 0), functions=_groups(FUNCTION, functions, told, 1))


def _pairs() -> "QuerySet[Any, Any]":
    return User.objects.active().values_list("person__site", "person__function").order_by().distinct()


def _events(*, moment: datetime) -> "QuerySet[Any, Any]":
    """For each account that did something, and each kind of what it did, how often: in the year, lately, before."""
    lately, before = Q(at__gt=moment - LATELY), Q(at__gt=moment - 2 * LATELY, at__lte=moment - LATELY)
    events = UsageEvent.objects.filter(kind__in=_COUNTED, at__gt=moment - LOOKS_BACK).values("kind", account=F("user"))
    return events.annotate(
        year=Count("at"), lately=Count("at", filter=lately), before=Count("at", filter=before)
    ).order_by()


# For each site and function, each figure followed by how many people made it: counted from what each account did, since
# to count different people among all events means to sort them, and to ask all events for their place takes as long.
_FIGURES = {
    "downloads": ("year", EventKind.DOWNLOAD),
    "recent": ("lately", EventKind.DOWNLOAD),
    "before": ("before", EventKind.DOWNLOAD),
    "finishes": ("year", EventKind.FINISH),
    "finished_lately": ("lately", EventKind.FINISH),
}
_SUMS = ", ".join(
    f"COALESCE(sum({column}) FILTER (WHERE kind = '{kind.value}'), 0)::bigint,"
    f" count(*) FILTER (WHERE kind = '{kind.value}' AND {column} > 0)"
    for column, kind in _FIGURES.values()
)
_BY_PLACE = f"""
SELECT site_id, function_id, {_SUMS}
FROM ({{}}) AS used JOIN people_user ON people_user.id = account JOIN people_person ON people_person.id = person_id
WHERE people_user.is_active GROUP BY site_id, function_id
"""  # noqa: S608  CONFIG: names of ours
_PAIRS, _EVENTS = Prepared(_pairs), Prepared(_events, around=_BY_PLACE)


def events_since(since: datetime) -> Any:
    """Downloads and finished courses after `since`, of accounts that can sign in."""
    return UsageEvent.objects.filter(kind__in=_COUNTED, at__gt=since, user__is_active=True)


def _sites(*, ids: list[int]) -> "QuerySet[Site]":
    return Site.objects.filter(pk__any=ids)


def _functions(*, ids: list[int]) -> "QuerySet[Function]":
    return Function.objects.filter(pk__any=ids)


_SITES, _FUNCTIONS = Prepared(_sites), Prepared(_functions)


def _site_names(keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    sites = _SITES.objects(ids=[key for key in set(keys) if key])
    return {one.pk: (one.public_id, one.display_name) for one in sites} | {None: (NOWHERE, _("No site given"))}


def _function_names(keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    functions = _FUNCTIONS.objects(ids=[key for key in set(keys) if key])
    return {one.pk: (one.code, one.name) for one in functions} | {None: (NOWHERE, _("No function given"))}


_Figures = dict[int | None, int | None]


def _told(made: Mapping[_Pair, _Made], pairs: Iterable[_Pair]) -> tuple[_Figures, _Figures]:
    """One figure by site and by function; None where it is refused."""
    whole = {pair: made.get(pair, _Made(0, 0)) for pair in {*pairs, *made}}
    refused = _too_small({pair: one.people for pair, one in whole.items()})
    by_group: tuple[_Figures, _Figures] = ({}, {})
    for place, figures in enumerate(by_group):
        sums: dict[int | None, int] = defaultdict(int)
        for pair, one in whole.items():
            sums[pair[place]] += one.figure
        figures.update({key: None if key in refused[place] else figure for key, figure in sums.items()})
    return by_group


def _too_small(people: Mapping[_Pair, int]) -> tuple[set[Any], set[Any]]:
    """The sites and functions that are refused: too few acted there, or they hide those where too few did.

    `people` counts who acted, by site and function at once. Who is refused in a breakdown, or in one of the two only,
    is known by subtraction from a total or from the other breakdown. Unless that is nobody, or enough people together,
    the smallest group that is left is refused as well.
    """
    numbers: tuple[dict[Any, int], dict[Any, int]] = (defaultdict(int), defaultdict(int))
    for pair, number in people.items():
        for counted, key in zip(numbers, pair, strict=True):
            counted[key] += number
    refused = tuple({key for key, number in counted.items() if number < FEWEST_PEOPLE} for counted in numbers)

    # Whether those at a refused site and those of a refused function, as told by `which`, are some but too few.
    def few(which: Callable[[bool, bool], bool]) -> bool:
        counted = (
            number for (site, function), number in people.items() if which(site in refused[0], function in refused[1])
        )
        return 0 < sum(counted) < FEWEST_PEOPLE

    # Refuse the smallest group that is left; between equals always the same one, so that two days tell the same.
    def widen(place: int) -> bool:
        left = numbers[place].keys() - refused[place]
        if not left:
            return False
        refused[place].add(min(left, key=lambda key: (numbers[place][key], key or 0)))
        return True

    # Each round refuses one group more, so this ends, at the latest with all refused. A group that hides one breakdown
    # may open the other: so begin again after each.
    while True:
        # What the total less the sites shown gives away.
        if few(lambda by_site, _by_function: by_site) and widen(0):
            continue
        # What the total less the functions shown gives away.
        if few(lambda _by_site, by_function: by_function) and widen(1):
            continue
        # What one breakdown less the other gives away.
        if not (few(lambda by_site, by_function: by_site != by_function) and (widen(0) or widen(1))):
            return refused[0], refused[1]


def _groups(
    kind: str, names: Mapping[int | None, tuple[str, str]], told: Mapping[str, tuple[_Figures, _Figures]], place: int
) -> list[Group]:
    """The groups of one breakdown that somebody belongs to, refused ones at the end."""
    present = set().union(*(by_group[place] for by_group in told.values())) & names.keys()
    groups = [
        Group(kind, *names[key], uses=Uses(**{name: by_group[place].get(key) for name, by_group in told.items()}))
        for key in present
    ]

    def rank(one: Group) -> tuple[bool, int, str]:
        return one.is_few, -(one.uses.downloads or 0), one.name

    return sorted(groups, key=rank)


def grown(found: Reach) -> Group | None:
    """The group whose downloads grew most from the 90 days before to the last 90; None where none grew."""
    growing = [(one.uses.recent - one.uses.before, one) for one in found.groups if one.uses.recent and one.uses.before]
    best = max(growing, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else None


def learned(found: Reach) -> Group | None:
    """The group that finished most courses in the last 90 days; None where nobody did."""
    learning = [one for one in found.groups if one.uses.finished_lately]
    return max(learning, key=lambda one: one.uses.finished_lately or 0, default=None)


class Use(NamedTuple):
    """One tool, or all courses where `content_id` is None, and how often the group used it in the year.

    None where it is refused.
    """

    content_id: int | None
    downloads: int | None
    finishes: int | None


def used_by(group: Group, now: datetime) -> list[Use]:
    """What a group used in the year before `now`, most used first; nothing of a refused one. One query."""
    if group.is_few:
        return []
    place = f"user__person__{group.kind}"
    key = {SITE: "public_id", FUNCTION: "code"}[group.kind]
    narrow: dict[str, Any] = {f"{place}__{key}": group.key}
    if group.key == NOWHERE:
        narrow = {f"{place}__isnull": True}
    rows = list(
        events_since(now - LOOKS_BACK)
        .filter(**narrow)
        .values("content_id", "user", "kind")
        .annotate(number=Count("pk"))
        .order_by()
        .values_list("content_id", "user", "kind", "number", named=True)
    )
    downloads = _by_content((row for row in rows if row.kind == EventKind.DOWNLOAD), group.uses.downloads)
    finishes = _by_content((row for row in rows if row.kind == EventKind.FINISH), group.uses.finishes)
    uses = [Use(one, downloads.get(one, 0), finishes.get(one, 0)) for one in {row.content_id for row in rows}]
    return sorted(uses, key=lambda one: (-(one.downloads or 0), -(one.finishes or 0), one.content_id or 0))


def _by_content(rows: Iterable[Any], whole: int | None) -> dict[int | None, int | None]:
    """One figure of a group by content. Refused is what fewer than five people used, and as much more as hides them in
    the `whole`; all of it where that is refused itself."""
    figures: dict[int | None, int] = defaultdict(int)
    people: dict[int | None, set[int]] = defaultdict(set)
    for row in rows:
        figures[row.content_id] += row.number
        people[row.content_id].add(row.user)
    shown = {one for one in figures if whole is not None and len(people[one]) >= FEWEST_PEOPLE}
    while shown and 0 < len(set().union(*(people[one] for one in figures.keys() - shown))) < FEWEST_PEOPLE:
        shown.remove(min(shown, key=lambda one: (len(people[one]), one or 0)))
    return {one: figure if one in shown else None for one, figure in figures.items()}
