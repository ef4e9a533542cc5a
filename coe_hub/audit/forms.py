"""What of the whole trail is asked for."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.audit.kinds import kinds
from coe_hub.audit.models import Mandate
from coe_hub.audit.trail import Asked, Happening, Place, Via
from coe_hub.lib.fields import ReasonField, TextField
from coe_hub.lib.forms import ActionForm, DateField, PickerInput, plain_helper
from coe_hub.people.access.scope_titles import scopes_called
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.models import User


def _any(choices: Any) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Any")), *choices]


def names_of_kinds() -> list[tuple[str, str]]:
    """Kinds of record with their names, in the order of these."""
    return sorted(((label, str(kind.name)) for label, kind in kinds().items()), key=lambda one: one[1])


class TrailForm(forms.Form):
    """Filters of the trail. One that cannot be read leaves nothing."""

    by = TextField(
        required=False, max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Who did it")
    )
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind of record"))
    about = TextField(required=False, max_length=300, label=gettext_lazy("Alliance, by its whole name"))
    since = DateField(required=False, label=gettext_lazy("First day"))
    until = DateField(required=False, label=gettext_lazy("Last day looked at"))
    happening = forms.ChoiceField(required=False, choices=_any(Happening.choices), label=gettext_lazy("What happened"))
    via = forms.ChoiceField(required=False, choices=_any(Via.choices), label=gettext_lazy("By which way"))
    with_reason = forms.BooleanField(required=False, label=gettext_lazy("Only with a reason"))
    record = TextField(required=False, max_length=80, widget=forms.HiddenInput, label=gettext_lazy("One record"))
    after = TextField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        for field in self.fields.values():
            is_chosen = isinstance(field, forms.ChoiceField)
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-select" if is_chosen else "form-control"
        self.fields["kind"].choices = _any(names_of_kinds())  # type: ignore[attr-defined]

    def clean_by(self) -> User | None:
        """The account of whoever is meant."""
        text = self.cleaned_data["by"]
        if not text:
            return None
        person = find_person(user=self.reader, text=text)
        if account := User.objects.filter(person=person).first():
            return account
        raise ValidationError(_("%(name)s has no account."), params={"name": person.display_name}, code="no_account")

    def clean_about(self) -> list[int] | None:
        """The walls around what is called so."""
        text = self.cleaned_data["about"]
        if not text:
            return None
        if scopes := scopes_called(text, user=self.reader):
            return scopes
        raise ValidationError(_("Nothing that you may see is called exactly so."), code="unknown")

    def clean_record(self) -> tuple[str, int] | None:
        """Kind and id, as a row of the trail links to itself."""
        if not (text := self.cleaned_data["record"]):
            return None
        label, _sign, pk = text.partition(":")
        if label not in kinds() or not (pk.isascii() and pk.isdecimal() and len(pk) <= 18):
            raise ValidationError(_("There is no such record."), code="unknown")
        return label, int(pk)

    def clean_after(self) -> Place | None:
        """The place to go on from."""
        if not (text := self.cleaned_data["after"]):
            return None
        try:
            return Place.read(text)
        except ValueError as error:
            raise ValidationError(_("This page of the list cannot be read. Begin again."), code="unknown") from error

    def asked(self) -> Asked:
        """What is asked for; days are the reader's."""
        data, zone = self.cleaned_data, timezone.get_current_timezone()
        since, until = data["since"], data["until"]
        return Asked(
            by=data["by"],
            kinds=[data["kind"]] if data["kind"] else [],
            record=data["record"],
            since=datetime.combine(since, time(), zone) if since else None,
            until=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
            happening=data["happening"],
            via=data["via"],
            with_reason=data["with_reason"],
            scopes=data["about"],
        )


class MandateForm(ActionForm):
    """For how long somebody is auditor, and of what."""

    ends_on = DateField(label=gettext_lazy("Last day"), help_text=gettext_lazy("After it the role ends by itself."))
    scopes = TextField(
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        label=gettext_lazy("Only for these alliances, programmes or committees"),
        help_text=gettext_lazy("One a line, by its whole name. Empty: all they may see. A wall is not opened by this."),
    )
    kinds = forms.MultipleChoiceField(
        required=False,
        widget=forms.SelectMultiple({"class": "form-select", "size": 8}),
        label=gettext_lazy("Only these kinds of record"),
        help_text=gettext_lazy("None chosen: every kind."),
    )
    looks_from = DateField(required=False, label=gettext_lazy("Only changes from"))
    looks_until = DateField(required=False, label=gettext_lazy("Only changes until"))
    closes = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Close the account when the audit is over")
    )
    reason = ReasonField()

    def __init__(self, data: Any = None, *, reader: User, mandate: Mandate | None, titles: list[str]) -> None:
        known = ("ends_on", "looks_from", "looks_until", "kinds", "closes")
        initial = {name: getattr(mandate, name) for name in known} if mandate else {}
        super().__init__(data, initial=initial | {"scopes": "\n".join(titles)})
        self.reader = reader
        self.fields["kinds"].choices = names_of_kinds()  # type: ignore[attr-defined]
        self.helper = plain_helper()

    def clean_scopes(self) -> list[int]:
        """The walls around what each line names."""
        found: list[int] = []
        for line in filter(None, map(str.strip, self.cleaned_data["scopes"].splitlines())):
            scopes = scopes_called(line, user=self.reader)
            if not scopes:
                raise ValidationError(
                    _("Nothing that you may see is called exactly “%(text)s”."), params={"text": line}, code="unknown"
                )
            found += scopes
        return found

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        data = super().clean() or {}
        since, until = data.get("looks_from"), data.get("looks_until")
        if since and until and until < since:
            self.add_error("looks_until", ValidationError(_("This day is before the first one."), code="order"))
        return data
