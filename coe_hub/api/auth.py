"""Who asks: the token in `Authorization: Bearer …`, and nothing else. A session opens nothing here."""

import time
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from coe_hub.api.actions import open_token
from coe_hub.api.models import ApiToken
from coe_hub.api.problems import Problem
from coe_hub.lib.limits import Limit, TooManyError, count_use

# A minute of one token, counted by the clock, so that it is known when the next one begins.
MINUTE = 60
PER_TOKEN = Limit("api", most=600, window=timedelta(seconds=2 * MINUTE))
# Nobody guesses a token; the limit keeps whoever tries from making work. A right one is never held up by it.
WRONG_TOKENS = Limit("api_wrong_token", most=30, window=timedelta(minutes=1))


class TokenAuth(HttpBearer):
    """Lets in whoever brings a token that is good."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; the request has its account from here on. Raises `Problem` for too many requests."""
        try:
            count_use(request, "api")
        except TooManyError as error:
            raise too_many(error.seconds) from error
        found = open_token(token, at=timezone.now())
        if found is None:
            _count_wrong(request)
            return None
        request.user = found.user
        return found


def count_request(token: ApiToken) -> None:
    """One more request of this minute. Raises `Problem` where there are too many."""
    now = int(time.time())
    who = f"{token.pk}:{now // MINUTE}"
    if PER_TOKEN.is_reached(who):
        raise too_many(MINUTE - now % MINUTE)
    PER_TOKEN.count(who)


def _count_wrong(request: HttpRequest) -> None:
    place = get_adapter().get_client_ip(request)
    if WRONG_TOKENS.is_reached(place):
        raise too_many(WRONG_TOKENS.seconds)
    WRONG_TOKENS.count(place)


def too_many(seconds: int) -> Problem:
    """The problem of whoever asks too often, with how long to wait."""
    problem = Problem("too-many", _("Ask again in %(seconds)d seconds.") % {"seconds": seconds})
    problem.headers["Retry-After"] = str(seconds)
    return problem
