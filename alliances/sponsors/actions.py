"""Noting that a sponsor was in touch; asking for support, and answering."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.sponsors.models import Outcome, SponsorContact, SupportRequest, sponsorships
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record

if TYPE_CHECKING:
    from coe_hub.people.models import Person, User


@transaction.atomic
def note_contact(*, alliance: Alliance, person: "Person", by: "User") -> None:
    """Note that a sponsor of ours was in touch today; a second time on one day writes nothing.

    Raises `DomainError` where the person does not sponsor the alliance.
    """
    if not sponsorships().filter(alliance=alliance, person=person).exists():
        raise DomainError(_("%(name)s is no sponsor of this alliance.") % {"name": person.display_name})
    today = timezone.localdate()
    SponsorContact.objects.get_or_create(alliance=alliance, person=person, on_date=today, defaults={"by": by})


@transaction.atomic
def ask_support(*, alliance: Alliance, by: "User", text: str, needed_on: date | None = None) -> SupportRequest:
    """Ask the sponsors and the committee for something."""
    request = SupportRequest(alliance=alliance, text=text, needed_on=needed_on, asked_by=by)
    request.full_clean()
    request.save()
    return request


@transaction.atomic
def answer_support(*, request: SupportRequest, by: "User", outcome: str, answer: str = "") -> None:
    """Answer a request. Raises `DomainError` where somebody did already, and for a refusal without a reason."""
    lock_record(request)
    if not request.is_open:
        raise DomainError(_("This request was answered meanwhile. Read the answer."))
    if outcome == Outcome.DECLINED and not answer:
        raise DomainError(_("Say why: whoever asked needs to know what to do instead."), field="answer")
    request.outcome, request.answer = outcome, answer
    request.answered_by, request.answered_on = by, timezone.localdate()
    request.full_clean()
    save_record(request, fields=["outcome", "answer", "answered_by", "answered_on"])
