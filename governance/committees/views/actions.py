"""What somebody took on in one of the Center of Excellence's own committees; actions of joint ones are changed on the
pages of their alliance or programme."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from coe_hub.action_items.actions import edit_action
from coe_hub.action_items.forms import ActionItemEditForm
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.merge import edit_page
from governance.committees.models import Committee
from governance.committees.seats import owner_side, suggest_url
from governance.committees.views.shared import editable_committee, frame


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def committee_action_edit(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """Change an action; where somebody else saved it meanwhile, the merge page."""
    committee = editable_committee(request, public_id)
    items = ActionItem.objects.filter(scope__in=Committee.objects.own().filter(pk=committee.pk).values("scope"))
    options = {"user": request.user, "side_of": owner_side(committee), "suggest_url": suggest_url(committee)}
    around = frame(request, committee)
    return edit_page(
        request,
        read=lambda: get_object_or_404(items.select_related("owner__site"), public_id=item_id),
        make_form=lambda item, data: ActionItemEditForm(data, item=item, **options),
        save=lambda item, form: edit_action(item=item, by=request.user, **form.action_values()),
        show=lambda item, form: render(
            request, "governance/committee_action_edit.html", {"form": form, "item": item, **around}
        ),
    )
