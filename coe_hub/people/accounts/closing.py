"""What ends with an account, by a register that rooms above fill: whatever lets somebody in beside signing in."""

from collections.abc import Callable

from coe_hub.people.models import User

Ends = Callable[[User], None]
_ends: list[Ends] = []


def register(ends: Ends) -> None:
    """Let it be called for each account that is closed, in the same transaction."""
    _ends.append(ends)


def end_all(account: User) -> None:
    """End what hangs on the account."""
    for ends in _ends:
        ends(account)
