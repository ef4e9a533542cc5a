"""The form that judges one row. Its limits are those of the web form, because its fields are."""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from alliances.importing.fields import FIELDS
from alliances.importing.known import Known
from alliances.importing.lookups import Lookups, Named, NewPerson, Vocabulary
from alliances.partnerships.forms import PartnershipFields
from coe_hub.imports.cells import may_mean_nothing
from coe_hub.imports.days import DayField
from coe_hub.imports.options import ADDED, CUT, Options
from coe_hub.imports.outcomes import Ask, Problem
from coe_hub.lib.forms import DateField, PastDateField
from coe_hub.people.directory.lookup import SEPARATOR

_ASKS = set(Ask)


def _same(name: str, *, required: Any = "") -> Any:
    """The web form's field of that name; `required` is what to say, lazily, where it is empty."""
    copied = deepcopy(PartnershipFields.base_fields[name])
    copied.required = bool(required)
    copied.error_messages["required"] = required
    return copied


class WordField(forms.Field):
    """A word of a vocabulary, by code or by name in any language; retired ones only where the alliance has them."""

    vocabulary: Vocabulary
    current: Any = None
    others: str | None = None

    def __init__(self, *, empty: Any = None, **options: Any) -> None:
        super().__init__(**options)
        self.empty = empty

    def read_by(self, vocabulary: Vocabulary) -> None:
        """For one file: what is found once is known from then on."""
        self.vocabulary = vocabulary
        self._found: dict[tuple[str | None, Any], Any] = {}

    def clean(self, value: str | None) -> Any:
        """As any field does, but once for each word: a file says the same few in all its rows."""
        asked = value, self.current
        if asked not in self._found:
            self._found[asked] = super().clean(value)
        return self._found[asked]

    def to_python(self, value: str | None) -> Any:
        if not value:
            return self.empty
        word = self._find(value)
        if word is None and self.others is not None:
            if not self.others:
                return self.empty
            word = self._find(self.others)
        if word is None:
            raise ValidationError(
                _("“%(text)s” is not known here. Use one of: %(allowed)s."),
                params={"text": value, "allowed": self.vocabulary.allowed},
                code=Ask.NOTHING if may_mean_nothing(value) else Ask.WORD,
            )
        return word

    def _find(self, text: str) -> Any:
        word = self.vocabulary.find(text)
        is_offered = word is not None and (getattr(word, "is_active", True) or word.pk == self.current)
        return word if is_offered else None


def _column(name: str) -> forms.Field:
    """How a row says a column: as on the web form, but for words, choices and days, which a file has as text."""
    column: Any = Alliance._meta.get_field(name)
    if isinstance(column, models.BooleanField):
        return WordField(required=False, empty=False)
    if column.is_relation or column.choices:
        return WordField(required=not column.blank, empty=None if column.null else "")
    asked = PartnershipFields.base_fields[name]
    if isinstance(asked, DateField):
        return DayField(is_end=name == "ends_on", has_come=isinstance(asked, PastDateField))
    return _same(name)


_GIVEN: dict[str, forms.Field] = {
    "name": _same("name", required=gettext_lazy("Give the alliance a name.")),
    "reference": _same("reference"),
    "partners": _same("partners", required=gettext_lazy("Name at least one partner.")),
    "our_organisation": _same("ours", required=gettext_lazy("Name the organisation on our side.")),
    "type": WordField(error_messages={"required": gettext_lazy("Give a type.")}),
    "stage": WordField(error_messages={"required": gettext_lazy("Give a stage.")}),
    "lead": _same("lead"),
    "scope": WordField(error_messages={"required": gettext_lazy("Say who may see it.")}),
    "review_months": forms.IntegerField(required=False, min_value=1, max_value=60),
    "last_reviewed_on": DayField(has_come=True),
}


def row_fields(lookups: Lookups, options: Options) -> dict[str, forms.Field]:
    """The fields of all rows of one file: each row's form uses the same, since copying them took half of the time."""
    fields = {name: deepcopy(_GIVEN[name]) if name in _GIVEN else _column(name) for name in FIELDS}
    for name, field in fields.items():
        if isinstance(field, WordField):
            field.read_by(lookups.vocabularies[name])
        if isinstance(field, WordField | DayField):
            field.others = options.others(name)
    return fields


