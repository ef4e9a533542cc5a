"""Committees as search finds them: by their short name, by what it stands for, and by their note."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words
from governance.committees.models import Committee

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    rows = Committee.objects.all()
    if user is None:
        return rows
    return rows.visible_to(user).active().filter(Q(alliance__isnull=True) | Q(alliance__archived_at__isnull=True))


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    rows = Committee.objects.filter(pk__in=ids).select_related("alliance", "kind")
    return {one.pk: _thing(one) for one in rows}


def _thing(one: Committee) -> Thing:
    line = " · ".join(filter(None, [one.body, one.expansion or one.kind.name]))
    return Thing(title=Text(one.label), line=line, url=one.get_absolute_url(), known_as=one.folded, body=Text(one.note))


def register_all() -> None:
    """Let committees be found."""
    register(
        Findable(
            kind="committees",
            label=_("Committees"),
            place=36,
            rows=_rows,
            things=_things,
            order=lambda: ("sort_key", "hit_id"),
        )
    )
