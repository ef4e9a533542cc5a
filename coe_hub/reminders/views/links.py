"""Pages behind the links in mails. They need no account, show no more than the mail did, and change nothing when
opened."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coe_hub.due import DueItem
from coe_hub.lib.access import public
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.history import acting
from coe_hub.reminders import links
from coe_hub.reminders.forms import DONE, AnswerForm, MuteForm
from coe_hub.reminders.models import Reminder, ResponseKind
from coe_hub.reminders.responses import disown, is_answered, mute_kinds, snooze
from coe_hub.reminders.still_due import Reader, Telling, still_due_items

_OFFERS = {"done": DONE, "snooze": ResponseKind.SNOOZED, "not_mine": ResponseKind.NOT_MINE}


@public("whoever holds the signed link from the mail")
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Done, later, or not mine: one button each, once."""
    reminder = links.reminder_of(token)
    if reminder is None:
        return render(request, "reminders/link_expired.html", status=404)
    reader = Reader.of(reminder.person)
    today = timezone.now().astimezone(ZoneInfo(reader.time_zone)).date()
    with translation.override(reader.language):
        items = still_due_items([Telling(reminder, reader, today)]) if reader.may_be_told else {}
        item = items.get(reminder.pk)
        if item is None or is_answered(reminder):
            return render(request, "reminders/reminder_settled.html", {"is_answered": item is not None})
        form = AnswerForm(request.POST or None, today=today, may_finish=item.source.finish is not None)
        if form.is_bound and form.is_valid() and _answer(form, reminder, item):
            context = {"answer": form.cleaned_data, "item": item, "goes_on": _goes_on(reminder, item)}
            return render(request, "reminders/reminder_answered.html", context)
        offer = _OFFERS.get(request.GET.get("do", ""), ResponseKind.SNOOZED)
        context = {"item": item, "form": form, "offer": offer, "today": today, "has_account": reader.user is not None}
        context["goes_on"] = _goes_on(reminder, item)
        return render(request, "reminders/reminder_answer.html", context)


def _goes_on(reminder: Reminder, item: DueItem) -> bool:
    """Whether somebody else is told where its reader says that it is not theirs."""
    is_handed_back = item.source.hand_back is not None and not hasattr(reminder.person, "user")
    return is_handed_back or (item.backup_id not in {None, reminder.person_id} and not reminder.is_backup)


def _answer(form: AnswerForm, reminder: Reminder, item: DueItem) -> bool:
    """Do what was chosen; False, and the reason in the form, where it is refused."""
    data = form.cleaned_data
    try:
        if data["answer"] == DONE and item.source.finish:
            with acting(by=getattr(reminder.person, "user", None)):  # whoever is signed in at this browser
                item.source.finish(item.object_id, reminder.person)
        elif data["answer"] == ResponseKind.SNOOZED:
            snooze(reminder=reminder, until=data["until"], today=form.today)
        else:
            disown(reminder=reminder)
            if item.source.hand_back and not hasattr(reminder.person, "user"):
                item.source.hand_back(item.object_id)
    except (DomainError, ValidationError) as error:
        add_domain_error(form, error)
        return False
    return True


@csrf_exempt  # a mail program's own button posts here (RFC 8058); the signed token is what allows it
@public("whoever holds the signed link from the mail")
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_mute(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails like the one this link stood in."""
    delivery = links.delivery_of(token)
    if delivery is None:
        return render(request, "reminders/link_expired.html", status=404)
    kinds = sorted(set(delivery.reminders.values_list("kind", flat=True)))
    data = request.POST if "List-Unsubscribe" not in request.POST else {"kinds": kinds}
    form = MuteForm(data or None, kinds=kinds)
    if form.is_bound and form.is_valid():
        mute_kinds(person=delivery.person, kinds=form.cleaned_data["kinds"])
        return render(request, "reminders/reminder_muted.html", {"has_account": hasattr(delivery.person, "user")})
    return render(request, "reminders/reminder_mute.html", {"form": form})
