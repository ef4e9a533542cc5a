"""The audit trail as sentences: who did what, when and why; never a column's name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coe_hub.lib.dates import date_text
from coe_hub.lib.history import (
    COMPANY,
    HAND_OVER,
    IMPORT_OF,
    MERGE,
    STARTER_COURSES,
    STARTER_QUESTIONNAIRES,
    STARTER_TOOLS,
    UNDONE_MERGE,
)
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import join_words
from coe_hub.people.models import User

# From so many tables on it pays to ask first which of them have something.
_WORTH_ASKING = 8
# Letters of a row's text that say which one it is.
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Sentence:
    """One change: when, by whom (empty for the hub itself), what, and why."""

    at: datetime
    who: str
    what: str
    reason: str = ""


def event_model(model: type[models.Model]) -> Any:
    """The model of a tracked model's event rows."""
    return model.pgh_event_model  # type: ignore[attr-defined]


def last_change(model: type[models.Model]) -> models.Subquery:
    """Within a query over rows of a tracked model: when each was written last, of those that hold no such time."""
    events = event_model(model).objects.filter(pgh_obj=models.OuterRef("pk"))
    return models.Subquery(events.order_by("-pgh_id").values("pgh_created_at")[:1])


_OF_MODEL: "dict[type[models.Model], Story]" = {}


@dataclass(frozen=True)
class Story:
    """How one model's events are told.

    `fields` are the columns worth telling, in order. `created` and `deleted` tell a row's coming and going, from its
    event; None says nothing of it. `changed` tells a change from the events before and after it, for models of which
    a field alone says too little; without it `fields` are told. Of these, `told` are those that have a sentence of
    their own (from the events before and after; None says nothing), and `texts` says what a value is, where it is more
    than itself, as a number of months is. `named` are the columns whose rows' names these ask for; of `unnamed` ones
    only that they changed is told: not every reader may know what they point at. `once_a_save`: what one save does to
    several rows alike is one sentence.
    """

    model: type[models.Model]
    fields: Sequence[str] = ()
    named: Sequence[str] = ()
    unnamed: Sequence[str] = ()
    created: Callable[[Any, "Names"], str | None] = field(default=lambda event, names: None)
    deleted: Callable[[Any, "Names"], str | None] = field(default=lambda event, names: None)
    changed: Callable[[Any, Any, "Names"], Iterable[str]] | None = None
    told: Mapping[str, Callable[[Any, Any, "Names"], str | None]] = field(default_factory=dict)
    texts: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    once_a_save: bool = False

    @property
    def events(self) -> type[models.Model]:
        """The model of its event rows."""
        return event_model(self.model)


def register_stories(stories: Iterable[Story]) -> None:
    """Have models told so wherever the whole trail is read; called at start by the rooms that own them. Of several
    stories of one model the first counts."""
    for story in stories:
        _OF_MODEL.setdefault(story.model, story)


def story_of(model: type[models.Model]) -> Story | None:
    """How the room of the model tells it; None where it has nothing to say beyond its columns."""
    return _OF_MODEL.get(model)


def months_text(months: int) -> str:
    """A rhythm, as histories tell it."""
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def minutes_text(minutes: int) -> str:
    """How long something takes, as histories tell it."""
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


class Names:
    """Names of the rows that event columns point at, read once per model.

    With a reader, rows that this account may not see are told without their names.
    """

    def __init__(self, reader: User | None = None) -> None:
        self._reader = reader
        self._wanted: dict[type[models.Model], set[int]] = {}
        self._names: dict[type[models.Model], dict[int, str]] = {}

    def want(self, model: type[models.Model], pk: int | None) -> None:
        """Remember that this row's name will be asked for."""
        if pk is not None:
            self._wanted.setdefault(model, set()).add(pk)

    def read(self) -> None:
        """Read all wanted names: one query for each model."""
        for model, pks in self._wanted.items():
            rows = _NAMED.objects(model, ids=list(pks))
            seen = self._seen(model, pks)
            self._names[model] = {
                row.pk: _name(row) if seen is None or row.pk in seen else _("an entry that you may not see")
                for row in rows
            }

    def _seen(self, model: Any, pks: set[int]) -> set[int] | None:
        """Those of the rows that the reader sees; None where everybody who reads the history sees all."""
        if self._reader is None or not hasattr(model.objects, "visible_to"):
            return None
        return set(model.objects.visible_to(self._reader).filter(pk__in=pks).values_list("pk", flat=True))

    def of(self, model: type[models.Model], pk: int | None) -> str:
        """The row's name now; a dash where there was none, or where the row is gone."""
        return "–" if pk is None else self._names.get(model, {}).get(pk, "–")


