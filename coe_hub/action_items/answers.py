"""What somebody at a partner answers by their link: done, not mine, another day; and that they take it back."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.action_items.actions import AGREED, KEPT, finish_action, locked_item, reopen_action, send_link
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.partner_links import answer_again
from coe_hub.people.models import PartnerLink, Person, ScopeGrant, ScopeKind, User
from coe_hub.vocabulary.models import Access


@transaction.atomic
def answer_done(*, item: ActionItem, person: Person, note: str) -> None:
    """It is done, says its owner; whoever gave it is told. Raises `DomainError` where it was cancelled."""
    done = finish_action(item=item, by=None, by_person=person, note=note)
    _tell("action_done", done, note=note)


@transaction.atomic
def hand_back(*, item: ActionItem, note: str) -> ActionItem:
    """Its owner, a contact at a partner, says that it is not theirs; whoever gave it and whoever leads are told.

    Raises `DomainError` where the item is closed already.
    """
    item = _open(item)
    item.returned_at, item.returned_note = timezone.now(), note
    item.full_clean()
    save_record(item, fields=["returned_at", "returned_note"])
    _tell("action_returned", item, note=note, leads_too=True)
    return item


@transaction.atomic
def propose_day(*, item: ActionItem, day: date, note: str) -> ActionItem:
    """Its owner proposes another day; whoever gave it is told, and says yes or no.

    Raises `DomainError` where the item is closed, or the day is none that can be agreed on.
    """
    item = _open(item)
    if day < timezone.localdate() or day == item.due_on:
        raise DomainError(_("Choose another day, from today on."), field="proposed_on")
    item.proposed_on, item.proposed_note = day, note
    item.full_clean()
    save_record(item, fields=["proposed_on", "proposed_note"])
    _tell("action_day", item, note=note)
    return item


@transaction.atomic
def settle_day(*, item: ActionItem, by: User, is_agreed: bool) -> ActionItem:
    """Say yes or no to the day that the partner proposed; they are told, with a link to go on answering.

    Raises `DomainError` where no day is proposed any more.
    """
    item = locked_item(item)
    if not item.is_open or item.proposed_on is None:
        raise DomainError(_("No day is proposed any more."))
    if is_agreed:
        item.due_on = item.proposed_on
    item.proposed_on, item.proposed_note = None, ""
    item.full_clean()
    save_record(item, fields=["due_on", "proposed_on", "proposed_note"])
    if item.owner.email:
        send_link(item=item, by=by, reply=AGREED if is_agreed else KEPT)
    return item


def may_take_back(item: ActionItem, link: PartnerLink) -> bool:
    """Whether the answer given by this link can still be taken back: it is young, and nobody acted on it since."""
    if not link.may_be_taken_back:
        return False
    is_theirs = item.closed_by_id == link.person_id and not item.is_open
    return is_theirs or (item.is_open and bool(item.returned_at or item.proposed_on))


@transaction.atomic
def take_back(*, item: ActionItem, link: PartnerLink) -> None:
    """As if the answer had not been given; the link answers again, and whoever was told is told so.

    Raises `DomainError` where it is too late.
    """
    item = locked_item(item)
    if not may_take_back(item, link):
        raise DomainError(_("This answer cannot be taken back any more. Write to your contact."))
    reopened = reopen_action(item=item)
    was_returned = reopened.returned_at is not None
    reopened.returned_at, reopened.returned_note = None, ""
    reopened.proposed_on, reopened.proposed_note = None, ""
    save_record(reopened, fields=["returned_at", "returned_note", "proposed_on", "proposed_note"])
    answer_again(link)
    _tell("action_taken_back", reopened, note="", leads_too=was_returned)


def _open(item: ActionItem) -> ActionItem:
    item = locked_item(item)
    if not item.is_open:
        raise DomainError(_("This action is closed already."))
    return item


def _tell(name: str, item: ActionItem, *, note: str, leads_too: bool = False) -> None:
    """Write to those who are to know, once each; what they cannot open they are not told of."""
    for reader in _readers(item, leads_too=leads_too):
        context = {"person": reader.person, "item": item, "note": note}
        context["url"] = settings.HUB_URL + item.get_absolute_url()
        send_in_background(name, to=reader.email, language=reader.language, context=context, reply_to=item.owner.email)


def _readers(item: ActionItem, *, leads_too: bool) -> list[User]:
    """Whoever gave it, if they can still open it, and those who lead what it belongs to: these too where the answer
    leaves it without an owner, and where whoever gave it cannot be told."""
    active = User.objects.active().select_related("person").order_by("pk")
    granted = ScopeGrant.objects.filter(scope=item.scope)
    givers = active.filter(pk__in=[item.created_by_id] if item.created_by_id else [])
    if item.scope.kind == ScopeKind.RESTRICTED:
        givers = givers.filter(person__in=granted.values("person"))
    found = list(givers)
    if leads_too or not found:
        leads = active.filter(person__in=granted.filter(role=Access.LEAD).values("person"))
        found += [one for one in leads if one not in found]
    return found
