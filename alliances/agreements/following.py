"""What stands in the scope of an agreement or a programme without being one, told by the rooms above: it follows where
they go."""

from collections.abc import Callable

from alliances.core.models import Alliance

Follow = Callable[[Alliance], None]
_followers: list[Follow] = []


def register(follow: Follow) -> None:
    """Add a function that puts things of an alliance where their agreements and programmes stand now. It raises
    `DomainError` where one of them cannot stand there."""
    _followers.append(follow)


def let_follow(alliance: Alliance) -> None:
    """An agreement or a programme of the alliance went behind a wall, or came out from one."""
    # Rooms register from the top down, and what stands above follows what stands below: that goes first.
    for follow in reversed(_followers):
        follow(alliance)


def lock_days(alliance: Alliance) -> None:
    """Nobody else moves days of the alliance until the transaction ends. Whoever does, asks for this first."""
    Alliance.objects.select_for_update(of=("self",)).only("pk").get(pk=alliance.pk)
