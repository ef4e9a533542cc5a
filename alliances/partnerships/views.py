"""Listing, logging, reading, editing and putting away alliances."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.core import parts
from alliances.core.actions.partnerships import archive_alliance, edit_alliance, log_alliance, restore_alliance
from alliances.core.models import Alliance, AllianceQuerySet, Side
from alliances.core.overview import list_tabs, record_facts, record_overview, record_steps, record_tabs
from alliances.core.participants import participants
from alliances.core.parts import RecordPage
from alliances.core.restricted import people_to_ask
from alliances.core.sentences import alliance_sentences
from alliances.core.views.shared import editable_alliance, hand_over_url, visible_alliance
from alliances.partnerships.forms import AllianceEditForm, AllianceLogForm
from alliances.partnerships.listing import ALLIANCES
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.listing import show
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.prepared import Prepared
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.models import DIRECTORY_KEEPERS, Person
from coe_hub.usage.models import note_visit

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def alliance_list(request: SignedInRequest) -> HttpResponseBase:
    """The alliances the reader may see, narrowed and ordered as asked; `?format=` gives them as a file, `?columns=`
    those columns of them."""
    shown = show(request, ALLIANCES)
    if shown.response:
        return shown.response
    if not shown.is_table:
        shown.page.object_list = _rows(shown.page.object_list)
    asked = shown.filters.form.cleaned_data if shown.filters.is_valid() else {}
    context = shown.context | {
        "words": _row_words(),
        "people_to_ask": people_to_ask(request.user, asked),
        "tabs": list_tabs("alliance_list"),
        "may_import": request.user.has_role(*DIRECTORY_KEEPERS),
    }
    return render(request, "alliances/alliance_list.html", context)


def _rows(ids: Iterable[int]) -> list[Alliance]:
    """The rows of a page, once it is known which: sorting whole rows takes far longer, on a late page above all."""
    wanted = list(ids)
    found = {one.pk: one for one in (_ROWS.objects(ids=wanted) if wanted else ())}
    return [found[one] for one in wanted if one in found]


def _of_ids(*, ids: list[int]) -> AllianceQuerySet:
    return Alliance.objects.filter(pk__any=ids).with_row()


_ROWS = Prepared(_of_ids)


def _row_words() -> dict[str, str]:
    """The words of a row, looked up once and not in each of fifty rows."""
    return {
        "alliance": _("Alliance"),
        "partners": _("Partners"),
        "stage": _("Stage"),
        "lead": _("Lead"),
        "review": _("Next review"),
        "restricted": _("Restricted"),
        "archived": _("archived"),
        "key_partner": _("key partner"),
        "nobody": _("nobody yet"),
        "gone": _("Account closed"),
    }


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def alliance_create(request: SignedInRequest) -> HttpResponse:
    """Log a partnership."""
    form = AllianceLogForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            alliance = log_alliance(by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Logged. Add the people and a first note when you have a minute."))
            return redirect(alliance)
    return render(request, "alliances/alliance_create.html", {"form": form})


@requires(MEMBER)
@require_safe
def alliance_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The record: where it stands, what matters now, what happened lately, who works on it."""
    alliance = visible_alliance(request, public_id)
    page = RecordPage(
        alliance, request.user, may_edit(request, alliance), timezone.localdate(), parts.unused_parts(alliance)
    )
    parties = list(alliance.parties.all())
    context: dict[str, Any] = {
        "alliance": alliance,
        "may_edit": page.may_edit,
        "tabs": record_tabs(alliance, "alliance_detail", unused=page.unused),
        "steps": record_steps(alliance),
        "today": page.today,
        "ours": [party.organisation for party in parties if party.side == Side.OURS],
        "theirs": [party.organisation for party in parties if party.side == Side.THEIRS],
        "people": participants(alliance),
        "facts": record_facts(alliance),
        "seen_before": note_visit(user=request.user, page=f"alliance:{alliance.pk}"),
        **record_overview(page),
    }
    return render(request, "alliances/alliance_detail.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def alliance_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Edit the record; where somebody else saved it meanwhile, the merge page. Another lead is not just written down:
    the page on which the former one hands over asks what goes along."""
    asks: list[Person] = []

    def save(alliance: Alliance, form: AllianceEditForm) -> None:
        values = form.action_values()
        if alliance.lead and values["lead"] and values["lead"] != alliance.lead:
            asks.append(values["lead"])
            values["lead"] = alliance.lead
        edit_alliance(alliance=alliance, by=request.user, **values)

    response = edit_page(
        request,
        read=lambda: editable_alliance(request, public_id),
        make_form=lambda alliance, data: AllianceEditForm(data, user=request.user, alliance=alliance),
        save=save,
        show=lambda alliance, form: render(
            request, "alliances/alliance_edit.html", {"form": form, "alliance": alliance}
        ),
    )
    is_saved = response.status_code == 302
    return redirect(hand_over_url(editable_alliance(request, public_id), to=asks[0])) if asks and is_saved else response


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def alliance_archive(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask, then put the alliance away."""
    alliance = editable_alliance(request, public_id)
    if request.method == "POST":
        if not alliance.is_archived:
            archive_alliance(alliance=alliance)
        messages.success(request, _("Archived. It can be restored from its page."))
        return redirect(alliance)
    return render(request, "alliances/alliance_archive.html", {"alliance": alliance})


@requires(WRITER)
@require_http_methods(["POST"])
@confirmed
def alliance_restore(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take it back into the lists."""
    alliance = editable_alliance(request, public_id)
    if alliance.is_archived:
        restore_alliance(alliance=alliance)
    messages.success(request, _("Restored."))
    return redirect(alliance)


@requires(MEMBER)
@require_safe
def alliance_history(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Every change of the alliance as sentences, newest first."""
    alliance = visible_alliance(request, public_id)
    context = {
        "alliance": alliance,
        "tabs": record_tabs(alliance, "alliance_history"),
        "steps": record_steps(alliance),
        "page": Paginator(alliance_sentences(alliance), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "alliances/alliance_history.html", context)
