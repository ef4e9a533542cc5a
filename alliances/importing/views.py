"""Changing many alliances at once."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alliances.core.models import Alliance
from alliances.importing.bulk import ALL, TICKED, BulkForm, change_alliances
from alliances.importing.kind import LEADLESS_OF
from alliances.partnerships.filters import AllianceFilter
from coe_hub.imports.undoing import came_with
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.lib.ticks import MOST_TICKED, ticked_keys, without_marks
from coe_hub.lists.changers import AT_ONCE
from coe_hub.lists.many import MOST
from coe_hub.lists.many_views import asked_of_worker, seal_seen, seen_before, sent_before


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
    sent = sent_before(request)
    form = BulkForm(sent, user=request.user, initial={"which": TICKED if asked else ALL})
    count = found.count()
    others = 0 if run else filters.qs.count() - count
    back = reverse("import_detail", args=[run]) if run else f"{reverse('alliance_list')}?{_list_query(request)}"
    context = {"form": form, "count": count, "others": others, "most": MOST, "back": back}
    context["shown"] = found.filter(public_id__in=asked) if asked else found[:MOST_TICKED]
    context["ticked"] = sent.getlist("tick") if sent else asked
    if request.method != "POST" or not form.is_valid():
        return render(request, "alliances/alliances_edit.html", context)
    try:
        if request.POST.get("do") == "save":
            seen = seen_before(request)
            outcome = change_alliances(user=request.user, keys=list(seen), wish=form.wish, seen=seen)
            if seen and not outcome.refused and not outcome.others:
                count = len(outcome.changed)
                words = ngettext("%(count)d alliance is changed.", "%(count)d alliances are changed.", count)
                messages.success(request, words % {"count": count})
                return redirect(back)
            form.add_error(None, _("Nothing was changed. Look at the rows again."))
            return render(request, "alliances/alliances_edit.html", context | {"told": outcome.told})
        if form.cleaned_data["which"] == TICKED:
            found = found.filter(public_id__in=context["ticked"])
        keys = list(found.values_list("public_id", flat=True)[: MOST + 1])
        if not keys or len(keys) > MOST:
            form.add_error("which", _("Choose at least one, and at most %(most)d.") % {"most": MOST})
        elif len(keys) > AT_ONCE:
            return redirect(asked_of_worker(request, "alliances", keys, asdict(form.wish), back))
        else:
            outcome = change_alliances(user=request.user, keys=keys, wish=form.wish, seen=None)
            if request.POST.get("do") == "without":
                rest = [row.key for row in outcome.rows if not row.refused]
                outcome = change_alliances(user=request.user, keys=rest, wish=form.wish, seen=None)
            context |= {"outcome": outcome, "told": outcome.told, "seen": seal_seen(outcome.versions)}
    except DomainError as error:
        add_domain_error(form, error)
    return render(request, "alliances/alliances_edit.html", context)


def _list_query(request: SignedInRequest) -> str:
    """What the list was asked for."""
    return without_marks(request.GET).urlencode(safe=",/")
