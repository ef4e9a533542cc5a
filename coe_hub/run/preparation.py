"""Brings database and static files up to date: `python -m coe_hub.run.preparation`, a child of the runner.

One process does all steps, because starting Django takes longer than any of them when nothing has changed.
"""

import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseError

from coe_hub.run import catalogue


def prepare() -> None:
    """Compile texts, migrate, load what every hub starts with (a demo: its company as well), collect static files."""
    catalogue.compile_all()
    call_command("migrate", interactive=False, skip_checks=False)
    call_command("load_starter")
    if settings.HUB_DEMO:
        call_command("load_demo")
    call_command("load_tools")
    call_command("load_courses")
    call_command("load_questionnaires")
    if settings.HUB_DEMO:
        call_command("load_demo_usage")
        call_command("load_demo_surveys")
    call_command("collectstatic", interactive=False, verbosity=0)


def main() -> int:
    """The exit code; an error that says what to do is the last line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coe_hub.settings")
    try:
        django.setup()
        prepare()
    except (ImproperlyConfigured, CommandError, DatabaseError) as error:
        print(" ".join(str(error).split()))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
