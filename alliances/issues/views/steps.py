"""An issue climbs, goes down, is resolved or opened again, and both alliance managers sign its text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from alliances.issues.actions.signing import ask_counterpart, is_jointly_framed, sign_issue, signature_of
from alliances.issues.actions.steps import climb, ladder_day, reopen, resolve, standing_of, step_down
from alliances.issues.agendas import next_agenda
from alliances.issues.forms.issues import IssueSignForm, IssueStepForm
from alliances.issues.ladder import ladder_of, next_rung, people_on
from alliances.issues.models import Issue
from alliances.issues.telling import reachable
from alliances.issues.views.shared import editable_issue, frame, visible_issue
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.once import once


@dataclass(frozen=True)
class StepWords:
    """How a step is called and asked for, and what says that it is done."""

    act: Callable[..., Any]
    label: Any
    text: Any
    asks: Any
    done: Any


WAYS = {
    "climb": StepWords(
        climb,
        gettext_lazy("Let it climb"),
        gettext_lazy("Climbing together is no defeat: those above decide sooner when both sides tell them the same."),
        gettext_lazy("Why it climbs"),
        gettext_lazy("It climbed. The clock of its new level runs."),
    ),
    "down": StepWords(
        step_down,
        gettext_lazy("Take it down a level"),
        gettext_lazy("Where it can be settled lower down after all. The clock of that level starts today."),
        gettext_lazy("Why it goes down"),
        gettext_lazy("It went down a level."),
    ),
    "resolve": StepWords(
        resolve,
        gettext_lazy("Resolve it"),
        gettext_lazy("Its clock stops. It stays on record with the level on which it was settled."),
        gettext_lazy("How it was settled"),
        gettext_lazy("Resolved."),
    ),
    "reopen": StepWords(
        reopen,
        gettext_lazy("Open it again"),
        gettext_lazy("It comes back to the level on which it was settled, whose clock starts today."),
        gettext_lazy("Why it is open again"),
        gettext_lazy("Open again."),
    ),
}


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def issue_step(request: SignedInRequest, issue_id: str, way: str) -> HttpResponse:
    """One step, with its reason. Of a climb it is shown before what follows: level, clock, agenda, who is told."""
    issue = editable_issue(request, issue_id)
    if way not in WAYS:
        raise Http404
    words = WAYS[way]
    follows, people = _follows(issue, way)
    form = IssueStepForm(
        request.POST if request.method == "POST" else None,
        people=people,
        is_framed=is_jointly_framed(issue),
        asks=words.asks,
    )
    if form.is_bound and form.is_valid():
        try:
            words.act(issue=issue, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, str(words.done))
            return redirect(issue)
    context = {"form": form, "issue": issue, "words": words, **follows, **frame(request, issue.alliance)}
    return render(request, "alliances/issue_step.html", context)


def _follows(issue: Issue, way: str) -> tuple[dict[str, Any], list[Any]]:
    """What a step up or down leads to, and who may be told of it; of the others nothing but the reason is asked."""
    follows: dict[str, Any] = {"rung": None, "until": None, "agenda": None, "refused": "", "is_framed": True}
    if way not in {"climb", "down"}:
        return follows, []
    try:
        rung = next_rung(ladder_of(issue.alliance, issue.scope), standing_of(issue).level, down=way == "down")
    except DomainError as error:
        return follows | {"refused": error.message}, []
    follows |= {"rung": rung, "until": ladder_day(issue, rung, timezone.localdate())}
    if way == "down":
        return follows, []
    follows |= {"agenda": next_agenda(issue, rung.level), "is_framed": is_jointly_framed(issue)}
    return follows, reachable(issue, people_on(issue, rung.level))


@requires(WRITER)
@require_POST
def issue_ask(request: SignedInRequest, issue_id: str) -> HttpResponse:
    """Write to the alliance manager at the partner with a link by which they sign the text."""
    issue = editable_issue(request, issue_id)
    try:
        address = ask_counterpart(issue=issue, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A link is on its way to %(email)s.") % {"email": address})
    return redirect(issue)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def issue_sign(request: SignedInRequest, issue_id: str) -> HttpResponse:
    """Read the text and sign it, for our alliance manager of this issue; others who see it get 403."""
    issue = visible_issue(request, issue_id)
    if issue.owner_id != request.user.person_id:
        raise PermissionDenied
    known = signature_of(issue, request.user.person)
    form = IssueSignForm(
        request.POST if request.method == "POST" else None, issue=issue, remark=known.remark if known else ""
    )
    if form.is_bound and form.is_valid():
        try:
            sign_issue(issue=Issue.objects.get(pk=issue.pk), person=request.user.person, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
            renew_version(form, issue.version)
        else:
            messages.success(request, _("Signed."))
            return redirect(issue)
    context = {"form": form, "issue": issue, **frame(request, issue.alliance)}
    return render(request, "alliances/issue_sign.html", context)
