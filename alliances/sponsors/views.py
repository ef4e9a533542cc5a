"""Sponsors of one alliance and of all; what is asked of them, and their answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.core.models import Alliance
from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.sponsors.actions import answer_support, ask_support, note_contact
from alliances.sponsors.filters import SponsorFilter, SupportFilter
from alliances.sponsors.forms import AnswerForm, SupportForm
from alliances.sponsors.models import SILENT_AFTER, SupportRequest, sponsorships
from coe_hub.lib.access import MEMBER, WRITER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import filter_chips
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.models import Person

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def alliance_sponsors(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Our sponsors with when each was last in touch and what they took on; and what the alliance asks for."""
    alliance = visible_alliance(request, public_id)
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "alliance_sponsors"),
        "steps": record_steps(alliance),
        "sponsors": sponsorships().filter(alliance=alliance).select_related("person__site", "role").order_by("pk"),
        "requests": alliance.support_requests.with_row().in_order(),
        "silent_since": timezone.localdate() - SILENT_AFTER,
    }
    return render(request, "alliances/alliance_sponsors.html", context)


@requires(MEMBER)
@require_safe
def sponsor_list(request: SignedInRequest) -> HttpResponse:
    """Our sponsors on all living alliances that the reader sees, who was not in touch for longest on top."""
    seen = Alliance.objects.visible_to(request.user).living()
    filters = SponsorFilter(request.GET, queryset=sponsorships().filter(alliance__in=seen), request=request)
    rows = filters.qs.select_related("alliance", "person", "role")
    rows = rows.order_by(F("last_contact_on").asc(nulls_first=True), "alliance__sort_key", "pk")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "silent_since": timezone.localdate() - SILENT_AFTER,
    }
    return render(request, "alliances/sponsor_list.html", context)


@requires(WRITER)
@require_POST
def sponsor_contact(request: SignedInRequest, public_id: str, person_id: str) -> HttpResponse:
    """One click notes that a sponsor was in touch today."""
    alliance = editable_alliance(request, public_id)
    person = get_object_or_404(Person, public_id=person_id)
    try:
        note_contact(alliance=alliance, person=person, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    page = reverse("alliance_sponsors", args=[alliance.public_id])
    return redirect(safe_target(request, request.POST.get("next", ""), default=page))


@requires(MEMBER)
@require_safe
def support_list(request: SignedInRequest) -> HttpResponse:
    """What living alliances ask for, of those the reader sees, needed soonest on top."""
    seen = SupportRequest.objects.visible_to(request.user).of_living_alliances()
    filters = SupportFilter(request.GET, queryset=seen, request=request)
    context = {
        "page": Paginator(filters.qs.with_row().in_order(), PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
    }
    return render(request, "alliances/support_list.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def support_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask the sponsors and the committee for something."""
    alliance = editable_alliance(request, public_id)
    form = SupportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        ask_support(alliance=alliance, by=request.user, **form.action_values())
        messages.success(request, _("Asked. It stands on the dashboard until it is answered."))
        return redirect("alliance_sponsors", alliance.public_id)
    return render(request, "alliances/support_create.html", {"form": form, "alliance": alliance})


def may_answer(request: SignedInRequest, asked: SupportRequest) -> bool:
    """Whether the reader may answer what was asked: the committee, and whoever changes the alliance."""
    if not request.user.may_write:
        return False
    return request.user.has_role(GlobalRole.COMMITTEE) or may_edit(request, asked.alliance)


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def support_answer(request: SignedInRequest, request_id: str) -> HttpResponse:
    """What was asked, and its answer; sponsors and the committee, and whoever changes the alliance, give it."""
    rows = SupportRequest.objects.visible_to(request.user).with_row()
    asked = get_object_or_404(rows, public_id=request_id)
    answers = may_answer(request, asked)
    if request.method == "POST" and not answers:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            answer_support(request=asked, by=request.user, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Answered."))
            return redirect(asked)
    context = {"asked": asked, "form": form, "alliance": asked.alliance, "may_answer": answers}
    return render(request, "alliances/support_answer.html", context)
