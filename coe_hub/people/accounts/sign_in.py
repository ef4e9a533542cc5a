"""How allauth behaves here: nobody signs up, accounts come by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from coe_hub.lib.addresses import one_address
from coe_hub.lib.mail import Mail
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.tasks import hand_over
from coe_hub.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """The hub is for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to members in their own language, whatever the browser that asked speaks, and let the worker send."""
        user = context.get("user")
        if template_prefix == "account/email/password_reset_key" and user and not user.may_use_password:
            return  # a password would open nothing
        language = user.language if isinstance(user, User) else translation.get_language()
        with translation.override(language):
            message = self.render_mail(
                template_prefix, email, {"request": allauth_context.request, "email": email, **context}
            )
        html = next((str(part.content) for part in getattr(message, "alternatives", [])), "")
        hand_over(Mail(subject=message.subject, text=str(message.body), html=html), to=email)


class EmailBackend(AuthenticationBackend):
    """Sign-in by e-mail; the account comes with the person that every page's frame shows."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The account these credentials open. The demo company's password opens nothing once the demo is off, and with
        PASSWORD_SIGN_IN off a password opens only what is kept for emergencies."""
        if credentials.get("password") == settings.DEMO_PASSWORD and not settings.HUB_DEMO:
            return None
        if email := credentials.get("email"):
            credentials["email"] = one_address(email)
        user = super().authenticate(request, **credentials)
        return user if user is None or user.may_use_password else None

    def get_user(self, user_id: Any) -> User | None:
        """The active account, read with its person in one query."""
        return _ACCOUNT.first(account=user_id)


def _account(*, account: int) -> "QuerySet[User]":
    with_person = User.objects.active().select_related("person__site", "person__function", "person__organisation")
    return with_person.filter(pk=account)


_ACCOUNT = Prepared(_account)


class NotTheDemoPassword:
    """The demo company's password stands in the documentation: nobody may choose it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError` for that password."""
        if password.strip().lower() == settings.DEMO_PASSWORD:
            raise ValidationError(_("Choose another password: this one is known to everybody."), code="demo_password")

    def get_help_text(self) -> str:
        """What the password page says of this rule: nothing, since nobody would think of it."""
        return ""
