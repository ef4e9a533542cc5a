"""What a contact at a partner sees of their action item, and nothing else."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from coe_hub.action_items.actions import PURPOSE
from coe_hub.action_items.answers import answer_done, hand_back, may_take_back, propose_day, take_back
from coe_hub.action_items.forms import PartnerAnswerForm
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.history import acting
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import contact_for, note_used, register
from coe_hub.people.models import PartnerLink

# What the button posts that takes an answer back.
TAKE_BACK_BUTTON = "take_back"


def answer_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """Show the item with three answers, "done", "not mine" and "another day"; after any, or once it is closed, a
    friendly end, from which an answer can be taken back for a while."""
    items = ActionItem.objects.filter(pk=link.object_id, scope=link.scope_id).with_row().select_related("scope")
    item = items.filter(owner=link.person_id).first() if _still_takes_part(link) else None
    if item is not None and item.scope_is_archived:
        item = None
    contact = contact_for(link.scope)
    if item is None or not item.is_open or link.used_at:
        return _after(request, item, link)
    form = PartnerAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(item, link, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            return redirect("partner_page")
    context = {"form": form, "item": item, "link": link, "contact": contact, "today": timezone.localdate()}
    return render(request, "action_items/_partner_action.html", context)


def _after(request: HttpRequest, item: ActionItem | None, link: PartnerLink) -> HttpResponse:
    """Thanks; and, for a while, the way back from a slip."""
    can_take_back, refused = item is not None and may_take_back(item, link), ""
    if item is not None and can_take_back and request.POST.get("answer") == TAKE_BACK_BUTTON:
        try:
            with acting(by=None):
                take_back(item=item, link=link)
        except DomainError as error:
            refused, can_take_back = error.message, False
        else:
            return redirect("partner_page")
    context = {
        "item": item,
        "link": link,
        "contact": contact_for(link.scope),
        "can_take_back": can_take_back,
        "refused": refused,
    }
    return render(request, "action_items/_partner_thanks.html", context)


def _still_takes_part(link: PartnerLink) -> bool:
    return bool(taking_part(people=[link.person_id], scopes=[link.scope_id]))


def _answer(item: ActionItem, link: PartnerLink, *, answer: str, note: str, proposed_on: date | None) -> None:
    """Whoever may be signed in at this browser, it is the holder of the link who answers."""
    with acting(by=None), transaction.atomic():
        if answer == PartnerAnswerForm.DONE:
            answer_done(item=item, person=link.person, note=note)
        elif answer == PartnerAnswerForm.NOT_MINE:
            hand_back(item=item, note=note)
        elif proposed_on:
            propose_day(item=item, day=proposed_on, note=note)
        note_used(link)


def register_all() -> None:
    """Register what the links of action items lead to."""
    register(PURPOSE, answer_page)
