"""What is kept about whom, for everybody; and what admins do about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed, confirmed_file
from coe_hub.lib.downloads import as_download, file_name
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.people.models import Person
from coe_hub.privacy.erasure import forget, preview
from coe_hub.privacy.exports import person_archive
from coe_hub.privacy.forms import ForgetForm, RetentionForm
from coe_hub.privacy.models import RetentionRun
from coe_hub.privacy.notice import kept_by_purpose
from coe_hub.privacy.retention import KINDS, days_of, long_closed, set_retention, standing


@requires(MEMBER)
@require_safe
def privacy_notice(request: SignedInRequest) -> HttpResponse:
    """One page for the works council, data protection and everybody: what is kept about whom, why, how long, and who
    sees it. It is made of the data map and of the days that hold today."""
    days = days_of()
    context = {
        "purposes": kept_by_purpose(),
        "retention": [(kind.label, days[kind.code]) for kind in KINDS],
        "may_change": request.user.has_role(GlobalRole.ADMIN),
    }
    return render(request, "privacy/privacy_notice.html", context)


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@confirmed
def retention_edit(request: SignedInRequest) -> HttpResponse:
    """How long each kind stays, and what would go tonight."""
    form = RetentionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        set_retention(by=request.user, **form.action_values())
        messages.success(request, _("Saved. It counts from tonight on."))
        return redirect("retention_edit")
    last = RetentionRun.objects.order_by("-at").first()
    context = {
        "form": form,
        "standing": standing(),
        "last": last,
        "removed": sum(last.removed.values()) if last else 0,
        "long_closed": long_closed()[:20],
    }
    return render(request, "privacy/retention_edit.html", context)


def _person(request: SignedInRequest, public_id: str) -> Person:
    seen = Person.objects.visible_to(request.user).select_related("user", "organisation")
    return get_object_or_404(seen, public_id=public_id)


@requires(GlobalRole.ADMIN)
@require_safe
def person_data(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What the hub has of one person, counted; where it is taken along, and where they are forgotten."""
    person = _person(request, public_id)
    context = {"person": person, "preview": preview(person), "redactions": person.redactions.order_by("-begun_at")}
    return render(request, "privacy/person_data.html", context)


@requires(GlobalRole.ADMIN)
@require_safe
@confirmed_file
def person_export(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """What the hub has of a person, for whoever asks an admin for it: people at partners have no account."""
    person = _person(request, public_id)
    archive = person_archive(person, reader=request.user)
    name = file_name(_("Personal data"), person.public_id, f"{timezone.localdate()}", kind="zip")
    return as_download(StreamingHttpResponse(archive), name=name, content_type="application/zip")


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@confirmed
def person_forget(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Say what would go and what stays under a pseudonym; then forget the person."""
    person = _person(request, public_id)
    form = ForgetForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            redaction = forget(person=person, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            words = {"pseudonym": redaction.pseudonym}
            messages.success(request, _("Forgotten. In records and history stands %(pseudonym)s.") % words)
            return redirect(f"{reverse('audit_trail')}?kind=privacy.Redaction")
    context = {"form": form, "person": person, "preview": preview(person)}
    return render(request, "privacy/person_forget.html", context)
