"""The whole trail: who did what when, over every kind of record, the newest first, as one reader may know of it.

Which events stand on a page is one query, a UNION of one short read by index for each kind; what they hold is a second
one over those alone. Pages go on after the last event of the one before, so that none is counted and all cost alike.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.audit.history import (
    Actors,
    Names,
    Story,
    reason_of,
    story_of,
    tell_change,
    tell_fields,
    want_names,
)
from coe_hub.audit.kinds import Kind, kinds
from coe_hub.lib.history import IMPORT_OF
from coe_hub.people.access.scope_titles import titles_of
from coe_hub.people.models import User

PAGE_SIZE = 50
# What stands on every record and tells nobody anything.
_BOOKKEEPING = {"id", "public_id", "version", "created_at", "updated_at"}


class Happening(models.TextChoices):
    """Kinds of change, by the label the database gives its event."""

    INSERT = "insert", gettext_lazy("Added")
    UPDATE = "update", gettext_lazy("Changed")
    DELETE = "delete", gettext_lazy("Removed")


class Via(models.TextChoices):
    """By which way a change came."""

    PAGE = "page", gettext_lazy("By a page")
    API = "api", gettext_lazy("By API")
    IMPORT = "import", gettext_lazy("By an import")
    HUB = "hub", gettext_lazy("By the hub itself")


# Of an event `e`. The indexes of `lib.roles` are on these very words.
_USER, _TOLD_WHY, _BY_TOKEN = "(e.pgh_context -> 'user')", "e.pgh_context ? 'reason'", "e.pgh_context ? 'token'"
_BY_SOMEBODY = f"COALESCE({_USER}, 'null') <> 'null'"
_BY_IMPORT = f"{_TOLD_WHY} AND starts_with(e.pgh_context ->> 'reason', '{IMPORT_OF}')"
_WAYS = {
    Via.PAGE: f"{_BY_SOMEBODY} AND NOT COALESCE({_BY_TOKEN}, false) AND NOT COALESCE({_BY_IMPORT}, false)",
    Via.API: _BY_TOKEN,
    Via.IMPORT: _BY_IMPORT,
    Via.HUB: f"NOT {_BY_SOMEBODY}",
}


@dataclass(frozen=True)
class Place:
    """An event's place in the trail."""

    at: datetime
    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.kind}~{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that was written so. Raises `ValueError` where none was."""
        at, kind, pk = text.split("~")
        place = cls(datetime.fromisoformat(at), kind, int(pk))
        if place.at.tzinfo is None or kind not in kinds():
            raise ValueError(text)
        return place

    def later_pages(self, kind: Kind) -> tuple[str, list[Any]]:
        """Of a kind, what comes after this place."""
        if kind.label == self.kind:
            return "(e.pgh_created_at, e.pgh_id) < (%s, %s)", [self.at, self.pk]
        return ("e.pgh_created_at <= %s" if kind.label < self.kind else "e.pgh_created_at < %s"), [self.at]


@dataclass(frozen=True)
class Asked:
    """What of the trail is asked for; what is left open narrows nothing. `scopes` are ids of walls; without one of a
    wall an event is in none. `within` are the kinds that a mandate is for."""

    by: User | None = None
    kinds: Sequence[str] = ()
    record: tuple[str, int] | None = None
    since: datetime | None = None
    until: datetime | None = None
    happening: str = ""
    via: str = ""
    with_reason: bool = False
    scopes: Sequence[int] | None = None
    within: Sequence[str] = ()

    def kinds_asked(self) -> list[Kind]:
        """The kinds that can have any of it."""
        wanted = [self.record[0]] if self.record else self.kinds
        known = sorted((label, kind) for label, kind in kinds().items() if not self.within or label in self.within)
        return [kind for label, kind in known if not wanted or label in wanted]

    def condition(self) -> tuple[list[str], list[Any]]:
        """The rest of it but for walls, as conditions on an event `e` and their values."""
        asked: list[tuple[str, list[Any]]] = []
        if self.by:
            asked.append((f"{_USER} = to_jsonb(%s)", [self.by.pk]))
        if self.record:
            asked.append(("e.pgh_obj_id = %s", [self.record[1]]))
        if self.since:
            asked.append(("e.pgh_created_at >= %s", [self.since]))
        if self.until:
            asked.append(("e.pgh_created_at < %s", [self.until]))
        if self.happening:
            # Said outright, so that the index of what was removed is known to do
            asked.append((f"e.pgh_label = '{Happening(self.happening)}'", []))
        if self.via:
            asked.append((_WAYS[Via(self.via)], []))
        if self.with_reason:
            asked.append((_TOLD_WHY, []))
        return [one for one, _values in asked], [value for _one, values in asked for value in values]


@dataclass(frozen=True)
class Line:
    """One event, told: `what` in sentences, `about` the record and, where it has one, the address of its page."""

    place: Place
    who: str
    what: Sequence[str]
    reason: str
    via: Via
    kind: Kind
    about: str
    url: str
    record: str

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.place.at


@dataclass
class _Found:
    """An event on its way to a line, with the one of the same row before it."""

    place: Place
    kind: Kind
    wall: int | None
    event: Any = None
    before: Any = None
    story: Story = field(init=False)

    def __post_init__(self) -> None:
        self.story = story_of(self.kind.model) or _every_column(self.kind)


def lines(asked: Asked, *, reader: User, after: Place | None = None, limit: int = PAGE_SIZE) -> list[Line]:
    """At most `limit` events, the newest first, from `after` on."""
    found = _places(asked, reader, after, limit)
    _fill(found)
    return _told(found, reader)


def all_lines(asked: Asked, *, reader: User) -> Iterator[Line]:
    """All there are, read in batches."""
    after, batch = None, 500
    while found := lines(asked, reader=reader, after=after, limit=batch):
        yield from found
        after = found[-1].place


def _places(asked: Asked, reader: User, after: Place | None, limit: int) -> list[_Found]:
    """One short read of each kind, by index, put together. It is written as SQL: a hundred parts made by the ORM take
    longer to write than to answer."""
    wanted = asked.kinds_asked()
    objects = None if asked.scopes is None else _objects(wanted, asked.scopes)
    conditions, given = asked.condition()
    parts: list[str] = []
    values: list[Any] = []
    for kind in wanted:
        where, these = list(conditions), list(given)
        if objects is not None:
            if kind.label not in objects:
                continue
            where += ["e.pgh_obj_id = ANY(%s)", f"{kind.wall} = ANY(%s)"]
            these += [objects[kind.label], list(asked.scopes or ())]
        for condition, more in (after.later_pages(kind) if after else ("", []), kind.seen(reader)):
            if condition:
                where.append(condition)
                these += more
        filtered = f" WHERE {' AND '.join(where)}" if where else ""
        parts.append(
            f"(SELECT e.pgh_created_at, %s::text, e.pgh_id, {kind.wall} FROM {kind.table} e{filtered}"  # noqa: S608  CONFIG: tables of ours
            " ORDER BY e.pgh_created_at DESC, e.pgh_id DESC LIMIT %s)"
        )
        values += [kind.label, *these, limit]
    if not parts:
        return []
    union = f"SELECT * FROM ({' UNION ALL '.join(parts)}) found ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT %s"  # noqa: S608  CONFIG: tables of ours
    with connection.cursor() as cursor:
        cursor.execute(union, [*values, limit])
        rows = cursor.fetchall()
    return [_Found(Place(at, label, pk), kinds()[label], wall) for at, label, pk, wall in rows]


def _objects(wanted: Sequence[Kind], walls: Sequence[int]) -> dict[str, list[int]]:
    """The records of each kind that stand behind one of the walls: there are few, where the trail has a million
    events."""
    walled = [kind for kind in wanted if kind.is_walled]
    if not walled:
        return {}
    parts = " UNION ALL ".join(f"SELECT '{kind.label}', o.* FROM ({kind.objects}) o" for kind in walled)  # noqa: S608  CONFIG: tables of ours
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(parts, {"walls": list(walls)})
        for label, pk in cursor.fetchall():
            found.setdefault(label, []).append(pk)
    return found


def _fill(found: Sequence[_Found]) -> None:
    """Read what the events hold, and those before them: one query, whatever kinds they are of."""
    ids: dict[str, list[int]] = {}
    for one in found:
        ids.setdefault(one.kind.label, []).append(one.place.pk)
    if not ids:
        return
    statements = [_statement(kinds()[label]) for label in ids]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), [one for label, pks in ids.items() for one in (label, pks)])
        rows = {(label, pk): (_json(event), _json(before)) for label, pk, event, before in cursor.fetchall()}
    for one in found:
        event, before = rows[one.kind.label, one.place.pk]
        one.event, one.before = _event(one.kind, event), _event(one.kind, before) if before else None


def _statement(kind: Kind) -> str:
    table = connection.ops.quote_name(kind.events._meta.db_table)
    return (
        f"SELECT %s, e.pgh_id, to_jsonb(e), (SELECT to_jsonb(b) FROM {table} b WHERE b.pgh_obj_id = e.pgh_obj_id"  # noqa: S608  CONFIG: a table of ours
        f" AND b.pgh_id < e.pgh_id ORDER BY b.pgh_id DESC LIMIT 1) FROM {table} e WHERE e.pgh_id = ANY(%s)"
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _event(kind: Kind, values: dict[str, Any]) -> Any:
    columns = kind.events._meta.concrete_fields
    return kind.events(**{one.attname: one.to_python(values[one.column]) for one in columns if one.column in values})


def _every_column(kind: Kind) -> Story:
    """How a kind is told that no room tells: each column by its own words."""
    names = []
    for column in kind.events._meta.fields:
        if column.name.startswith("pgh_") or column.name in _BOOKKEEPING:
            continue
        try:
            kind.model._meta.get_field(column.name)
        except FieldDoesNotExist:
            continue
        names.append(column.name)
    return Story(kind.model, tuple(names))


def _told(found: Sequence[_Found], reader: User) -> list[Line]:
    names, actors = Names(reader), Actors()
    for one in found:
        actors.want(one.event)
        for event in filter(None, (one.event, one.before)):
            want_names(one.story, event, names)
    names.read()
    actors.read()
    about = _About(found, reader)
    return [
        Line(
            one.place,
            actors.of(one.event),
            _sentences(one, names),
            reason_of(one.event),
            via(one.event),
            one.kind,
            *about.of(one),
            f"{one.kind.label}:{one.event.pgh_obj_id}",
        )
        for one in found
    ]


def via(event: Any) -> Via:
    """By which way the change came."""
    context = event.pgh_context or {}
    if context.get("reason", "").startswith(IMPORT_OF):
        return Via.IMPORT
    if not context.get("user"):
        return Via.HUB
    return Via.API if context.get("token") else Via.PAGE


def _sentences(one: _Found, names: Names) -> list[str]:
    """What the room tells; where that is nothing, what a change of any record is called."""
    label, story = one.event.pgh_label, one.story
    if label == Happening.INSERT:
        return [story.created(one.event, names) or _("added it")]
    if label == Happening.DELETE:
        return [story.deleted(one.event, names) or _("removed it")]
    told = list(tell_change(story, one.before, one.event, names)) if one.before else []
    return told or _other_columns(one) or [_("saved it")]


def _other_columns(one: _Found) -> list[str]:
    """What no sentence of the room tells, as that it changed."""
    if not one.before:
        return []
    every = _every_column(one.kind)
    relations = [name for name in every.fields if one.kind.model._meta.get_field(name).is_relation]
    return tell_fields(Story(one.kind.model, every.fields, unnamed=relations), one.before, one.event, Names())


class _About:
    """What each event is about: the record where it has a page of its own, else what its wall stands around."""

    def __init__(self, found: Sequence[_Found], reader: User) -> None:
        self._records: dict[tuple[str, int], Any] = {}
        wanted: dict[str, set[int]] = {}
        for one in found:
            if hasattr(one.kind.model, "get_absolute_url"):
                wanted.setdefault(one.kind.label, set()).add(one.event.pgh_obj_id)
        for label, ids in wanted.items():
            for row in _with_what_it_hangs_on(kinds()[label]).filter(pk__in=ids):
                self._records[label, row.pk] = row
        self._walls = titles_of({one.wall for one in found if one.wall})
        self._people = _people(found, reader)

    def of(self, one: _Found) -> tuple[str, str]:
        """Title and address, each empty where there is none."""
        if record := self._records.get((one.kind.label, one.event.pgh_obj_id)):
            return str(record), record.get_absolute_url()
        if person := self._people.get(getattr(one.event, "person_id", None) or 0):
            return person.display_name, person.get_absolute_url()
        return self._walls.get(one.wall or 0, ("", ""))


def _with_what_it_hangs_on(kind: Kind) -> "models.QuerySet[Any]":
    """Rows with all that their names and addresses are made of, in one query."""
    above = [one.name for one in kind.model._meta.fields if one.is_relation and not one.null]
    above += ["__".join(kind.way[:-1])] if len(kind.way) > 1 else []
    return kind.model._base_manager.select_related(*above)


def _people(found: Iterable[_Found], reader: User) -> dict[int, Any]:
    """The people whose accounts and invitations the events are of, as far as the reader sees them."""
    ids = {getattr(one.event, "person_id", None) for one in found if not one.wall} - {None}
    person: Any = User._meta.get_field("person").related_model
    return person.objects.visible_to(reader).in_bulk(ids) if ids else {}
