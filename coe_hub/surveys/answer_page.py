"""The page on which somebody answers, whether by an account or by a link."""

from typing import Any, NamedTuple

from django.http import HttpRequest

from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.surveys.actions.answering import draft_of, hand_in, keep_draft
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.forms.answers import AnswerForm
from coe_hub.surveys.models import Participant

# What the buttons post.
STEP, KEEP = "step", "keep"


class Answering(NamedTuple):
    """How far it is: `outcome` is "" while the form is to be shown, else "kept" or "handed_in"."""

    outcome: str
    context: dict[str, Any]


def participants() -> Any:
    """Participants with all that the page reads."""
    return Participant.objects.select_related("wave__edition__content", "wave__scope", "side", "person")


def answering(request: HttpRequest, participant: Participant) -> Answering:
    """Show the questions with what was answered so far; keep it, or hand it in, where that is posted."""
    wave, is_posted = participant.wave, request.method == "POST"
    asking = asking_of(wave.edition)
    keeps = request.POST.get(STEP) == KEEP
    given = draft_of(participant)
    form = AnswerForm(request.POST if is_posted else None, asking=asking, given=given, may_have_gaps=keeps)
    refused = ""
    if is_posted and form.is_valid():
        try:
            # Nothing of this is on the audit trail; whoever may be signed in at this browser, nobody is written down.
            with acting(by=None):
                (keep_draft if keeps else hand_in)(participant=participant, given=form.answers())
        except DomainError as error:
            refused = error.message
        else:
            return Answering("kept" if keeps else "handed_in", {"wave": wave, "asking": asking})
    context = {
        "form": form,
        "wave": wave,
        "asking": asking,
        "participant": participant,
        "has_draft": given.answers or given.comments,
        "refused": refused,
        "minutes": wave.edition.content.questionnaire.minutes,
    }
    return Answering("", context)
