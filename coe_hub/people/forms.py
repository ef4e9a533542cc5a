"""Forms of the people room."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import PickerInput, VersionedForm, offer, offer_choices, plain_helper
from coe_hub.lib.places import country_choices, validate_time_zone
from coe_hub.lib.text import refuse_control_characters, refuse_line_breaks
from coe_hub.people.models import GlobalRole, Organisation, OrganisationKind, Person, Site, Theme, User
from coe_hub.people.picking import find_organisation
from coe_hub.vocabulary.models import Function, Language

_ONE_LINE = [refuse_control_characters, refuse_line_breaks]
_BLANK = [("", "—")]


def _line(label: Any, *, most: int, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, validators=_ONE_LINE, help_text=help_text)


def _time_zone(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        validators=[validate_time_zone],
        widget=PickerInput("time_zone_suggest"),
        help_text=gettext_lazy("Such as Asia/Tokyo. Reminders come at eight in the morning there."),
        **kwargs,
    )


class PreferenceForm(forms.Form):
    """The two switches of the menu."""

    language = forms.ChoiceField(choices=[*_BLANK, *settings.LANGUAGES], required=False)
    theme = forms.ChoiceField(choices=[*_BLANK, *Theme.choices], required=False)


class PersonNameFields(forms.Form):
    """A person's name as it is written, read and sorted."""

    family_name = _line(gettext_lazy("Family name"), most=80, required=True)
    given_name = _line(gettext_lazy("Given name"), most=80)
    latin_name = _line(
        gettext_lazy("Name in Latin letters"),
        most=160,
        help_text=gettext_lazy("For names in another script, such as Aiko Nakamura for 中村 愛子."),
    )
    reading = _line(gettext_lazy("Reading (kana)"), most=160, help_text=gettext_lazy("Used to sort and to find."))


_NAMES = (Row(Column("family_name"), Column("given_name")), Row(Column("latin_name"), Column("reading")))


class ProfileForm(PersonNameFields, VersionedForm):
    """What a member says of themself, and how the hub speaks to them."""

    job_title = _line(gettext_lazy("Job title"), most=120)
    local_job_title = _line(gettext_lazy("Job title in the local script"), most=120)
    phone = _line(gettext_lazy("Phone"), most=40)
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
    time_zone = _time_zone()
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


