"""How often one person or place may do something, counted in fixed windows in the cache that all processes share.

`settings.LIMITS` says for each action how many times in which window, by person and by network address. Whoever asks
too often gets `TooManyError`, which `home.middleware` answers by 429 and how long to wait.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache as remembered
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from coe_hub.lib.security_log import record

View = Callable[..., HttpResponseBase]
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
PERSON, ADDRESS = "person", "address"
# What takes much along, lets somebody in, or gets round a password
_RECORDED = {"export", "invitation", "reset"}


class TooManyError(Exception):
    """Somebody asks too often; after `seconds` they may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """`most` times of an action in a window, which begins with the first of them."""

    action: str
    most: int
    window: timedelta

    @property
    def seconds(self) -> int:
        """The length of the window."""
        return int(self.window.total_seconds())

    def _key(self, who: str) -> str:
        return f"limit:{self.action}:{who}"

    def is_reached(self, who: str) -> bool:
        """Whether there is nothing left for `who` in this window."""
        return cache.get(self._key(who), 0) >= self.most

    def count(self, who: str) -> None:
        """One more time."""
        if not cache.add(self._key(who), 1, self.seconds):
            try:
                cache.incr(self._key(who))
            except ValueError:  # the window ended between the two
                cache.add(self._key(who), 1, self.seconds)


@remembered
def _limits(action: str, text: str) -> list[tuple[str, Limit]]:
    """What a setting such as "120/m/person,1200/m/address" says. Raises `ValueError` for anything else."""
    found = []
    for rate in filter(None, text.replace(" ", "").split(",")):
        most, window, per = rate.split("/")
        if per not in {PERSON, ADDRESS} or window[-1:] not in _UNITS:
            raise ValueError(f"{action}: {rate!r} is no limit. Write it as 120/m/person or 5/10m/address.")
        length = timedelta(**{_UNITS[window[-1]]: int(window[:-1] or 1)})
        found.append((per, Limit(f"{action}:{per}", most=int(most), window=length)))
    return found


def count_use(request: HttpRequest, action: str) -> None:
    """One more time of this action. Raises `TooManyError` where the person or their network address had its share."""
    user, address = getattr(request, "user", None), get_ip(request)
    person = str(user.pk) if user is not None and user.is_authenticated else ""
    whose = {PERSON: person, ADDRESS: address}
    limits = [(limit, whose[per]) for per, limit in _limits(action, settings.LIMITS[action]) if whose[per]]
    for limit, who in limits:
        if limit.is_reached(who):
            raise TooManyError(limit.seconds)
    for limit, who in limits:
        limit.count(who)
    if action in _RECORDED:
        record(action, "%s was asked for", action, request=request)


def limited(action: str, *, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """For views that may be asked only so often, counted where they are asked by one of `methods`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods:
                count_use(request, action)
            return view(request, *args, **kwargs)

        guarded.is_limited_as = action  # type: ignore[attr-defined]
        return guarded

    return decorate
