"""The agreements of one alliance, and each of them."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.agreements.actions.agreements import add_agreement, archive_agreement, edit_agreement, restore_agreement
from alliances.agreements.actions.renewals import term_in_question
from alliances.agreements.duties import panels_of
from alliances.agreements.forms.agreements import AgreementEditForm, AgreementForm
from alliances.agreements.history import agreement_sentences
from alliances.agreements.listing import (
    agreement_columns,
    agreements_of,
    file_count,
    file_rows,
    next_days,
    rows_of_alliance,
    sorted_out,
)
from alliances.agreements.models import Agreement, EndingKind, Programme
from alliances.agreements.states import BINDING, Standing, standing
from alliances.agreements.views.shared import (
    alliance_to_add_to,
    choosable_programmes,
    editable_agreement,
    frame,
    visible_agreement,
)
from alliances.core import parts
from alliances.core.models import Alliance
from alliances.core.overview import record_steps, record_tabs
from alliances.core.parts import RecordPage
from alliances.core.views.shared import visible_alliance
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.models import Side


@requires(MEMBER)
@require_safe
def agreement_list(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """What is in force and until when, its programmes, and what has ended; `?format=` gives them all as a file."""
    alliance, today = visible_alliance(request, public_id), timezone.localdate()
    whole = partial(rows_of_alliance, request.user, alliance=alliance.pk, today=today)
    columns, title = agreement_columns(), _("Agreements")
    name = _("%(alliance)s – agreements") % {"alliance": alliance.name}
    if file := exported(request, forms.Form(), columns, lambda _c: file_rows(whole()), name=name, title=title):
        return file
    rows = agreements_of(request.user, alliance, today)
    present, ended = sorted_out(rows)
    programmes = Programme.objects.visible_to(request.user).active().filter(alliance=alliance)
    is_editable = may_edit(request, alliance)
    panels = parts.panels_on("agreement_list", RecordPage(alliance, request.user, is_editable, today))
    context = {
        "alliance": alliance,
        "may_edit": is_editable,
        "panels": panels,
        **{name: value for panel in panels for name, value in panel.context.items()},
        "tabs": record_tabs(alliance, "agreement_list"),
        "steps": record_steps(alliance),
        "today": today,
        "present": present,
        "ended": ended,
        "days": next_days(rows, today),
        "programmes": programmes.select_related("alliance").in_order(),
        "formats": FORMATS,
        "columns": columns,
        "file_count": file_count(request.user, alliance),
    }
    return render(request, "alliances/agreement_list.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def agreement_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Add an agreement; `?amends=` or `?replaces=` name the one it follows, `?programme=` what it is about, by id."""
    alliance, programmes, needs_programme = alliance_to_add_to(request, public_id)
    follows: dict[str, Any] = {name: _followed(request, alliance, name) for name in ("amends", "replaces")}
    programme = programmes.filter(public_id=request.GET.get("programme", "")).first()
    form = AgreementForm(
        request.POST or None,
        user=request.user,
        alliance=alliance,
        programmes=programmes,
        needs_programme=needs_programme,
        programme=programme,
        **follows,
    )
    if form.is_bound and form.is_valid():
        try:
            agreement = add_agreement(alliance=alliance, by=request.user, **follows, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added. Attach the signed copy, or a link to where it lives."))
            return redirect(agreement)
    context = {"form": form, "programme": programme, **follows, **frame(request, alliance)}
    return render(request, "alliances/agreement_create.html", context)


def _followed(request: SignedInRequest, alliance: Alliance, name: str) -> Agreement | None:
    """The agreement that the address names, which the reader may change; 404 where it names another."""
    if not (public_id := request.GET.get(name)):
        return None
    rows = Agreement.objects.editable_by(request.user).active().select_related("kind", "programme")
    return get_object_or_404(rows, public_id=public_id, alliance=alliance)


@requires(MEMBER)
@require_safe
def agreement_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One agreement: where it stands, who is party to it, what amends it, how it ends, its files and its history."""
    agreement, today = visible_agreement(request, public_id), timezone.localdate()
    stands = standing(agreement, today)
    parties = list(agreement.parties.select_related("organisation").order_by("position", "pk"))
    family = agreements_of(request.user, agreement.alliance, today)
    is_editable = may_edit(request, agreement)
    context: dict[str, Any] = {
        "agreement": agreement,
        "stands": stands,
        "today": today,
        "is_editable": is_editable,
        "may_add": is_editable and not agreement.is_archived,
        **_ways_to_end(agreement, stands, today),
        "ours": [one.organisation for one in parties if one.side == Side.OURS],
        "theirs": [one.organisation for one in parties if one.side == Side.THEIRS],
        "amendments": [one for one in family if one.amends_id == agreement.pk],
        "replaced_by": [one for one in family if one.replaces_id == agreement.pk],
        "endings": agreement.endings.newest_first(),
        "renewals": _renewals(agreement, stands),
        "sentences": agreement_sentences(agreement),
        "panels": panels_of(agreement, request.user, may_add=is_editable and not agreement.is_archived),
        **frame(request, agreement.alliance),
    }
    context |= {name: value for panel in context["panels"] for name, value in panel.context.items()}
    return render(request, "alliances/agreement_detail.html", context)


def _renewals(agreement: Agreement, stands: Standing) -> list[Any]:
    """What was decided of its terms, each with whether an end that was declared since, or came, overtook it."""
    found: list[Any] = list(agreement.renewal_decisions.newest_first().select_related("decided_by"))
    for one in found:
        one.is_overtaken = one.voided_at is None and stands.overtakes(one.term_ends_on)
    return found


def _ways_to_end(agreement: Agreement, stands: Standing, today: date) -> dict[str, bool]:
    """What can still be declared of it, and whether it can be let renew itself."""
    binds = stands.state in BINDING and not agreement.amends_id
    declared = {ending.kind for ending in agreement.endings.live()} if binds else set()
    return {
        "may_give_notice": binds and agreement.expires_on is not None and EndingKind.NOTICE not in declared,
        "may_let_renew": not agreement.amends_id and _may_let_renew(agreement, stands, today),
        "may_terminate": binds and EndingKind.TERMINATION not in declared,
    }


def _may_let_renew(agreement: Agreement, stands: Standing, today: date) -> bool:
    """Whether notice would end a term of which nothing was decided yet."""
    term = term_in_question(agreement, today)
    return bool(stands.is_going_on and term and not (stands.renewed_until and stands.renewed_until >= term))


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def agreement_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Edit the agreement; where somebody else saved it meanwhile, the merge page."""
    first = editable_agreement(request, public_id)
    programmes = choosable_programmes(request, first.alliance)
    needs_programme = not may_edit(request, first.alliance)
    words = {"user": request.user, "programmes": programmes, "needs_programme": needs_programme}

    def show(agreement: Agreement, form: AgreementEditForm) -> HttpResponse:
        context = {"form": form, "agreement": agreement, **frame(request, agreement.alliance)}
        return render(request, "alliances/agreement_edit.html", context)

    return edit_page(
        request,
        read=lambda: editable_agreement(request, public_id),
        make_form=lambda agreement, data: AgreementEditForm(data, agreement=agreement, **words),
        save=lambda agreement, form: edit_agreement(agreement=agreement, by=request.user, **form.action_values()),
        show=show,
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def agreement_archive(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask, then put the agreement away."""
    agreement = editable_agreement(request, public_id)
    if request.method == "POST":
        try:
            archive_agreement(agreement=agreement)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Archived. It can be restored from its page."))
        return redirect(agreement)
    context = {"agreement": agreement, **frame(request, agreement.alliance)}
    return render(request, "alliances/agreement_archive.html", context)


@requires(WRITER)
@require_http_methods(["POST"])
@confirmed
def agreement_restore(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take it back into the lists."""
    agreement = editable_agreement(request, public_id)
    try:
        restore_agreement(agreement=agreement)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Restored."))
    return redirect(agreement)