def _named(model: type[models.Model], *, ids: list[int]) -> "models.QuerySet[Any]":
    found = model._base_manager.filter(pk__any=ids)
    return found.select_related("person") if model is User else found


_NAMED = Prepared(_named)


def _name(row: Any) -> str:
    """An account is told by its person, never by its address."""
    return row.person.display_name if isinstance(row, User) else str(row)


def _events(events: Any, **where: Any) -> "models.QuerySet[Any]":
    return events.objects.filter(**where).order_by("pgh_id")


_EVENTS = Prepared(_events)


def _is_by_ids(where: Mapping[str, Any]) -> bool:
    return all(isinstance(value, int) for value in where.values())


def _with_events(stories: Iterable[tuple[Story, Mapping[str, Any]]]) -> list[tuple[Story, Mapping[str, Any]]]:
    """Without those that nothing happened to: most nouns of a record have no row. One query for all that are looked
    for by ids."""
    asked = list(stories)
    by_ids = [place for place, (_story, where) in enumerate(asked) if _is_by_ids(where)]
    tables = tuple((asked[place][0].events, tuple(asked[place][1])) for place in by_ids)
    ids = [one for place in by_ids for one in asked[place][1].values()]
    if len(tables) < _WORTH_ASKING:
        return asked
    rows = _HAPPENED.rows(tables, **{f"id_{number}": one for number, one in enumerate(ids)})
    silent = set(by_ids) - {by_ids[place] for [place] in rows}
    return [one for place, one in enumerate(asked) if place not in silent]


def _happened(tables: Iterable[tuple[Any, Iterable[str]]], **ids: int) -> "models.QuerySet[Any, Any]":
    """The places of the tables in which something happened to these rows."""
    left = iter(ids.values())
    found = [
        events.objects.filter(**dict(zip(names, left, strict=False)))
        .order_by()
        .values_list(models.Value(place, output_field=models.IntegerField()))[:1]
        for place, (events, names) in enumerate(tables)
    ]
    return found[0].union(*found[1:], all=True)


_HAPPENED = Prepared(_happened)


def _read(story: "Story", where: Mapping[str, Any]) -> list[Any]:
    """The events of one story; by a prepared query where they are looked for by ids."""
    if _is_by_ids(where):
        return _EVENTS.objects(story.events, **where)
    return list(_events(story.events, **where))


def tell(stories: Iterable[tuple[Story, Mapping[str, Any]]], *, reader: User | None = None) -> list[Sentence]:
    """All that happened to the rows each story's filter selects, newest first; `reader` as in `Names`.

    What one save wrote has one time: there the order of the stories decides, the first one being the oldest.
    """
    read = [(story, _read(story, where)) for story, where in _with_events(stories)]
    names, people = Names(reader), Actors()
    for story, events in read:
        for event in events:
            people.want(event)
            want_names(story, event, names)
    names.read()
    people.read()
    told = [
        (place, event.pgh_id, Sentence(event.pgh_created_at, people.of(event), what, reason_of(event)))
        for place, (story, events) in enumerate(read)
        for event, what in _told_of(story, events, names)
    ]
    newest_first = sorted(told, key=lambda row: (row[2].at, *row[:2]), reverse=True)
    return [sentence for _place, _order, sentence in newest_first]


def want_names(story: Story, event: Any, names: Names) -> None:
    """Ask for the names of the rows that the story may tell of the event."""
    for name in {*story.fields, *story.named} - {*story.unnamed}:
        column = event._meta.get_field(name)
        if column.is_relation:
            names.want(column.related_model, getattr(event, column.attname))


def _told_of(story: Story, events: Sequence[Any], names: Names) -> Iterable[tuple[Any, str]]:
    told = _tell_rows(story, events, names)
    if not story.once_a_save:
        return told
    return {(event.pgh_created_at, str(event.pgh_context), what): (event, what) for event, what in told}.values()


def _tell_rows(story: Story, events: Sequence[Any], names: Names) -> Iterable[tuple[Any, str]]:
    before: dict[int, Any] = {}
    for event in events:
        if event.pgh_label == "insert":
            what = story.created(event, names)
            if what:
                yield event, what
        elif event.pgh_label == "delete":
            what = story.deleted(event, names)
            if what:
                yield event, what
        elif earlier := before.get(event.pgh_obj_id):
            for what in tell_change(story, earlier, event, names):
                yield event, what
        before[event.pgh_obj_id] = event


