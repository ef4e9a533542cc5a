"""Goals as search finds them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alliances.goals.models import Goal
from coe_hub.lib.dates import date_text
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    goals = Goal.objects.all()
    return goals if user is None else goals.visible_to(user).active().filter(alliance__archived_at__isnull=True)


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _thing(one) for one in Goal.objects.filter(pk__in=ids).select_related("alliance")}


def _thing(goal: Goal) -> Thing:
    due = date_text(goal.due_on) if goal.due_on and goal.is_open else ""
    line = [str(goal.state.label), goal.get_horizon_display(), due, goal.alliance.name]
    return Thing(
        title=Text(goal.text),
        line=" · ".join(filter(None, line)),
        url=goal.get_absolute_url(),
        known_as=goal.folded,
        body=Text(" ".join(filter(None, [goal.measure, goal.closing_note]))),
    )


def register_all() -> None:
    """Let goals be found."""
    register(
        Findable(
            kind="goals",
            label=_("Goals"),
            place=65,
            rows=_rows,
            things=_things,
            list_url_name="goal_portfolio",
            order=lambda: ("-created_at", "hit_id"),
        )
    )
