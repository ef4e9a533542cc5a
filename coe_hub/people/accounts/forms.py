"""Accounts: asked in, opened, given roles; and the switches of the menu."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.forms import ActionForm, plain_helper
from coe_hub.people.directory.forms.fields import BLANK, zone
from coe_hub.people.models import Person, Theme, User


class PreferenceForm(ActionForm):
    """The two switches of the menu."""

    language = forms.ChoiceField(choices=[*BLANK, *settings.LANGUAGES], required=False)
    theme = forms.ChoiceField(choices=[*BLANK, *Theme.choices], required=False)


class InvitationForm(ActionForm):
    """Who is asked in, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    roles = forms.MultipleChoiceField(
        choices=GlobalRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Roles"),
        help_text=gettext_lazy("None is needed to work with alliances and tools."),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language of the invitation"))

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data, initial={"email": person.email})
        self.person = person
        self.helper = plain_helper()

    def clean_email(self) -> str:
        """An address no account has yet."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this e-mail already."), code="taken")
        return email


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


class AccountForm(ActionForm):
    """What an account may do, and whether it may sign in."""

    roles = forms.MultipleChoiceField(
        choices=GlobalRole, required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Roles")
    )
    is_active = forms.BooleanField(required=False, label=gettext_lazy("Can sign in"))

    def __init__(self, data: Any = None, *, account: User) -> None:
        super().__init__(data, initial={"roles": account.roles, "is_active": account.is_active})
        self.helper = plain_helper()
