"""People, as the directory has them and as they describe themselves."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import VersionedForm, offer
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.directory.forms.fields import KnownOrganisation, one_line, zone
from coe_hub.people.models import Person, Site, Theme, User
from coe_hub.vocabulary.models import Function, Language


class PersonNameFields(forms.Form):
    """A person's name as it is written, read and sorted."""

    family_name = one_line(gettext_lazy("Family name"), most=80, required=True)
    given_name = one_line(gettext_lazy("Given name"), most=80)
    latin_name = one_line(
        gettext_lazy("Name in Latin letters"),
        most=160,
        help_text=gettext_lazy("For names in another script, such as Aiko Nakamura for 中村 愛子."),
    )
    reading = one_line(gettext_lazy("Reading (kana)"), most=160, help_text=gettext_lazy("Used to sort and to find."))


_NAMES = (Row(Column("family_name"), Column("given_name")), Row(Column("latin_name"), Column("reading")))


class ProfileForm(PersonNameFields, VersionedForm):
    """What a member says of themself, and how the hub speaks to them."""

    job_title = one_line(gettext_lazy("Job title"), most=120)
    local_job_title = one_line(gettext_lazy("Job title in the local script"), most=120)
    phone = one_line(gettext_lazy("Phone"), most=40)
    function = forms.ModelChoiceField(Function.objects.none(), required=False, label=gettext_lazy("Function"))
    site = forms.ModelChoiceField(Site.objects.none(), required=False, label=gettext_lazy("Site"))
    languages = forms.ModelMultipleChoiceField(
        Language.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Languages you work in"),
    )
    about = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("About"),
        help_text=gettext_lazy("What colleagues may ask you about."),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language of pages and mails"))
    time_zone = zone()
    theme = forms.ChoiceField(choices=Theme, widget=forms.RadioSelect, label=gettext_lazy("Theme"))

    PERSON = (
        "family_name", "given_name", "latin_name", "reading", "job_title", "local_job_title", "phone", "function",
        "site", "about",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        person = user.person
        values = {name: getattr(person, name) for name in self.PERSON if name not in {"function", "site"}}
        values |= {
            "function": person.function_id,
            "site": person.site_id,
            "languages": list(person.language_rows.values_list("language_id", flat=True)),
            "language": user.language,
            "time_zone": user.time_zone,
            "theme": user.theme,
        }
        super().__init__(*args, initial=values, version=person.version, **kwargs)
        offer(self, "function", Function.objects.in_use())
        offer(self, "site", (Site.objects.active().filter(organisation=person.organisation_id).order_by("name")))
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


class PersonForm(PersonNameFields, KnownOrganisation, VersionedForm):
    """A person, edited by somebody who looks after the directory."""

    site = forms.ModelChoiceField(Site.objects.none(), required=False, label=gettext_lazy("Site"))
    function = forms.ModelChoiceField(Function.objects.none(), required=False, label=gettext_lazy("Function"))
    job_title = one_line(gettext_lazy("Job title"), most=120)
    local_job_title = one_line(gettext_lazy("Job title in the local script"), most=120)
    email = forms.EmailField(required=False, label=gettext_lazy("E-mail"))
    phone = one_line(gettext_lazy("Phone"), most=40)
    about = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("About"),
    )
    is_public = forms.BooleanField(
        required=False,
        label=gettext_lazy("Visible to every member"),
        help_text=gettext_lazy("Otherwise only people who share a visible alliance find this person."),
    )

    def __init__(self, *args: Any, user: User, person: Person | None = None, **kwargs: Any) -> None:
        self.user = user
        values: dict[str, Any] = {"organisation": user.person.organisation.display_name, "is_public": True}
        if person:
            values = {
                name: getattr(person, name)
                for name in (
                    "family_name", "given_name", "latin_name", "reading", "job_title", "local_job_title", "email",
                    "phone", "about",
                    "is_public",
                )
            }  # fmt: skip
            values |= {
                "organisation": person.organisation.display_name,
                "site": person.site_id,
                "function": person.function_id,
            }
        super().__init__(*args, initial=values, version=person.version if person else 0, **kwargs)
        offer(self, "site", Site.objects.active().select_related("organisation").order_by("name"))
        offer(self, "function", Function.objects.in_use())
        self.helper.layout = Layout(
            "version",
            "base",
            *_NAMES,
            Row(Column("organisation"), Column("site")),
            "function",
            Row(Column("job_title"), Column("local_job_title")),
            Row(Column("email"), Column("phone")),
            "about",
            "is_public",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        site, organisation = data.get("site"), data.get("organisation")
        if site and organisation and site.organisation_id != organisation.pk:
            self.add_error("site", _("This site belongs to another organisation. Choose one of theirs, or none."))
        return data

    def values(self) -> dict[str, Any]:
        """The person's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "base"}}
