"""People, as the directory has them and as they describe themselves."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import NEW, RecordForm, VersionedForm, offer
from coe_hub.lib.sql import SortKey
from coe_hub.people.directory.forms.fields import KnownOrganisation, SomebodyNew, zone
from coe_hub.people.models import Person, PreferenceValues, Site, Theme, User
from coe_hub.vocabulary.forms import offer_words
from coe_hub.vocabulary.models import Language

_NAMES = (Row(Column("family_name"), Column("given_name")), Row(Column("latin_name"), Column("reading")))

# What members write of their own entry; the rest is said by whoever keeps the directory.
_OWN = tuple(name for name in Person.EDITABLE if name not in {"organisation", "email", "is_public"})


class ProfileForm(RecordForm, VersionedForm):
    """What a member says of themself, and how the hub speaks to them."""

    languages = forms.ModelMultipleChoiceField(
        Language.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Languages you work in"),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language of pages and mails"))
    time_zone = zone()
    theme = forms.ChoiceField(choices=Theme, widget=forms.RadioSelect, label=gettext_lazy("Theme"))

    ACCOUNT = tuple(PreferenceValues.__annotations__)

    class Meta(RecordForm.Meta):
        model = Person
        fields = _OWN
        help_texts = {"about": gettext_lazy("What colleagues may ask you about.")}

    def __init__(self, data: Any = None, *, user: User) -> None:
        person = user.person
        values = {name: getattr(user, name) for name in self.ACCOUNT}
        values["languages"] = list(person.language_rows.values_list("language_id", flat=True))
        super().__init__(data, initial=values, instance=person, version=person.version)
        offer_words(self)
        sites = Site.objects.active().filter(organisation=person.organisation_id)
        offer(self, "site", sites.order_by(SortKey("name")))
        offer(self, "languages", Language.objects.in_use())
        self.helper.layout = Layout(
            "version",
            "base",
            *_NAMES,
            Row(Column("job_title"), Column("local_job_title")),
            Row(Column("function"), Column("site")),
            "phone",
            "languages",
            "about",
            Row(Column("language"), Column("time_zone")),
            "theme",
        )

    def action_values(self) -> dict[str, Any]:
        """What is the person's and what is the account's apart."""
        typed = super().action_values()
        return {
            "version": typed["version"],
            "person": {name: typed[name] for name in _OWN},
            "languages": typed["languages"],
            "account": {name: typed[name] for name in self.ACCOUNT},
        }


class PersonForm(KnownOrganisation, SomebodyNew, RecordForm, VersionedForm):
    """A person, edited by somebody who looks after the directory.

    The address of somebody with an account is the account's, and is changed there.
    """

    NOT_FOR_THE_ACTION = ("base", "confirm_new")

    class Meta(RecordForm.Meta):
        model = Person
        fields = Person.EDITABLE

    def __init__(self, data: Any = None, *, user: User, person: Person | None = None) -> None:
        self.user, self.person = user, person
        values: dict[str, Any] = {"organisation": user.person.organisation.display_name, "is_public": True}
        if person:
            values = {"organisation": person.organisation.display_name}
        super().__init__(data, initial=values, instance=person, version=person.version if person else NEW)
        offer_words(self)
        offer(self, "site", Site.objects.active().select_related("organisation").order_by(SortKey("name")))
        if person and hasattr(person, "user"):
            del self.fields["email"]
        self.helper.layout = Layout(
            "version",
            "base",
            *_NAMES,
            Row(Column("organisation"), Column("site")),
            "function",
            Row(Column("job_title"), Column("local_job_title")),
            Row(*[Column(name) for name in ("email", "phone") if name in self.fields]),
            "about",
            "is_public",
            "confirm_new",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        site, organisation = data.get("site"), data.get("organisation")
        if site and organisation and site.organisation_id != organisation.pk:
            self.add_error("site", _("This site belongs to another organisation. Choose one of theirs, or none."))
        if not self.errors:
            self._look_for_doubles(data)
        return data

    def _look_for_doubles(self, data: dict[str, Any]) -> None:
        """A new person is looked for by name and address, one who is known by a new address alone."""
        email = data.get("email", "")
        if self.person is None:
            self.ask_whether_new("family_name", name=f"{data['given_name']} {data['family_name']}".strip(), email=email)
        elif email != self.person.email:
            self.ask_whether_new("email", name="", email=email, but=self.person)
