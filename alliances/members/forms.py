"""The forms that give people roles on an alliance."""

from typing import Any

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance, Side
from alliances.core.participants import side_of
from coe_hub.lib.fields import AddressField, TextField
from coe_hub.lib.forms import ActionForm, PickerInput, more_opens, offer, plain_helper
from coe_hub.lib.text import ONE_LINE, has_japanese
from coe_hub.people.directory.forms.fields import SomebodyNew
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.models import Organisation, Person, User
from coe_hub.vocabulary.models import AllianceRole

_NOT_KNOWN = ("unknown_person", "part_of_a_name")


class RolesForm(ActionForm):
    """What somebody does on the alliance; several roles at once."""

    roles = forms.ModelMultipleChoiceField(
        AllianceRole.objects.none(), widget=forms.CheckboxSelectMultiple, label=gettext_lazy("What they do here")
    )

    def __init__(self, *args: Any, also: "QuerySet[AllianceRole] | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = AllianceRole.objects.in_use() | also if also is not None else AllianceRole.objects.in_use()
        offer(self, "roles", known.order_by("position", "pk"))
        self.helper = plain_helper()


class MemberEditForm(RolesForm):
    """The roles of somebody who is on it. `had` are those that the page showed: what somebody else gave or took
    meanwhile stays as it is."""

    had = forms.ModelMultipleChoiceField(AllianceRole.objects.all(), required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any = None, *, roles: "QuerySet[AllianceRole]") -> None:
        held = list(roles)
        super().__init__(data, also=roles, initial={"roles": held, "had": held})


class MemberForm(SomebodyNew, RolesForm):
    """Somebody known, or somebody new at one of the alliance's organisations: one field takes both.

    A name that nobody has is somebody new. Where more has to be said of them, it stands in its place already.
    """

    _OF_A_PERSON = ("family_name", "given_name", "latin_name", "organisation", "job_title", "email")

    person = TextField(
        required=False,
        max_length=300,
        validators=ONE_LINE,
        widget=PickerInput("person_suggest", offers_new=True),
        label=gettext_lazy("Person"),
        help_text=gettext_lazy("Type a name in any script. Somebody who is not known yet is added."),
    )
    family_name = TextField(required=False, max_length=80, validators=ONE_LINE, label=gettext_lazy("Family name"))
    given_name = TextField(required=False, max_length=80, validators=ONE_LINE, label=gettext_lazy("Given name"))
    latin_name = TextField(
        required=False, max_length=160, validators=ONE_LINE, label=gettext_lazy("Name in Latin letters")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        label=gettext_lazy("Organisation"),
        empty_label=gettext_lazy("Not said"),
    )
    job_title = TextField(required=False, max_length=120, validators=ONE_LINE, label=gettext_lazy("Job title"))
    email = AddressField(required=False, label=gettext_lazy("E-mail"))

    def __init__(self, *args: Any, user: User, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.alliance = user, alliance
        self.fields["person"].says_optional = False  # type: ignore[attr-defined]  # a name, here or below
        parties = list(alliance.parties.all())
        offer(self, "organisation", Organisation.objects.filter(pk__in=[one.organisation_id for one in parties]))
        theirs = [party.organisation_id for party in parties if party.side == Side.THEIRS]
        self.fields["organisation"].initial = theirs[0] if len(theirs) == 1 else None
        self.helper.layout = Layout(
            "person",
            "confirm_new",
            "roles",
            HTML(more_opens(_("About somebody new"), is_open=self._is_about_somebody_new())),
            Row(Column("family_name"), Column("given_name")),
            Row(Column("latin_name"), Column("organisation")),
            Row(Column("job_title"), Column("email")),
            HTML("</details>"),
        )

    def _is_about_somebody_new(self) -> bool:
        return self.is_bound and not self.is_valid() and self.cleaned_data.get("person") is None

    def clean_person(self) -> Person | None:
        """The person meant; None for a name that nobody has, and where none was typed."""
        text = self.cleaned_data["person"]
        try:
            return find_person(user=self.user, text=text) if text else None
        except ValidationError as error:
            if error.code in _NOT_KNOWN and "@" not in text:
                return None
            raise

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "person" in self.errors or data.get("person"):
            return data
        self._divide_name(data)
        if "family_name" in self.errors:
            return data
        if not data.get("family_name"):
            self.add_error("person", _("Type a name, or fill in the family name of somebody new."))
        elif "organisation" not in self.errors and not data.get("organisation"):
            self.add_error("organisation", _("Choose the organisation this person works for."))
        if data.get("family_name"):
            name = f"{data.get('given_name', '')} {data['family_name']}".strip()
            self.ask_whether_new("person", name=name, email=data.get("email", ""))
        return data

    def _divide_name(self, data: dict[str, Any]) -> None:
        """Put the name that was typed in one field into its two, where nobody did so; it is shown there, too."""
        typed = self.data.get(self.add_prefix("person"), "").strip()
        if not typed or data.get("family_name") or "family_name" in self.errors:
            return
        family, given = _divided(typed)
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for name, text in (("family_name", family), ("given_name", given)):
            self.data[self.add_prefix(name)] = text  # type: ignore[index]
            try:
                data[name] = self.fields[name].clean(text)
            except ValidationError as error:
                self.add_error(name, error)

    def action_values(self) -> dict[str, Any]:
        """What `add_member` is called with or, for somebody new, `add_new_member`: the side follows from the person, or
        from the organisation of somebody new."""
        typed = self.cleaned_data
        person = typed["person"] or Person(organisation=typed["organisation"])
        values = {"roles": typed["roles"], "side": side_of(self.alliance, person)}
        return values | ({"person": person} if typed["person"] else {name: typed[name] for name in self._OF_A_PERSON})


def _divided(name: str) -> tuple[str, str]:
    """Family and given name: 中村 愛子 begins with the family, Aiko Nakamura ends with it, “Nakamura, Aiko” says so."""
    if "," in name:
        family, _comma, given = name.partition(",")
    elif has_japanese(name):
        family, _space, given = name.replace("\u3000", " ").partition(" ")
    else:
        given, _space, family = name.rpartition(" ")
    return family.strip(), given.strip()
