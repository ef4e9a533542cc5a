"""What somebody takes on within a programme: behind a wall it stands there, and nobody else learns of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.agreements.actions.programmes import actions_of
from alliances.agreements.models import Programme
from alliances.agreements.views.shared import editable_programme, frame
from alliances.core.owners import owner_side
from coe_hub.action_items.actions import add_action, edit_action
from coe_hub.action_items.forms import ActionItemEditForm, ActionItemForm
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import sees


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def programme_action_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Give somebody who sees the programme, or somebody at the partner, something to do."""
    programme = editable_programme(request, public_id)
    form = ActionItemForm(request.POST or None, **_options(request, programme))
    if form.is_bound and form.is_valid():
        try:
            add_action(
                scope=programme.scope,
                by=request.user,
                source_label=programme.name,
                source_url=programme.get_absolute_url(),
                **form.action_values(),
            )
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(programme)
    context = {"form": form, "programme": programme, **frame(request, programme.alliance)}
    return render(request, "alliances/programme_action_create.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def programme_action_edit(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """Change it; where somebody else saved it meanwhile, the merge page."""
    programme = editable_programme(request, public_id)
    items, options = actions_of(programme).visible_to(request.user), _options(request, programme)
    around = {"programme": programme, **frame(request, programme.alliance)}
    return edit_page(
        request,
        read=lambda: get_object_or_404(items.select_related("owner__site"), public_id=item_id),
        make_form=lambda item, data: ActionItemEditForm(data, item=item, **options),
        save=lambda item, form: edit_action(item=item, by=request.user, **form.action_values()),
        show=lambda item, form: render(
            request, "alliances/programme_action_edit.html", {"form": form, "item": item, **around}
        ),
    )


def _options(request: SignedInRequest, programme: Programme) -> dict[str, Any]:
    """What the forms are told of the programme; suggestions are the alliance's people for whoever sees it."""
    alliance, suggest_url = programme.alliance, reverse("person_suggest")
    if sees(request, alliance):
        suggest_url = reverse("member_suggest", args=[alliance.public_id])
    return {"user": request.user, "side_of": owner_side(alliance, programme.scope), "suggest_url": suggest_url}
