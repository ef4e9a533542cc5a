"""Changing many alliances at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alliances.core.models import Alliance
from alliances.importing.bulk import ALL, MOST, TICKED, BulkForm, edit_many, look
from alliances.importing.kind import LEADLESS_OF
from alliances.importing.known import with_parties
from alliances.partnerships.filters import AllianceFilter
from coe_hub.imports.undoing import came_with
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.lib.ticks import MOST_TICKED, ticked_keys, without_marks

# Of how many rows the changes are listed.
SHOWN = 200


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def alliances_edit(request: SignedInRequest) -> HttpResponse:
    """Change what the filters of the list find, or some of it: looked at first, then all or nothing."""
    visible = Alliance.objects.visible_to(request.user)
    filters = AllianceFilter(request.GET, queryset=visible, request=request, user=request.user)
    found = filters.qs.filter(pk__in=Alliance.objects.editable_by(request.user).values("pk")).order_by("sort_key", "pk")
    if run := request.GET.get(LEADLESS_OF):
        found = found.filter(pk__in=came_with(run, by=request.user), lead=None)
    asked = ticked_keys(request.GET)[:MOST_TICKED]
    form = BulkForm(request.POST or None, user=request.user, initial={"which": TICKED if asked else ALL})
    count = found.count()
    others = 0 if run else filters.qs.count() - count
    back = reverse("import_detail", args=[run]) if run else f"{reverse('alliance_list')}?{_list_query(request)}"
    context = {"form": form, "count": count, "others": others, "most": MOST, "back": back}
    context["shown"] = found.filter(public_id__in=asked) if asked else found[:MOST_TICKED]
    context["ticked"] = request.POST.getlist("tick") if form.is_bound else asked
    if form.is_bound and form.is_valid():
        if form.cleaned_data["which"] == TICKED:
            found = found.filter(public_id__in=context["ticked"])
        ids = list(found.values_list("pk", flat=True)[: MOST + 1])
        if not ids or len(ids) > MOST:
            form.add_error("which", _("Choose at least one, and at most %(most)d.") % {"most": MOST})
        elif request.POST.get("do") == "save":
            try:
                count = edit_many(ids=ids, wish=form.wish, by=request.user)
            except DomainError as error:
                add_domain_error(form, error)
            else:
                words = ngettext("%(count)d alliance is changed.", "%(count)d alliances are changed.", count)
                messages.success(request, words % {"count": count})
                return redirect(back)
        else:
            preview = look(with_parties(found, lock=False), form.wish, user=request.user)
            context |= {"preview": preview, "told": preview.planned[:SHOWN], "more": len(preview.planned[SHOWN:])}
    return render(request, "alliances/alliances_edit.html", context)


def _list_query(request: SignedInRequest) -> str:
    """What the list was asked for."""
    return without_marks(request.GET).urlencode(safe=",/")
