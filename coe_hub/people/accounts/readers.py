"""What one reader sees, by SQL that is written once for each set of roles: `lib.prepared` for builders that ask who
reads."""

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any

from coe_hub.lib.prepared import Prepared, Value
from coe_hub.people.accounts.models import User


class ForReader(Prepared):
    """What `build(user, *shape, **values)` gives, prepared.

    The builder may read the account's id, its person's and its roles. Whatever else it asked of the account would
    stand in the SQL of every other reader, so it is refused.
    """

    def __init__(self, build: Callable[..., Any], **options: str) -> None:
        @wraps(build)
        def with_stand_in(roles: tuple[str, ...], *shape: Hashable, account: int, person: int, **values: Value) -> Any:
            # Read without its other columns: asking for one asks the database, which no builder may.
            reader = User.from_db("default", ["id", "person_id", "roles"], [account, person, list(roles)])
            return build(reader, *shape, **values)

        super().__init__(with_stand_in, **options)

    def arguments(
        self, shape: tuple[Any, ...], values: Mapping[str, Value]
    ) -> tuple[tuple[Hashable, ...], dict[str, Any]]:
        """The reader's roles, then the rest of the shape; the ids of account and person, then the other values."""
        user, *rest = shape
        return (tuple(sorted(user.roles)), *rest), {"account": user.pk, "person": user.person_id, **values}
