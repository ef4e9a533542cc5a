"""Asking for a sign-off, and giving it: in the hub on our side, by a link that shows nothing else at the partner."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliances.goals.models import Goal, Signatory, SignOff
from alliances.goals.signing import Signing
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.lib.text import join_words
from coe_hub.people.access.partner_links import VALID_DAYS, contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, ScopeGrant, Side, User
from coe_hub.vocabulary.models import Access

PURPOSE = "goal_sign_off"
# What the button sends that takes a signature back.
TAKE_BACK = "take_back"


class Asked(NamedTuple):
    """Who was written to, and who has no address that is known."""

    told: list[Person]
    unreached: list[Person]


def signs_in(person: Person) -> bool:
    """Whether the person signs in the hub itself; everybody else signs by a link."""
    return hasattr(person, "user") and person.user.is_active


@transaction.atomic
def ask_to_sign(*, goal: Goal, by: User) -> Asked:
    """Write to all who have not signed what the goal says now, each in their language.

    Raises `DomainError` where the goal is closed, nobody is left to sign, or none of them can be written to.
    """
    lock_record(goal)
    signing = signing_of(goal)
    if not goal.is_open:
        raise DomainError(_("This goal is closed. Open it again to have it signed."))
    if not signing.signatures:
        raise DomainError(_("Nobody is named to sign it. Edit the goal and name people of both sides."))
    if not signing.open:
        raise DomainError(_("Everybody has signed what it says now."))
    asked = Asked([], [])
    for one in signing.open:
        (asked.told if email_of(one.person) else asked.unreached).append(one.person)
    if not asked.told:
        names = join_words(one.display_name for one in asked.unreached)
        raise DomainError(_("No e-mail address of %(names)s is known. Add it under People.") % {"names": names})
    for person in asked.told:
        _write_to(person, goal=goal, by=by)
    goal.signatories.filter(person__in=asked.told).update(asked_at=timezone.now())
    return asked


@transaction.atomic
def sign_goal(*, goal: Goal, person: Person, version: int, remark: str = "") -> SignOff:
    """The person signs what they read: the goal as it stood at `version`. Whoever leads is told what a partner signed.

    The same answer twice is one. Raises `DomainError` where the goal changed since, is closed, or names others.
    """
    lock_record(goal)
    if goal.version != version:
        raise DomainError(_("The goal was changed while you read it. Read it once more before you sign."))
    if not goal.is_open:
        raise DomainError(_("This goal is closed. There is nothing left to sign."))
    signature = signing_of(goal).of_person(person.pk)
    if signature is None:
        raise DomainError(_("You are not named to sign this goal."))
    known = signature.sign_off if signature.stands else None
    if known and known.remark == remark:
        return known
    words = {name: getattr(goal, name) for name in SignOff.SIGNED}
    signed = SignOff(goal=goal, person=person, side=signature.signatory.side, remark=remark, **words)
    signed.full_clean()
    signed.save()
    if signed.side == Side.THEIRS:
        _tell_leads(signed)
    return signed


@transaction.atomic
def take_back(*, goal: Goal, person: Person) -> None:
    """The person takes back what they signed of the goal's present words; whoever leads is told where a partner does.

    Twice is once. Raises `DomainError` where the goal is closed.
    """
    lock_record(goal)
    goal = Goal.objects.get(pk=goal.pk)
    if not goal.is_open:
        raise DomainError(_("This goal is closed. What was signed stays as it is."))
    stands = SignOff.objects.filter(goal=goal, person=person, taken_back_at__isnull=True).order_by("-signed_at", "-pk")
    theirs = [one for one in stands if one.is_of(goal)]
    SignOff.objects.filter(pk__in=[one.pk for one in theirs]).update(taken_back_at=timezone.now())
    if theirs and theirs[0].side == Side.THEIRS:
        _tell_leads(theirs[0], mail="goal_sign_off_taken_back")


def signing_of(goal: Goal) -> Signing:
    """How far the goal is signed, read anew."""
    return Signing.of(Goal.objects.with_signing().select_related("alliance__scope").get(pk=goal.pk))


def sign_url(goal: Goal, person: Person) -> str:
    """Where this person signs: the hub's own page, or a link to this one goal."""
    if signs_in(person):
        return settings.HUB_URL + reverse("goal_sign", args=[goal.public_id])
    return make_partner_link(purpose=PURPOSE, object_id=goal.pk, scope=goal.scope, person=person)


def _write_to(person: Person, *, goal: Goal, by: User) -> None:
    language, company = mail_language(person), by.person.organisation
    with translation.override(language):
        name = company.display_name
    context = {"person": person, "goal": goal, "title": goal.alliance.title_in_mail, "sender": by.person}
    context |= {"contact": contact_for(goal.scope) or by.person, "company": company, "url": sign_url(goal, person)}
    context["days"] = 0 if signs_in(person) else VALID_DAYS
    send_in_background(
        "goal_sign",
        to=email_of(person),
        language=language,
        context=context,
        reply_to=email_of(by.person),
        company="" if signs_in(person) else name,
    )


def _tell_leads(signed: SignOff, *, mail: str = "goal_signed") -> None:
    goal = signed.goal
    for reader in _leads(goal):
        context = {"person": reader.person, "goal": goal, "signed": signed, "title": goal.alliance.title_in_mail}
        context["url"] = settings.HUB_URL + goal.get_absolute_url()
        send_in_background(
            mail, to=reader.email, language=reader.language, context=context, reply_to=signed.person.email
        )


def _leads(goal: Goal) -> Iterable[User]:
    granted = ScopeGrant.objects.filter(scope=goal.scope, role=Access.LEAD)
    return User.objects.active().filter(person__in=granted.values("person")).select_related("person").order_by("pk")


def replace_signatory(*, row: Signatory, taker: Person) -> None:
    """Somebody else signs in the place of whoever was named; whoever is named already is so once."""
    goal = row.goal
    row.delete()
    Signatory.objects.get_or_create(goal=goal, person=taker, defaults={"side": Side.OURS, "asked_at": row.asked_at})
