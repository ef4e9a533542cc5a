"""Two questions after something was used."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.publishing.history import content_titles
from coe_hub.publishing.models import Content
from coe_hub.surveys.actions.pulses import answer_pulse, pulse_edition, skip_pulse
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.forms.answers import AnswerForm
from coe_hub.surveys.pulses import MINIMUM, may_say, usable


def _used(kind: str, slug: str) -> tuple[Content, str]:
    """The content of this address, and where it is read. Raises `Http404`."""
    found = usable(kind)
    if found is None:
        raise Http404
    content = get_object_or_404(Content.objects.published(), kind=kind, slug=slug)
    return content, found.url(content)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@never_cache
def pulse_answer(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Did it make the work easier, and how much time did it save? Who did not use it, or has said so, is led back."""
    content, url = _used(kind, slug)
    edition = pulse_edition()
    if edition is None or not may_say(request.user, content):
        return redirect(url)
    asking, refused = asking_of(edition), ""
    form = AnswerForm(request.POST if request.method == "POST" else None, asking=asking)
    if form.is_bound and form.is_valid():
        try:
            # As with every anonymous answer, nobody is written down on the audit trail.
            with acting(by=None):
                answer_pulse(content=content, given=form.answers(), by=request.user)
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, _("Thank you. It is told with what others say, never with your name."))
            return redirect(url)
    context = {
        "form": form,
        "asking": asking,
        "minimum": MINIMUM,
        "refused": refused,
        "content": content,
        "content_url": url,
        "title": content_titles([content.pk]).get(content.pk, slug),
    }
    return render(request, "surveys/pulse_answer.html", context)


@requires(WRITER)
@require_POST
def pulse_skip(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Say that one would rather not; it is not asked again."""
    content, url = _used(kind, slug)
    skip_pulse(content=content, by=request.user)
    messages.success(request, _("You will not be asked about it again."))
    return redirect(url)
