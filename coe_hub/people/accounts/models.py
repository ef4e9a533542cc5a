"""Who signs in, what they are allowed to do hub-wide, and invitations."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.addresses import one_address
from coe_hub.lib.history import tracked
from coe_hub.lib.places import validate_time_zone
from coe_hub.lib.records import save_record
from coe_hub.people.directory.models.persons import Person

if TYPE_CHECKING:
    from collections.abc import Iterable


# Who looks after what the CoE publishes: toolkits, courses, and what was searched for in vain.
CONTENT_KEEPERS = (GlobalRole.CURATOR, GlobalRole.ADMIN)
# Who looks after the directory of people and organisations.
DIRECTORY_KEEPERS = (GlobalRole.ADMIN, GlobalRole.ALLIANCE_MANAGER)
# Who reads the history of what these keep.
DIRECTORY_WATCHERS = (*DIRECTORY_KEEPERS, GlobalRole.AUDITOR)
CONTENT_WATCHERS = (*CONTENT_KEEPERS, GlobalRole.AUDITOR)


class Theme(models.TextChoices):
    """How pages are coloured."""

    AUTO = "auto", _("As on my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserManager(BaseUserManager["User"]):
    """Accounts are found by e-mail, whatever its case."""

    def create_user(self, email: str, password: str | None = None, *, person: Person, **fields: Any) -> "User":
        """A new account for `person`; without a password it cannot sign in until one is set."""
        user = self.model(email=one_address(email), person=person, **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        user.write_address_to_person()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=one_address(username or ""))


class UserQuerySet(models.QuerySet["User"]):
    """Accounts."""

    def active(self) -> "UserQuerySet":
        """Those who can sign in."""
        return self.filter(is_active=True)


class PreferenceValues(TypedDict, total=False):
    """What members edit of their own account, and what each of it is."""

    language: str
    time_zone: str
    theme: str


class AccountValues(PreferenceValues, total=False):
    """What is edited of an account at all: what an admin does comes last."""

    roles: list[str]
    is_active: bool


@tracked(exclude=("password", "last_login", "email", "session_round"))
class User(AbstractBaseUser):
    """An account. Names, site and function are the person's."""

    EDITABLE = tuple(AccountValues.__annotations__)

    email = models.EmailField(_("e-mail"))
    person = models.OneToOneField(Person, models.PROTECT, related_name="user")
    roles = ArrayField(
        models.CharField(max_length=20, choices=GlobalRole), default=list, blank=True, verbose_name=_("roles")
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(_("can sign in"), default=True)
    # Every session carries it: the next round ends them all.
    session_round = models.PositiveIntegerField(default=0, db_default=0)
    # When an admin took the account's second factors away, so that history tells it.
    factor_reset_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager.from_queryset(UserQuerySet)()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("There is an account with this e-mail already."),
            ),
            models.CheckConstraint(condition=models.Q(roles__contained_by=GlobalRole.values), name="user_roles_known"),
        ]

    def __str__(self) -> str:
        return self.email

    def get_session_auth_hash(self) -> str:
        """What a session must carry to open anything: it changes with the password, and where sessions are ended."""
        usual = super().get_session_auth_hash()
        if not self.session_round:
            return usual
        return salted_hmac("session-round", f"{usual}:{self.session_round}", algorithm="sha256").hexdigest()

    def write_address_to_person(self) -> None:
        """The person is written to where the account signs in: the two addresses are one."""
        if self.person.email != self.email:
            self.person.email = self.email
            save_record(self.person, fields=["email"])

    def has_role(self, *codes: str) -> bool:
        """Whether the account holds any of these hub-wide roles."""
        return not set(codes).isdisjoint(self.roles)

    @property
    def is_break_glass(self) -> bool:
        """Whether it is kept for emergencies: it has a password for the day on which the company signs nobody in."""
        return self.email in settings.BREAK_GLASS_ADMINS

    @property
    def may_use_password(self) -> bool:
        """Whether a password opens it."""
        return settings.PASSWORD_SIGN_IN or self.is_break_glass

    @property
    def may_write(self) -> bool:
        """Whether the account may change anything: an auditor only reads."""
        return not self.has_role(GlobalRole.AUDITOR)

    def roles_text(self) -> "Iterable[str]":
        """Names of the account's roles in the active language."""
        return [str(GlobalRole(code).label) for code in self.roles]

    def local_time(self, at: datetime) -> datetime:
        """`at`, an aware time, on the user's own clock."""
        return at.astimezone(ZoneInfo(self.time_zone))


@tracked(exclude=("email", "token_hash"))
class Invitation(models.Model):
    """An admin's invitation to open an account for a person. Only the hash of its token is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    roles = ArrayField(models.CharField(max_length=20, choices=GlobalRole), default=list, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(accepted_at__isnull=True),
                name="invitation_one_open_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="invitation_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def is_open(self, at: datetime) -> bool:
        """Whether the invitation can still be accepted at `at`."""
        return self.accepted_at is None and at < self.expires_at
