"""Histories of the directory: who changed what of a person's or an organisation's entry, and when; and the whole
trail."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.audit.directory import organisation_sentences, person_sentences
from coe_hub.audit.forms import MandateForm, TrailForm, names_of_kinds
from coe_hub.audit.history import Sentence
from coe_hub.audit.mandates import give_mandate, mandate_of, within
from coe_hub.audit.models import Mandate
from coe_hub.audit.trail import Asked, Line, all_lines, lines
from coe_hub.lib.access import MEMBER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.tables import FORMATS, Column
from coe_hub.people.access.scope_titles import titles_of
from coe_hub.people.models import DIRECTORY_WATCHERS, Organisation, Person, User

PAGE_SIZE = 50


def history_page(request: SignedInRequest, sentences: Sequence[Sentence]) -> "Page[Sentence]":
    """The page of a history that was asked for."""
    return Paginator(sentences, PAGE_SIZE).get_page(request.GET.get("page"))


@requires(MEMBER)
@require_safe
def person_history(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What happened to somebody's entry, their account and their roles; their own is open to everybody."""
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    if person.pk != request.user.person_id and not request.user.has_role(*DIRECTORY_WATCHERS):
        raise PermissionDenied
    page = history_page(request, person_sentences(person, reader=request.user))
    return render(request, "audit/person_history.html", {"person": person, "page": page})


@requires(*DIRECTORY_WATCHERS)
@require_safe
def organisation_history(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What happened to an organisation's entry and its sites."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=public_id)
    page = history_page(request, organisation_sentences(organisation, reader=request.user))
    return render(request, "audit/organisation_history.html", {"organisation": organisation, "page": page})


@requires(GlobalRole.ADMIN, GlobalRole.AUDITOR)
@require_safe
def audit_trail(request: SignedInRequest) -> HttpResponseBase:
    """Who did what when, over the whole hub, as far as the reader may know of it."""
    form = TrailForm(request.GET, reader=request.user)
    columns = _columns()
    is_read, mandate = form.is_valid(), mandate_of(request.user)
    asked = within(form.asked() if is_read else Asked(), mandate)

    def rows(_columns: Sequence[Column]) -> Iterable[Line]:
        return all_lines(asked, reader=request.user)

    if file := exported(request, form, columns, rows, name=_("Audit trail"), title=_("Audit trail")):
        return file
    found = lines(asked, reader=request.user, after=form.cleaned_data["after"], limit=PAGE_SIZE + 1) if is_read else []
    shown = found[:PAGE_SIZE]
    context = {
        "form": form,
        "lines": shown,
        "mandate": mandate,
        "mandate_kinds": [name for label, name in names_of_kinds() if mandate and label in mandate.kinds],
        "mandate_for": sorted(title for title, _url in titles_of(_scopes(mandate)).values()),
        "chips": filter_chips(request, SimpleNamespace(form=form)),
        "is_first": "after" not in request.GET,
        "next": address(request, after=str(shown[-1].place)) if len(found) > PAGE_SIZE else "",
        "first": address(request),
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "audit/audit_trail.html", context)


def _scopes(mandate: Mandate | None) -> set[int]:
    return {one.scope_id for one in mandate.scopes.all()} if mandate else set()


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def mandate_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Make an account an auditor for a time, and for some alliances or all."""
    account = get_object_or_404(User.objects.select_related("person"), person__public_id=public_id)
    mandate = account.mandates.filter(ended_at__isnull=True).first()
    titles = sorted(title for title, _url in titles_of(_scopes(mandate)).values())
    form = MandateForm(request.POST or None, reader=request.user, mandate=mandate, titles=titles)
    if form.is_bound and form.is_valid():
        try:
            give_mandate(account=account, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved. The role ends by itself after the last day."))
            return redirect("account_edit", public_id)
    context = {"form": form, "account": account, "mandate": mandate}
    return render(request, "audit/mandate_edit.html", context)


def address(request: SignedInRequest, **values: str) -> str:
    """The list as it is narrowed, on another of its pages."""
    query = request.GET.copy()
    query.pop("after", None)
    query.update(values)
    return f"?{query.urlencode()}"


def _columns() -> list[Column]:
    """The columns of the trail in files."""
    return [
        Column("at", _("When (UTC)"), lambda line: line.at),
        Column("who", _("Who did it"), lambda line: line.who or _("The hub")),
        Column("kind", _("Kind of record"), lambda line: str(line.kind.name)),
        Column("about", _("Which record"), lambda line: line.about),
        Column("what", _("What"), lambda line: " · ".join(line.what), width=60),
        Column("reason", _("Why"), lambda line: line.reason, width=40),
        Column("via", _("By which way"), lambda line: str(line.via.label)),
        Column("url", _("Address"), lambda line: line.url, is_link=True),
    ]
