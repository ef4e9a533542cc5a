"""The form that gives somebody a role on an alliance."""

from typing import Any

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from alliances.core.participants import side_of
from coe_hub.lib.forms import ActionForm, PickerInput, more_opens, offer, plain_helper
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.models import Organisation, Person, User
from coe_hub.vocabulary.models import AllianceRole


class MemberForm(ActionForm):
    """Somebody known, or somebody new at one of the alliance's organisations."""

    _OF_A_PERSON = ("family_name", "given_name", "latin_name", "organisation", "job_title", "email")

    person = forms.CharField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Person"),
        help_text=gettext_lazy("Type a name in any script."),
    )
    family_name = forms.CharField(required=False, max_length=80, validators=ONE_LINE, label=gettext_lazy("Family name"))
    given_name = forms.CharField(required=False, max_length=80, validators=ONE_LINE, label=gettext_lazy("Given name"))
    latin_name = forms.CharField(
        required=False, max_length=160, validators=ONE_LINE, label=gettext_lazy("Name in Latin letters")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label=gettext_lazy("Organisation")
    )
    job_title = forms.CharField(required=False, max_length=120, validators=ONE_LINE, label=gettext_lazy("Job title"))
    email = forms.EmailField(required=False, label=gettext_lazy("E-mail"))
    role = forms.ModelChoiceField(
        AllianceRole.objects.none(), label=gettext_lazy("Role"), empty_label=gettext_lazy("Choose a role")
    )

    def __init__(self, *args: Any, user: User, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.alliance = user, alliance
        parties = [party.organisation_id for party in alliance.parties.all()]
        offer(self, "organisation", Organisation.objects.filter(pk__in=parties))
        offer(self, "role", AllianceRole.objects.in_use())
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "person",
            "role",
            HTML(more_opens(_("Somebody new at one of its organisations"), is_open=self._names_somebody_new())),
            Row(Column("family_name"), Column("given_name")),
            Row(Column("latin_name"), Column("organisation")),
            Row(Column("job_title"), Column("email")),
            HTML("</details>"),
        )

    def _names_somebody_new(self) -> bool:
        return self.is_bound and any(self.data.get(name) for name in ("family_name", "organisation"))

    def clean_person(self) -> Person | None:
        """The person meant, if one was typed."""
        text = self.cleaned_data["person"]
        return find_person(user=self.user, text=text) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wrong = {"person", "family_name", "organisation"} & self.errors.keys()
        if wrong or data.get("person"):
            return data
        if not data.get("family_name"):
            self.add_error("person", _("Type a name, or fill in the family name of somebody new."))
        elif not data.get("organisation"):
            self.add_error("organisation", _("Choose the organisation this person works for."))
        return data

    def action_values(self) -> dict[str, Any]:
        """What `add_member` is called with or, for somebody new, `add_new_member`: the side follows from the person, or
        from the organisation of somebody new."""
        typed = self.cleaned_data
        person = typed["person"] or Person(organisation=typed["organisation"])
        values = {"role": typed["role"], "side": side_of(self.alliance, person)}
        return values | ({"person": person} if typed["person"] else {name: typed[name] for name in self._OF_A_PERSON})
