"""Forms of the people room."""

from coe_hub.people.forms.accounts import AcceptForm, AccountForm, InvitationForm, PreferenceForm
from coe_hub.people.forms.organisations import OrganisationForm, SiteForm
from coe_hub.people.forms.persons import PersonForm, ProfileForm

__all__ = [
    "AcceptForm",
    "AccountForm",
    "InvitationForm",
    "OrganisationForm",
    "PersonForm",
    "PreferenceForm",
    "ProfileForm",
    "SiteForm",
]
