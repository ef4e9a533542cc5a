"""What changed since a webhook was told last: read from the lists themselves, as its maker sees them.

So nothing is told that the maker may not see, and no change is missed for want of a line of code where it is made.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from coe_hub.api.models import Webhook, WebhookCall
from coe_hub.api.rows import key_of
from coe_hub.lib.resources import Resource, resources

# What was saved within this time may not be committed yet: it is looked at the next time.
SETTLES = timedelta(minutes=1)
# Changes in one message.
MOST = 100


def follow(now: datetime) -> None:
    """Write down what each webhook is to be told; running twice tells nothing twice."""
    for pk in Webhook.objects.living().values_list("pk", flat=True):
        with transaction.atomic():
            hook = Webhook.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if hook is not None:
                _follow_one(hook, now - SETTLES)


def _follow_one(hook: Webhook, until: datetime) -> None:
    if until <= hook.followed_until:
        return
    changes = [
        change
        for resource in resources()
        if resource.code in hook.resources
        for change in _changes(hook, resource, until)
    ]
    calls = [
        WebhookCall(webhook=hook, body={"changes": changes[at : at + MOST]}) for at in range(0, len(changes), MOST)
    ]
    WebhookCall.objects.bulk_create(calls)
    hook.followed_until = until
    hook.save(update_fields=["followed_until"])


def _changes(hook: Webhook, resource: Resource, until: datetime) -> list[dict[str, object]]:
    """Which records changed, and where to read them; nothing of what is in them."""
    moved = F(resource.moved) if isinstance(resource.moved, str) else resource.moved
    rows = resource.rows(hook.user).order_by().annotate(moved=moved)
    rows = rows.filter(moved__gt=hook.followed_until, moved__lte=until).order_by("moved", "pk")
    if resource.record:
        rows = rows.select_related(resource.record)
    found: list[dict[str, object]] = []
    for row in rows:
        record, key = resource.record_of(row), key_of(resource, row)
        change: dict[str, object] = {"resource": resource.code, "id": key, "changed_at": row.moved.isoformat()}
        if hasattr(record, "version"):
            change |= {"version": record.version, "address": f"{settings.HUB_URL}/api/v1/{resource.code}/{key}/"}
        found.append(change)
    return found
