"""What happened to courses and lessons."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coe_hub.audit.views import history_page
from coe_hub.lib.access import SignedInRequest, requires
from coe_hub.people.models import CONTENT_WATCHERS
from coe_hub.publishing.history import content_titles
from coe_hub.publishing.views import may_curate
from training.history import training_sentences
from training.views.desk import desk_content


@requires(*CONTENT_WATCHERS)
@require_safe
def training_history(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Who changed what of the course or the lesson, and when."""
    content = desk_content(kind, slug)
    context = {
        "content": content,
        "title": content_titles([content.pk]).get(content.pk, slug),
        "page": history_page(request, training_sentences(content)),
        "may_curate": may_curate(request),
    }
    return render(request, "training/training_history.html", context)
