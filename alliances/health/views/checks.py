"""The health of one alliance, its checks, and what comes of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.core.agendas import next_meeting
from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.health.actions import begin_check, close_check, note_talk, show_results, take_on_together
from alliances.health.checks import checks_of, course_of, past_of, pictures, results_of_check, talk_first, themes_told
from alliances.health.culture import ways_of
from alliances.health.forms import HealthCheckForm, JointActionForm, TalkForm
from alliances.health.models import HealthCheck
from alliances.health.topics import topics_of
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import Gate, may_edit
from coe_hub.publishing.asked import Way
from coe_hub.surveys.asking import asking_of, live_edition
from coe_hub.surveys.breakdowns import groups_of
from coe_hub.surveys.inviting import invite, names_of
from coe_hub.surveys.models import Participant, Questionnaire, Use, WaveSide
from coe_hub.surveys.results import Results, results_of

_CHECKS = Gate(
    HealthCheck,
    lambda rows: rows.active().with_day().select_related(
        "alliance__scope", "alliance__stage", "wave__edition__content__questionnaire", "by__person"
    ),
)  # fmt: skip


def visible_check(request: SignedInRequest, check_id: str) -> HealthCheck:
    """The check, if the reader may see its alliance; otherwise it does not exist for them."""
    return _CHECKS.visible(request, check_id)


def editable_check(request: SignedInRequest, check_id: str) -> HealthCheck:
    """The check, if the reader may change its alliance: unseen is 404, seen but not theirs to change is 403."""
    check = visible_check(request, check_id)
    if not may_edit(request, check.alliance):
        raise PermissionDenied
    return check


def told_of(results: Results, *, as_partner: bool = False) -> dict[str, Any]:
    """What pages and mails show of results: words, pictures and the tables behind them."""
    told = themes_told(results, as_partner=as_partner)
    return {
        "results": results,
        "told": told,
        "first": talk_first(told),
        "pictures": pictures(results),
        "groups": groups_of(results),
    }


def outcome_of(check: HealthCheck, *, as_partner: bool = False) -> dict[str, Any]:
    """What pages show of a check that is closed: how each side works, or how they see the alliance."""
    if check.is_culture and check.wave:
        results = results_of(check.wave)
        return {"results": results, "ways": ways_of(results)}
    return told_of(results_of_check(check), as_partner=as_partner)


@requires(MEMBER)
@require_safe
def alliance_health(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How the alliance is doing: the last check that is told, how it moved, and what is under way."""
    alliance = visible_alliance(request, public_id)
    checks = list(checks_of(alliance))
    past = past_of(alliance)
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "alliance_health"),
        "steps": record_steps(alliance),
        "checks": checks,
        "under_way": next((one for one in checks if one.wave and not one.wave.is_counted), None),
        "last": past[-1] if past else None,
        "past": past,
        "course": course_of(past),
        "today": timezone.localdate(),
        **(told_of(past[-1].results) if past else {}),
    }
    return render(request, "alliances/alliance_health.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def health_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask both sides: which questionnaire, whom, until when, with or without names."""
    alliance = editable_alliance(request, public_id)
    form = HealthCheckForm(request.POST or None, alliance=alliance, of=request.GET.get("of", ""))
    if form.is_bound and form.is_valid():
        try:
            check, unreached = begin_check(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. Each is asked by mail in their language, on the first day."))
            if unreached:
                words = _("No e-mail address of %(names)s is known. Add it under People.")
                messages.warning(request, words % {"names": names_of(unreached)})
            return redirect(check)
    return render(request, "alliances/health_create.html", {"form": form, "alliance": alliance})


@requires(MEMBER)
@require_safe
def health_detail(request: SignedInRequest, check_id: str) -> HttpResponse:
    """One check. While it is open only whom it asks and until when; then what both sides said, and what they do."""
    check = visible_check(request, check_id)
    is_told = check.wave is not None and check.wave.is_counted
    joint = check.joint_actions.select_related("ours__owner__organisation", "theirs__owner__organisation")
    context: dict[str, Any] = {
        "check": check,
        "alliance": check.alliance,
        "may_edit": may_edit(request, check.alliance) and not check.alliance.is_archived,
        "joint_actions": joint.order_by("pk"),
        "sides": _sides(check),
        "today": timezone.localdate(),
        **(outcome_of(check) if is_told else {}),
    }
    if is_told and context["may_edit"] and context.get("first"):
        meeting = next_meeting(check.alliance)
        topics = topics_of(check, context["first"])
        context |= {
            "meeting": meeting,
            "on_agenda": [key for key, one in topics.items() if meeting and one.source_url in meeting.sources],
        }
    return render(request, "alliances/health_detail.html", context)


def _sides(check: HealthCheck) -> list[WaveSide]:
    """Whom it asks, side by side; who of them has answered is told to nobody."""
    if check.wave is None:
        return []
    people = Participant.objects.select_related("person__user").order_by("perspective", "pk")
    sides = check.wave.sides.order_by("position", "pk")
    return list(sides.prefetch_related(Prefetch("participants", people)))


@requires(WRITER)
@require_POST
def health_remind(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Write once more to all who have not answered. Who that is, is told to nobody."""
    check = editable_check(request, check_id)
    if check.wave is None:
        raise Http404
    try:
        invite(wave=check.wave, by=request.user, again=True)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Everybody who has not answered is written to once more."))
    return redirect(check)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def health_close(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Close the check before its last day, and open the answers."""
    check = editable_check(request, check_id)
    if check.wave is None or check.wave.is_counted:
        return redirect(check)
    if request.method == "POST":
        close_check(check=check)
        messages.success(request, _("Closed, and the answers are opened."))
        return redirect(check)
    return render(request, "alliances/health_close.html", {"check": check, "alliance": check.alliance})


@requires(WRITER)
@require_POST
def health_show(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Show the results to everybody who was asked, on both sides."""
    check = editable_check(request, check_id)
    try:
        told = show_results(check=check, by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Sent to %(names)s") % {"names": names_of(told)})
    return redirect(check)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def joint_action_create(request: SignedInRequest, check_id: str) -> HttpResponse:
    """Turn what both sides saw into something that both do."""
    check = editable_check(request, check_id)
    themes: list[tuple[str, str]] = []
    if check.wave:
        asked = asking_of(check.wave.edition).themes
        themes = [(one.key, one.name) for one in asked if any(each.way == Way.SCALE for each in one.questions)]
    chosen = request.GET.get("theme", "")
    form = JointActionForm(request.POST or None, alliance=check.alliance, themes=themes, initial={"theme": chosen})
    if form.is_bound and form.is_valid():
        try:
            take_on_together(check=check, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down for both. It stands under Work as well."))
            return redirect(check)
    return render(
        request, "alliances/joint_action_create.html", {"form": form, "check": check, "alliance": check.alliance}
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def health_talk(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The talk guide, for alliances too small to ask in writing: its questions as a talk, and what came of it."""
    alliance = editable_alliance(request, public_id)
    form = TalkForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            check = note_talk(alliance=alliance, by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(check)
    shortest = Questionnaire.objects.published().filter(use=Use.HEALTH).order_by("minutes", "position").first()
    edition = live_edition(shortest.content) if shortest else None
    context = {"form": form, "alliance": alliance, "asking": asking_of(edition) if edition else None}
    return render(request, "alliances/health_talk.html", context)
