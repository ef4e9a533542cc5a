"""Two versions of the code on one database: what a migration does, the code before it survives."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader

# Migrations of before this rule: no version of the hub had been released then. Nothing is added here; a migration that
# cannot keep it says so in CHANGELOG.md, under "Stop the hub first", by its name.
_CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
_BEFORE = Path(__file__).with_name("migrations_before.txt")


def what_breaks_the_code_before(migration: Migration) -> Iterator[str]:
    """Steps by which code that does not know of them can no longer read or write."""
    made = {step.name_lower for step in migration.operations if isinstance(step, operations.CreateModel)}
    anew = {
        (step.model_name_lower, step.name) for step in migration.operations if isinstance(step, operations.AddField)
    }
    for step in migration.operations:
        model = getattr(step, "model_name_lower", "")
        if model in made:
            continue
        if isinstance(step, operations.AddField) and not _may_be_left_out(step.field):
            yield f"{model}.{step.name} is new, and must be filled in: give it null or a db_default"
        # A generated column cannot be altered: it goes and comes anew, in one transaction.
        if isinstance(step, operations.RemoveField) and (model, step.name) not in anew:
            yield f"{model}.{step.name} goes: the code before still asks for it"
        if isinstance(step, operations.RenameField | operations.RenameModel | operations.AlterModelTable):
            yield f"{model or step.describe()} gets another name"
        if isinstance(step, operations.DeleteModel):
            yield f"{step.name} goes"


def _may_be_left_out(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.has_db_default() or isinstance(field, models.GeneratedField)


def test_the_code_before_survives_each_migration() -> None:
    root = Path(settings.BASE_DIR)
    parts = {one.label: Path(one.path).parts for one in apps.get_app_configs()}
    ours = {label for label, path in parts.items() if path[: len(root.parts)] == root.parts and ".venv" not in path}
    before = set(_BEFORE.read_text(encoding="utf-8").split())
    told = _CHANGELOG.read_text(encoding="utf-8")
    found = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app in ours and f"{app}.{name}" not in before | set(told.split()):
            found += [f"{app}.{name}: {what}" for what in what_breaks_the_code_before(migration)]
    assert found == []


def test_the_rule_finds_what_it_is_there_for() -> None:
    migration = Migration("x", "people")
    migration.operations = [
        operations.AddField("user", "floor", models.IntegerField(default=1)),
        operations.AddField("user", "desk", models.IntegerField(db_default=1)),
        operations.AddField("user", "door", models.IntegerField(null=True)),
        operations.RemoveField("user", "hat"),
    ]
    assert [line.split()[0] for line in what_breaks_the_code_before(migration)] == ["user.floor", "user.hat"]
