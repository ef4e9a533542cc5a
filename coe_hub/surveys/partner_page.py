"""What somebody without an account sees of a wave that asks them, and nothing else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import contact_for, note_used, register
from coe_hub.people.models import PartnerLink
from coe_hub.surveys.answer_page import answering, participants
from coe_hub.surveys.models import Participant

PURPOSE = "wave"


def partner_answer_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """The questions; once handed in, or once the wave is over, a friendly end."""
    participant = _participant(link)
    contact = contact_for(link.scope)
    if participant is None or participant.has_answered or not participant.wave.takes_answers():
        handed_in = participant is not None and participant.has_answered
        context = {"link": link, "contact": contact, "participant": participant, "handed_in": handed_in}
        return render(request, "surveys/_partner_over.html", context)
    outcome, context = answering(request, participant)
    if outcome == "handed_in":
        note_used(link)
        return redirect("partner_page")
    if outcome == "kept":
        messages.success(request, _("Kept. Come back by the same link to go on and hand in."))
        return redirect("partner_page")
    return render(request, "surveys/_partner_answer.html", {**context, "link": link, "contact": contact})


def _participant(link: PartnerLink) -> Participant | None:
    """Whom the link's wave asks, as long as they take part in what it is about."""
    if not taking_part(people=[link.person_id], scopes=[link.scope_id]):
        return None
    return participants().filter(wave=link.object_id, wave__scope=link.scope_id, person=link.person_id).first()


def register_all() -> None:
    """Register what the links of waves lead to."""
    register(PURPOSE, partner_answer_page)
