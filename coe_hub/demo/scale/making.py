"""Makes the hub at scale, once, and only where it may."""

import random
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from alliances.core.models import Alliance
from alliances.journal.models import JournalEntry
from coe_hub.action_items.models import ActionItem
from coe_hub.demo.scale import contents, people
from coe_hub.demo.scale.alliances import Portfolio
from coe_hub.demo.scale.words import Writer
from coe_hub.lib.bulk import check_references_at_once
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.people.models import User
from coe_hub.vocabulary.management.commands.load_starter import load_starter

# For each alliance; for each hundred of them twenty tools.
USES = 50
# How often what was written once was changed later, as the audit trail tells it.
_CHANGES: dict[type[Model], int] = {ActionItem: 2, Alliance: 10, JournalEntry: 1}


@transaction.atomic
def make_scale(*, alliances: int, now: datetime) -> dict[str, User]:
    """Write so many alliances and all that a hub of that size holds; the five accounts by role.

    Raises `DomainError` on a hub in use, and where it was done before.
    """
    _refuse_a_hub_in_use()
    check_references_at_once()
    writer = Writer(random.Random(20))  # noqa: S311  CONFIG: the same hub each time
    load_starter()
    with acting(by=None):
        company = people.found(writer, alliances=alliances)
        Portfolio(writer, company, now).write(alliances)
        contents.write_tools(writer, company, count=max(alliances // 5, 10), now=now)
        contents.write_use(company, count=alliances * USES)
    for model, changes in _CHANGES.items():
        _lengthen_history(model, changes)
    return company.named


def _refuse_a_hub_in_use() -> None:
    if not settings.HUB_DEMO and (Alliance.objects.exists() or User.objects.exists()):
        raise DomainError("This hub is in use. Make one of another size on an empty database, or with HUB_DEMO=1.")
    if User.objects.filter(email=people.address("manager")).exists():
        raise DomainError("This was done here already. Begin with an empty database to have another size.")


def _lengthen_history(model: type[Model], changes: int) -> None:
    """Tell so many later changes of each row, past the triggers: what they changed does not matter to a size."""
    events: Any = model._meta.get_field("events").related_model
    names = [field.column for field in events._meta.concrete_fields if field.column != "pgh_id"]
    quoted = [connection.ops.quote_name(name) for name in names]
    changed = {"pgh_label": "'update'", "pgh_created_at": "pgh_created_at + later * interval '1 hour'"}
    values = [changed.get(name, quote) for name, quote in zip(names, quoted, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {events._meta.db_table} ({', '.join(quoted)}) SELECT {', '.join(values)} "  # noqa: S608  CONFIG: names of ours
            f"FROM {events._meta.db_table}, generate_series(1, %s) AS later WHERE pgh_label = 'insert'",
            [changes],
        )
