"""What can be done with an action item: give, change, finish, cancel, open again, and write to its owner."""

from typing import Unpack

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coe_hub.action_items.models import PURPOSE, ActionItem, ItemState, ItemValues
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.partner_links import VALID_DAYS, contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, Scope, Side, User

# What became of the day that a partner proposed.
AGREED, KEPT = "agreed", "kept"
_CLOSING = ["state", "closed_at", "closed_by", "close_note"]
# What an owner said of it short of doing it.
_SAID = ["returned_at", "returned_note", "proposed_on", "proposed_note"]


@transaction.atomic
def add_action(
    *,
    scope: Scope,
    by: User | None,
    source_label: str = "",
    source_url: str = "",
    tells_now: bool = False,
    **values: Unpack[ItemValues],
) -> ActionItem:
    """Give somebody something to do; the source is what it comes from. `tells_now` writes to an owner at a partner at
    once. Raises `ValidationError` where a value is refused, `DomainError` where nobody can be written to."""
    item = ActionItem(scope=scope, created_by=by, source_label=source_label, source_url=source_url)
    set_values(item, values)
    item.full_clean()
    item.save()
    if tells_now and by and item.side == Side.THEIRS:
        send_link(item=_with_titles(item), by=by)
    return item


@transaction.atomic
def edit_action(
    *, item: ActionItem, version: int, tells_now: bool = False, by: User | None = None, **values: Unpack[ItemValues]
) -> None:
    """Change an open item. With a new owner, what an earlier one said of it no longer counts. `tells_now`: `by`
    writes to an owner at a partner at once.

    Raises `LostUpdateError` where it was saved since `version`, `DomainError` where it is closed.
    """
    if not item.is_open:
        raise DomainError(_("This action is closed. Open it again to change it."))
    owner_before, day_before = item.owner_id, item.due_on
    fields = set_values(item, values)
    if item.owner_id != owner_before:
        item.returned_at, item.returned_note = None, ""
    if (item.owner_id, item.due_on) != (owner_before, day_before):
        item.proposed_on, item.proposed_note = None, ""
    item.full_clean()
    save_record(item, fields=[*fields, *_SAID], version=version)
    if tells_now and by and item.side == Side.THEIRS:
        send_link(item=_with_titles(item), by=by)


@transaction.atomic
def finish_action(*, item: ActionItem, by: User | None, by_person: Person | None = None, note: str = "") -> ActionItem:
    """Mark the item as done, by an account or, without one, by the person who holds a link to it.

    Doing so twice changes nothing. Raises `DomainError` where the item was cancelled.
    """
    person = by.person if by else by_person
    if person is None:
        raise ValueError("Somebody finishes an action.")
    item = locked_item(item)
    if item.state == ItemState.CANCELLED:
        raise DomainError(_("This action was cancelled. Open it again first."))
    if item.is_open:
        _close(item, state=ItemState.DONE, person=person, note=note)
    return item


@transaction.atomic
def cancel_action(*, item: ActionItem, reason: str, by: User) -> ActionItem:
    """Give the item up, for a reason that readers see. Raises `DomainError` where it is closed already."""
    item = locked_item(item)
    if not item.is_open:
        raise DomainError(_("This action is closed already."))
    _close(item, state=ItemState.CANCELLED, person=by.person, note=reason)
    return item


@transaction.atomic
def reopen_action(*, item: ActionItem) -> ActionItem:
    """Take back that the item was done or cancelled; an open one stays as it is."""
    item = locked_item(item)
    if not item.is_open:
        item.state, item.closed_at, item.closed_by, item.close_note = ItemState.OPEN, None, None, ""
        item.full_clean()
        save_record(item, fields=_CLOSING)
    return item


@transaction.atomic
def send_link(*, item: ActionItem, by: User, reply: str = "") -> str:
    """Write to the owner, a contact at the partner, with a link by which they answer; return their address.

    `reply` is what became of the day they proposed: AGREED, KEPT, or nothing where they proposed none. The mail comes
    in the name of our company, and answers go to whoever sends it. Needs `with_titles`. Raises `DomainError` where
    there is nobody to write to, or nothing left to do.
    """
    address = item.owner.email
    if not item.is_open or item.side != Side.THEIRS:
        raise DomainError(_("Links are for open actions of people at the partner."))
    if not address:
        raise DomainError(
            _("No e-mail address of %(name)s is known. Add it under People.") % {"name": item.owner}, field="owner"
        )
    url = make_partner_link(purpose=PURPOSE, object_id=item.pk, scope=item.scope, person=item.owner)
    language = mail_language(item.owner)
    contact = contact_for(item.scope) or by.person
    company = by.person.organisation
    context = {"person": item.owner, "item": item, "contact": contact, "sender": by.person, "url": url}
    context |= {"company": company, "reply": reply, "days": VALID_DAYS}
    with translation.override(language):
        name = company.display_name
    send_in_background(
        "action_link", to=address, language=language, context=context, reply_to=email_of(by.person), company=name
    )
    return address


def _with_titles(item: ActionItem) -> ActionItem:
    return ActionItem.objects.with_titles().select_related("scope", "owner").get(pk=item.pk)


def locked_item(item: ActionItem) -> ActionItem:
    """The item as it is now, and nobody else's to change until the transaction ends."""
    rows = ActionItem.objects.select_for_update(of=("self",)).select_related("scope", "owner", "created_by")
    return rows.with_titles().get(pk=item.pk)


def _close(item: ActionItem, *, state: ItemState, person: Person, note: str) -> None:
    item.state, item.closed_at, item.closed_by, item.close_note = state, timezone.now(), person, note
    item.full_clean()
    save_record(item, fields=_CLOSING)
