"""Questionnaires as members read them before they are asked."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.text import reader_language
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.publishing.reading import line, live_editions, passages_of
from coe_hub.surveys.asking import asking_of, live_edition
from coe_hub.surveys.models import Questionnaire


@requires(MEMBER)
@require_safe
def questionnaire_list(request: SignedInRequest) -> HttpResponse:
    """Every questionnaire that can be asked, with what it is for."""
    rows = list(Questionnaire.objects.published().select_related("content").in_order())
    editions = {one.content_id: one for one in live_editions(row.content_id for row in rows)}
    words = passages_of(list(editions.values()), reader_language())
    entries = [(row, words[editions[row.content_id].pk]) for row in rows]
    context = {
        "entries": [
            {"questionnaire": row, "title": line(found, "title"), "purpose": line(found, "purpose")}
            for row, found in entries
        ],
        "may_curate": request.user.has_role(*CONTENT_KEEPERS),
    }
    return render(request, "surveys/questionnaire_list.html", context)


@requires(MEMBER)
@require_safe
def questionnaire_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """What one questionnaire asks, theme by theme."""
    found = Questionnaire.objects.published().select_related("content__owner")
    questionnaire = get_object_or_404(found, content__slug=slug)
    edition = live_edition(questionnaire.content)
    if edition is None:
        raise Http404
    context = {
        "questionnaire": questionnaire,
        "edition": edition,
        "asking": asking_of(edition),
        "may_curate": request.user.has_role(*CONTENT_KEEPERS),
    }
    return render(request, "surveys/questionnaire_detail.html", context)
