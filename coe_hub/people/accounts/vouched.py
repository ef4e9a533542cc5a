"""Accounts of people for whom the company itself vouches: nobody has to invite them, and no rule differs otherwise."""

from contextlib import suppress
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from coe_hub.lib.places import validate_time_zone
from coe_hub.people.accounts.invitations import accept
from coe_hub.people.accounts.inviting import name_of
from coe_hub.people.directory.actions import create_person
from coe_hub.people.directory.names import parted
from coe_hub.people.models import Invitation, Organisation, Person, User


@dataclass(frozen=True)
class Vouched:
    """Whom the company vouches for. The address is written as the hub writes addresses; what is empty is not known."""

    email: str
    family_name: str = ""
    given_name: str = ""
    whole_name: str = ""
    job_title: str = ""
    language: str = ""
    time_zone: str = ""


@transaction.atomic
def account_of(vouched: Vouched) -> User:
    """Their account: the one of this address, else the one that an open invitation to it leads to, with the roles that
    it gives, else a new one for the person in the directory who has this address, else for a new colleague."""
    found = User.objects.select_related("person").filter(email__iexact=vouched.email).first()
    if found is None:
        found = _invited(vouched) or _opened(vouched)
    if found.email == vouched.email:
        EmailAddress.objects.update_or_create(
            user=found, email=found.email, defaults={"verified": True, "primary": True}
        )
    return found


def _invited(vouched: Vouched) -> User | None:
    waiting = Invitation.objects.filter(email__iexact=vouched.email, accepted_at__isnull=True)
    for invitation in waiting.select_related("person__site").order_by("-created_at"):
        if invitation.is_open(timezone.now()) and not hasattr(invitation.person, "user"):
            return accept(invitation=invitation, password=None, time_zone=_zone(vouched, invitation.person))
    return None


def _opened(vouched: Vouched) -> User:
    known = Person.objects.active().filter(email__iexact=vouched.email, user__isnull=True).select_related("site")
    person = known.order_by("pk").first() or _colleague(vouched)
    # An invitation that ran out gives nothing, and nobody is waited for any more.
    person.invitations.filter(accepted_at__isnull=True).delete()
    return User.objects.create_user(
        vouched.email,
        person=person,
        time_zone=_zone(vouched, person),
        language=vouched.language if vouched.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
    )


def _colleague(vouched: Vouched) -> Person:
    family, given = vouched.family_name, vouched.given_name
    if not family:
        family, given, _note = parted(vouched.whole_name or given or name_of(vouched.email))
    return create_person(
        family_name=family[:80],
        given_name=given[:80],
        job_title=vouched.job_title[:120],
        email=vouched.email,
        organisation=_company(vouched.email),
        is_public=True,
    )


def _company(email: str) -> Organisation:
    """Where most who sign in with an address of this domain work, else where the first account's person does."""
    accounts = User.objects.filter(person__organisation__archived_at__isnull=True)
    of_domain = accounts.filter(email__iendswith=f"@{email.rpartition('@')[2]}")
    most = of_domain.values("person__organisation").annotate(n=Count("pk")).order_by("-n", "person__organisation")
    row = most.first()
    if row is not None:
        return Organisation.objects.get(pk=row["person__organisation"])
    return accounts.select_related("person__organisation").order_by("pk")[0].person.organisation


def _zone(vouched: Vouched, person: Person) -> str:
    with suppress(ValidationError):
        validate_time_zone(vouched.time_zone)
        return vouched.time_zone
    return person.site.time_zone if person.site else "UTC"
