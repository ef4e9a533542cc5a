"""What can be done with an action item: give, change, finish, cancel, open again, hand back, and write to its owner."""

from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.action_items.models import ActionItem, ItemState, ItemValues
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.partner_links import VALID_DAYS, contact_for, make_partner_link
from coe_hub.people.directory.correspondence import mail_language
from coe_hub.people.models import Person, Scope, ScopeGrant, Side, User
from coe_hub.vocabulary.models import Access

# What the partner links of action items are registered for.
PURPOSE = "action"
_CLOSING = ["state", "closed_at", "closed_by", "close_note"]


@transaction.atomic
def add_action(
    *, scope: Scope, by: User | None, source_label: str = "", source_url: str = "", **values: Unpack[ItemValues]
) -> ActionItem:
    """Give somebody something to do; the source is what it comes from. Raises `ValidationError` where a value is
    refused."""
    item = ActionItem(scope=scope, created_by=by, source_label=source_label, source_url=source_url)
    set_values(item, values)
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def edit_action(*, item: ActionItem, version: int, **values: Unpack[ItemValues]) -> None:
    """Change an open item. With a new owner, what an earlier one said of it no longer counts.

    Raises `LostUpdateError` where it was saved since `version`, `DomainError` where it is closed.
    """
    if not item.is_open:
        raise DomainError(_("This action is closed. Open it again to change it."))
    owner_before = item.owner_id
    fields = set_values(item, values)
    if item.owner_id != owner_before:
        item.returned_at, item.returned_note = None, ""
    item.full_clean()
    save_record(item, fields=[*fields, "returned_at", "returned_note"], version=version)


@transaction.atomic
def finish_action(*, item: ActionItem, by: User | None, by_person: Person | None = None, note: str = "") -> ActionItem:
    """Mark the item as done, by an account or, without one, by the person who holds a link to it.

    Doing so twice changes nothing. Raises `DomainError` where the item was cancelled.
    """
    person = by.person if by else by_person
    if person is None:
        raise ValueError("Somebody finishes an action.")
    item = _locked(item)
    if item.state == ItemState.CANCELLED:
        raise DomainError(_("This action was cancelled. Open it again first."))
    if item.is_open:
        _close(item, state=ItemState.DONE, person=person, note=note)
    return item


@transaction.atomic
def cancel_action(*, item: ActionItem, reason: str, by: User) -> ActionItem:
    """Give the item up, for a reason that readers see. Raises `DomainError` where it is closed already."""
    item = _locked(item)
    if not item.is_open:
        raise DomainError(_("This action is closed already."))
    _close(item, state=ItemState.CANCELLED, person=by.person, note=reason)
    return item


@transaction.atomic
def reopen_action(*, item: ActionItem) -> ActionItem:
    """Take back that the item was done or cancelled; an open one stays as it is."""
    item = _locked(item)
    if not item.is_open:
        item.state, item.closed_at, item.closed_by, item.close_note = ItemState.OPEN, None, None, ""
        item.full_clean()
        save_record(item, fields=_CLOSING)
    return item


@transaction.atomic
def hand_back(*, item: ActionItem, note: str) -> ActionItem:
    """Its owner, a contact at a partner, says that it is not theirs; whoever leads is told by mail.

    Raises `DomainError` where the item is closed already.
    """
    item = _locked(item)
    if not item.is_open:
        raise DomainError(_("This action is closed already."))
    item.returned_at, item.returned_note = timezone.now(), note
    item.full_clean()
    save_record(item, fields=["returned_at", "returned_note"])
    for reader in _told_of(item):
        context = {
            "person": reader.person,
            "item": item,
            "url": settings.HUB_URL + item.get_absolute_url(),
        }
        send_in_background("action_returned", to=reader.email, language=reader.language, context=context)
    return item


@transaction.atomic
def send_link(*, item: ActionItem, by: User) -> str:
    """Write to the owner, a contact at the partner, with a link by which they answer; return their address.

    Raises `DomainError` where there is nobody to write to, or nothing left to do.
    """
    address = item.owner.email
    if not item.is_open or item.side != Side.THEIRS:
        raise DomainError(_("Links are for open actions of people at the partner."))
    if not address:
        raise DomainError(_("No e-mail address of %(name)s is known. Add it under People.") % {"name": item.owner})
    url = make_partner_link(purpose=PURPOSE, object_id=item.pk, scope=item.scope, person=item.owner)
    language = mail_language(item.owner)
    contact = contact_for(item.scope) or by.person
    context = {"person": item.owner, "item": item, "contact": contact, "sender": by.person, "url": url}
    send_in_background("action_link", to=address, language=language, context=context | {"days": VALID_DAYS})
    return address


def _locked(item: ActionItem) -> ActionItem:
    rows = ActionItem.objects.select_for_update(of=("self",)).select_related("scope", "owner", "created_by")
    return rows.with_titles().get(pk=item.pk)


def _close(item: ActionItem, *, state: ItemState, person: Person, note: str) -> None:
    item.state, item.closed_at, item.closed_by, item.close_note = state, timezone.now(), person, note
    item.full_clean()
    save_record(item, fields=_CLOSING)


def _told_of(item: ActionItem) -> list[User]:
    """Those who lead what the item belongs to and can sign in; where nobody does, who gave it."""
    leads = ScopeGrant.objects.filter(scope=item.scope, role=Access.LEAD).values("person")
    readers = list(User.objects.active().filter(person__in=leads).select_related("person").order_by("pk"))
    return readers or ([item.created_by] if item.created_by and item.created_by.is_active else [])
