"""Stored files that no row names: what a failed transaction left behind."""

from datetime import timedelta

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField, Model
from django.utils import timezone

# Between storing a file and its row, at most an upload goes by.
_STRAY_AFTER = timedelta(days=1)


def remove_stray_files() -> int:
    """Remove stored files that no row names, such as those whose transaction failed, and say how many they were.

    Only what is older than a day: a row may still be on its way to a younger one.
    """
    return sum(_remove_strays(model, field) for model in apps.get_models() for field in _file_fields(model))


def _file_fields(model: type[Model]) -> list[FileField]:
    # A table of the audit trail names files too, but stores none.
    if hasattr(model, "pgh_tracked_model"):
        return []
    return [field for field in model._meta.get_fields() if isinstance(field, FileField)]


def _remove_strays(model: type[Model], field: FileField) -> int:
    storage, folder = field.storage, str(field.upload_to).strip("/")
    named = set(model._base_manager.values_list(field.name, flat=True))
    stray = [name for name in _stored(storage, folder) if name not in named and _is_old(storage, name)]
    for name in stray:
        storage.delete(name)
    return len(stray)


def _stored(storage: Storage, folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:  # nothing was stored yet
        return []


def _is_old(storage: Storage, name: str) -> bool:
    return storage.get_modified_time(name) < timezone.now() - _STRAY_AFTER
