"""What people searched and did not find, for those who can make it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coe_hub.lib.access import SignedInRequest, requires
from coe_hub.lib.text import quoted
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.usage.forms import ANSWER, UnmetSearchFilter, UnmetSearchForm
from coe_hub.usage.unmet import answer_unmet_search, reopen_unmet_search, unmet_searches

PAGE_SIZE = 50


@requires(*CONTENT_KEEPERS)
@require_safe
def unmet_search_list(request: SignedInRequest) -> HttpResponse:
    """Texts that found nothing: how many people missed them and when last; or those answered."""
    form = UnmetSearchFilter(request.GET)
    answered = form.is_valid() and form.cleaned_data["answered"]
    rows = unmet_searches(reader=request.user, answered=answered)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "usage/unmet_search_list.html", {"page": page, "answered": answered})


@requires(*CONTENT_KEEPERS)
@require_POST
def unmet_search_answer(request: SignedInRequest) -> HttpResponse:
    """Put a text away as answered, or take it back."""
    form = UnmetSearchForm(request.POST)
    if not form.is_valid():
        raise Http404
    text = form.cleaned_data["text"]
    if form.cleaned_data["step"] == ANSWER:
        done = answer_unmet_search(text=text, by=request.user)
        told = _("%(text)s is answered. It comes back if somebody misses it again.")
    else:
        done, told = reopen_unmet_search(text=text), _("%(text)s is back on the list.")
    if not done:
        raise Http404
    messages.success(request, told % {"text": quoted(text)})
    return redirect("unmet_search_list")
