"""How many things wait for somebody, as the rail shows on every page.

Counting takes longer than the rest of a small page, so the figure is kept for a minute. It is forgotten whenever its
reader changes something and renewed whenever they open Today, so their own doing is seen at once.
"""

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone

from coe_hub import due
from coe_hub.reminders.inbox import count_unread, unread_key

if TYPE_CHECKING:
    from coe_hub.people.models import User

KEPT_FOR = 60  # seconds


def _key(user: "User") -> str:
    return f"waiting:{user.pk}:{timezone.localdate():%Y%m%d}"


def figures(user: "User") -> tuple[int, int]:
    """How many things are due within a week, or late, and how many reminders are new: asked of the cache at once."""
    waiting, unread = _key(user), unread_key(user)
    kept = cache.get_many([waiting, unread])
    return (
        kept[waiting] if waiting in kept else _count_waiting(user),
        kept[unread] if unread in kept else count_unread(user),
    )


def _count_waiting(user: "User") -> int:
    count = due.count(until=due.week(timezone.localdate()), user=user)
    remember_count(user, count)
    return count


def remember_count(user: "User", count: int) -> None:
    """Today has just counted."""
    cache.set(_key(user), count, KEPT_FOR)


def forget_count(user: "User") -> None:
    """The reader has just changed something."""
    cache.delete(_key(user))
