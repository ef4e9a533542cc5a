"""Pages of saved views, and the switch of how close rows stand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.listing import listings
from coe_hub.lib.once import once
from coe_hub.lists.actions import delete_view, save_view, set_density
from coe_hub.lists.forms import DensityForm, SavedViewForm
from coe_hub.lists.models import SavedView


@requires(MEMBER)
@require_safe
def saved_view_list(request: SignedInRequest) -> HttpResponse:
    """One's own views of all lists, and those that others share."""
    views = SavedView.objects.visible_to(request.user).filter(list_code__in=listings())
    views = views.select_related("owner__person").order_by("list_code", "name", "pk")
    editable = set(SavedView.objects.editable_by(request.user).values_list("pk", flat=True))
    own = [one for one in views if one.owner_id == request.user.pk]
    shared = [one for one in views if one.owner_id != request.user.pk]
    context = {"own": own, "shared": shared, "editable": editable}
    return render(request, "lists/saved_view_list.html", context)


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
@once
def saved_view_create(request: SignedInRequest) -> HttpResponse:
    """Keep what the address of a list asks under a name."""
    form = SavedViewForm(request.POST or None, request=request)
    return _saved(request, form, "lists/saved_view_create.html")


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def saved_view_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Another name for one's own view, and who it is for."""
    view = get_object_or_404(SavedView, owner=request.user, public_id=public_id)
    form = SavedViewForm(request.POST or None, request=request, view=view)
    return _saved(request, form, "lists/saved_view_edit.html")


def _saved(request: SignedInRequest, form: SavedViewForm, template: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            code, view = form.cleaned_data["of"], form.replaced
            kept = save_view(owner=request.user, list_code=code, view=view, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved. It stands above the list."))
            return redirect(kept)
    listing = listings().get(str(form["of"].value()))
    back = f"{listing.url}?{form['query'].value()}" if listing else ""
    return render(request, template, {"form": form, "view": form.view, "listing": listing, "back": back})


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def saved_view_delete(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask, then forget the view; nothing that it shows is touched."""
    view = get_object_or_404(SavedView.objects.editable_by(request.user), public_id=public_id)
    if request.method == "POST":
        delete_view(view=view)
        messages.success(request, _("The view is gone; nothing that it showed was touched."))
        return redirect("saved_view_list")
    return render(request, "lists/saved_view_delete.html", {"view": view})


@requires(MEMBER)
@require_POST
def density_set(request: SignedInRequest) -> HttpResponse:
    """How close the rows of all lists stand, from now on."""
    form = DensityForm(request.POST)
    if form.is_valid():
        set_density(user=request.user, density=form.cleaned_data["density"])
    return redirect(safe_target(request, request.POST.get("next", ""), default="saved_view_list"))