class AllianceRowForm(forms.Form):
    """One row, for a new alliance or for changes to `known`; of the latter only the fields in `data` are judged."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        lookups: Lookups,
        known: Known | None,
        before: Collection[int] = (),
        options: Options | None = None,
        fields: Mapping[str, forms.Field] | None = None,
    ) -> None:
        super().__init__(data)
        options = options or Options()
        fields = row_fields(lookups, options) if fields is None else fields
        self.fields = {name: field for name, field in fields.items() if known is None or name in data}
        self.lookups, self.known, self.options = lookups, known, options
        self.before = known.organisations if known else before
        self.notes: list[Problem] = []
        self._cut()
        for field in self.fields.values():
            if isinstance(field, WordField):
                field.current = field.vocabulary.held(known.alliance) if known else None

    def _cut(self) -> None:
        """Texts that are too long, where it was settled that they lose their end."""
        for name in self.options.values:
            most = getattr(self.fields.get(name), "max_length", None)
            text = self.data.get(name)
            if most and self.options.others(name) == CUT and isinstance(text, str) and len(text) > most:
                self.data = {**self.data, name: text[: most - 1] + "…"}
                self.notes.append(
                    Problem(name, text[:100], _("Cut to %(most)d characters.") % {"most": most}, is_note=True)
                )

    def clean_partners(self) -> list[Named]:
        """Each organisation once, however often and in whatever spelling the row names it."""
        return self._organisations("partners")

    def clean_our_organisation(self) -> list[Named]:
        """Each organisation once."""
        return self._organisations("our_organisation")

    def _organisations(self, name: str) -> list[Named]:
        texts = self.cleaned_data[name]
        found = [self.lookups.organisation(text, before=self.before) for text in texts]
        for one in found:
            if isinstance(one.key, str) and may_mean_nothing(one.name):
                raise ValidationError(
                    _("“%(text)s” is no organisation's name."), params={"text": one.name}, code=Ask.NOTHING
                )
        return list(dict.fromkeys(found))

    def clean_lead(self) -> int | NewPerson | None:
        """The primary key of the one person meant, or somebody who is to be made."""
        text, is_added = self.cleaned_data["lead"], self.cleaned_data["lead"].startswith(ADDED)
        text = text.removeprefix(ADDED)
        if not text:
            return None
        current = self.known.alliance.lead_id if self.known else None
        found = self.lookups.people.find(text, self.lookups.key(text.split(SEPARATOR)[0]), current=current)
        if is_added and not found:
            return NewPerson(self.lookups.key(text), text)
        if len(found) != 1:
            if self.options.others("lead") == "":
                return None
            reason = _("%(count)d people are called “%(text)s”.") if found else _("Nobody is called “%(text)s”.")
            code = Ask.NOTHING if may_mean_nothing(text) else Ask.PERSON
            raise ValidationError(
                [
                    ValidationError(reason, params={"count": len(found), "text": text}, code=code),
                    ValidationError(_("Give their e-mail address."), code="lead"),
                ]
            )
        return next(iter(found))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        starts, ends = self._value("starts_on"), self._value("ends_on")
        if starts and ends and ends < starts:
            at = "ends_on" if "ends_on" in self.fields else "starts_on"
            self.add_error(at, _("The end lies before the start (%(date)s).") % {"date": starts.isoformat()})
        both = [one for one in self._value("partners") or [] if one in (self._value("our_organisation") or [])]
        if both:
            self._refuse_both_sides(data, both)
        return data

    def _refuse_both_sides(self, data: dict[str, Any], both: Sequence[Named]) -> None:
        """Where wrong cells are left out, one of several partners is, too."""
        reason = _("%(name)s cannot be on both sides.") % {"name": both[0].name}
        others = [one for one in data.get("partners") or [] if one not in both]
        if others and self.options.skip_cells:
            data["partners"] = others
            self.notes.append(Problem("partners", both[0].name, reason))
        else:
            self.add_error("partners" if "partners" in self.fields else "our_organisation", reason)

    def _value(self, name: str) -> Any:
        """What the field will hold once the row is written."""
        if name in self.fields or self.known is None:
            return self.cleaned_data.get(name)
        return self.known.value(name)

    def _clean_fields(self) -> None:
        # As Django does, but for what a page shows of a field: to make that was half of a row's time. What the row does
        # not say is empty, the same for all rows.
        for name, field in self.fields.items():
            try:
                if name in self.data or field.required:
                    self.cleaned_data[name] = field.clean(self.data.get(name))
                else:
                    self.cleaned_data[name] = self._empty_value(field)
                if check := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = check()
            except ValidationError as error:
                self.add_error(name, error)

    @staticmethod
    def _empty_value(field: Any) -> Any:
        if not hasattr(field, "value_of_nothing"):
            field.value_of_nothing = field.clean(None)
        return field.value_of_nothing

    def _clean_form(self) -> None:
        # Here, as long as the fields still know what they read: the next row has the same ones.
        super()._clean_form()  # type: ignore[misc]
        for name, field in self.fields.items():
            if isinstance(field, DayField) and field.note and self.cleaned_data.get(name):
                self.notes.append(Problem(name, str(self.data.get(name)), field.note, is_note=True))

    def problems(self, said: Mapping[str, str]) -> list[Problem]:
        """Everything that is wrong with the row, each at its cell; `said` is what stood there."""
        found = []
        for name, errors in self.errors.as_data().items():
            reason = " ".join(" ".join(text for error in errors for text in error.messages).split())
            first = errors[0]
            ask = Ask.LONG if first.code == "max_length" else first.code if first.code in _ASKS else ""
            text = str((first.params or {}).get("text", said.get(name, ""))) if ask != Ask.LONG else ""
            shown = text or said.get(name, "")[:100]
            found.append(Problem("" if name == "__all__" else name, shown, reason, ask=ask or ""))
        return found
