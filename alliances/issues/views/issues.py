"""Issues: over all alliances, of one alliance, and each by itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.agreements.views.shared import choosable_programmes, seen_alliance
from alliances.core.overview import list_tabs
from alliances.core.views.shared import editable_alliance
from alliances.issues import clock
from alliances.issues.actions.issues import edit_issue, raise_issue, set_ladder
from alliances.issues.actions.signing import is_jointly_framed, signature_of
from alliances.issues.filters import IssueFilter
from alliances.issues.forms.issues import IssueEditForm, IssueForm, LadderForm
from alliances.issues.history import issue_sentences
from alliances.issues.ladder import ladder_of, places_of
from alliances.issues.listing import days_left, issue_columns, left_of
from alliances.issues.models import IssueStep, IssueStepQuerySet, Risk
from alliances.issues.views.shared import editable_issue, frame, offered_on, offered_to, visible_issue
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.models import User

PAGE_SIZE = 25
_SHOWN_CLOSED = 10


def _visible(user: User) -> IssueStepQuerySet:
    return IssueStep.objects.visible_to(user).active().current()


@requires(MEMBER)
@require_safe
def issue_list(request: SignedInRequest) -> HttpResponseBase:
    """Issues of all alliances the reader sees, the soonest clock on top; `?format=` gives the list as a file."""
    today = timezone.localdate()
    filters = IssueFilter(request.GET, queryset=_visible(request.user), request=request)
    rows = filters.qs.with_row().in_order()
    columns = issue_columns(today)
    if file := exported(
        request, filters.form, columns, lambda _chosen: rows.iterator(1000), name="issues", title=_("Issues")
    ):
        return file
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    left_of(list(page.object_list), today)
    context = {
        "page": page,
        "filters": filters,
        "chips": filter_chips(request, filters),
        "tabs": list_tabs("issue_list"),
        "today": today,
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "alliances/issue_list.html", context)


@requires(MEMBER)
@require_safe
def alliance_issues(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Issues and risks of one alliance, as far as the reader sees them, and its ladder."""
    alliance, today = seen_alliance(request, public_id), timezone.localdate()
    steps = _visible(request.user).filter(issue__alliance=alliance).with_row().in_order()
    open_ones = list(steps.open())
    left_of(open_ones, today)
    risks = Risk.objects.visible_to(request.user).active().filter(alliance=alliance).with_row().in_order()
    context = {
        "open_issues": open_ones,
        "resolved": list(steps.filter(way="resolved").order_by("-on", "-pk")[:_SHOWN_CLOSED]),
        "risks": list(risks.open()),
        "closed_risks": list(risks.exclude(closing="")[:_SHOWN_CLOSED]),
        "ladder": ladder_of(alliance),
        "today": today,
        **frame(request, alliance),
    }
    context["may_add"] = context["may_edit"] or choosable_programmes(request, alliance).exists()
    return render(request, "alliances/alliance_issues.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def issue_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Raise an issue; `?risk=` names the risk that came true, by id."""
    offered = offered_on(request, public_id)
    form = IssueForm(request.POST or None, offered=offered, initial=_begun(request, offered.alliance.pk))
    if form.is_bound and form.is_valid():
        try:
            issue = raise_issue(alliance=offered.alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Raised. Write next with the partner what both stand by."))
            return redirect(issue)
    context = {"form": form, **frame(request, offered.alliance)}
    return render(request, "alliances/issue_create.html", context)


def _begun(request: SignedInRequest, alliance_id: int) -> dict[str, Any]:
    risks = Risk.objects.visible_to(request.user).filter(alliance=alliance_id)
    risk = risks.filter(public_id=request.GET.get("risk", "")).first()
    return {"title": risk.title, "programme": risk.programme_id} if risk else {}


@requires(MEMBER)
@require_safe
def issue_detail(request: SignedInRequest, issue_id: str) -> HttpResponse:
    """One issue: on which level it stands, how long that has, what each side contributed, and how it came there."""
    issue, today = visible_issue(request, issue_id), timezone.localdate()
    steps = list(issue.steps.select_related("by__person").order_by("-pk"))
    current = steps[0]
    signatures = [
        (issue.owner, signature_of(issue, issue.owner)),
        (issue.counterpart, signature_of(issue, issue.counterpart)),
    ]
    mine = signature_of(issue, request.user.person)
    context = {
        "issue": issue,
        "current": current,
        "standing": current.standing(today),
        "left": days_left(current, today),
        "clock": _clock(current),
        "history": steps,
        "ladder": ladder_of(issue.alliance, issue.scope),
        "signatures": [(person, signed) for person, signed in signatures if person],
        "signed_before": [one for one in issue.signatures.all() if not one.is_of(issue)],
        "is_framed": is_jointly_framed(issue),
        "asks_me": bool(
            issue.agreed_text and issue.owner_id == request.user.person_id and mine is None and request.user.may_write
        ),
        "is_editable": may_edit(request, issue),
        "today": today,
        "sentences": issue_sentences(issue),
        **frame(request, issue.alliance),
    }
    return render(request, "alliances/issue_detail.html", context)


def _clock(step: IssueStep) -> clock.Clock | None:
    """The clock of where the issue stands, with the days that do not count."""
    if not step.days:
        return None
    return clock.start(step.on, step.days, places_of(step.issue), is_calendar=step.is_calendar)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def issue_edit(request: SignedInRequest, issue_id: str) -> HttpResponse:
    """Change how it is framed; where somebody else saved it meanwhile, the merge page."""
    first = editable_issue(request, issue_id)
    offered, around = offered_to(request, first), frame(request, first.alliance)
    return edit_page(
        request,
        read=lambda: visible_issue(request, issue_id),
        make_form=lambda issue, data: IssueEditForm(data, issue=issue, offered=offered),
        save=lambda issue, form: edit_issue(issue=issue, **form.action_values()),
        show=lambda issue, form: render(request, "alliances/issue_edit.html", {"form": form, "issue": issue, **around}),
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def ladder_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Say which levels the alliance has, and how long each."""
    alliance = editable_alliance(request, public_id)
    form = LadderForm(request.POST if request.method == "POST" else None, rungs=ladder_of(alliance))
    if form.is_bound and form.is_valid():
        try:
            set_ladder(alliance=alliance, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved. Open issues follow it."))
            return redirect("alliance_issues", public_id)
    return render(request, "alliances/ladder_edit.html", {"form": form, **frame(request, alliance)})
