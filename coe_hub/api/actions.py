"""Making, finding and revoking tokens."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from coe_hub.api.models import ApiToken
from coe_hub.lib.security_log import record
from coe_hub.lib.tokens import new_token, note_use, revoke, token_hash
from coe_hub.people.models import User

# What a token begins with, so that it is known for one wherever it turns up.
PREFIX = "hubapi_"


@transaction.atomic
def make_token(*, user: User, name: str, scope: str, expires_on: date) -> tuple[ApiToken, str]:
    """A new token, good until the end of that day on the user's clock, and its text, which is not kept: show it now.

    Raises `ValidationError` where the user has one of that name.
    """
    text = PREFIX + new_token()
    until = datetime.combine(expires_on + timedelta(days=1), time(), ZoneInfo(user.time_zone))
    token = ApiToken(user=user, name=name, scope=scope, expires_at=until, token_hash=token_hash(text), hint=text[-4:])
    token.full_clean()
    token.save()
    record("token_made", "Account %s has a new token, to %s, good until %s", user.pk, scope, expires_on, about=user.pk)
    return token, text


def open_token(text: str, *, at: datetime) -> ApiToken | None:
    """The token that this text still is, if any, with its account; notes that it was used, to the minute."""
    token = (
        ApiToken.objects.good(at)
        .select_related("user__person__organisation")
        .filter(token_hash=token_hash(text))
        .first()
    )
    if token is not None:
        note_use(token, at=at)
    return token


@transaction.atomic
def revoke_token(*, token: ApiToken) -> None:
    """It opens nothing any more. Revoking twice changes nothing."""
    revoke(token)


def revoke_all(user: User) -> None:
    """None of the user's tokens opens anything any more."""
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now())
