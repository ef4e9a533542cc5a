"""allauth's forms about second factors: text is asked for as by every form of the hub, and a code is good once."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.cache import cache
from django.core.exceptions import ValidationError

from coe_hub.lib.fields import TextField
from coe_hub.lib.security_log import record
from coe_hub.lib.text import refuse_control_characters


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey, as the browser made it, and what its owner calls it."""

    name = TextField(required=False, max_length=100, validators=[refuse_control_characters])


class EditPasskeyForm(EditWebAuthnForm):
    """What its owner calls a passkey."""

    name = TextField(max_length=100, validators=[refuse_control_characters])


class _Once:
    """A code opens something once. allauth remembers for one period that it was used, and takes it for longer, since
    the clocks of telephones go wrong."""

    def clean_code(self) -> str:
        """The code, where it is right and was not used before."""
        form: Any = super()
        account = self.user.pk  # type: ignore[attr-defined]
        try:
            code: str = form.clean_code()
        except ValidationError:
            record("code_wrong", "A wrong code for account %s", account, about=account, refused=True)
            raise
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"code_used:{account}:{normalize_user_code(code)}"
        if not cache.add(key, 1, periods * app_settings.TOTP_PERIOD):
            record("code_sent_twice", "A code was sent twice for account %s", account, about=account, refused=True)
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Once, AuthenticateForm):
    """The code at sign-in."""


class CodeAgainForm(_Once, ReauthenticateForm):
    """The code that says who is there."""
