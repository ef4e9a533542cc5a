"""Obligations and their events as search and lists find them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from alliances.obligations.models import Obligation, TriggerEvent
from alliances.obligations.wording import amount_text
from coe_hub.lib.dates import date_text
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    everything = Obligation.objects.all()
    return everything if user is None else everything.visible_to(user).active().of_active_alliances()


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    found = Obligation.objects.filter(pk__in=ids).select_related("alliance")
    return {one.pk: _thing(one) for one in found.annotate(next_on=Min("fulfilments__due_on"))}


def _thing(one: Obligation) -> Thing:
    day = date_text(getattr(one, "next_on", None))
    line = [one.get_kind_display(), one.clause, day, amount_text(one), one.alliance.name]
    return Thing(
        title=Text(one.title),
        line=" · ".join(filter(None, line)),
        url=one.get_absolute_url(),
        known_as=one.folded,
        body=Text(" ".join(filter(None, [one.condition, one.note]))),
    )


def _events(user: "User | None") -> Rows:
    everything = TriggerEvent.objects.all()
    return everything if user is None else everything.visible_to(user).active().filter(alliance__archived_at=None)


def _event_things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _event_thing(one) for one in TriggerEvent.objects.filter(pk__in=ids).select_related("alliance")}


def _event_thing(one: TriggerEvent) -> Thing:
    line = [str(one.state.label), one.clause, date_text(one.reckoned_from), one.alliance.name]
    return Thing(
        title=Text(one.name),
        line=" · ".join(filter(None, line)),
        url=one.get_absolute_url(),
        known_as=one.folded,
        body=Text(" ".join(filter(None, [one.note, one.contested_why, one.voided_why, one.why]))),
    )


def register_all() -> None:
    """Let obligations and events be found."""
    register(
        Findable(
            kind="events",
            label=_("Events"),
            place=57,
            rows=_events,
            things=_event_things,
            order=lambda: ("-created_at", "hit_id"),
        )
    )
    register(
        Findable(
            kind="obligations",
            label=_("Obligations"),
            place=55,
            rows=_rows,
            things=_things,
            order=lambda: ("-created_at", "hit_id"),
            list_url_name="obligation_list",
        )
    )
