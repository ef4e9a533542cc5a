"""How often one place may do something, counted in fixed windows in the cache that all processes share."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache


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
