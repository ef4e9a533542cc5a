"""Pages on which many obligations of one alliance are put down at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alliances.intake.forms import RowForm
from alliances.intake.grids import CommonForm, Grid, PasteForm, pattern_rows
from alliances.intake.holdings import Holdings
from alliances.intake.writing import Entered, enter
from alliances.obligations.forms.offered import Offered
from alliances.obligations.views.shared import frame, offered_on
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.lib.text import join_words, quoted


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def obligation_patterns(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What agreements of this kind often ask for, to tick and adapt; what is ticked is put down in one step, or, where
    something is wrong with a row, nothing is."""
    offered = offered_on(request, public_id)
    common = CommonForm(request.POST or None, offered=offered, agreement=request.GET.get("agreement", ""))
    rows = pattern_rows(request.POST or None, holdings=_holdings(offered), common=common.values)
    if request.method == "POST" and common.is_valid():
        ticked = [row.form for row in rows if row.is_ticked]
        if not ticked:
            common.add_error(None, _("Tick at least one."))
        elif all(form.is_valid() for form in ticked):
            entered = _entered_whole(ticked, offered, common)
            if entered:
                messages.success(request, _told(entered))
                return redirect("alliance_obligations", public_id)
    context = {"common": common, "rows": rows, **frame(request, offered.alliance)}
    return render(request, "alliances/obligation_patterns.html", context)


def _holdings(offered: Offered) -> Holdings:
    return Holdings(offered.alliance, offered.user, needs_programme=offered.needs_programme)


def _entered_whole(ticked: list[RowForm], offered: Offered, common: CommonForm) -> Entered | None:
    """All of them, or none where one is refused."""
    try:
        with transaction.atomic():
            entered = enter(ticked, holdings=ticked[0].holdings, by=offered.user)
            if any(form.errors for form in ticked):
                transaction.set_rollback(True)
                return None
    except (DomainError, ValidationError) as error:
        add_domain_error(common, error)
        return None
    return entered


def _told(entered: Entered) -> str:
    """How much was put down, in one sentence."""
    count = len(entered.created)
    sentence = ngettext("%(count)d obligation is written down.", "%(count)d obligations are written down.", count)
    if not entered.events:
        return sentence % {"count": count}
    names = join_words(quoted(event.name) for event in entered.events)
    more = _("Made with it: the events %(names)s.") % {"names": names}
    return f"{sentence % {'count': count}} {more}"


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def obligation_paste(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Rows out of a spreadsheet: pasted, looked at as a grid, and put down as far as they are right; the others stay in
    the grid until they are mended or taken out."""
    offered = offered_on(request, public_id)
    has_grid = "column" in request.POST
    common = CommonForm(
        request.POST or None, offered=offered, agreement=request.GET.get("agreement", ""), rows_may_say=True
    )
    paste = PasteForm(request.POST if request.method == "POST" and not has_grid else None)
    holdings, grid = _holdings(offered), None
    if has_grid:
        grid = Grid.posted(request.POST, holdings=holdings, common=common.values)
    elif paste.is_bound and paste.is_valid():
        pasted = paste.pasted
        rows = [(texts, False) for texts in pasted.rows]
        grid = Grid(pasted.columns, rows, holdings=holdings, common=common.values)
    if grid is not None and request.POST.get("do") == "write" and common.is_valid() and not grid.twice:
        grid = _write_good(request, grid, offered, common)
        if grid is None:
            return redirect("alliance_obligations", public_id)
    context = {"common": common, "paste": paste, "grid": grid, **frame(request, offered.alliance)}
    return render(request, "alliances/obligation_paste.html", context)


def _write_good(request: SignedInRequest, grid: Grid, offered: Offered, common: CommonForm) -> Grid | None:
    """Put down what is right; the grid of what is left, or None where nothing is."""
    good = grid.good
    try:
        entered = (
            enter([row.form for row in good], holdings=good[0].form.holdings, by=offered.user) if good else Entered()
        )
    except DomainError as error:
        common.add_error(None, error.message)
        return grid
    if entered.created:
        messages.success(request, _told(entered))
    left = [(row.texts, False) for row in grid.rows if not row.is_out and row.form not in entered.rows]
    if not left:
        return None
    refused = {tuple(row.texts): row.form for row in good if row.form not in entered.rows}
    rest = Grid(grid.columns, left, holdings=_holdings(offered), common=common.values)
    for row in rest.rows:
        row.form = refused.get(tuple(row.texts), row.form)
    return rest
