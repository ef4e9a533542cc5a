"""Sending the agenda: in the hub for those who sign in, by a link for everybody else."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.partner_links import contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, User
from governance.meetings.actions.minutes import VALID_DAYS, Sent, signs_in
from governance.meetings.invitations import invited_people
from governance.meetings.models import Meeting

PURPOSE = "meeting_agenda"


@transaction.atomic
def send_agenda(*, meeting: Meeting, by: User) -> Sent:
    """Send the agenda as it is now to everybody who was asked to come, each in their language; it can be sent again.

    Raises `DomainError` where the meeting is over or was not called, or nothing is on the agenda.
    """
    lock_record(meeting)
    if not meeting.is_to_come:
        raise DomainError(_("This meeting was cancelled or held meanwhile."))
    if not meeting.called_at:
        raise DomainError(_("Call the meeting first: the agenda goes to those who are invited."))
    if not meeting.agenda.active().exists():
        raise DomainError(_("Nothing is on the agenda yet."))
    sent = Sent([], [])
    for person in invited_people(meeting):
        (sent.told if email_of(person) and not person.is_gone else sent.unreached).append(person)
    for person in sent.told:
        _write_to(person, meeting=meeting, by=by)
    meeting.agenda_sent_at = timezone.now()
    save_record(meeting, fields=["agenda_sent_at"])
    return sent


def agenda_url(meeting: Meeting, person: Person) -> str:
    """Where this person reads the agenda."""
    if signs_in(person):
        return settings.HUB_URL + reverse("meeting_detail", args=[meeting.public_id])
    scope = meeting.committee.scope
    return make_partner_link(purpose=PURPOSE, object_id=meeting.pk, scope=scope, person=person, days=VALID_DAYS)


def _write_to(person: Person, *, meeting: Meeting, by: User) -> None:
    language, company = mail_language(person), by.person.organisation
    with translation.override(language):
        name, title = company.display_name, meeting.committee.title_in_mail
    context = {"person": person, "meeting": meeting, "title": title, "sender": by.person, "company": company}
    context |= {"contact": contact_for(meeting.committee.scope) or by.person, "url": agenda_url(meeting, person)}
    context["days"] = 0 if signs_in(person) else VALID_DAYS
    send_in_background(
        "agenda_sent",
        to=email_of(person),
        language=language,
        context=context,
        reply_to=email_of(by.person),
        company="" if signs_in(person) else name,
    )
