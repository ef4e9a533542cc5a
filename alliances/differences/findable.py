"""Differences as search finds them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.differences.models import Difference
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    rows = Difference.objects.all()
    return rows if user is None else rows.visible_to(user).active().filter(alliance__archived_at__isnull=True)


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _thing(one) for one in Difference.objects.filter(pk__in=ids).select_related("alliance")}


def _thing(one: Difference) -> Thing:
    line = [one.alliance.name, "" if one.is_bridged else _("not bridged yet")]
    return Thing(
        title=Text(one.topic),
        line=" · ".join(filter(None, line)),
        url=one.get_absolute_url(),
        known_as=one.folded,
        body=Text(" ".join(filter(None, [one.ours, one.theirs, one.bridge, one.gain]))),
    )


def register_all() -> None:
    """Let differences be found."""
    register(
        Findable(
            kind="differences",
            label=gettext_lazy("Differences"),
            place=75,
            rows=_rows,
            things=_things,
            order=lambda: ("-created_at", "hit_id"),
        )
    )
