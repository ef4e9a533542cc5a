"""All committees, those of one alliance, and each of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.agreements.models import Agreement
from alliances.agreements.views.shared import alliance_to_add_to, seen_alliance
from alliances.core import parts
from alliances.core.parts import RecordPage
from alliances.obligations.views.shared import frame as record_frame
from coe_hub.lib.access import MEMBER, WRITER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.models import User
from governance.committees import panels
from governance.committees.actions.committees import (
    add_committee,
    archive_committee,
    edit_committee,
    restore_committee,
)
from governance.committees.charters import changes, in_force, side_by_side
from governance.committees.composition import hints
from governance.committees.filters import CommitteeFilter
from governance.committees.forms.committees import CommitteeEditForm, CommitteeForm, OwnCommitteeForm
from governance.committees.history import committee_sentences
from governance.committees.listing import committee_columns, committees_of
from governance.committees.models import Basis, Charter, Committee, CommitteeQuerySet
from governance.committees.seats import sitting
from governance.committees.states import State, with_states
from governance.committees.views.shared import alliance_frame, editable_committee, frame, visible_committee

PAGE_SIZE = 50
KEEPERS = (GlobalRole.COMMITTEE, GlobalRole.ALLIANCE_MANAGER, GlobalRole.ADMIN)


@requires(MEMBER)
@require_safe
def committee_list(request: SignedInRequest) -> HttpResponseBase:
    """All committees that the reader sees, the Center of Excellence's own first; `?format=` gives them as a file."""
    today = timezone.localdate()
    filters = CommitteeFilter(request.GET, queryset=committees_of(request.user, today), request=request)
    columns, title = committee_columns(), _("Committees")
    if file := exported(request, filters.form, columns, lambda _c: filters.qs.iterator(1000), name=title, title=title):
        return file
    context = {
        "page": Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "formats": FORMATS,
        "columns": columns,
        "may_add": request.user.has_role(*KEEPERS),
    }
    return render(request, "governance/committee_list.html", context)


