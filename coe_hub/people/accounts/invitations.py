"""Accounts come by invitation: an admin asks somebody in, they choose a password, and the link is spent."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.tasks import send_in_background
from coe_hub.lib.tokens import new_token, token_hash
from coe_hub.people.models import Invitation, Person, User

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite(*, person: Person, email: str, roles: list[str], language: str, by: User, reason: str = "") -> Invitation:
    """Ask the person in by mail, and keep why with these roles; an earlier open invitation is replaced.

    Raises `DomainError` where they have an account already.
    """
    if hasattr(person, "user"):
        raise DomainError(_("This person has an account already."))
    person.invitations.filter(accepted_at__isnull=True).delete()
    token = new_token()
    invitation = Invitation(
        person=person,
        email=email,
        roles=sorted(set(roles)),
        language=language,
        token_hash=token_hash(token),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    invitation.full_clean()
    with acting(by=by, reason=reason):
        invitation.save()
    send_in_background(
        "invitation",
        to=email,
        language=language,
        context={
            "name": person.display_name,
            "inviter": by.person.display_name,
            "url": settings.HUB_URL + reverse("invitation_accept", args=[token]),
            "days": VALID_FOR.days,
        },
    )
    return invitation


def open_invitation(token: str) -> Invitation | None:
    """The invitation this token still opens, if any."""
    found = (
        Invitation.objects.select_related("person__site", "person__organisation", "invited_by__person")
        .filter(token_hash=token_hash(token))
        .first()
    )
    return found if found and found.is_open(timezone.now()) else None


@transaction.atomic
def accept(*, invitation: Invitation, password: str | None, time_zone: str) -> User:
    """Open the account; without a password for who signs in by the company. Raises `DomainError` where the invitation
    was used or withdrawn meanwhile."""
    now = timezone.now()
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(accepted_at=now)
    if not taken:
        if not Invitation.objects.filter(pk=invitation.pk).exists():
            raise DomainError(_("This invitation was withdrawn. Ask for a new one, or use the newest mail you got."))
        raise DomainError(_("This invitation was used already. Sign in instead."))
    user = User.objects.create_user(
        invitation.email,
        password,
        person=invitation.person,
        roles=invitation.roles,
        language=invitation.language,
        time_zone=time_zone,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
