"""One's own reminders: what one was told, and how one likes to be told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.reminders.forms import PreferencesForm
from coe_hub.reminders.inbox import inbox_rows, look, reminders_of
from coe_hub.reminders.responses import set_preferences

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def reminder_list(request: SignedInRequest) -> HttpResponse:
    """What the reader was told, newest first; what is new since their last look is marked."""
    since = look(request.user)
    page = Paginator(reminders_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = inbox_rows(request.user, list(page.object_list), since=since)
    context = {"page": page, "rows": rows, "today": timezone.localdate()}
    return render(request, "reminders/reminder_list.html", context)


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def reminder_preferences(request: SignedInRequest) -> HttpResponse:
    """When and how the reader is told."""
    form = PreferencesForm(request.POST or None, person=request.user.person)
    if form.is_bound and form.is_valid():
        set_preferences(person=request.user.person, **form.action_values())
        messages.success(request, _("Saved. It counts from the next reminder on."))
        return redirect("reminder_preferences")
    return render(request, "reminders/reminder_preferences.html", {"form": form})
