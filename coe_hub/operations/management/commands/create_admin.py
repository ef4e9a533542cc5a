"""`manage.py create_admin`: the first admin of an empty hub, who then invites everybody else."""

from typing import Any

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.addresses import one_address
from coe_hub.lib.history import acting
from coe_hub.people.directory.actions import create_organisation, create_person
from coe_hub.people.models import Organisation, User

# What every hub starts with and somebody has to publish; the runner loads the same at each start.
STARTER_CONTENT = ("load_tools", "load_courses", "load_questionnaires")
_SECONDS_A_DAY = 60 * 60 * 24
# Fields that refuse a value, by the option it came from.
_OPTIONS = {"name": "--organisation", "family_name": "--name", "given_name": "--name"}


@transaction.atomic
def create_admin(*, email: str, family_name: str, given_name: str, organisation_name: str) -> User:
    """An admin's account, without a password, and the person and organisation it belongs to, seen by every member.

    An organisation of that name is used if there is one. Raises `ValidationError` where a value is refused, by field.
    """
    organisation = Organisation.objects.active().filter(name=organisation_name).order_by("pk").first()
    if organisation is None:
        organisation = create_organisation(name=organisation_name, is_public=True)
    person = create_person(
        family_name=family_name, given_name=given_name, email=email, organisation=organisation, is_public=True
    )
    user = User.objects.create_user(email, person=person, roles=[GlobalRole.ADMIN])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def password_link(user: User) -> str:
    """A link with which the account chooses its password: once, and for `PASSWORD_RESET_TIMEOUT` seconds.

    It is the one that "Forgot your password?" mails, so whoever loses it can have another on the sign-in page.
    """
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.HUB_URL + path


class Command(BaseCommand):
    """Asks for no password: what stands on a command line is kept in its history."""

    help = "Create an admin on an empty hub, with the starter content, and print the link that chooses their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address the admin signs in with")
        parser.add_argument(
            "--name", metavar="'FAMILY GIVEN'", default="", help="family name first (default: what stands before the @)"
        )
        parser.add_argument(
            "--organisation", metavar="NAME", default="", help="the company (default: what stands after the @)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = one_address(options["email"])
        self._refuse_address(email)
        before, _at, after = email.partition("@")
        family_name, _space, given_name = (options["name"].strip() or before).partition(" ")
        try:
            # Once the account is there: what they would find in a hub that was started again, they find at once.
            with transaction.atomic(), acting(by=None):
                transaction.on_commit(self._load_starter_content)
                user = create_admin(
                    email=email,
                    family_name=family_name,
                    given_name=given_name.strip(),
                    organisation_name=options["organisation"].strip() or after,
                )
        except ValidationError as error:
            texts = [f"{_OPTIONS.get(name, name)}: {' '.join(lines)}" for name, lines in error.message_dict.items()]
            raise CommandError(" ".join(texts)) from error
        days = settings.PASSWORD_RESET_TIMEOUT // _SECONDS_A_DAY
        self.stdout.write(f"Created the admin {user.email}. Choose a password here (once, within {days} days):")
        self.stdout.write(password_link(user))

    def _load_starter_content(self) -> None:
        """Tools and courses, published in the name of the first admin."""
        for name in STARTER_CONTENT:
            call_command(name, stdout=self.stdout)

    def _refuse_address(self, email: str) -> None:
        """Raise `CommandError` for what is no address, and for one that signs in already."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address. Write it as anna@company.example.") from error
        if User.objects.filter(email__iexact=email).exists():
            reset = settings.HUB_URL + reverse("account_reset_password")
            raise CommandError(f"{email} has an account already. If its password is lost, choose a new one at {reset}")
