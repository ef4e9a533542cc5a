"""Internal alignment of one alliance: its checks, and where each department stands."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.alignment.actions import ask_each, begin_check, edit_check, hear, leave_out, say_where_they_stand
from alliances.alignment.forms import CheckForm, HearForm, NewCheckForm, OwnStandForm, StandForm
from alliances.alignment.models import AlignmentCheck, Position, Stand
from alliances.alignment.trend import checks_of, drawn
from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import editable_alliance, visible_alliance
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.text import join_words
from coe_hub.people.accounts.readers import Gate, may_edit

_CHECKS = Gate(AlignmentCheck, lambda rows: rows.active().select_related("alliance__scope", "alliance__stage"))
_STANDS = Gate(
    Stand,
    lambda rows: rows.filter(check_made__archived_at__isnull=True).select_related(
        "person", "check_made__alliance__scope", "check_made__alliance__stage"
    ),
)


def visible_check(request: SignedInRequest, check_id: str) -> AlignmentCheck:
    """The check, if the reader may see its alliance; otherwise it does not exist for them."""
    return _CHECKS.visible(request, check_id)


def editable_check(request: SignedInRequest, check_id: str) -> AlignmentCheck:
    """The check, if the reader may change its alliance: unseen is 404, seen but not theirs to change is 403."""
    check = visible_check(request, check_id)
    if not may_edit(request, check.alliance):
        raise PermissionDenied
    return check


def editable_stand(request: SignedInRequest, stand_id: str) -> Stand:
    """The stand, if the reader may change its alliance; raises as `editable_check`."""
    stand = _STANDS.visible(request, stand_id)
    if not may_edit(request, stand.check_made.alliance):
        raise PermissionDenied
    return stand


@requires(MEMBER)
@require_safe
def alliance_alignment(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Where our departments stand now, who still has to be heard, and how it moved."""
    alliance = visible_alliance(request, public_id)
    found = checks_of(alliance)
    current = found[0].check if found else None
    stands = _stands(current) if current else []
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "alliance_alignment"),
        "steps": record_steps(alliance),
        "found": found,
        "positions": [one.label for one in Position],
        "check": current,
        "stands": stands,
        "to_hear": [one for one in stands if not one.is_heard],
        "drawn": drawn(found),
        "today": timezone.localdate(),
    }
    return render(request, "alliances/alliance_alignment.html", context)


def _stands(check: AlignmentCheck) -> list[Stand]:
    return list(check.stands.select_related("person__user").in_order())


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def alignment_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Begin a round: for what, by when, and whom of ours to hear."""
    alliance = editable_alliance(request, public_id)
    form = NewCheckForm(request.POST or None, alliance=alliance)
    if form.is_bound and form.is_valid():
        try:
            check = begin_check(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. Write down each talk, or ask them by mail."))
            return redirect(check)
    return render(request, "alliances/alignment_create.html", {"form": form, "alliance": alliance})


@requires(MEMBER)
@require_safe
def alignment_detail(request: SignedInRequest, check_id: str) -> HttpResponse:
    """One check: where each department stands, who still has to be heard, and what all of us say."""
    check = visible_check(request, check_id)
    stands = _stands(check)
    context = {
        "check": check,
        "alliance": check.alliance,
        "may_edit": may_edit(request, check.alliance) and not check.alliance.is_archived,
        "stands": stands,
        "to_hear": [one for one in stands if not one.is_heard],
        "today": timezone.localdate(),
    }
    return render(request, "alliances/alignment_detail.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def alignment_edit(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Change what is said of the check; where somebody else saved it meanwhile, the merge page."""
    return edit_page(
        request,
        read=lambda: editable_check(request, check_id),
        make_form=lambda check, data: CheckForm(data, check=check),
        save=lambda check, form: edit_check(check=check, **form.action_values()),
        show=lambda check, form: render(
            request, "alliances/alignment_edit.html", {"form": form, "check": check, "alliance": check.alliance}
        ),
    )


@requires(WRITER)
@require_POST
def alignment_ask(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Ask everybody who is still to be heard by mail; nobody at the partner is written to."""
    check = editable_check(request, check_id)
    try:
        told, unreached = ask_each(check=check, by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
        return redirect(check)
    names = join_words(one.display_name for one in told)
    messages.success(request, _("Asked by mail: %(names)s") % {"names": names})
    if unreached:
        names = join_words(one.display_name for one in unreached)
        messages.warning(request, _("No e-mail address of %(names)s is known. Add it under People.") % {"names": names})
    return redirect(check)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def stand_create(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Put one more person of ours on the list of those to hear."""
    check = editable_check(request, check_id)
    form = HearForm(request.POST or None, check=check)
    if form.is_bound and form.is_valid():
        try:
            hear(check=check, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            return redirect(check)
    return render(request, "alliances/stand_create.html", {"form": form, "check": check, "alliance": check.alliance})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def stand_edit(request: SignedInRequest, stand_id: str) -> HttpResponse:
    """Write down what a talk with somebody gave."""
    return edit_page(
        request,
        read=lambda: editable_stand(request, stand_id),
        make_form=lambda stand, data: StandForm(data, stand=stand),
        save=lambda stand, form: say_where_they_stand(stand=stand, **form.action_values()),
        show=lambda stand, form: render(
            request,
            "alliances/stand_edit.html",
            {"form": form, "stand": stand, "check": stand.check_made, "alliance": stand.check_made.alliance},
        ),
        title=stand_id,
        url=editable_stand(request, stand_id).check_made.get_absolute_url(),
    )


@requires(WRITER)
@require_POST
def stand_delete(request: SignedInRequest, stand_id: str) -> HttpResponse:
    """Take somebody who was not heard off the list."""
    stand = editable_stand(request, stand_id)
    try:
        leave_out(stand=stand)
    except DomainError as error:
        messages.warning(request, error.message)
    return redirect(stand.check_made)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def stand_answer(request: SignedInRequest, stand_id: str) -> HttpResponse:
    """Say for one's own department where it stands; for others it does not exist."""
    mine = Stand.objects.visible_to(request.user).filter(person=request.user.person_id)
    related = ("person", "check_made__alliance__scope")
    return edit_page(
        request,
        read=lambda: get_object_or_404(mine.select_related(*related), public_id=stand_id),
        make_form=lambda stand, data: OwnStandForm(data, stand=stand),
        save=lambda stand, form: say_where_they_stand(stand=stand, **form.action_values()),
        show=lambda stand, form: render(
            request,
            "alliances/stand_answer.html",
            {"form": form, "stand": stand, "check": stand.check_made, "alliance": stand.check_made.alliance},
        ),
        title=stand_id,
        url=get_object_or_404(mine.select_related(*related), public_id=stand_id).check_made.get_absolute_url(),
    )