@requires(MEMBER)
@require_safe
def alliance_governance(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The committees of one alliance, and what the rooms above show beside them: meetings, decisions."""
    alliance, today = seen_alliance(request, public_id), timezone.localdate()
    context = record_frame(request, alliance, "alliance_governance")
    page = RecordPage(alliance, request.user, context["may_edit"], today)
    found = parts.panels_on("alliance_governance", page)
    committees = list(committees_of(request.user, today, alliance=alliance))
    context |= {
        "present": [one for one in committees if one.state != State.DISSOLVED],
        "dissolved": [one for one in committees if one.state == State.DISSOLVED],
        "panels": [panel for panel in found if not panel.is_aside],
        "side_panels": [panel for panel in found if panel.is_aside],
        "today": today,
        **{name: value for panel in found for name, value in panel.context.items()},
    }
    return render(request, "governance/alliance_governance.html", context)


@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def committee_create(request: SignedInRequest) -> HttpResponse:
    """Add a committee of the Center of Excellence; whoever does so is its secretary."""
    form = OwnCommitteeForm(request.POST or None, parents=Committee.objects.visible_to(request.user).active().own())
    if form.is_bound and form.is_valid():
        try:
            committee = add_committee(by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added. Name who sits on it next."))
            return redirect(committee)
    return render(request, "governance/committee_create.html", {"form": form})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def alliance_committee_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Add a joint committee of an alliance, or of a programme of it."""
    alliance, programmes, needs_programme = alliance_to_add_to(request, public_id)
    parents = Committee.objects.visible_to(request.user).active().filter(alliance=alliance).in_order()
    form = CommitteeForm(request.POST or None, parents=parents, programmes=programmes, needs_programme=needs_programme)
    if form.is_bound and form.is_valid():
        try:
            committee = add_committee(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added. Name who sits on it next."))
            return redirect(committee)
    context = {"form": form, **alliance_frame(request, alliance)}
    return render(request, "governance/alliance_committee_create.html", context)


@requires(MEMBER)
@require_safe
def committee_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One committee: who sits on it, its charter as contracted and as operated, what may be missing, its meetings."""
    committee, today = visible_committee(request, public_id), timezone.localdate()
    found = with_states(Committee.objects.filter(pk=committee.pk), today).get()
    committee.state, committee.last_met_on = found.state, found.last_met_on
    seats, charters = sitting(committee, today), in_force(committee, today)
    is_editable = may_edit(request, committee)
    shown = panels.shown_on(committee, request.user, today, may_edit=is_editable)
    context = {
        "state": State(committee.state),
        "today": today,
        "is_editable": is_editable,
        "may_add": is_editable and not committee.is_archived,
        "ours": [seat for seat in seats if seat.side == "ours"],
        "theirs": [seat for seat in seats if seat.side == "theirs"],
        "former": committee.seats.active().filter(ends_on__lt=today).with_people().order_by("-ends_on", "pk"),
        "charters": charters,
        "contracted": charters.get(Basis.CONTRACTED),
        "operated": charters.get(Basis.OPERATED),
        "lines": side_by_side(charters),
        "log": _log(committee),
        "hints": hints(committee, seats, charters.get(Basis.OPERATED) or charters.get(Basis.CONTRACTED), today),
        "above": Committee.objects.visible_to(request.user).filter(pk=committee.parent_id or 0).first(),
        "below": _below(request, committee),
        "agreements": _agreements(request, committee),
        "panels": shown,
        "sentences": committee_sentences(committee),
        **{name: value for panel in shown for name, value in panel.context.items()},
        **frame(request, committee),
    }
    return render(request, "governance/committee_detail.html", context)


def _below(request: SignedInRequest, committee: Committee) -> CommitteeQuerySet:
    """What reports to it, of what the reader sees."""
    return Committee.objects.visible_to(request.user).active().filter(parent=committee).in_order()


def _agreements(request: SignedInRequest, committee: Committee) -> set[int]:
    """The ids of the agreements that its charters name and the reader sees."""
    named = Q(charters__committee=committee) | Q(pk__in=committee.charters.values("amendment"))
    return set(Agreement.objects.visible_to(request.user).filter(named).values_list("pk", flat=True))


def _log(committee: Committee) -> list[dict[str, object]]:
    """Each change of the charter, the newest first, with what it changed. One query."""
    rows = list(
        committee.charters.select_related("agreement__alliance", "amendment", "by__person").order_by("valid_from", "pk")
    )
    before: dict[str, Charter] = {}
    log = []
    for charter in rows:
        former = before.get(charter.basis)
        log.append({"charter": charter, "is_first": former is None, "changes": changes(former, charter)})
        before[charter.basis] = charter
    return log[::-1]


def may_report_to(user: User, committee: Committee) -> CommitteeQuerySet:
    """The committees beside it to which it may report, of what the user sees."""
    found = Committee.objects.visible_to(user).active().filter(alliance=committee.alliance)
    return found.exclude(pk=committee.pk).in_order()


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def committee_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Edit the committee; where somebody else saved it meanwhile, the merge page."""
    parents = may_report_to(request.user, editable_committee(request, public_id))

    def show(committee: Committee, form: CommitteeEditForm) -> HttpResponse:
        return render(request, "governance/committee_edit.html", {"form": form, **frame(request, committee)})

    return edit_page(
        request,
        read=lambda: editable_committee(request, public_id),
        make_form=lambda committee, data: CommitteeEditForm(data, committee=committee, parents=parents),
        save=lambda committee, form: edit_committee(committee=committee, **form.action_values()),
        show=show,
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def committee_archive(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask, then put away a committee that was added by mistake."""
    committee = editable_committee(request, public_id)
    if request.method == "POST":
        archive_committee(committee=committee)
        messages.success(request, _("Archived. It can be restored from its page."))
        return redirect(committee)
    return render(request, "governance/committee_archive.html", frame(request, committee))


@requires(WRITER)
@require_http_methods(["POST"])
@confirmed
def committee_restore(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take it back into the lists."""
    committee = editable_committee(request, public_id)
    restore_committee(committee=committee)
    messages.success(request, _("Restored."))
    return redirect(committee)
