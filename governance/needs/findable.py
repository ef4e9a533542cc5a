"""Needs as search finds them: every member may read them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words
from governance.needs.models import Need

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(_user: "User | None") -> Rows:
    return Need.objects.active()


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _thing(one) for one in Need.objects.filter(pk__in=ids)}


def _thing(need: Need) -> Thing:
    return Thing(
        title=Text(need.text),
        line=str(need.get_state_display()),
        url=need.get_absolute_url(),
        known_as=need.folded,
        body=Text(need.reason),
    )


def register_all() -> None:
    """Let needs be found."""
    register(
        Findable(
            kind="needs",
            label=_("Needs"),
            place=85,
            rows=_rows,
            things=_things,
            order=lambda: ("-created_at", "hit_id"),
            is_public=True,
        )
    )
