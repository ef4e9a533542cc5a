"""The form that judges one row. Its limits are those of the web form, because its fields are."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from alliances.importing.known import Known
from alliances.importing.lookups import Lookups, Named, Vocabulary
from alliances.importing.options import FIELDS
from alliances.partnerships.forms import PartnershipFields
from coe_hub.lib.forms import DateField, PastDateField
from coe_hub.people.directory.lookup import SEPARATOR

_DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%Y年%m月%d日"]


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

    def __init__(self, *, empty: Any = None, **options: Any) -> None:
        super().__init__(**options)
        self.empty = empty

    def to_python(self, value: str | None) -> Any:
        if not value:
            return self.empty
        word = self.vocabulary.find(value)
        if word is None or not (getattr(word, "is_active", True) or word.pk == self.current):
            raise ValidationError(
                _("“%(text)s” is not known here. Use one of: %(allowed)s."),
                params={"text": value, "allowed": self.vocabulary.allowed},
                code="unknown_word",
            )
        return word


class RowDateField(DateField):
    """A day, written so that day and month cannot be mixed up."""

    default_error_messages = {
        "invalid": gettext_lazy("Write the day as 2026-11-23."),
        "future": gettext_lazy("This day has not come yet."),
    }

    def __init__(self, *, has_come: bool = False) -> None:
        super().__init__(required=False, input_formats=_DATES)
        self.has_come = has_come

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if self.has_come and value and value > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")


def _column(name: str) -> forms.Field:
    """How a row says a column: as on the web form, but for words, choices and days, which a file has as text."""
    column: Any = Alliance._meta.get_field(name)
    if isinstance(column, models.BooleanField):
        return WordField(required=False, empty=False)
    if column.is_relation or column.choices:
        return WordField(required=not column.blank, empty=None if column.null else "")
    asked = PartnershipFields.base_fields[name]
    return RowDateField(has_come=isinstance(asked, PastDateField)) if isinstance(asked, DateField) else _same(name)


_SAID: dict[str, forms.Field] = {
    "name": _same("name", required=gettext_lazy("Give the alliance a name.")),
    "reference": _same("reference"),
    "partners": _same("partners", required=gettext_lazy("Name at least one partner.")),
    "our_organisation": _same("ours", required=gettext_lazy("Name the organisation on our side.")),
    "type": WordField(error_messages={"required": gettext_lazy("Give a type.")}),
    "stage": WordField(error_messages={"required": gettext_lazy("Give a stage.")}),
    "lead": _same("lead"),
    "scope": WordField(error_messages={"required": gettext_lazy("Say who may see it.")}),
    "review_months": forms.IntegerField(required=False, min_value=1, max_value=60),
    "last_reviewed_on": RowDateField(has_come=True),
}


def row_fields(lookups: Lookups) -> dict[str, forms.Field]:
    """The fields of a row, in their order: made once a file, since to make them takes as long as to judge a row."""
    fields = {name: deepcopy(_SAID[name]) if name in _SAID else _column(name) for name in FIELDS}
    for name, vocabulary in lookups.vocabularies.items():
        if isinstance(field := fields.get(name), WordField):
            field.vocabulary = vocabulary
    return fields


class AllianceRowForm(forms.Form):
    """One row, for a new alliance or for changes to `known`; of the latter only the fields in `data` are judged."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        fields: Mapping[str, forms.Field],
        lookups: Lookups,
        known: Known | None,
        before: Collection[int] = (),
    ) -> None:
        """`fields` are those of `row_fields`; a row is judged before the next one asks for them."""
        super().__init__(data)
        self.fields = {name: field for name, field in fields.items() if known is None or name in data}
        self.lookups, self.known = lookups, known
        self.before = known.organisations if known else before
        for field in self.fields.values():
            if isinstance(field, WordField):
                field.current = field.vocabulary.held(known.alliance) if known else None

    def clean_partners(self) -> list[Named]:
        """Each organisation once, however often and in whatever spelling the row names it."""
        return self._organisations("partners")

    def clean_our_organisation(self) -> list[Named]:
        """Each organisation once."""
        return self._organisations("our_organisation")

    def _organisations(self, name: str) -> list[Named]:
        texts = self.cleaned_data[name]
        return list(dict.fromkeys(self.lookups.organisation(text, before=self.before) for text in texts))

    def clean_lead(self) -> int | None:
        """The primary key of the one person meant."""
        text = self.cleaned_data["lead"]
        if not text:
            return None
        current = self.known.alliance.lead_id if self.known else None
        found = self.lookups.people.find(text, self.lookups.key(text.split(SEPARATOR)[0]), current=current)
        if len(found) != 1:
            reason = _("%(count)d people are called “%(text)s”.") if found else _("Nobody is called “%(text)s”.")
            raise ValidationError(
                [reason % {"count": len(found), "text": text}, _("Give their e-mail address.")], code="lead"
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
            at = "partners" if "partners" in self.fields else "our_organisation"
            self.add_error(at, _("%(name)s cannot be on both sides.") % {"name": both[0].name})
        return data

    def _value(self, name: str) -> Any:
        """What the field will hold once the row is written."""
        if name in self.fields or self.known is None:
            return self.cleaned_data.get(name)
        return self.known.value(name)

    def reasons(self) -> str:
        """Everything that is wrong with the row, on one line."""
        found = []
        for name, errors in self.errors.items():
            text = " ".join(" ".join(map(str, errors)).split())
            found.append(text if name == "__all__" else f"{name}: {text}")
        return " ".join(found)
