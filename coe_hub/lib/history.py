"""The audit trail: every change of every record is written by a database trigger, with who did it and why.

Event rows hold ids of people, never names: fields that name a person are left out of the events, and the record's
`version`, which every save raises, still makes the change itself visible.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pghistory
from django.db import models

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


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Class decorator: keep an event row for each insert, update and delete of the model.

    `exclude` names fields that must not be copied (names of people, secrets). Columns the database derives are
    never copied: their sources are. The event table is called after the model's table, so that a model which moves
    to another room, or gets another name, keeps its history where it is.
    """

    def decorate(model: type[models.Model]) -> type[models.Model]:
        names = {field.name for field in model._meta.fields}
        left_out = [name for name in (*exclude, *_COPIES) if name in names]
        return pghistory.track(
            pghistory.InsertEvent(),
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
