"""How allauth behaves here: nobody signs up, accounts come by invitation."""

import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context as allauth_context
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from coe_hub.lib.addresses import one_address
from coe_hub.lib.limits import Limit, TooManyError
from coe_hub.lib.mail import Mail
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.security_log import record
from coe_hub.lib.tasks import hand_over, send_in_background
from coe_hub.people.accounts.browsers import begin_noting, meet_browser
from coe_hub.people.models import User

# What allauth tells of, by the last part of its template's name.
_CHANGES = {
    "password_changed": gettext_lazy("The password was changed."),
    "password_reset": gettext_lazy("A new password was set by a link from a mail."),
    "password_set": gettext_lazy("A password was set."),
    "totp_activated": gettext_lazy("An authenticator app was set up."),
    "totp_deactivated": gettext_lazy("The authenticator app was taken away."),
    "webauthn_added": gettext_lazy("A passkey was added."),
    "webauthn_removed": gettext_lazy("A passkey was removed."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made. Earlier ones are good for nothing."),
}

# How often one address is written to, so that nobody's mailbox is filled: who asked for a new password gets some mails,
# an address without an account one a day.
_MAILS = {
    "account/email/password_reset_key": Limit("reset_mail", most=5, window=timedelta(hours=1)),
    "account/email/unknown_account": Limit("unknown_mail", most=1, window=timedelta(days=1)),
}
_FAILED_WINDOW = 5 * 60


class AccountAdapter(DefaultAccountAdapter):
    """The hub is for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed sign-ins count by account and address together: nobody is locked out by a stranger elsewhere."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try. Raises `TooManyError` after too many that failed."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise TooManyError(_FAILED_WINDOW) from error

    def is_reauthentication_required(self, **_options: Any) -> bool:
        """Not of who signed in, or said who they are, within `CONFIRMED_FOR_MINUTES`; nor of who has neither a password
        nor a factor to say it with: their company lets them in."""
        request = allauth_context.request
        if not get_reauthentication_flows(request.user):
            return False
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password; the log has the address without its name."""
        super().authentication_failed(request, **credentials)
        said = "Nobody signed in as %s: wrong password, or no such account"
        record("sign_in_failed", said, credentials.get("email", "-"), refused=True)

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session, and remember whether it is the first one of this account."""
        request.is_first_sign_in = user.last_login is None  # type: ignore[attr-defined]
        super().login(request, user)
        begin_noting(request)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """On to the page that was asked for; the browser is known from now on."""
        response: HttpResponse = super().post_login(request, user, **options)
        ways = ", ".join(dict.fromkeys(one["method"] for one in get_authentication_records(request, user)))
        record("signed_in", "Account %s signed in by %s", user.pk, ways or "an invitation", about=user.pk)
        meet_browser(request, response, user, is_first=request.is_first_sign_in)  # type: ignore[attr-defined]
        return response

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody that the way they sign in was changed, whoever did it."""
        what = _CHANGES.get(template_prefix.rpartition("/")[2])
        if what is None:
            return
        event = template_prefix.rpartition("/")[2]
        record(event, "Account %s: %s", user.pk, event.replace("_", " "), about=user.pk)
        with translation.override(user.language):
            words = {"name": user.person.display_name, "what": str(what)}
        words["url"] = settings.HUB_URL + reverse("mfa_index")
        send_in_background("sign_in_changed", to=user.email, language=user.language, context=words)

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
        # The same work for every address, and the same answer: nobody learns which one has an account.
        limit = _MAILS.get(template_prefix)
        if limit:
            if limit.is_reached(one_address(email)):
                return
            limit.count(one_address(email))
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
