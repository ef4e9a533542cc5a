"""What a scope stands around, told to rooms that know nothing of it: its title, its title in mails, its page.

The room that owns such things registers them at start. A queryset whose rows have a `scope` is annotated with them
in its own query, so nothing is copied and nothing can be out of date.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from coe_hub.people.models import User

Rows = Callable[[], "QuerySet[Any]"]


@dataclass(frozen=True)
class _Titled:
    rows: Rows
    url_name: str
    action_url_name: str


_titled: list[_Titled] = []


def register(*, rows: Rows, url_name: str, action_url_name: str = "") -> None:
    """Add a kind of record that has a scope of its own: `rows()` has the columns `title`, `mail_title` and `key`,
    which is the argument of the page called `url_name`. What somebody took on there is changed on the page called
    `action_url_name`, whose arguments are that key and the action's id."""
    _titled.append(_Titled(rows, url_name, action_url_name))


def action_url_name(url_name: str) -> str:
    """Where what somebody took on is changed, of the kind of record whose page is called so; "" of none."""
    return next((one.action_url_name for one in _titled if one.url_name == url_name), "")


def scope_titles() -> dict[str, Any]:
    """Annotations for rows with a `scope`: `scope_title`, `scope_mail_title`, `scope_key`, `scope_url_name`, each
    empty where the scope stands around nothing known, and `scope_is_archived`."""
    columns = {f"scope_{name}": _column(name) for name in ("title", "mail_title", "key", "url_name")}
    return columns | {"scope_is_archived": _is_archived()}


def _of_scope(one: _Titled) -> "QuerySet[Any]":
    named = Value(one.url_name, output_field=CharField())
    return one.rows().annotate(url_name=named).filter(scope=OuterRef("scope"))


def _column(name: str) -> Any:
    found = [Subquery(_of_scope(one).values(name)[:1]) for one in _titled]
    return Coalesce(*found, Value(""), output_field=CharField()) if found else Value("", output_field=CharField())


def _is_archived() -> Any:
    found = [Exists(_of_scope(one).filter(archived_at__isnull=False)) for one in _titled]
    return reduce(or_, found) if found else Value(False, output_field=BooleanField())


def titles_of(scopes: Collection[int]) -> dict[int, tuple[str, str]]:
    """What each of these scopes stands around: its title and the address of its page; one query for each kind."""
    found: dict[int, tuple[str, str]] = {}
    for one in _titled if scopes else []:
        for scope, title, key in one.rows().filter(scope__in=scopes).values_list("scope", "title", "key"):
            found.setdefault(scope, (title, reverse(one.url_name, args=[key])))
    return found


def scopes_called(text: str, *, user: User) -> list[int]:
    """The ids of the scopes that stand around what is called so, or has that key, as far as the user sees it."""
    found: list[int] = []
    for one in _titled:
        rows = one.rows().visible_to(user).filter(Q(title__iexact=text.strip()) | Q(key=text.strip()))  # type: ignore[attr-defined]
        found += rows.values_list("scope", flat=True)
    return found
