"""The programmes of one alliance: each of them, its wall, and who is let in behind it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.agreements.actions.programmes import (
    actions_of,
    add_programme,
    archive_programme,
    edit_programme,
    let_in,
    lift_wall,
    raise_wall,
    restore_programme,
    shut_out,
)
from alliances.agreements.forms.programmes import LetInForm, ProgrammeEditForm, ProgrammeForm, WallForm
from alliances.agreements.history import programme_sentences
from alliances.agreements.listing import agreements_of, sorted_out
from alliances.agreements.models import Programme
from alliances.agreements.views.shared import editable_programme, frame, visible_programme
from alliances.core.views.shared import editable_alliance
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import name_column
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import may_edit


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def programme_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Add a programme, open to whoever sees the alliance or behind a wall."""
    alliance = editable_alliance(request, public_id)
    form = ProgrammeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            programme = add_programme(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect(programme)
    context = {"form": form, **frame(request, alliance)}
    return render(request, "alliances/programme_create.html", context)


@requires(MEMBER)
@require_safe
def programme_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One programme: what it is about, its agreements, its files, who is let in, and its history."""
    programme, today = visible_programme(request, public_id), timezone.localdate()
    family = agreements_of(request.user, programme.alliance, today)
    present, ended = sorted_out(one for one in family if one.programme_id == programme.pk)
    is_editable = may_edit(request, programme)
    context = {
        "programme": programme,
        "today": today,
        "present": present,
        "ended": ended,
        "is_editable": is_editable,
        "may_add": is_editable and not programme.is_archived,
        "grants": _grants(programme),
        "items": actions_of(programme).open().with_row().marked_for(request.user).in_order(),
        "sentences": programme_sentences(programme),
        **frame(request, programme.alliance),
    }
    return render(request, "alliances/programme_detail.html", context)


def _grants(programme: Programme) -> object:
    """Who is let in behind the wall; nobody where there is none."""
    if not programme.is_firewalled:
        return ()
    grants = programme.scope.grants.select_related("person__site", "person__organisation", "person__user")
    return grants.order_by(name_column("person__"), "pk")


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def programme_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Edit the programme; where somebody else saved it meanwhile, the merge page."""

    def show(programme: Programme, form: ProgrammeEditForm) -> HttpResponse:
        context = {"form": form, "programme": programme, **frame(request, programme.alliance)}
        return render(request, "alliances/programme_edit.html", context)

    return edit_page(
        request,
        read=lambda: editable_programme(request, public_id),
        make_form=lambda programme, data: ProgrammeEditForm(data, programme=programme),
        save=lambda programme, form: edit_programme(programme=programme, **form.action_values()),
        show=show,
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def programme_archive(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask, then put the programme away."""
    programme = editable_programme(request, public_id)
    if request.method == "POST":
        archive_programme(programme=programme)
        messages.success(request, _("Archived. It can be restored from its page."))
        return redirect(programme)
    context = {"programme": programme, **frame(request, programme.alliance)}
    return render(request, "alliances/programme_archive.html", context)


@requires(WRITER)
@require_http_methods(["POST"])
@confirmed
def programme_restore(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take it back into the lists."""
    programme = editable_programme(request, public_id)
    restore_programme(programme=programme)
    messages.success(request, _("Restored."))
    return redirect(programme)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def programme_wall(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask, then put the programme behind a wall or take the wall away."""
    programme = editable_programme(request, public_id)
    form = WallForm(request.POST or None)
    if form.is_bound and form.is_valid():
        move = lift_wall if programme.is_firewalled else raise_wall
        try:
            move(programme=programme, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Done. Its agreements and files went along."))
        return redirect(programme)
    context = {"programme": programme, "form": form, **frame(request, programme.alliance)}
    return render(request, "alliances/programme_wall.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def programme_let_in(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Let somebody in behind the wall, or change what they may do there."""
    programme = editable_programme(request, public_id)
    form = LetInForm(request.POST or None, user=request.user, programme=programme)
    if form.is_bound and form.is_valid():
        try:
            let_in(programme=programme, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Let in."))
            return redirect(f"{programme.get_absolute_url()}#access")
    context = {"form": form, "programme": programme, **frame(request, programme.alliance)}
    return render(request, "alliances/programme_let_in.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def programme_shut_out(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """Ask, then let somebody in behind the wall no more."""
    programme = editable_programme(request, public_id)
    grant = get_object_or_404(programme.scope.grants.select_related("person"), pk=pk)
    if request.method == "POST":
        try:
            shut_out(programme=programme, person=grant.person)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Removed."))
        mine = grant.person_id == request.user.person_id
        return redirect(reverse("alliance_list") if mine and not may_edit(request, programme) else programme)
    context = {"programme": programme, "grant": grant, **frame(request, programme.alliance)}
    return render(request, "alliances/programme_shut_out.html", context)
