"""Accounts: asked in, opened, given roles; and the switches of the menu."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.fields import AddressField, ReasonField, TextField
from coe_hub.lib.forms import ActionForm, plain_helper, want_reason
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.accounts.addresses import refuse_taken
from coe_hub.people.accounts.inviting import MOST, Guest, read_guests
from coe_hub.people.directory.forms.fields import zone
from coe_hub.people.models import Person, Theme, User


class PreferenceForm(ActionForm):
    """The two switches of the menu."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=Theme.choices, required=False)


def with_reason(form: ActionForm, data: dict[str, Any]) -> dict[str, Any]:
    """Refuse an invitation that gives roles and does not say why."""
    if data.get("roles"):
        want_reason(form)
    return data


class InvitationForm(ActionForm):
    """Who is asked in, and as what."""

    email = AddressField(label=gettext_lazy("E-mail"))
    roles = forms.MultipleChoiceField(
        choices=GlobalRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Roles"),
        help_text=gettext_lazy("None is needed to work with alliances and tools."),
    )
    reason = ReasonField(required=False, label=gettext_lazy("Why these roles"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language of the invitation"))

    def clean(self) -> dict[str, Any]:
        """A role that is given has a reason."""
        return with_reason(self, super().clean() or {})

    def __init__(self, data: Any = None, *, person: Person, by: User) -> None:
        super().__init__(data, initial={"email": person.email})
        self.person, self.by = person, by
        self.helper = plain_helper()

    def clean_email(self) -> str:
        """An address no account has yet."""
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this e-mail already."), code="taken")
        others = Person.objects.visible_to(self.by).active().filter(email__iexact=email).exclude(pk=self.person.pk)
        if other := others.first():
            raise ValidationError(
                _("%(name)s has this address. If both are one person, merge them first."),
                params={"name": other.display_name},
                code="taken",
            )
        return email


class InviteManyForm(ActionForm):
    """Whom to ask in, as what."""

    people = TextField(
        max_length=60_000,
        widget=forms.Textarea({"rows": 8}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Addresses"),
        help_text=gettext_lazy("One a line, “Name &lt;address&gt;” in a row, or rows pasted from a spreadsheet."),
    )
    roles = forms.MultipleChoiceField(
        choices=GlobalRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Roles"),
        help_text=gettext_lazy("None is needed to work with alliances and tools."),
    )
    reason = ReasonField(required=False, label=gettext_lazy("Why these roles"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language of the invitation"))

    def clean(self) -> dict[str, Any]:
        """A role that is given has a reason."""
        return with_reason(self, super().clean() or {})

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.guests: list[Guest] = []
        self.helper = plain_helper()

    def clean_people(self) -> str:
        """Somebody at least, and not more than a page can show."""
        text = self.cleaned_data["people"]
        self.guests = read_guests(text, by=self.by)
        if not self.guests:
            raise ValidationError(_("There is no e-mail address in it."), code="nobody")
        if len(self.guests) > MOST:
            sentence = _("These are %(count)d addresses; at most %(most)d are invited at once.")
            raise ValidationError(sentence % {"count": len(self.guests), "most": MOST}, code="too_many")
        return text


class AcceptForm(ActionForm):
    """The last step of an invitation: a password and the reader's clock."""

    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters. A sentence is easy to keep in mind."),
    )
    time_zone = zone()

    def __init__(self, data: Any = None, *, person: Person) -> None:
        zone = person.site.time_zone if person.site else "UTC"
        super().__init__(data, initial={"time_zone": zone})
        self.helper = plain_helper()

    def clean_password(self) -> str:
        """Strong enough."""
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class AccountAddressForm(ActionForm):
    """The address an account is to have."""

    email = AddressField(label=gettext_lazy("New e-mail"))

    def __init__(self, data: Any = None, *, account: User) -> None:
        super().__init__(data)
        self.account = account
        self.helper = plain_helper()

    def clean_email(self) -> str:
        """Another one, which no account has yet."""
        email = self.cleaned_data["email"]
        if email == self.account.email:
            raise ValidationError(_("This is the address now."), code="same")
        refuse_taken(email, but=self.account)
        return email


class AddressForm(AccountAddressForm):
    """The address a member wants, and the password, so that nobody does it at a desk somebody left."""

    NOT_FOR_THE_ACTION = ("password",)

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        """The account's own."""
        password = self.cleaned_data["password"]
        if not self.account.check_password(password):
            raise ValidationError(_("This is not your password."), code="wrong")
        return password


class AccountForm(ActionForm):
    """What an account may do, and whether it may sign in."""

    roles = forms.MultipleChoiceField(
        choices=GlobalRole, required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Roles")
    )
    is_active = forms.BooleanField(required=False, label=gettext_lazy("Can sign in"))
    reason = ReasonField(
        required=False,
        label=gettext_lazy("Why the roles change"),
        help_text=gettext_lazy("One line, such as “takes over the desk from Cora”. It stands in the history."),
    )

    def __init__(self, data: Any = None, *, account: User) -> None:
        super().__init__(data, initial={"roles": account.roles, "is_active": account.is_active})
        self.account = account
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        """A role that is given or taken has a reason."""
        data = super().clean() or {}
        if "roles" in data and set(data["roles"]) != set(self.account.roles):
            want_reason(self)
        return data


class FactorResetForm(ActionForm):
    """Why somebody's second factors are taken away."""

    reason = TextField(
        max_length=300,
        widget=forms.TextInput,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Such as a lost telephone. They read it in the mail, and it stands in the history."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = plain_helper()
