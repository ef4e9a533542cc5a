"""What somebody at a partner sees of an issue: what both stand by, its level and its clock, and nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alliances.issues.actions.signing import sign_issue, signature_of
from alliances.issues.actions.steps import standing_of
from alliances.issues.forms.issues import IssueSignForm
from alliances.issues.models import Issue, IssueSignature
from alliances.issues.telling import PURPOSE, reachable
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.history import acting
from coe_hub.people.access.partner_links import contact_for, note_used, register
from coe_hub.people.models import PartnerLink


def issue_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """The issue as it stands; the alliance manager at the partner can sign its text, with a remark where they have
    one."""
    issue = _issue(link)
    if issue is None:
        context = {"link": link, "contact": contact_for(link.scope)}
        return render(request, "alliances/_partner_issue_over.html", context)
    signed = signature_of(issue, link.person)
    if issue.counterpart_id != link.person_id or not issue.agreed_text:
        return _shown(request, link, issue, signed, None)
    form = IssueSignForm(
        request.POST if request.method == "POST" else None, issue=issue, remark=signed.remark if signed else ""
    )
    if form.is_bound and form.is_valid():
        try:
            with acting(by=None):  # whoever may be signed in at this browser, the holder of the link signs
                sign_issue(issue=Issue.objects.get(pk=issue.pk), person=link.person, **form.action_values())
                note_used(link)
        except DomainError as error:
            add_domain_error(form, error)
            renew_version(form, issue.version)
        else:
            return redirect("partner_page")
    return _shown(request, link, issue, signed, form)


def _shown(
    request: HttpRequest, link: PartnerLink, issue: Issue, signed: IssueSignature | None, form: IssueSignForm | None
) -> HttpResponse:
    step = standing_of(issue)
    context: dict[str, Any] = {"link": link, "issue": issue, "form": form, "signed": signed, "step": step}
    context |= {"standing": step.standing(timezone.localdate()), "contact": contact_for(link.scope) or issue.owner}
    return render(request, "alliances/_partner_issue.html", context)


def _issue(link: PartnerLink) -> Issue | None:
    """The link's issue, as long as its holder may read it, it is open and nothing was put away."""
    rows = Issue.objects.active().of_active_alliances().with_page().filter(pk=link.object_id, scope=link.scope_id)
    issue = rows.first()
    if issue is None or not standing_of(issue).is_open:
        return None
    return issue if reachable(issue, [link.person]) else None


def register_all() -> None:
    """Register what the links of issues lead to."""
    register(PURPOSE, issue_page)
