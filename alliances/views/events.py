"""Stage, journal and reviews of one alliance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.actions.events import change_stage, do_review, edit_entry, write_entry
from alliances.appointments import open_appointment
from alliances.forms.actions import ReviewForm
from alliances.forms.events import JournalEditForm, JournalEntryForm, StageForm
from alliances.record import record_steps
from alliances.views.shared import editable_alliance, may_edit, record_tabs, visible_alliance
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import merge_page, posted_form
from coe_hub.usage.models import note_visit

PAGE_SIZE = 50
MOST_SINCE = 8


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def stage_change(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Move the alliance to another stage, with a date and a reason."""
    alliance = editable_alliance(request, public_id)
    form = StageForm(request.POST or None, alliance=alliance)
    if form.is_bound and form.is_valid():
        try:
            change = change_stage(alliance=alliance, by=request.user, **form.cleaned_data)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Now in the stage “%(stage)s”.") % {"stage": change.stage.name})
            return redirect(alliance)
    context = {"form": form, "alliance": alliance, "steps": record_steps(alliance)}
    return render(request, "alliances/stage_change.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def review_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down a review; it moves the next one."""
    alliance = editable_alliance(request, public_id)
    form = ReviewForm(request.POST or None, user=request.user, alliance=alliance)
    if form.is_bound and form.is_valid():
        try:
            do_review(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _next_review_text(request, public_id))
            return redirect(alliance)
    last = alliance.reviews.order_by("-held_on", "-pk").first()
    entries = alliance.journal.active().order_by("-happened_on", "-pk")
    if last:
        entries = entries.filter(happened_on__gte=last.held_on)
    appointment = open_appointment(alliance)
    context = {
        "form": form,
        "alliance": alliance,
        "last": last,
        "entries": entries[:MOST_SINCE],
        "called_off": appointment if appointment and appointment.starts_at > timezone.now() else None,
    }
    return render(request, "alliances/review_create.html", context)


def _next_review_text(request: SignedInRequest, public_id: str) -> str:
    next_on = visible_alliance(request, public_id).next_review_on
    if next_on is None:
        return _("Review written down.")
    return _("Review written down. The next one is due on %(date)s.") % {"date": date_text(next_on)}


@requires(MEMBER)
@require_safe
def journal_list(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The whole journal, newest first; what came since the reader's last visit is marked."""
    alliance = visible_alliance(request, public_id)
    entries = alliance.journal.active().select_related("by__person").order_by("-happened_on", "-pk")
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "journal_list"),
        "steps": record_steps(alliance),
        "page": Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page")),
        "entry_form": JournalEntryForm(),
        "seen_before": note_visit(user=request.user, page=f"alliance:{alliance.pk}"),
    }
    return render(request, "alliances/journal_list.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def journal_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Add a line to the journal."""
    alliance = editable_alliance(request, public_id)
    form = JournalEntryForm(request.POST or None)
    if form.is_bound and form.is_valid():
        write_entry(alliance=alliance, by=request.user, **form.cleaned_data)
        messages.success(request, _("Written down."))
        return redirect(alliance)
    return render(request, "alliances/journal_create.html", {"form": form, "alliance": alliance})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def journal_edit(request: SignedInRequest, public_id: str, entry_id: str) -> HttpResponse:
    """Correct a line of the journal."""
    alliance = editable_alliance(request, public_id)
    entry = get_object_or_404(alliance.journal.active(), public_id=entry_id)
    form = posted_form(request, lambda data: JournalEditForm(data, entry=entry))
    if form.is_stale:
        return merge_page(request, form, title=alliance.name, back_url=alliance.get_absolute_url())
    if form.is_bound and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "base"}
        try:
            edit_entry(entry=entry, **values)
        except LostUpdateError:
            entry.refresh_from_db()
            form = JournalEditForm(request.POST, entry=entry)
            return merge_page(request, form, title=alliance.name, back_url=alliance.get_absolute_url())
        messages.success(request, _("Saved."))
        return redirect("journal_list", alliance.public_id)
    return render(request, "alliances/journal_edit.html", {"form": form, "alliance": alliance, "entry": entry})
