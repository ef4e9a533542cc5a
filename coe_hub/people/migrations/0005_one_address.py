"""Account and contact address are one: people with an account are written to where they sign in."""

from typing import Any

from django.db import migrations
from django.db.models import F


def take_over(apps: Any, schema_editor: Any) -> None:
    """Give people with an account its address."""
    accounts = (
        apps.get_model("people", "User").objects.using(schema_editor.connection.alias).exclude(person__email=F("email"))
    )
    people = apps.get_model("people", "Person").objects.using(schema_editor.connection.alias)
    for person, email in accounts.values_list("person", "email"):
        people.filter(pk=person).update(email=email, version=F("version") + 1)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_doubles")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
