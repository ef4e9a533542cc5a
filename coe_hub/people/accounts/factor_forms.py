"""allauth's forms about passkeys, asking for text as every form of the hub does."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

from coe_hub.lib.fields import TextField
from coe_hub.lib.text import refuse_control_characters


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey, as the browser made it, and what its owner calls it."""

    name = TextField(required=False, max_length=100, validators=[refuse_control_characters])


class EditPasskeyForm(EditWebAuthnForm):
    """What its owner calls a passkey."""

    name = TextField(max_length=100, validators=[refuse_control_characters])
