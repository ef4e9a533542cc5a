"""Mails to those who are asked: once to each, and again to those who have not answered."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.tasks import send_in_background
from coe_hub.lib.text import join_words
from coe_hub.people.access.partner_links import contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, User
from coe_hub.surveys.actions.waves import Invitee, answer_days, ask_another, hub_page
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.models import Participant, Wave, WaveSide
from coe_hub.surveys.partner_page import PURPOSE


class Told(NamedTuple):
    """Who was written to, and who has no address that is known."""

    told: list[Person]
    unreached: list[Person]


def signs_in(person: Person) -> bool:
    """Whether the person answers in the hub itself; everybody else does by a link."""
    return hasattr(person, "user") and person.user.is_active


@transaction.atomic
def invite(*, wave: Wave, by: User, again: bool = False) -> Told:
    """Write to those who were not asked yet or, `again`, to all who have not answered, each in their language.

    Raises `DomainError` where the wave takes no answers any more, nobody is left, or none of them can be written to.
    """
    if wave.is_counted or wave.closes_on < timezone.localdate():
        raise DomainError(_("It is over. Nobody can answer any more."))
    waiting = wave.participants.filter(has_answered=False).select_related("person__user", "person__organisation")
    waiting = waiting.prefetch_related("person__language_rows__language").order_by("pk")
    people = list(waiting if again else waiting.filter(asked_at__isnull=True))
    if not people:
        raise DomainError(_("Nobody is left to write to."))
    return _write_to_all(wave, people, by)


def _write_to_all(wave: Wave, people: Sequence[Participant], by: User) -> Told:
    found = Told([], [])
    for one in people:
        (found.told if email_of(one.person) else found.unreached).append(one.person)
    if not found.told:
        names = join_words(person.display_name for person in found.unreached)
        raise DomainError(_("No e-mail address of %(names)s is known. Add it under People.") % {"names": names})
    for person in found.told:
        write_to(person, wave=wave, by=by)
    asked = [one.pk for one in people if one.person in found.told]
    Participant.objects.filter(pk__in=asked).update(asked_at=timezone.now())
    return found


@transaction.atomic
def ask_one_more(*, wave: Wave, side: WaveSide, invitee: Invitee, by: User) -> bool:
    """Ask one more person, by mail at once where it has opened; whether that was done. Raises what `ask_another`
    raises, and `DomainError` where they cannot be written to."""
    participant = ask_another(wave=wave, side=side, invitee=invitee)
    if wave.opens_on > timezone.localdate():
        return False
    _write_to_all(wave, [participant], by)
    return True


def answer_url(wave: Wave, person: Person) -> str:
    """Where this person answers: the hub's own page, or a link to this wave alone."""
    if signs_in(person):
        return hub_page(wave)
    return make_partner_link(
        purpose=PURPOSE, object_id=wave.pk, scope=wave.scope, person=person, days=answer_days(wave)
    )


def write_to(person: Person, *, wave: Wave, by: User) -> None:
    """Ask the person by mail."""
    language, company = mail_language(person), by.person.organisation
    with translation.override(language):
        name = company.display_name
    context = {
        "person": person,
        "wave": wave,
        "asking": asking_of(wave.edition, language),
        "minutes": wave.edition.content.questionnaire.minutes,
        "sender": by.person,
        "contact": contact_for(wave.scope) or by.person,
        "company": company,
        "url": answer_url(wave, person),
        "days": 0 if signs_in(person) else answer_days(wave),
    }
    send_in_background(
        "wave_asked",
        to=email_of(person),
        language=language,
        context=context,
        reply_to=email_of(by.person),
        company="" if signs_in(person) else name,
    )


def invite_on_first_day() -> int:
    """Write to those whose wave has opened and who were not asked yet; return how many waves that was."""
    waves = Wave.objects.under_way(timezone.localdate()).filter(
        Exists(Participant.objects.filter(wave=OuterRef("pk"), asked_at__isnull=True, has_answered=False))
    )
    asked = 0
    for wave in waves.select_related("by__person__organisation", "scope", "edition__content").order_by("pk"):
        with suppress(DomainError):  # nobody of them has an address; whoever asks has been told so
            invite(wave=wave, by=wave.by)
            asked += 1
    return asked


def names_of(people: Iterable[Person]) -> str:
    """Their names in a row."""
    return join_words(person.display_name for person in people)
