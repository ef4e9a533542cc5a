"""What is done to alignment checks: begun, filled in from talks, asked of each."""

from collections.abc import Iterable, Sequence
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliances.alignment.models import AlignmentCheck, CheckValues, Position, Stand, StandValues
from alliances.core.models import Alliance
from alliances.core.participants import side_on
from coe_hub.lib.editing import edit_record, set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.lib.text import join_words
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, Side, User

PURPOSE = "alignment"


@transaction.atomic
def begin_check(
    *, alliance: Alliance, people: Sequence[Person], by: User, **values: Unpack[CheckValues]
) -> AlignmentCheck:
    """A new round: these people of ours are to be heard. Raises `DomainError` where one of them is not on our side,
    `ValidationError` where a value is refused."""
    check = AlignmentCheck(alliance=alliance, by=by)
    set_values(check, values)
    check.full_clean()
    check.save()
    for person in people:
        hear(check=check, person=person)
    return check


@transaction.atomic
def edit_check(*, check: AlignmentCheck, version: int, **values: Unpack[CheckValues]) -> None:
    """Change what is said of it. Raises `LostUpdateError` where it was saved since `version`."""
    edit_record(check, values, version=version)


@transaction.atomic
def hear(*, check: AlignmentCheck, person: Person, department: str = "") -> Stand:
    """Put somebody of ours on the list of those to hear. Raises `DomainError` where they are not on our side,
    `ValidationError` where they are on the list."""
    if side_on(check.alliance, person) != Side.OURS:
        raise DomainError(
            _("%(name)s is not on our side. This check is for our own departments alone.")
            % {"name": person.display_name},
            field="person",
        )
    usual = person.function.name if person.function else person.job_title
    stand = Stand(check_made=check, person=person, department=department or str(usual) or _("Without a department"))
    stand.full_clean()
    stand.save()
    return stand


@transaction.atomic
def say_where_they_stand(*, stand: Stand, version: int, **values: Unpack[StandValues]) -> None:
    """Write down what a talk gave, or what they say themselves. Raises `LostUpdateError` where it was saved since
    `version`."""
    fields = set_values(stand, values)
    stand.heard_on = None if stand.position == Position.NOT_ASKED else stand.heard_on or timezone.localdate()
    stand.full_clean()
    save_record(stand, fields=[*fields, "heard_on"], version=version)


@transaction.atomic
def leave_out(*, stand: Stand) -> None:
    """Take somebody off the list. Raises `DomainError` where they were heard: what they said stays."""
    lock_record(stand)
    if stand.is_heard:
        raise DomainError(_("They were heard already. What they said stays."))
    stand.delete()


@transaction.atomic
def ask_each(*, check: AlignmentCheck, by: User) -> tuple[list[Person], list[Person]]:
    """Write to everybody who is still to be heard; return whom, and who has no address.

    Raises `DomainError` where everybody was heard, or none of them can be written to.
    """
    lock_record(check)
    people = ("person__user", "person__organisation")
    waiting = list(check.stands.to_hear().select_related(*people, "check_made__alliance__scope").order_by("pk"))
    if not waiting:
        raise DomainError(_("Everybody has been heard."))
    told = [one for one in waiting if email_of(one.person)]
    unreached = [one.person for one in waiting if one not in told]
    if not told:
        raise DomainError(
            _("No e-mail address of %(names)s is known. Add it under People.") % {"names": _names(unreached)}
        )
    for stand in told:
        _write_to(stand, by=by)
    Stand.objects.filter(pk__in=[one.pk for one in told]).update(asked_at=timezone.now())
    return [one.person for one in told], unreached


def _names(people: Iterable[Person]) -> str:
    return join_words(person.display_name for person in people)


def signs_in(person: Person) -> bool:
    """Whether the person answers in the hub itself; somebody of ours without an account does by a link."""
    return hasattr(person, "user") and person.user.is_active


def stand_url(stand: Stand) -> str:
    """Where they say it themselves: the hub's page, or a link of their own. Nobody at a partner is ever given one."""
    if signs_in(stand.person):
        return settings.HUB_URL + reverse("stand_answer", args=[stand.public_id])
    scope = stand.check_made.alliance.scope
    return make_partner_link(purpose=PURPOSE, object_id=stand.pk, scope=scope, person=stand.person)


def _write_to(stand: Stand, *, by: User) -> None:
    language = mail_language(stand.person)
    with translation.override(language):
        title = stand.check_made.alliance.title_in_mail
    context = {
        "person": stand.person,
        "check": stand.check_made,
        "title": title,
        "sender": by.person,
        "url": stand_url(stand),
    }
    send_in_background(
        "alignment_asked", to=email_of(stand.person), language=language, context=context, reply_to=email_of(by.person)
    )
