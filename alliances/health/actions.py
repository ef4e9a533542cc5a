"""What is done to health checks: begun, talked through, shown to both sides, turned into joint actions."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.core.owners import owner_side
from alliances.health.models import HealthCheck, JointAction
from coe_hub.action_items.actions import add_action
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.partner_links import contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, Side, User
from coe_hub.surveys.actions.waves import SideToAsk, begin_wave, close_wave
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.inviting import invite, signs_in
from coe_hub.surveys.models import Questionnaire

RESULT_PURPOSE, RESULT_DAYS = "health_result", 30


class Begun(NamedTuple):
    """A check that was begun, and who of its people has no address that is known."""

    check: HealthCheck
    unreached: list[Person]


@transaction.atomic
def begin_check(
    *,
    alliance: Alliance,
    questionnaire: Questionnaire,
    sides: Sequence[SideToAsk],
    opens_on: date,
    closes_on: date,
    is_anonymous: bool,
    minimum: int,
    by: User,
) -> Begun:
    """Ask both sides. Whose first day is today are written to at once, others on that day.

    Raises what `begin_wave` raises, and `DomainError` where one is under way already: two at once could be subtracted
    from each other.
    """
    lock_record(alliance)
    if HealthCheck.objects.active().filter(alliance=alliance, wave__isnull=False, wave__closed_at=None).exists():
        raise DomainError(_("A health check of this alliance is under way. Close it first."))
    wave = begin_wave(
        scope=alliance.scope,
        questionnaire=questionnaire,
        subject=alliance.title_in_mail[:200],
        sides=sides,
        opens_on=opens_on,
        closes_on=closes_on,
        is_anonymous=is_anonymous,
        minimum=minimum,
        by=by,
    )
    check = HealthCheck(alliance=alliance, wave=wave, by=by)
    check.full_clean()
    check.save()
    unreached = invite(wave=wave, by=by).unreached if opens_on <= timezone.localdate() else []
    return Begun(check, unreached)


@transaction.atomic
def note_talk(*, alliance: Alliance, talked_on: date, note: str, by: User) -> HealthCheck:
    """Write down what came of talking it through by the talk guide. Raises `ValidationError` where it is refused."""
    check = HealthCheck(alliance=alliance, talked_on=talked_on, note=note, by=by)
    check.full_clean()
    check.save()
    return check


@transaction.atomic
def close_check(*, check: HealthCheck) -> None:
    """Take no more answers, and open those that came. Doing so twice changes nothing."""
    if check.wave is None:
        raise DomainError(_("Nobody was asked in writing."))
    close_wave(wave=check.wave)


@transaction.atomic
def show_results(*, check: HealthCheck, by: User) -> list[Person]:
    """Write to everybody who was asked where the results are: ours in the hub, others by a link; return them.

    Raises `DomainError` while the wave is open.
    """
    lock_record(check)
    if check.wave is None or not check.wave.is_counted:
        raise DomainError(_("The answers are not opened yet. Close the health check first."))
    people = Person.objects.filter(pk__in=check.wave.participants.values("person")).order_by("pk")
    told = [one for one in people.select_related("user", "organisation") if email_of(one)]
    for person in told:
        _write_of_results(person, check=check, by=by)
    check.shared_at = timezone.now()
    save_record(check, fields=["shared_at"])
    return told


def result_url(check: HealthCheck, person: Person) -> str:
    """Where this person reads the results: the hub's own page, or a link to this one check."""
    if signs_in(person):
        return settings.HUB_URL + check.get_absolute_url()
    return make_partner_link(
        purpose=RESULT_PURPOSE, object_id=check.pk, scope=check.alliance.scope, person=person, days=RESULT_DAYS
    )


def _write_of_results(person: Person, *, check: HealthCheck, by: User) -> None:
    assert check.wave is not None  # noqa: S101  only checks that asked are shown
    language, company = mail_language(person), by.person.organisation
    with translation.override(language):
        name = company.display_name
    context = {
        "person": person,
        "wave": check.wave,
        "asking": asking_of(check.wave.edition, language),
        "sender": by.person,
        "contact": contact_for(check.alliance.scope) or by.person,
        "company": company,
        "url": result_url(check, person),
        "days": 0 if signs_in(person) else RESULT_DAYS,
    }
    send_in_background(
        "health_result",
        to=email_of(person),
        language=language,
        context=context,
        reply_to=email_of(by.person),
        company="" if signs_in(person) else name,
    )


@transaction.atomic
def take_on_together(
    *,
    check: HealthCheck,
    text: str,
    theme: str,
    our_owner: Person,
    their_owner: Person,
    due_on: date | None,
    tells_now: bool,
    by: User,
) -> JointAction:
    """Something both sides do about it: an item for each of the two, who know of each other.

    Raises `DomainError` where one of them is on the wrong side or cannot be written to, `ValidationError` where a
    value is refused.
    """
    side = owner_side(check.alliance)
    if side(our_owner) != Side.OURS:
        raise DomainError(_("Choose somebody on our side."), field="our_owner")
    if side(their_owner) != Side.THEIRS:
        raise DomainError(_("Choose somebody at the partner."), field="their_owner")
    items = []
    for owner, other, of_side in ((our_owner, their_owner, Side.OURS), (their_owner, our_owner, Side.THEIRS)):
        items.append(
            add_action(
                scope=check.alliance.scope,
                by=by,
                source_label=_source(check),
                source_url=reverse("health_detail", args=[check.public_id]),
                tells_now=tells_now,
                text=text,
                owner=owner,
                side=of_side,
                due_on=due_on,
                note=_("Together with %(name)s, %(organisation)s.")
                % {"name": other.display_name, "organisation": other.organisation},
            )
        )
    joint = JointAction(check_made=check, theme=theme, ours=items[0], theirs=items[1])
    joint.full_clean()
    joint.save()
    return joint


def _source(check: HealthCheck) -> str:
    day = check.wave.closes_on if check.wave else check.talked_on
    return _("Health check of %(date)s") % {"date": date_text(day)}
