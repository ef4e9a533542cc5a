"""Rooms stand on floors: imports and foreign keys point only down."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.db.models.fields.related import ForeignObject
from importlinter.cli import lint_imports

ROOT = Path(settings.BASE_DIR)
# The order of the design, top first; two on one line do not point at each other.
FLOORS = (
    {"coe_hub.home"},
    {"governance"},
    {"alliances", "training"},
    {"toolkits"},
    {"coe_hub.surveys"},
    {"coe_hub.publishing"},
    {"coe_hub.reminders"},
    {"coe_hub.usage"},
    {"coe_hub.audit"},
    {"coe_hub.people"},
    {"coe_hub.vocabulary"},
    {"coe_hub.lib"},
)
ROOMS = ("alliances", "governance", "training", "toolkits")
OURS = [config for config in apps.get_app_configs() if config.name.startswith("coe_hub.") or config.name in ROOMS]
MODELS = [model for config in OURS for model in config.get_models()]


def _floor(model: type[models.Model]) -> int:
    name = apps.get_app_config(model._meta.app_label).name
    return next(floor for floor, rooms in enumerate(FLOORS) if name in rooms)


def _points_wrong(source: type[models.Model], target: type[models.Model]) -> bool:
    if target._meta.app_label in {source._meta.app_label, "auth", "contenttypes", "sessions", "pghistory"}:
        return False
    return _floor(target) <= _floor(source)


def test_every_room_of_ours_stands_on_a_floor() -> None:
    assert {config.name for config in OURS} - set().union(*FLOORS) == set()


def test_foreign_keys_point_only_down() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in MODELS
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject) and _points_wrong(model, field.related_model)
    ]
    assert wrong == []


def test_the_linter_knows_the_same_floors_in_the_same_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert [{room.strip(" ()") for room in layer.split("|")} for layer in layers] == list(FLOORS)


def test_imports_point_only_down(monkeypatch: object) -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def test_no_model_orders_itself() -> None:
    assert [model._meta.label for model in MODELS if model._meta.ordering] == []


def test_no_model_points_at_things_by_the_name_of_their_class() -> None:
    private = [field for model in MODELS for field in model._meta.private_fields]
    assert [str(field) for field in private if isinstance(field, GenericForeignKey)] == []


def test_no_table_is_made_behind_the_audit_trail() -> None:
    assert [f"{model._meta.label}.{field.name}" for model in MODELS for field in model._meta.local_many_to_many] == []


def test_signals_are_not_used_as_glue() -> None:
    code = [path for room in ("coe_hub", *ROOMS) for path in (ROOT / room).rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in code
        for mark in ("receiver(", ".connect(", "import Signal", "django.db.models.signals")
        if mark in path.read_text(encoding="utf-8") and path.parts[-2] != "run"
    ]
    assert found == []
