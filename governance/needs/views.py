"""Needs: the backlog, the campaigns that ask for them, and what was built."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS, Column, column_of
from coe_hub.lib.text import reader_language
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.surveys.actions.waves import close_wave, move_last_day
from coe_hub.surveys.forms.running import LastDayForm
from coe_hub.surveys.inviting import invite
from coe_hub.surveys.models import Wave
from coe_hub.surveys.results import results_of
from governance.needs.actions import begin_campaign, edit_need, tell_those_who_asked, vote, write_need
from governance.needs.forms import CampaignForm, NeedForm
from governance.needs.models import Campaign, Need, NeedState
from governance.needs.results import matrices_of, matrix_columns
from toolkits.catalogue import entries as tool_entries
from training.catalogue import entries as course_entries


def _may_curate(request: SignedInRequest) -> bool:
    return request.user.has_role(*CONTENT_KEEPERS)


def _needs() -> Any:
    return Need.objects.active().with_votes().select_related("owner__user", "tool__content", "course__content")


def need_columns() -> list[Column]:
    """The columns of the list in files."""
    return [
        column_of(Need, "text", width=60),
        Column("state", _("State"), lambda need: str(need.get_state_display()), width=14),
        Column("votes", _("Votes"), lambda need: need.vote_count, width=8),
        Column("owner", _("Owner"), lambda need: need.owner.display_name if need.owner else "", width=24),
        Column("campaign", _("Heard in"), lambda need: need.campaign.name if need.campaign else "", width=40),
        column_of(Need, "delivered_on", width=13),
        column_of(Need, "reason", width=50, is_usual=False),
        Column("url", _("Address"), Need.get_absolute_url, width=40, is_link=True, is_usual=False),
    ]


@requires(MEMBER)
@require_safe
def need_list(request: SignedInRequest) -> HttpResponseBase:
    """What people need, by votes; what was built for it; and the campaigns that asked. `?format=` gives the needs as a
    file."""
    columns = need_columns()
    listed = _needs().select_related("campaign").in_order()
    if file := exported(request, forms.Form(), columns, lambda _c: listed, name="needs", title=_("Needs")):
        return file
    needs = list(_needs().in_order())
    mine = set(Need.objects.filter(votes__person=request.user.person_id).values_list("pk", flat=True))
    campaigns = Campaign.objects.active().select_related("wave").order_by("-wave__closes_on", "-pk")
    context = {
        "open": [one for one in needs if one.state not in {NeedState.DELIVERED, NeedState.DECLINED}],
        "built": [one for one in needs if one.state == NeedState.DELIVERED],
        "declined": [one for one in needs if one.state == NeedState.DECLINED],
        "mine": mine,
        "campaigns": campaigns,
        "may_curate": _may_curate(request),
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "governance/need_list.html", context)


@requires(MEMBER)
@require_safe
def need_detail(request: SignedInRequest, need_id: str) -> HttpResponse:
    """One need: how far it is, who sees to it, what answers it."""
    need = get_object_or_404(_needs(), public_id=need_id)
    context = {
        "need": need,
        "tool": next(iter(tool_entries([need.tool], reader_language())), None) if need.tool else None,
        "course": next(iter(course_entries([need.course], request.user)), None) if need.course else None,
        "has_voted": need.votes.filter(person=request.user.person_id).exists(),
        "is_open": need.state not in {NeedState.DELIVERED, NeedState.DECLINED},
        "may_curate": _may_curate(request),
    }
    return render(request, "governance/need_detail.html", context)


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def need_create(request: SignedInRequest) -> HttpResponse:
    """Write down a need that was heard, by itself or out of a campaign."""
    campaign = Campaign.objects.active().filter(public_id=request.GET.get("campaign", "")).first()
    text = request.GET.get("text", "")[:200]
    form = NeedForm(request.POST or None, user=request.user, text=text)
    if form.is_bound and form.is_valid():
        try:
            need = write_need(by=request.user, campaign=campaign, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(need)
    return render(request, "governance/need_create.html", {"form": form, "campaign": campaign})


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def need_edit(request: SignedInRequest, need_id: str) -> HttpResponse:
    """Say how far it is; where somebody else saved it meanwhile, the merge page."""
    return edit_page(
        request,
        read=lambda: get_object_or_404(_needs(), public_id=need_id),
        make_form=lambda need, data: NeedForm(data, user=request.user, need=need),
        save=lambda need, form: edit_need(need=need, **form.action_values()),
        show=lambda need, form: render(request, "governance/need_edit.html", {"form": form, "need": need}),
    )


@requires(WRITER)
@require_POST
def need_vote(request: SignedInRequest, need_id: str) -> HttpResponse:
    """Say that one needs it too, or take that back."""
    need = get_object_or_404(Need.objects.active(), public_id=need_id)
    vote(need=need, by=request.user)
    return redirect("need_list")


@requires(*CONTENT_KEEPERS)
@require_POST
def need_tell(request: SignedInRequest, need_id: str) -> HttpResponse:
    """Tell those who asked what became of it, once."""
    need = get_object_or_404(Need.objects.active(), public_id=need_id)
    try:
        count = tell_those_who_asked(need=need, by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        told = ngettext("%(count)d person is told.", "%(count)d people are told.", count)
        messages.success(request, told % {"count": count})
    return redirect(need)


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def campaign_create(request: SignedInRequest) -> HttpResponse:
    """Ask people at some sites what they need; `?again_of=` is the campaign that it repeats."""
    form = CampaignForm(request.POST or None, user=request.user, again_of=request.GET.get("again_of", ""))
    if form.is_bound and form.is_valid():
        try:
            campaign = begin_campaign(by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. Each is asked by mail in their language."))
            return redirect(campaign)
    return render(request, "governance/campaign_create.html", {"form": form})


@requires(MEMBER)
@require_safe
def campaign_detail(request: SignedInRequest, campaign_id: str) -> HttpResponseBase:
    """What a campaign says: the ranked needs and challenges, site by site; `?format=` gives the matrices as a file."""
    related = ("wave__edition__content", "again_of__wave")
    campaign = get_object_or_404(Campaign.objects.active().select_related(*related), public_id=campaign_id)
    is_told = campaign.wave.is_counted
    matrices = matrices_of(campaign, campaign.again_of)
    columns = matrix_columns(matrices)
    rows = [(matrix, row) for matrix in matrices for row in matrix.rows]
    if file := exported(request, forms.Form(), columns, lambda _c: rows, name=campaign.name, title=_("Needs")):
        return file
    context = {
        "campaign": campaign,
        "wave": campaign.wave,
        "is_told": is_told,
        "results": results_of(campaign.wave) if is_told else None,
        "matrices": matrices,
        "formats": FORMATS,
        "columns": columns,
        "needs": campaign.needs.active().order_by("pk"),
        "may_curate": _may_curate(request),
        "today": timezone.localdate(),
    }
    return render(request, "governance/campaign_detail.html", context)


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def campaign_close(request: SignedInRequest, campaign_id: str) -> HttpResponse:
    """Close a campaign before its last day, and open the answers."""
    campaign = get_object_or_404(Campaign.objects.active().select_related("wave"), public_id=campaign_id)
    if campaign.wave.is_counted:
        return redirect(campaign)
    if request.method == "POST":
        close_wave(wave=campaign.wave)
        messages.success(request, _("Closed, and the answers are opened."))
        return redirect(campaign)
    return render(request, "governance/campaign_close.html", {"campaign": campaign})


def _open_wave(campaign_id: str) -> tuple[Campaign, Wave]:
    """A campaign that takes answers. Raises `Http404` where it is over."""
    campaign = get_object_or_404(Campaign.objects.active().select_related("wave"), public_id=campaign_id)
    if campaign.wave.is_counted:
        raise Http404
    return campaign, campaign.wave


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def campaign_edit(request: SignedInRequest, campaign_id: str) -> HttpResponse:
    """Another last day. What was promised when people were asked stays."""
    campaign, _wave = _open_wave(campaign_id)

    def show(wave: Wave, form: LastDayForm) -> HttpResponse:
        return render(request, "governance/campaign_edit.html", {"form": form, "wave": wave, "campaign": campaign})

    return edit_page(
        request,
        read=lambda: _open_wave(campaign_id)[1],
        make_form=lambda wave, data: LastDayForm(data, wave=wave),
        save=lambda wave, form: move_last_day(wave=wave, **form.action_values()),
        show=show,
        url=campaign.get_absolute_url(),
    )


@requires(*CONTENT_KEEPERS)
@require_POST
def campaign_remind(request: SignedInRequest, campaign_id: str) -> HttpResponse:
    """Write once more to all who have not answered. Who that is, is told to nobody."""
    campaign, wave = _open_wave(campaign_id)
    try:
        invite(wave=wave, by=request.user, again=True)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Everybody who has not answered is written to once more."))
    return redirect(campaign)
