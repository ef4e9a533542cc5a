"""The audit trail: every change of every record is written by a database trigger, with who did it and why.

Event rows hold ids of people, never names: fields that name a person are left out of the events, and the record's
`version`, which every save raises, still makes the change itself visible.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from pghistory.trigger import Event

# Why something changed, where the hub knows it; `audit.history` has the words.
HAND_OVER = "hand_over"
MERGE, UNDONE_MERGE = "merged doubles", "undid a merge"
STARTER_TOOLS, STARTER_COURSES = "starter tools", "starter courses"
STARTER_QUESTIONNAIRES = "starter questionnaires"
COMPANY = "company directory"
IMPORT_OF = "import of "  # and the file's name

_COPIES = (
    "folded",
    "words",
    "sort_key",
    "local_sort_key",
    "name_keys",
    "review_shift",
    "next_review_on",
    "value_look_due_on",
    "value_look_shift",
    "text_hash",
    "is_behind",
)


class _TogetherTrigger(Event):
    """As pghistory writes it for a statement, without the table of contexts, which ours has on its events instead."""

    def get_func(self, model: models.Model) -> pgtrigger.Func:
        written = super().get_func(model).func
        _context, _with, inserted = written.partition("INSERT INTO")
        return pgtrigger.Func(f"INSERT INTO{inserted.replace(', _pgh_attached_context;', ';')}")


class _InsertedTogether(pghistory.InsertEvent):
    """The same events as of single rows, by one statement for all rows that one statement inserts."""

    def add_event_trigger(self, event_model: Any) -> None:
        trigger = _TogetherTrigger(
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            level=pgtrigger.Statement,
        )
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)


def tracked(
    *, exclude: tuple[str, ...] = (), in_bulk: bool = False
) -> Callable[[type[models.Model]], type[models.Model]]:
    """Class decorator: keep an event row for each insert, update and delete of the model.

    `exclude` names fields that must not be copied (names of people, secrets). Columns the database derives are
    never copied: their sources are. The event table is called after the model's table, so that a model which moves
    to another room, or gets another name, keeps its history where it is. With `in_bulk`, for what imports write by
    the thousand, events of new rows cost half.
    """

    def decorate(model: type[models.Model]) -> type[models.Model]:
        names = {field.name for field in model._meta.fields}
        left_out = [name for name in (*exclude, *_COPIES) if name in names]
        return pghistory.track(
            _InsertedTogether() if in_bulk else pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=left_out,
            meta=_event_meta(model),
        )(model)

    return decorate


def _event_meta(model: type[models.Model]) -> dict[str, Any]:
    usual = f"{model._meta.app_label}_{model._meta.model_name}"
    return {} if model._meta.db_table == usual else {"db_table": f"{model._meta.db_table}event"}


def acting(*, by: Any, reason: str = "", token: int | None = None) -> AbstractContextManager[Any]:
    """Everything written inside carries who acted (a user, or None for the hub itself) and, where given, why.

    `token` is the id of the token by which another program acted for them.
    """
    context: dict[str, Any] = {"user": getattr(by, "pk", None)}
    if token is not None:
        context["token"] = token
    if reason:
        context["reason"] = reason
    return pghistory.context(**context)
