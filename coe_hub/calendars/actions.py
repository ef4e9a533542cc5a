"""Making, replacing and revoking the address of a feed."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coe_hub.calendars.models import CalendarFeed
from coe_hub.lib.tokens import new_token, token_hash
from coe_hub.people.models import User


@transaction.atomic
def make_feed(*, user: User) -> str:
    """A new address for the user's feed; an earlier one opens nothing from now on. It is not kept: show it now."""
    token = new_token()
    fresh = {"token_hash": token_hash(token), "made_at": timezone.now(), "last_fetched_at": None}
    CalendarFeed.objects.update_or_create(user=user, defaults=fresh)
    return settings.HUB_URL + reverse("calendar_feed", args=[token])


@transaction.atomic
def revoke_feed(*, user: User) -> None:
    """Nobody reads the user's feed any more, whoever has its address."""
    CalendarFeed.objects.filter(user=user).delete()


def end_feed(account: User) -> None:
    """The account is closed: its feed's address opens nothing any more, not even once the account is opened again."""
    revoke_feed(user=account)


def open_feed(token: str) -> CalendarFeed | None:
    """The feed this token still opens, if any; that of a closed account opens to nobody."""
    feeds = CalendarFeed.objects.select_related("user__person")
    return feeds.filter(token_hash=token_hash(token), user__is_active=True).first()
