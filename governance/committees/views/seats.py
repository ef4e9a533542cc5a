"""Who comes to sit on a committee, and who leaves it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from governance.committees.actions.seats import add_seat, edit_seat, end_seat
from governance.committees.forms.seats import SeatEditForm, SeatForm
from governance.committees.models import Seat
from governance.committees.views.shared import editable_committee, editable_seat, frame


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def seat_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Let somebody sit on the committee."""
    committee = editable_committee(request, public_id)
    form = SeatForm(request.POST or None, user=request.user, committee=committee)
    if form.is_bound and form.is_valid():
        try:
            add_seat(committee=committee, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect(committee)
    return render(request, "governance/seat_create.html", {"form": form, **frame(request, committee)})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def seat_edit(request: SignedInRequest, public_id: str, seat_id: str) -> HttpResponse:
    """Change a seat; where somebody else saved it meanwhile, the merge page."""

    def show(seat: Seat, form: SeatEditForm) -> HttpResponse:
        context = {"form": form, "seat": seat, **frame(request, seat.committee)}
        return render(request, "governance/seat_edit.html", context)

    return edit_page(
        request,
        read=lambda: editable_seat(request, public_id, seat_id),
        make_form=lambda seat, data: SeatEditForm(data, user=request.user, seat=seat),
        save=lambda seat, form: edit_seat(seat=seat, **form.action_values()),
        show=show,
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def seat_end(request: SignedInRequest, public_id: str, seat_id: str) -> HttpResponse:
    """Ask, then let somebody's term end today."""
    seat = editable_seat(request, public_id, seat_id)
    if request.method == "POST":
        try:
            end_seat(seat=seat)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Their term ends today. The seat stays to be read."))
        return redirect(seat.committee)
    return render(request, "governance/seat_end.html", {"seat": seat, **frame(request, seat.committee)})
