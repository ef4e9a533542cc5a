"""A health check that is under way: more people, another last day; and once it is told, the next agenda."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliances.core.agendas import put_on_agenda
from alliances.health.checks import results_of_check, talk_first, themes_told
from alliances.health.forms import AskAnotherForm
from alliances.health.models import HealthCheck
from alliances.health.topics import topics_of
from alliances.health.views.checks import editable_check
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.surveys.actions.waves import move_last_day
from coe_hub.surveys.forms.running import LastDayForm
from coe_hub.surveys.inviting import ask_one_more
from coe_hub.surveys.models import Wave


def _open_check(request: SignedInRequest, check_id: str) -> tuple[HealthCheck, Wave]:
    """A check that takes answers, or will. Raises `Http404` where nobody was asked, or it is over."""
    check = editable_check(request, check_id)
    if check.wave is None or check.wave.is_counted:
        raise Http404
    return check, check.wave


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def health_edit(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Another last day. What was promised when it was begun stays."""
    check, _wave = _open_check(request, check_id)

    def show(wave: Wave, form: LastDayForm) -> HttpResponse:
        context = {"form": form, "wave": wave, "check": check, "alliance": check.alliance}
        return render(request, "alliances/health_edit.html", context)

    return edit_page(
        request,
        read=lambda: _open_check(request, check_id)[1],
        make_form=lambda wave, data: LastDayForm(data, wave=wave),
        save=lambda wave, form: move_last_day(wave=wave, **form.action_values()),
        show=show,
        url=check.get_absolute_url(),
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def participant_create(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Ask one more person of the alliance."""
    check, wave = _open_check(request, check_id)
    form = AskAnotherForm(request.POST or None, alliance=check.alliance, wave=wave)
    if form.is_bound and form.is_valid():
        try:
            is_told = ask_one_more(wave=wave, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            said = _("Asked by mail.") if is_told else _("Added. They are asked by mail on the first day.")
            messages.success(request, said)
            return redirect(check)
    context = {"form": form, "check": check, "alliance": check.alliance}
    return render(request, "alliances/participant_create.html", context)


@requires(WRITER)
@require_POST
def health_agenda(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Put what both sides should talk about first, or the one theme named, on the agenda of the next meeting."""
    check = editable_check(request, check_id)
    if check.wave is None or not check.wave.is_counted or check.is_culture:
        raise Http404
    topics = topics_of(check, talk_first(themes_told(results_of_check(check))))
    chosen = [topics[key] for key in request.POST.getlist("theme") if key in topics]
    try:
        meeting = put_on_agenda(check.alliance, chosen) if chosen else None
    except DomainError as error:
        messages.warning(request, error.message)
        return redirect(check)
    if meeting is None:
        messages.warning(request, _("No meeting of this alliance is planned. Plan one under Governance first."))
    else:
        messages.success(request, _("It is on the agenda: %(meeting)s") % {"meeting": meeting.label})
    return redirect(f"{check.get_absolute_url()}#first")
