"""What one reader sees, by SQL that is written once for each set of roles: `lib.prepared` for builders that ask who
reads; and how views get at one record."""

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from coe_hub.lib.access import SignedInRequest
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


R = TypeVar("R", bound=Model)


class Gate(Generic[R]):
    """How views get at a record of one kind: unseen it does not exist for the reader, seen it may be theirs to change.

    `rows` says what is read with it: `Gate(Issue, lambda rows: rows.active().with_page())`.
    """

    def __init__(self, model: type[R], rows: Callable[[Any], "QuerySet[R]"]) -> None:
        def found(user: User, **values: str) -> "QuerySet[R]":
            return rows(model._default_manager.visible_to(user)).filter(**values)  # type: ignore[attr-defined]

        self._found = ForReader(found)

    def visible(self, request: SignedInRequest, public_id: str, **values: str) -> R:
        """The record of that address, with these `values` too; 404 for whoever may not see it."""
        if found := self._found.first(request.user, public_id=public_id, **values):
            return found
        raise Http404

    def editable(self, request: SignedInRequest, public_id: str, **values: str) -> R:
        """As `visible`; one that is not the reader's to change is 403."""
        record = self.visible(request, public_id, **values)
        if not may_edit(request, record):
            raise PermissionDenied
        return record


def may_edit(request: SignedInRequest, record: Model) -> bool:
    """Whether the reader may change it."""
    return request.user.may_write and bool(_EDITABLE.rows(request.user, type(record), record=record.pk))


def sees(request: SignedInRequest, record: Model) -> bool:
    """Whether the reader sees it."""
    return bool(_VISIBLE.rows(request.user, type(record), record=record.pk))


def _editable(user: User, model: Any, *, record: int) -> "QuerySet[Any, Any]":
    return model.objects.editable_by(user).filter(pk=record).values_list("pk")


def _visible(user: User, model: Any, *, record: int) -> "QuerySet[Any, Any]":
    return model.objects.visible_to(user).filter(pk=record).values_list("pk")


_EDITABLE, _VISIBLE = ForReader(_editable), ForReader(_visible)
