"""The journal of one alliance."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import editable_alliance, may_edit, visible_alliance
from alliances.journal.actions import edit_entry, write_entry
from alliances.journal.forms import JournalEditForm, JournalEntryForm
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.usage.models import note_visit

PAGE_SIZE = 50


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
@once
def journal_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Add a line to the journal."""
    alliance = editable_alliance(request, public_id)
    form = JournalEntryForm(request.POST or None)
    if form.is_bound and form.is_valid():
        write_entry(alliance=alliance, by=request.user, **form.action_values())
        messages.success(request, _("Written down."))
        journal = f"{alliance.get_absolute_url()}#journal"
        return redirect(safe_target(request, request.POST.get("next", ""), default=journal))
    return render(request, "alliances/journal_create.html", {"form": form, "alliance": alliance})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def journal_edit(request: SignedInRequest, public_id: str, entry_id: str) -> HttpResponse:
    """Correct a line of the journal."""
    alliance = editable_alliance(request, public_id)
    return edit_page(
        request,
        read=lambda: get_object_or_404(alliance.journal.active(), public_id=entry_id),
        make_form=lambda entry, data: JournalEditForm(data, entry=entry),
        save=lambda entry, form: edit_entry(entry=entry, **form.action_values()),
        show=lambda entry, form: render(
            request, "alliances/journal_edit.html", {"form": form, "alliance": alliance, "entry": entry}
        ),
        title=alliance.name,
        url=f"{reverse('journal_list', args=[alliance.public_id])}#entry-{entry_id}",
    )
