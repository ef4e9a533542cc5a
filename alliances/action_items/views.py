"""The action items of one alliance: its list, and giving and changing them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.action_items.items import items_of
from alliances.core.overview import record_steps, record_tabs
from alliances.core.owners import owner_options
from alliances.core.views.shared import editable_alliance, visible_alliance
from coe_hub.action_items.actions import add_action, edit_action
from coe_hub.action_items.columns import item_columns
from coe_hub.action_items.filters import ActionItemFilter
from coe_hub.action_items.forms import ActionItemEditForm, ActionItemForm
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.models import Side

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def alliance_actions(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """All items of the alliance, open ones by their day, then closed ones; `?format=` gives them as a file."""
    alliance = visible_alliance(request, public_id)
    filters = ActionItemFilter(request.GET, queryset=items_of(request.user, alliance.scope_id), request=request)
    items = filters.qs.with_row().in_order()
    name = _("%(alliance)s – action items") % {"alliance": alliance.name}
    columns, title = item_columns(), _("Action items")
    if file := exported(request, filters.form, columns, lambda _chosen: items.iterator(1000), name=name, title=title):
        return file
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "alliance_actions"),
        "steps": record_steps(alliance),
        "page": Paginator(items.marked_for(request.user), PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "today": timezone.localdate(),
        "formats": FORMATS,
        "columns": item_columns(),
    }
    return render(request, "alliances/alliance_actions.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def alliance_action_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Give somebody on either side something to do."""
    alliance = editable_alliance(request, public_id)
    form = ActionItemForm(request.POST or None, **owner_options(alliance, request.user))
    if form.is_bound and form.is_valid():
        try:
            add_action(scope=alliance.scope, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _written_down(form))
            return redirect(alliance)
    return render(request, "alliances/alliance_action_create.html", {"form": form, "alliance": alliance})


def _written_down(form: ActionItemForm) -> str:
    if form.cleaned_data["tells_now"] and form.side == Side.THEIRS:
        return _("Written down. A link is on its way to %(email)s.") % {"email": form.cleaned_data["owner"].email}
    return _("Written down.")


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def alliance_action_edit(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """Change an item; where somebody else saved it meanwhile, the merge page."""
    alliance = editable_alliance(request, public_id)
    items, options = items_of(request.user, alliance.scope_id), owner_options(alliance, request.user)
    return edit_page(
        request,
        read=lambda: get_object_or_404(items.select_related("owner__site"), public_id=item_id),
        make_form=lambda item, data: ActionItemEditForm(data, item=item, **options),
        save=lambda item, form: edit_action(item=item, by=request.user, **form.action_values()),
        show=lambda item, form: render(
            request, "alliances/alliance_action_edit.html", {"form": form, "alliance": alliance, "item": item}
        ),
    )
