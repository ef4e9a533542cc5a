"""`manage.py seal_anew`: what earlier keys sealed is sealed by today's, so that those may go."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from coe_hub.lib.sealing import KEPT, seal


class Command(BaseCommand):
    """May run while the hub is in use, once every server has the new key, and again."""

    help = "Seal by SECRET_KEY what SECRET_KEY_FALLBACKS sealed: second factors, webhooks, open health checks."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for purpose, label, column in KEPT:
            rows = apps.get_model(label)._base_manager
            count = 0
            # In no order that would tell who answered first
            for pk, kept in rows.order_by("?").select_for_update().values_list("pk", column):
                anew = {name: _anew(purpose, text) for name, text in kept.items()} if isinstance(kept, dict) else None
                if (sealed := anew or _anew(purpose, kept)) != kept:
                    rows.filter(pk=pk).update(**{column: sealed})
                    count += 1
            self.stdout.write(f"{label}: {count} sealed anew")


def _anew(purpose: str, kept: Any) -> Any:
    """The same under today's key; what was never sealed stays. Raises `CommandError` where no key opens it."""
    if not isinstance(kept, str) or not kept.startswith("gAAAA"):
        return kept
    try:
        return seal(purpose).rotate(kept).decode()
    except InvalidToken as wrong:
        told = "No key that the hub was given opens it: set the one that sealed it in SECRET_KEY_FALLBACKS."
        raise CommandError(told) from wrong
