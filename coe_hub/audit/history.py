"""The audit trail as sentences: who did what, when and why; never a column's name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.dates import date_text
from coe_hub.lib.history import HAND_OVER
from coe_hub.people.models import User


@dataclass(frozen=True)
class Sentence:
    """One change: when, by whom (empty for the hub itself), what, and why."""

    at: datetime
    who: str
    what: str
    reason: str = ""


@dataclass(frozen=True)
class Story:
    """How one model's events are told.

    `fields` are the columns worth telling, in order. `created` and `deleted` tell a row's coming and going, from its
    event; None says nothing of it. `changed` tells a change from the events before and after it, for models of which
    a field alone says too little; without it `fields` are told. `named` are the columns whose rows' names these three
    ask for.
    """

    model: type[models.Model]
    fields: Sequence[str] = ()
    named: Sequence[str] = ()
    created: Callable[[Any, "Names"], str | None] = field(default=lambda event, names: None)
    deleted: Callable[[Any, "Names"], str | None] = field(default=lambda event, names: None)
    changed: Callable[[Any, Any, "Names"], Iterable[str]] | None = None

    @property
    def events(self) -> type[models.Model]:
        """The model of its event rows."""
        return self.model.pgh_event_model  # type: ignore[attr-defined]


class Names:
    """Names of the rows that event columns point at, read once per model."""

    def __init__(self) -> None:
        self._wanted: dict[type[models.Model], set[int]] = {}
        self._names: dict[type[models.Model], dict[int, str]] = {}

    def want(self, model: type[models.Model], pk: int | None) -> None:
        """Remember that this row's name will be asked for."""
        if pk is not None:
            self._wanted.setdefault(model, set()).add(pk)

    def read(self) -> None:
        """Read all wanted names: one query for each model."""
        for model, pks in self._wanted.items():
            self._names[model] = {row.pk: str(row) for row in model._base_manager.filter(pk__in=pks)}

    def of(self, model: type[models.Model], pk: int | None) -> str:
        """The row's name now; a dash where there was none, or where the row is gone."""
        return "–" if pk is None else self._names.get(model, {}).get(pk, "–")


def tell(stories: Iterable[tuple[Story, Mapping[str, Any]]]) -> list[Sentence]:
    """All that happened to the rows each story's filter selects, newest first.

    What one save wrote has one time: there the order of the stories decides, the first one being the oldest.
    """
    read = [(story, list(story.events.objects.filter(**where).order_by("pgh_id"))) for story, where in stories]  # type: ignore[attr-defined]
    names, people = Names(), _People()
    for story, events in read:
        for event in events:
            people.want(event)
            for name in (*story.fields, *story.named):
                column = event._meta.get_field(name)
                if column.is_relation:
                    names.want(column.related_model, getattr(event, column.attname))
    names.read()
    people.read()
    told = [
        (place, event.pgh_id, Sentence(event.pgh_created_at, people.of(event), what, _reason(event)))
        for place, (story, events) in enumerate(read)
        for event, what in _tell_rows(story, events, names)
    ]
    newest_first = sorted(told, key=lambda row: (row[2].at, *row[:2]), reverse=True)
    return [sentence for _place, _order, sentence in newest_first]


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
            for what in _tell_change(story, earlier, event, names):
                yield event, what
        before[event.pgh_obj_id] = event


def _tell_change(story: Story, earlier: Any, event: Any, names: Names) -> Iterable[str]:
    if story.changed:
        return story.changed(earlier, event, names)
    told = (_tell_field(story.model, name, earlier, event, names) for name in story.fields)
    return [what for what in told if what]


def _tell_field(model: type[models.Model], name: str, earlier: Any, event: Any, names: Names) -> str | None:
    column: Any = model._meta.get_field(name)
    old, new = getattr(earlier, column.attname), getattr(event, column.attname)
    if old == new:
        return None
    if name == "archived_at":
        return _("archived it") if new else _("restored it")
    words = {"field": column.verbose_name, "old": _value(column, old, names), "new": _value(column, new, names)}
    if isinstance(column, models.TextField):
        return _("rewrote “%(field)s”") % words
    if old in {None, ""}:
        return _("set “%(field)s” to %(new)s") % words
    if new in {None, ""}:
        return _("emptied “%(field)s” (it was %(old)s)") % words
    return _("changed “%(field)s” from %(old)s to %(new)s") % words


def _value(column: Any, value: Any, names: Names) -> str:
    if column.is_relation:
        return names.of(column.related_model, value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_text(value, "time" if isinstance(value, datetime) else "full")
    return str(value)


_KNOWN_REASONS = {HAND_OVER: gettext_lazy("as part of a hand-over")}


def _reason(event: Any) -> str:
    """In the words of whoever gave it; what the hub itself noted, in the reader's."""
    reason = (event.pgh_context or {}).get("reason", "")
    return str(_KNOWN_REASONS.get(reason, reason))


class _People:
    """Names of those who acted, read in one query."""

    def __init__(self) -> None:
        self._wanted: set[int] = set()
        self._names: dict[int, str] = {}

    def want(self, event: Any) -> None:
        if pk := (event.pgh_context or {}).get("user"):
            self._wanted.add(pk)

    def read(self) -> None:
        users = User.objects.filter(pk__in=self._wanted).select_related("person")
        self._names = {user.pk: user.person.display_name for user in users}

    def of(self, event: Any) -> str:
        return self._names.get((event.pgh_context or {}).get("user", 0), "")
