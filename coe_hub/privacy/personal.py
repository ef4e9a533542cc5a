"""Which columns hold something of a person, found by what they are; the map says the rest and is held to this."""

from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from coe_hub.people.models import Person, User

# Text that no person writes of a person: addresses of the hub's own, codes, what a machine made.
_TECHNICAL = frozenset({
    "address_key", "channel", "claim", "code", "codename", "content_type", "course_slug", "currency", "encoding",
    "field", "file", "former_outcome", "hint", "key", "kind", "language", "last_outcome", "lesson_slug", "message_id",
    "page", "point", "public_id",
    "purpose", "quiz_hash", "separator", "session_key", "sheet", "slug", "source_hash", "source_url", "subdivision",
    "theme", "time_zone", "token_hash", "url",
})  # fmt: skip
# Django's own, without a word about anybody.
_NOBODYS = frozenset({"auth", "contenttypes", "pghistory"})


def is_personal(column: Any) -> bool:
    """Whether the column points at a person or an account, or holds their network address or text."""
    if column.is_relation:
        return column.related_model in {Person, User}
    if isinstance(column, models.GenericIPAddressField):
        return True
    if not isinstance(column, models.CharField | models.TextField) or column.choices:
        return False
    return column.name not in _TECHNICAL


def personal_columns() -> dict[str, set[str]]:
    """The columns of each model that hold something of a person; event rows repeat those of their model."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) or model._meta.app_label in _NOBODYS or model is Session:
            continue
        if not model._meta.managed:
            continue
        if names := {column.name for column in model._meta.concrete_fields if is_personal(column)}:
            found[model._meta.label] = names
    return found
