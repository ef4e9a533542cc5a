"""The journal of one alliance, and all of them together."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.core.overview import list_tabs, record_steps, record_tabs
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.journal.actions import edit_entry, write_entry
from alliances.journal.filters import JournalFilter
from alliances.journal.forms import JournalEditForm, JournalEntryForm
from alliances.journal.models import JournalEntry, JournalEntryQuerySet
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.lists import filter_chips
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.paging import long_page
from coe_hub.people.accounts.readers import may_edit
from coe_hub.usage.models import note_visit

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def journal_list(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The journal, narrowed as asked, newest first; what came since the reader's last visit is marked.

    `?entry=` opens the page on which that entry stands.
    """
    alliance = visible_alliance(request, public_id)
    entries = alliance.journal.active()
    filters = JournalFilter(request.GET, queryset=entries, request=request)
    rows = filters.qs.with_row()
    number = _page_of(entries, request.GET["entry"]) if "entry" in request.GET else request.GET.get("page")
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "journal_list"),
        "steps": record_steps(alliance),
        "page": Paginator(rows, PAGE_SIZE).get_page(number),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "entry_form": JournalEntryForm(),
        "seen_before": note_visit(user=request.user, page=f"alliance:{alliance.pk}"),
    }
    return render(request, "alliances/journal_list.html", context)


def _page_of(entries: JournalEntryQuerySet, public_id: str) -> int:
    """The number of the page of the whole journal on which an entry stands; the first where it is not there."""
    entry = entries.filter(public_id=public_id).first()
    if entry is None:
        return 1
    is_newer = Q(happened_on__gt=entry.happened_on) | Q(happened_on=entry.happened_on, pk__gt=entry.pk)
    return entries.filter(is_newer).count() // PAGE_SIZE + 1


@requires(MEMBER)
@require_safe
def entry_list(request: SignedInRequest) -> HttpResponse:
    """The journals of all alliances that the reader may see, narrowed as asked, newest first."""
    entries = JournalEntry.objects.visible_to(request.user).active().of_active_alliances()
    filters = JournalFilter(request.GET, queryset=entries, request=request)
    rows = filters.qs.with_row().select_related("alliance")
    context = {
        "page": long_page(rows, PAGE_SIZE, request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "tabs": list_tabs("entry_list"),
    }
    return render(request, "alliances/entry_list.html", context)


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
