"""How the rows of a list are changed together, outside a request as well: by its own forms, or by what a room says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.errors import DomainError
from coe_hub.lib.listing import listings
from coe_hub.lists.many import Outcome, Wish, change_many, may_change_many
from coe_hub.people.models import User

AT_ONCE = 50
"""Up to how many rows are changed while their page waits: each takes some hundredth of a second."""


@dataclass
class Tried:
    """What becomes of rows: figures and the first rows, as JSON has them; the versions looked at of those that may be
    changed so, by key; whether it was kept."""

    outcome: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    is_kept: bool = False


class Changer(Protocol):
    """Tries a wish with the rows of these keys, as `user` sees the hub now. Kept only where `seen` says in which
    versions they were looked at, and none is refused. `told` is called with how many rows are through. Raises
    `DomainError` where nothing of it can be done."""

    def __call__(
        self,
        *,
        user: User,
        code: str,
        keys: Sequence[str],
        wish: Mapping[str, Any],
        seen: Mapping[str, int] | None,
        told: Callable[[int], None],
    ) -> Tried: ...


_changers: dict[str, Changer] = {}


def register_changer(code: str, changer: Changer) -> None:
    """Let a room change the rows of its list in its own way. Raises `ValueError` for a code that is taken."""
    if code in _changers:
        raise ValueError(f"There is a changer of {code} already.")
    _changers[code] = changer


def changer_of(code: str) -> Changer:
    """The room's own, else each row by the form of its page."""
    return _changers.get(code, _by_forms)


def _by_forms(
    *,
    user: User,
    code: str,
    keys: Sequence[str],
    wish: Mapping[str, Any],
    seen: Mapping[str, int] | None,
    told: Callable[[int], None],
) -> Tried:
    listing, request = listings().get(code), SignedInRequest()
    request.user, request.htmx, request.method = user, False, "POST"
    if listing is None or not may_change_many(request, listing):
        raise DomainError(_("These are not yours to change any more."))
    outcome = change_many(
        request=request, listing=listing, keys=keys, wish=Wish(wish["values"], wish["step"]), seen=seen, told=told
    )
    return tried(outcome, seen)


def tried(outcome: Outcome, seen: Mapping[str, int] | None) -> Tried:
    """What was found of rows, and whether it was kept: they were `seen`, and none is refused."""
    return Tried(
        outcome.told,
        {row.key: row.version for row in outcome.rows if not row.refused},
        seen is not None and not outcome.refused and not outcome.others,
    )
