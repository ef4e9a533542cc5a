"""`manage.py make_scale --alliances 10000`: a hub of that size, to measure it and to try it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from coe_hub.demo.scale.making import make_scale
from coe_hub.lib.errors import DomainError


class Command(BaseCommand):
    """Never beside real alliances."""

    help = "Fill an empty hub, or a demo, with so many alliances and all that a hub of that size holds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--alliances", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            named = make_scale(alliances=options["alliances"], now=timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        addresses = ", ".join(user.email for user in named.values())
        self.stdout.write(
            f"{options['alliances']:,} alliances. To sign in: {addresses}; the password is {settings.DEMO_PASSWORD}."
        )
