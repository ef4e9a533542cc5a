"""The due list: what every room declares, read by one query.

Today, the calendar feed, the overdue figures and the reminder mails read this one list, so they cannot disagree.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from coe_hub.due.sources import DueItem, source_of, sources
from coe_hub.lib.prepared import Prepared
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import scopes_worked_on

if TYPE_CHECKING:
    from coe_hub.people.models import User


def rows(user: "User | None" = None, kind: str | None = None, **conditions: Any) -> "QuerySet[Any] | None":
    """All sources as one query of tuples of `COLUMNS`, each part narrowed by `conditions`; None without sources."""
    wanted = [source for source in sources() if kind in {None, source.kind}]
    parts = [part for source in wanted for part in source.parts(user, conditions)]
    if not parts:
        return None
    head, *rest = parts
    return head.union(*rest, all=True) if rest else head


def listed(
    *, until: date, user: "User | None" = None, owner_id: int | None = None, kind: str | None = None, **narrow: Any
) -> "QuerySet[Any] | None":
    """The due list as `items` has it, as a query of tuples of `COLUMNS`; None where no room declares anything."""
    owner = {} if owner_id is None else {"owner_id": owner_id}
    found = rows(user, kind, due_date__lte=until, **owner, **narrow)
    return None if found is None else found.order_by("due_date", "object_id")


def _mine(user: "User", _sources: tuple[Any, ...], most: int | None, *, until: date) -> "QuerySet[Any]":
    """What is due from one person; `_sources` are those it was written from."""
    return listed(until=until, user=user, owner_id=user.person_id)[:most]  # type: ignore[index]  # there are sources


_MINE = ForReader(_mine)
_MY_DAYS = ForReader(_mine, around="SELECT due_date FROM ({}) AS due")


def _registered() -> tuple[Any, ...]:
    return tuple(source.rows for source in sources())


def _all(_sources: tuple[Any, ...], *, until: date) -> "QuerySet[Any]":
    """What is due from anybody; `_sources` are those it was written from."""
    return rows(due_date__lte=until)  # type: ignore[return-value]  # there are sources


_ALL = Prepared(_all)


def as_sql(*, until: date) -> tuple[str, list[Any]] | None:
    """Everything due up to `until` as SQL with its parameters, of rows of `COLUMNS`; None where no room declares
    anything."""
    return _ALL.sql(_registered(), until=until) if sources() else None


def items(
    *, until: date, user: "User | None" = None, owner_id: int | None = None, most: int | None = None
) -> list[DueItem]:
    """Due up to `until`, soonest first: of one owner, or what `user` may see; everything with neither. `most` of it.

    Named in the active language, as far as the names are translated.
    """
    rows: Iterable[tuple[Any, ...]]
    if user is not None and owner_id == user.person_id and sources():
        rows = _MINE.rows(user, _registered(), most, until=until)
    else:
        found = listed(until=until, user=user, owner_id=owner_id)
        rows = found[:most] if found is not None else ()
    return named(rows, get_language())


def _of_scopes(user: "User", _sources: tuple[Any, ...], *, until: date) -> "QuerySet[Any]":
    return listed(until=until, user=user, scope_id__in=scopes_worked_on(user))  # type: ignore[return-value]


_OF_SCOPES = ForReader(_of_scopes)
_FIRST_SCOPE = ForReader(lambda user: scopes_worked_on(user).values_list("scope")[:1])


def on_scopes_of(user: "User", *, until: date) -> list[DueItem]:
    """Due up to `until`, soonest first, from anybody, in the scopes that the user works on; one query, and the list
    itself only where there are such: to begin it takes longer than all else on a page."""
    if not sources() or not _FIRST_SCOPE.rows(user):
        return []
    return [DueItem(*row) for row in _OF_SCOPES.rows(user, _registered(), until=until)]


def named(rows: Iterable[tuple[Any, ...]], language: str) -> list[DueItem]:
    """Tuples of `COLUMNS` as items with their names in that language; a query for each kind whose names have some."""
    return in_language([DueItem(*row) for row in rows], language)


def in_language(items: Sequence[DueItem], language: str) -> list[DueItem]:
    """The items in their order, under the names they have in that language."""
    if language == settings.LANGUAGE_CODE:
        return list(items)
    found: dict[tuple[str, str], str] = {}
    for kind in {item.kind for item in items}:
        if titles := source_of(kind).titles:
            names = titles({item.key for item in items if item.kind == kind}, language)
            found |= {(kind, key): name for key, name in names.items()}
    return [_renamed(item, found.get((item.kind, item.key))) for item in items]


def _renamed(item: DueItem, name: str | None) -> DueItem:
    return item if name is None else replace(item, title=name, mail_title=name)


def count(*, until: date, user: "User") -> int:
    """How many things wait for the user up to `until`; one query."""
    (found,) = counts(until=[until], user=user)
    return found


def counts(*, until: Sequence[date], user: "User") -> list[int]:
    """How many things wait for the user up to each of these days; one query."""
    if not sources():
        return [0 for _day in until]
    days = [day for (day,) in _MY_DAYS.rows(user, _registered(), None, until=max(until))]
    return [sum(day <= last for day in days) for last in until]


def once(items: Iterable[DueItem]) -> list[DueItem]:
    """Each thing once, in the order in which they come, though several people may be responsible for it."""
    found: dict[tuple[str, int], DueItem] = {}
    for item in items:
        found.setdefault((item.kind, item.object_id), item)
    return list(found.values())


def iterate(*, until: date, user: "User | None" = None, **narrow: Any) -> Iterator[DueItem]:
    """As `items`, with flat memory; `kind` and conditions on `COLUMNS` narrow it further."""
    found = listed(until=until, user=user, **narrow)
    if found is not None:
        for row in found.iterator(chunk_size=2000):
            yield DueItem(*row)


def week(on: date) -> date:
    """The last day that Today's heading counts."""
    return on + timedelta(days=7)


def horizon(on: date) -> date:
    """The last day that Today shows."""
    return on + timedelta(days=30)
