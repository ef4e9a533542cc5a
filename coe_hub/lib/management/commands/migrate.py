"""`manage.py migrate`, done as the owner of the database, then opening it for the application role."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections, transaction

from coe_hub.lib.roles import grant_application_role


class Command(migrate.Command):
    """Migrations change tables, which the application role may not."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        owner, role = connections[options["database"]], settings.DATABASES["default"].get("USER", "")
        if role and role != owner.settings_dict.get("USER"):
            with transaction.atomic(using=options["database"]), owner.cursor() as cursor:
                grant_application_role(cursor, role)