def tell_change(story: Story, earlier: Any, event: Any, names: Names) -> Iterable[str]:
    """What happened between two events of a row, as the story tells it."""
    return story.changed(earlier, event, names) if story.changed else tell_fields(story, earlier, event, names)


def tell_fields(story: Story, earlier: Any, event: Any, names: Names) -> list[str]:
    """What changed in the story's `fields` between two events, each in a sentence."""
    told = (_tell_field(story, name, earlier, event, names) for name in story.fields)
    return [what for what in told if what]


def titled(story: Story, column: str) -> Story:
    """The story as it is told among those of other rows of its kind: each change with what its row is called, which
    `column` says, but where the sentence has it already."""

    def changed(earlier: Any, event: Any, names: Names) -> list[str]:
        title = Truncator(" ".join(getattr(event, column).split())).chars(_LONGEST_TITLE)
        return [
            what if title in what else _("“%(title)s”: %(what)s") % {"title": title, "what": what}
            for what in tell_fields(story, earlier, event, names)
        ]

    return replace(story, changed=changed)


def _tell_field(story: Story, name: str, earlier: Any, event: Any, names: Names) -> str | None:
    column: Any = story.model._meta.get_field(name)
    old, new = getattr(earlier, column.attname), getattr(event, column.attname)
    if old == new:
        return None
    if name in story.told:
        return story.told[name](earlier, event, names)
    if name == "archived_at":
        return _("archived it") if new else _("restored it")
    if name in story.unnamed:
        return _("changed “%(field)s”") % {"field": column.verbose_name}
    if isinstance(column, models.TextField):
        return _("rewrote “%(field)s”") % {"field": column.verbose_name}
    was_empty, is_empty = _is_empty(old), _is_empty(new)
    words = {
        "field": column.verbose_name,
        "old": "" if was_empty else _value(story, column, old, names),
        "new": "" if is_empty else _value(story, column, new, names),
    }
    if was_empty:
        return _("set “%(field)s” to %(new)s") % words
    if is_empty:
        return _("emptied “%(field)s” (it was %(old)s)") % words
    return _("changed “%(field)s” from %(old)s to %(new)s") % words


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _value(story: Story, column: Any, value: Any, names: Names) -> str:
    if column.name in story.texts:
        return story.texts[column.name](value)
    if column.is_relation:
        return names.of(column.related_model, value)
    if isinstance(column, ArrayField):
        return join_words(_choice(column.base_field, one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_text(value, "time" if isinstance(value, datetime) else "full")
    return _choice(column, value)


def _choice(column: Any, value: Any) -> str:
    return str(dict(column.flatchoices).get(value, value)) if column.choices else str(value)


_KNOWN_REASONS = {
    COMPANY: gettext_lazy("as the company’s directory says"),
    HAND_OVER: gettext_lazy("as part of a hand-over"),
    MERGE: gettext_lazy("merged doubles"),
    UNDONE_MERGE: gettext_lazy("undid a merge"),
    STARTER_TOOLS: gettext_lazy("came with the hub"),
    STARTER_COURSES: gettext_lazy("came with the hub"),
    STARTER_QUESTIONNAIRES: gettext_lazy("came with the hub"),
}


def reason_of(event: Any) -> str:
    """In the words of whoever gave it; what the hub itself noted, in the reader's."""
    reason = (event.pgh_context or {}).get("reason", "")
    if reason.startswith(IMPORT_OF):
        return _("import of %(name)s") % {"name": reason.removeprefix(IMPORT_OF)}
    return str(_KNOWN_REASONS.get(reason, reason))


class Actors:
    """Names of those who acted, read in one query."""

    def __init__(self) -> None:
        self._wanted: set[int] = set()
        self._names: dict[int, str] = {}

    def want(self, event: Any) -> None:
        """Remember that the name of whoever acted will be asked for."""
        if pk := (event.pgh_context or {}).get("user"):
            self._wanted.add(pk)

    def read(self) -> None:
        """Read all wanted names."""
        users = _NAMED.objects(User, ids=list(self._wanted)) if self._wanted else []
        self._names = {user.pk: user.person.display_name for user in users}

    def of(self, event: Any) -> str:
        """Whose name it was done in; what another program did for them says so."""
        context = event.pgh_context or {}
        name = self._names.get(context.get("user", 0), "")
        return _("%(name)s (by API)") % {"name": name} if name and context.get("token") else name
