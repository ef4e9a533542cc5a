"""`manage.py migrate`, done as the owner of the database, then opening it for the application role."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from coe_hub.lib.roles import grant_application_role, index_event_tables


class Command(migrate.Command):
    """Migrations change tables, which the application role may not."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        _render_for_tables_alone()
        super().handle(*args, **options)
        owner, role = connections[options["database"]], settings.DATABASES["default"].get("USER", "")
        if not (options["plan"] or options["check_unapplied"] or options["app_label"]):
            with transaction.atomic(using=options["database"]), owner.cursor() as cursor:
                index_event_tables(cursor)
        if role and role != owner.settings_dict.get("USER"):
            with transaction.atomic(using=options["database"]), owner.cursor() as cursor:
                grant_application_role(cursor, role)


def _render_for_tables_alone() -> None:
    """Write constraints, indexes and triggers that a migration adds or takes away into the models of the past, and make
    a new model beside them, rather than have them all made anew.

    Django makes anew every model that the changed one is related to, here nearly all of them, a thousand times from an
    empty database: three quarters of the time of the whole. The columns and relations of what is there stay as they
    are; a migration of data gets all models made anew.
    """
    for owner, names in (
        (ProjectState, ("_append_option", "_remove_option", "_alter_option")),
        (AddTrigger, ("state_forwards",)),
        (RemoveTrigger, ("state_forwards",)),
    ):
        for name in names:
            method = getattr(owner, name)
            if not hasattr(method, "__wrapped__"):
                setattr(owner, name, _written_into(method))
    if not hasattr(ProjectState.add_model, "__wrapped__"):
        ProjectState.add_model = _beside_the_others(ProjectState.add_model)  # type: ignore[method-assign]


def _beside_the_others(add_model: Callable[..., None]) -> Callable[..., None]:
    """The method, which finds no rendered models in the state; the new one is rendered beside those that are there."""

    @wraps(add_model)
    def call(state: ProjectState, model: ModelState) -> None:
        rendered = state.__dict__.pop("apps", None)
        add_model(state, model)
        if rendered is not None:
            state.__dict__["apps"] = rendered
            state.is_delayed = True  # for migrations of data
            rendered.render_multiple([model])

    return call


def _written_into(method: Callable[..., None]) -> Callable[..., None]:
    """The method, which finds no rendered models in the state and so makes none anew; what it changed is written into
    the one that is there."""

    @wraps(method)
    def call(first: Any, *args: Any) -> None:
        if isinstance(first, ProjectState):
            state, (app_label, model_name, option) = first, args[:3]
        else:
            state, app_label, model_name, option = args[1], args[0], first.model_name, first.option_name
        rendered = state.__dict__.pop("apps", None)
        method(first, *args)
        if rendered is not None:
            state.__dict__["apps"] = rendered
            options = rendered.get_model(app_label, model_name)._meta
            setattr(options, option, list(state.models[app_label, model_name.lower()].options[option]))

    return call
