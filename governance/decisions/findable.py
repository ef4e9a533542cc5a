"""Decisions as search finds them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from coe_hub.lib.dates import date_text
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words
from governance.decisions.models import Decision, DecisionState

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    rows = Decision.objects.all()
    return rows if user is None else rows.visible_to(user).of_committees_at_work()


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _thing(one) for one in Decision.objects.filter(pk__in=ids).with_row()}


def _thing(one: Decision) -> Thing:
    state = str(DecisionState(one.state).label)
    line = [state, date_text(one.decided_on) if one.decided_on else "", one.committee.whole_title]
    return Thing(
        title=Text(one.text),
        line=" · ".join(filter(None, line)),
        url=one.get_absolute_url(),
        known_as=one.folded,
        body=Text(" ".join(filter(None, [one.rationale, one.options, one.dissent, one.bound]))),
    )


def register_all() -> None:
    """Let decisions be found."""
    register(
        Findable(
            kind="decisions",
            label=_("Decisions"),
            place=37,
            rows=_rows,
            things=_things,
            order=lambda: ("-created_at", "hit_id"),
            list_url_name="decision_list",
        )
    )
