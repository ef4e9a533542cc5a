"""How far tools and courses reach: downloads and finished courses by site and by function, never by person.

A group of fewer than five accounts is refused: it reads "few", whatever its figures are. So are further groups where
subtracting what is shown, from a total or from the other breakdown, would give away fewer than five people.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from coe_hub.people.models import Site, User
from coe_hub.usage.models import EventKind, UsageEvent
from coe_hub.usage.privacy import FEWEST_PEOPLE
from coe_hub.vocabulary.models import Function
from governance.dashboard.reports.counting import list_url

LOOKS_BACK = timedelta(days=365)
LATELY = timedelta(days=90)
SITE, FUNCTION = "site", "function"
NOWHERE = "-"  # no code and no public id looks like this


@dataclass(frozen=True)
class Uses:
    """How often: downloads in a year, in the last 90 days and in the 90 before; courses finished in a year, lately."""

    downloads: int = 0
    recent: int = 0
    before: int = 0
    finishes: int = 0
    finished_lately: int = 0

    def __add__(self, other: "Uses") -> "Uses":
        return Uses(*(mine + theirs for mine, theirs in zip(self._figures, other._figures, strict=True)))

    @property
    def _figures(self) -> tuple[int, ...]:
        return self.downloads, self.recent, self.before, self.finishes, self.finished_lately


@dataclass(frozen=True)
class Group:
    """The accounts of one site or function. `uses` is None where the group is refused: nothing of it is known here."""

    kind: str
    key: str
    name: str
    people: int
    uses: Uses | None

    @property
    def is_few(self) -> bool:
        """Whether the group is too small to show."""
        return self.uses is None

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


def reach(now: datetime) -> Reach:
    """Uses in the year before `now`, of accounts that can sign in. Four queries."""
    people: dict[tuple[Any, Any], int] = {}
    uses: dict[tuple[Any, Any], Uses] = {}
    accounts = User.objects.active().values_list("person__site", "person__function").annotate(number=Count("pk"))
    for site, function, number in accounts.order_by():
        people[site, function] = number
    for site, function, *figures in _events(now):
        uses[site, function] = Uses(*figures)
    sites = _groups(SITE, 0, people, uses, _site_names(site for site, _function in people))
    functions = _groups(FUNCTION, 1, people, uses, _function_names(function for _site, function in people))
    small_sites, small_functions = _too_small(people, sites, functions)
    return Reach(sites=_shown(sites, small_sites), functions=_shown(functions, small_functions))


def _events(now: datetime) -> Iterable[Any]:
    download, finish = Q(kind=EventKind.DOWNLOAD), Q(kind=EventKind.FINISH)
    lately, before = Q(at__gt=now - LATELY), Q(at__gt=now - 2 * LATELY, at__lte=now - LATELY)
    return (
        events_since(now - LOOKS_BACK)
        .values_list("user__person__site", "user__person__function")
        .annotate(
            downloads=Count("pk", filter=download),
            recent=Count("pk", filter=download & lately),
            before=Count("pk", filter=download & before),
            finishes=Count("pk", filter=finish),
            finished_lately=Count("pk", filter=finish & lately),
        )
        .order_by()
    )


def events_since(since: datetime) -> Any:
    """Downloads and finished courses after `since`, of accounts that can sign in."""
    return UsageEvent.objects.filter(
        kind__in=(EventKind.DOWNLOAD, EventKind.FINISH), at__gt=since, user__is_active=True
    )


def _site_names(keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    sites = Site.objects.filter(pk__in={key for key in keys if key})
    return {one.pk: (one.public_id, one.display_name) for one in sites} | {None: (NOWHERE, _("No site given"))}


def _function_names(keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    functions = Function.objects.filter(pk__in={key for key in keys if key})
    return {one.pk: (one.code, one.name) for one in functions} | {None: (NOWHERE, _("No function given"))}


def _groups(
    kind: str,
    place: int,
    people: dict[tuple[Any, Any], int],
    uses: dict[tuple[Any, Any], Uses],
    names: dict[Any, tuple[str, str]],
) -> dict[Any, Group]:
    numbers: dict[Any, int] = defaultdict(int)
    sums: dict[Any, Uses] = defaultdict(Uses)
    for pair, number in people.items():
        numbers[pair[place]] += number
        sums[pair[place]] += uses.get(pair, Uses())
    return {key: Group(kind, *names[key], people=number, uses=sums[key]) for key, number in numbers.items()}


def _too_small(
    people: Mapping[tuple[Any, Any], int], sites: Mapping[Any, Group], functions: Mapping[Any, Group]
) -> tuple[set[Any], set[Any]]:
    """The sites and functions that are refused: too small, or needed to hide those that are.

    `people` counts accounts by site and function at once. Who is refused in a breakdown, or in one of the two only, is
    known by subtraction from a total or from the other breakdown. Unless that is nobody, or enough people together,
    the smallest group that is left is refused as well.
    """
    refused = [{key for key, one in groups.items() if one.people < FEWEST_PEOPLE} for groups in (sites, functions)]

    # Whether those at a refused site and those of a refused function, as told by `which`, are some but too few.
    def few(which: Callable[[bool, bool], bool]) -> bool:
        counted = (
            number for (site, function), number in people.items() if which(site in refused[0], function in refused[1])
        )
        return 0 < sum(counted) < FEWEST_PEOPLE

    # Refuse the smallest group that is left; between equals always the same one, so that two days tell the same.
    def widen(place: int) -> bool:
        left = {key: one for key, one in (sites, functions)[place].items() if key not in refused[place]}
        if not left:
            return False
        refused[place].add(min(left, key=lambda key: (left[key].people, left[key].key)))
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


def _shown(groups: Mapping[Any, Group], refused: Collection[Any]) -> list[Group]:
    """Refused groups without their figures, at the end."""

    def rank(one: Group) -> tuple[bool, int, str]:
        return one.is_few, -one.uses.downloads if one.uses else 0, one.name

    return sorted((replace(one, uses=None) if key in refused else one for key, one in groups.items()), key=rank)


def grown(found: Reach) -> Group | None:
    """The group whose downloads grew most from the 90 days before to the last 90; None where none grew."""
    growing = [(one.uses.recent - one.uses.before, one) for one in found.groups if one.uses and one.uses.before]
    best = max(growing, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else None


def learned(found: Reach) -> Group | None:
    """The group that finished most courses in the last 90 days; None where nobody did."""
    best = max((one for one in found.groups if one.uses), key=_lately, default=None)
    return best if best and _lately(best) else None


def _lately(one: Group) -> int:
    return one.uses.finished_lately if one.uses else 0


@dataclass(frozen=True)
class Use:
    """One tool, or all courses where `content_id` is None, and how often the group used it in the year."""

    content_id: int | None
    downloads: int
    finishes: int


def used_by(group: Group, now: datetime) -> list[Use]:
    """What a group used in the year before `now`, most used first; nothing of a refused one. One query."""
    if group.is_few:
        return []
    place = f"user__person__{group.kind}"
    key = {SITE: "public_id", FUNCTION: "code"}[group.kind]
    narrow: dict[str, Any] = {f"{place}__{key}": group.key}
    if group.key == NOWHERE:
        narrow = {f"{place}__isnull": True}
    rows = (
        events_since(now - LOOKS_BACK)
        .filter(**narrow)
        .values_list("content_id")
        .annotate(
            downloads=Count("pk", filter=Q(kind=EventKind.DOWNLOAD)),
            finishes=Count("pk", filter=Q(kind=EventKind.FINISH)),
        )
        .order_by("-downloads", "-finishes", "content_id")
    )
    return [Use(*row) for row in rows]
