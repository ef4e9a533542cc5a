"""What is due from anybody on the alliances that somebody works on: late things first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.people.models import Person, scopes_worked_on

if TYPE_CHECKING:
    from coe_hub.people.models import User


@dataclass(frozen=True)
class OnAlliances:
    """How much of others is late on one's alliances, and how much of theirs is due within the week."""

    late: int
    this_week: int

    @property
    def url(self) -> str:
        """The list behind the figures."""
        return f"{reverse('due_list')}?of=alliances"


def count_on_alliances(user: "User", day: date) -> OnAlliances:
    """Two queries, one of who works on none; what is the reader's own is counted elsewhere."""
    rows = [item for item in due.once(due.on_scopes_of(user, until=due.week(day))) if item.owner_id != user.person_id]
    late = sum(item.due_date < day for item in rows)
    return OnAlliances(late, len(rows) - late)


def due_on_alliances(user: "User", day: date, *, chosen: str) -> dict[str, Any]:
    """`found`: all that is due within the month, each once; `alliances`: those it is of, and `chosen`: the one the
    list is narrowed to, by its public id. Four queries."""
    items = due.once(due.on_scopes_of(user, until=due.horizon(day)))
    alliances = Alliance.objects.visible_to(user).filter(scope__in={item.scope_id for item in items})
    by_key = {one.public_id: one for one in alliances.order_by("sort_key", "pk")}
    scope = by_key[chosen].scope_id if chosen in by_key else None
    found = [item for item in items if not chosen or item.scope_id == scope]
    return {
        "of": "alliances",
        "found": found,
        "alliances": list(by_key.values()),
        "chosen": chosen,
        "late": sum(item.due_date < day for item in found),
    }


def with_owners(items: Iterable[due.DueItem], *, language: str) -> list[tuple[due.DueItem, Person | None]]:
    """Each with whoever has it, under the names of that language."""
    named = due.in_language(list(items), language)
    owners = Person.objects.select_related("user").in_bulk({item.owner_id for item in named})
    return [(item, owners.get(item.owner_id)) for item in named]


def due_tabs(user: "User", of: str) -> list[dict[str, Any]]:
    """Mine, and that of everybody on the alliances one works on; none where there is only one of them."""
    if of != "alliances" and not scopes_worked_on(user).exists():
        return []
    address = reverse("due_list")
    return [
        {"label": _("Mine"), "url": address, "is_active": of != "alliances"},
        {"label": _("On my alliances"), "url": f"{address}?of=alliances", "is_active": of == "alliances"},
    ]