class PersonForm(PersonNameFields, VersionedForm):
    """A person, edited by somebody who looks after the directory."""

    organisation = forms.CharField(
        max_length=300, widget=PickerInput("organisation_suggest"), label=gettext_lazy("Organisation")
    )
    site = forms.ModelChoiceField(Site.objects.none(), required=False, label=gettext_lazy("Site"))
    function = forms.ModelChoiceField(Function.objects.none(), required=False, label=gettext_lazy("Function"))
    job_title = _line(gettext_lazy("Job title"), most=120)
    local_job_title = _line(gettext_lazy("Job title in the local script"), most=120)
    email = forms.EmailField(required=False, label=gettext_lazy("E-mail"))
    phone = _line(gettext_lazy("Phone"), most=40)
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

    def clean_organisation(self) -> Organisation:
        """A known organisation."""
        text = self.cleaned_data["organisation"]
        found = find_organisation(user=self.user, text=text)
        if found is None:
            raise ValidationError(
                _("No organisation called “%(text)s” is known. Add it under People first."), params={"text": text}
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        site, organisation = data.get("site"), data.get("organisation")
        if site and organisation and site.organisation_id != organisation.pk:
            self.add_error("site", _("This site belongs to another organisation. Choose one of theirs, or none."))
        return data

    def values(self) -> dict[str, Any]:
        """The person's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "base"}}


class OrganisationForm(VersionedForm):
    """An organisation."""

    name = _line(gettext_lazy("Name"), most=300, required=True)
    local_name = _line(
        gettext_lazy("Name in the local script"), most=300, help_text=gettext_lazy("Shown in Japanese pages.")
    )
    kind = forms.ChoiceField(choices=OrganisationKind, label=gettext_lazy("Kind"))
    country = forms.ChoiceField(required=False, label=gettext_lazy("Country"))
    parent = forms.CharField(
        required=False,
        max_length=300,
        widget=PickerInput("organisation_suggest"),
        label=gettext_lazy("Belongs to"),
    )
    website = forms.URLField(required=False, assume_scheme="https", label=gettext_lazy("Website"))
    is_public = forms.BooleanField(
        required=False,
        label=gettext_lazy("Visible to every member"),
        help_text=gettext_lazy("Otherwise only people who see one of its alliances find it."),
    )

    def __init__(self, *args: Any, user: User, organisation: Organisation | None = None, **kwargs: Any) -> None:
        self.user, self.organisation = user, organisation
        values: dict[str, Any] = {"is_public": True, "kind": OrganisationKind.BIOTECH}
        if organisation:
            names = ("name", "local_name", "kind", "country", "website", "is_public")
            values = {name: getattr(organisation, name) for name in names}
            values["parent"] = organisation.parent.display_name if organisation.parent else ""
        super().__init__(*args, initial=values, version=organisation.version if organisation else 0, **kwargs)
        offer_choices(self, "country", [*_BLANK, *country_choices()])
        if organisation and organisation.parent_id and not organisation.parent:
            del self.fields["parent"]  # one the reader may not see: it is neither shown nor changed
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("name"), Column("local_name")),
            Row(Column("kind"), Column("country")),
            Row(*[Column(name) for name in ("parent", "website") if name in self.fields]),
            "is_public",
        )

    def clean_name(self) -> str:
        """Once among what the reader sees."""
        name = self.cleaned_data["name"]
        known = find_organisation(user=self.user, text=name)
        if known and known != self.organisation:
            raise ValidationError(_("“%(name)s” is here already."), params={"name": known.display_name}, code="taken")
        return name

    def clean_parent(self) -> Organisation | None:
        """A known organisation, not this one and none that belongs to it."""
        text = self.cleaned_data["parent"]
        if not text:
            return None
        found = find_organisation(user=self.user, text=text)
        if found is None:
            raise ValidationError(_("No organisation called “%(text)s” is known."), params={"text": text})
        above: Organisation | None = found
        while above is not None:
            if self.organisation and above.pk == self.organisation.pk:
                raise ValidationError(_("An organisation cannot belong to itself, nor to one of its own affiliates."))
            above = above.parent
        return found

    def values(self) -> dict[str, Any]:
        """The organisation's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "base"}}


class SiteForm(VersionedForm):
    """A place where our people work."""

    organisation = forms.CharField(
        max_length=300, widget=PickerInput("organisation_suggest"), label=gettext_lazy("Organisation")
    )
    name = _line(gettext_lazy("Name"), most=120, required=True)
    local_name = _line(gettext_lazy("Name in the local script"), most=120)
    city = _line(gettext_lazy("City"), most=120, required=True)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    subdivision = forms.RegexField(
        r"^[A-Z0-9-]*$",
        required=False,
        max_length=6,
        label=gettext_lazy("State or province"),
        help_text=gettext_lazy("Code used for its public holidays, such as MA or BY; may stay empty."),
    )
    time_zone = _time_zone()

    def __init__(self, *args: Any, user: User, site: Site | None = None, **kwargs: Any) -> None:
        self.user = user
        values: dict[str, Any] = {"organisation": user.person.organisation.display_name, "time_zone": user.time_zone}
        if site:
            names = ("name", "local_name", "city", "country", "subdivision", "time_zone")
            values = {name: getattr(site, name) for name in names} | {"organisation": site.organisation.display_name}
        super().__init__(*args, initial=values, version=site.version if site else 0, **kwargs)
        offer_choices(self, "country", [*_BLANK, *country_choices()])
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("name"), Column("local_name")),
            Row(Column("city"), Column("country")),
            Row(Column("subdivision"), Column("time_zone")),
            "organisation",
        )

    clean_organisation = PersonForm.clean_organisation

    def values(self) -> dict[str, Any]:
        """The site's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "base"}}


class InvitationForm(forms.Form):
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


class AcceptForm(forms.Form):
    """The last step of an invitation: a password and the reader's clock."""

    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters. A sentence is easy to keep in mind."),
    )
    time_zone = _time_zone()

    def __init__(self, data: Any = None, *, person: Person) -> None:
        zone = person.site.time_zone if person.site else "UTC"
        super().__init__(data, initial={"time_zone": zone})
        self.helper = plain_helper()

    def clean_password(self) -> str:
        """Strong enough."""
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class AccountForm(forms.Form):
    """What an account may do, and whether it may sign in."""

    roles = forms.MultipleChoiceField(
        choices=GlobalRole, required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Roles")
    )
    is_active = forms.BooleanField(required=False, label=gettext_lazy("Can sign in"))

    def __init__(self, data: Any = None, *, account: User) -> None:
        super().__init__(data, initial={"roles": account.roles, "is_active": account.is_active})
        self.helper = plain_helper()
