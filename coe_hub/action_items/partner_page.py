"""What a contact at a partner sees of their action item, and nothing else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from coe_hub.action_items.actions import PURPOSE, finish_action, hand_back
from coe_hub.action_items.forms import PartnerAnswerForm
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.history import acting
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import contact_for, note_used, register
from coe_hub.people.models import PartnerLink


def answer_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """Show the item with two answers, "done" and "not mine"; after either, or once it is closed, a friendly end."""
    items = ActionItem.objects.filter(pk=link.object_id, scope=link.scope_id).with_row()
    item = items.filter(owner=link.person_id).first() if _still_takes_part(link) else None
    if item is not None and item.scope_is_archived:
        item = None
    contact = contact_for(link.scope)
    if item is None or not item.is_open or link.used_at:
        return render(request, "action_items/_partner_thanks.html", {"item": item, "link": link, "contact": contact})
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


def _still_takes_part(link: PartnerLink) -> bool:
    return bool(taking_part(people=[link.person_id], scopes=[link.scope_id]))


def _answer(item: ActionItem, link: PartnerLink, *, answer: str, note: str) -> None:
    """Whoever may be signed in at this browser, it is the holder of the link who answers."""
    with acting(by=None), transaction.atomic():
        if answer == PartnerAnswerForm.DONE:
            finish_action(item=item, by=None, by_person=link.person, note=note)
        else:
            hand_back(item=item, note=note)
        note_used(link)


def register_all() -> None:
    """Register what the links of action items lead to."""
    register(PURPOSE, answer_page)
