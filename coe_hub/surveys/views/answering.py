"""Answering by somebody with an account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.surveys.answer_page import answering, participants
from coe_hub.surveys.models import Wave


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@never_cache
def wave_answer(request: SignedInRequest, wave_id: str) -> HttpResponse:
    """The questions of a wave, for those it asks; for others it does not exist. Once handed in, or once the wave is
    over, a friendly end."""
    waves = Wave.objects.visible_to(request.user)
    found = participants().filter(wave__in=waves, person=request.user.person_id)
    participant = get_object_or_404(found, wave__public_id=wave_id)
    wave = participant.wave
    if participant.has_answered or not wave.takes_answers():
        context = {"wave": wave, "is_over": True, "handed_in": participant.has_answered}
        return render(request, "surveys/wave_answer.html", context)
    outcome, context = answering(request, participant)
    if outcome == "kept":
        messages.success(request, _("Kept. Go on whenever you like, and hand in at the end."))
    if outcome:
        return redirect(wave)
    return render(request, "surveys/wave_answer.html", {**context, "is_over": False})
