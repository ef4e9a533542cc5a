"""Action items on the due list."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from coe_hub.people.models import Side, User
from coe_hub.reminders.action_items.models import ActionItem
from coe_hub.reminders.due import COLUMNS, Source, register

KIND = "action_item"


def item_rows(user: User | None) -> "list[QuerySet[Any]]":
    """Open items with a day, each its owner's. People at partners are reminded only where one of us decided so."""
    items = ActionItem.objects.open() if user is None else ActionItem.objects.visible_to(user).open()
    has_account = Exists(User.objects.active().filter(person=OuterRef("owner")))
    reminded = Q(side=Side.OURS) | Q(reminds_by_mail=True) | has_account
    titled: QuerySet[Any] = items.filter(reminded, due_on__isnull=False).with_titles()
    return [
        titled.filter(scope_is_archived=False)
        .annotate(
            kind=Value(KIND, output_field=CharField()),
            object_id=F("pk"),
            key=F("public_id"),
            title=F("text"),
            mail_title=Concat(F("text"), Value(" ("), F("scope_mail_title"), Value(")"), output_field=CharField()),
            detail=F("scope_title"),
            due_date=F("due_on"),
        )
        .values(*COLUMNS)
    ]


def fill() -> None:
    """Register what is due here."""
    register(Source(kind=KIND, rows=item_rows, url_name="action_detail", act_url_name="action_finish"))
