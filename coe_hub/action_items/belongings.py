"""Open actions that somebody took on, and how they go over."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from coe_hub.action_items.models import ActionItem, ActionItemQuerySet
from coe_hub.lib.records import save_record
from coe_hub.lists import workload
from coe_hub.people.access.actions import set_grant
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, Side, User
from coe_hub.vocabulary.models import Access

KIND = "action"


def _held(person: Person) -> Iterable[Held]:
    items = ActionItem.objects.open().active().filter(owner=person).with_titles().in_order()
    for one in (item for item in items if not item.scope_is_archived):
        mail_title = f"{one.text} ({one.scope_mail_title})"
        yield Held(KIND, one.pk, one.text, mail_title, one.get_absolute_url(), one.scope_id, one.scope_title)


def _give(giving: Giving) -> None:
    items = ActionItem.objects.select_for_update(of=("self",)).open()
    for item in items.filter(pk__in=giving.object_ids, owner=giving.giver).select_related("scope").order_by("pk"):
        item.owner, item.side = giving.taker, Side.OURS
        item.returned_at, item.returned_note = None, ""
        item.proposed_on, item.proposed_note = None, ""
        item.full_clean()
        save_record(item, fields=["owner", "side", "returned_at", "returned_note", "proposed_on", "proposed_note"])
        _let_in(item, giving.taker)


def _let_in(item: ActionItem, taker: Person) -> None:
    """Nobody has something to do that they cannot open."""
    granted = ScopeGrant.objects.filter(scope=item.scope, person=taker)
    if item.scope.kind == ScopeKind.RESTRICTED and not granted.exists():
        set_grant(scope=item.scope, person=taker, roles=[Access.TEAM])


def _open(user: User) -> ActionItemQuerySet:
    titled: Any = ActionItem.objects.visible_to(user).active().open().with_titles()
    return titled.filter(scope_is_archived=False)


def register_all() -> None:
    """Register the open actions of a person."""
    workload.register(workload.Load(KIND, 30, gettext_lazy("Open actions"), _open, "owner"))
    register(Belonging(KIND, 30, gettext_lazy("Open actions"), _held, _give))
