"""Rooms stand on floors: imports and foreign keys point only down."""

import re
import tomllib
from pathlib import Path

import grimp
from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.db.models.fields.related import ForeignObject
from importlinter.cli import lint_imports

ROOT = Path(settings.BASE_DIR)
# The order of the design, top first; two on one line do not point at each other.
FLOORS = (
    {"coe_hub.privacy"},
    {"coe_hub.home", "coe_hub.demo", "coe_hub.operations", "coe_hub.api"},
    {"governance"},
    {"alliances"},
    {"training"},
    {"toolkits"},
    {"coe_hub.surveys"},
    {"coe_hub.publishing", "coe_hub.action_items", "coe_hub.calendars"},
    {"coe_hub.reminders", "coe_hub.attachments", "coe_hub.identity"},
    {"coe_hub.due", "coe_hub.usage", "coe_hub.audit", "coe_hub.imports", "coe_hub.lists"},
    {"coe_hub.people"},
    {"coe_hub.vocabulary"},
    {"coe_hub.documents"},
    {"coe_hub.lib"},
)
# Wings are folders of rooms. Inside the alliances a room stands on the core and on nothing beside it; obligations stand
# on agreements, issues on both.
WINGS = {
    "alliances": (
        {"intake"},
        {"importing"},
        {"issues"},
        {"obligations"},
        {"action_items", "agreements", "alignment", "differences", "documents", "files", "goals", "health", "journal"}
        | {"launch", "members", "metrics", "network", "one_page", "partnerships", "reviews", "sponsors", "stages"}
        | {"tools", "value"},
        {"core"},
    ),
    "governance": (
        {"packs"},
        {"dashboard"},
        {"decisions"},
        {"meetings"},
        {"committees", "needs", "capability", "assurance"},
    ),
}
ROOMS = ("alliances", "governance", "training", "toolkits")
OURS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in {"coe_hub", *ROOMS}]
MODELS = [model for config in OURS for model in config.get_models()]
# Processes of their own: they are started by the runner and do start Django.
STARTS_DJANGO = {"coe_hub.run.preparation", "coe_hub.run.catalogue", "coe_hub.run.web_server"}


def _place(config: AppConfig) -> tuple[int, int]:
    """Floor, and line inside the wing; the higher the number, the lower the room."""
    first, *rest = config.name.split(".")
    room = first if first in ROOMS else config.name
    floor = next(floor for floor, rooms in enumerate(FLOORS) if room in rooms)
    wing = WINGS.get(first)
    return floor, next(line for line, rooms in enumerate(wing) if rest[0] in rooms) if wing else 0


def _points_wrong(source: type[models.Model], target: type[models.Model]) -> bool:
    if target._meta.app_label in {source._meta.app_label, "auth", "contenttypes", "sessions", "pghistory"}:
        return False
    return _place(target._meta.app_config) <= _place(source._meta.app_config)


def _contract(name: str) -> list[set[str]]:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(one["layers"] for one in tool["contracts"] if one["name"].startswith(name))
    return [{room.strip(" ()") for room in layer.split("|")} for layer in layers]


def test_every_room_of_ours_stands_on_a_floor() -> None:
    assert [config.name for config in OURS if not _place(config) >= (0, 0)] == []


def test_foreign_keys_point_only_down() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in MODELS
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject) and _points_wrong(model, field.related_model)
    ]
    assert wrong == []


def test_the_linter_knows_the_same_floors_in_the_same_order() -> None:
    assert _contract("Floors") == list(FLOORS)
    assert {wing: tuple(_contract(f"The {wing} wing")) for wing in WINGS} == WINGS


def test_the_runner_starts_django_and_is_no_part_of_it() -> None:
    """What it may not import is every floor there is, so a new room needs no word here."""
    graph = grimp.build_graph("coe_hub", *ROOMS, include_external_packages=True)
    forbidden = {"django", "coe_hub.settings"}.union(*FLOORS)
    wrong = [
        f"{module} → {imported}"
        for module in sorted(graph.find_descendants("coe_hub.run") - STARTS_DJANGO)
        for imported in sorted(graph.find_modules_directly_imported_by(module))
        if any(imported == room or imported.startswith(f"{room}.") for room in forbidden)
    ]
    assert wrong == []


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
    # Of a new connection to the database Django tells by a signal alone; a socket connects, too.
    no_glue = re.compile(r"(connection_created|line)\.connect\(")
    texts = {path: no_glue.sub("", path.read_text(encoding="utf-8")) for path in code}
    found = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path, text in texts.items()
        for mark in ("receiver(", ".connect(", "import Signal", "django.db.models.signals")
        if mark in text and path.parts[-2] != "run"
    ]
    assert found == []
