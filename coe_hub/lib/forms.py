"""What the hub's forms share: pickers, native dates, and a form that notices somebody else's save."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator
from django.db import models
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.errors import DomainError
from coe_hub.lib.fields import NO_REASON, AddressField, TextField
from coe_hub.lib.form_helper import PlainHelper
from coe_hub.lib.text import ONE_LINE, join_words

logger = logging.getLogger(__name__)
# Codes of errors that nobody comes to by a page of ours
_NOT_OFFERED = {"invalid_choice", "invalid_list", "invalid_pk_value"}

# The version of a record that is yet to be made.
NEW = 0
EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)


def plain_helper() -> PlainHelper:
    """Crispy without the <form> tag: the page writes that, with its buttons."""
    return PlainHelper()


def more_opens(summary: str, *, is_open: bool) -> SafeString:
    """The beginning of a part of a form that is folded away until somebody wants it; the layout ends it."""
    return render_to_string("components/_more_opens.html", {"summary": summary, "is_open": is_open})


def place_rest(form: forms.BaseForm, layout: Layout, *, before: str) -> None:
    """Put the fields that the form's layout does not name, such as a new column's, in front of one that it does."""
    placed = {pointer.name for pointer in layout.get_field_names()}
    at = layout.fields.index(before)
    layout.fields[at:at] = [name for name in form.fields if name not in placed]


def offer(
    form: forms.BaseForm, name: str, rows: QuerySet[Any], *, read: Callable[[], Iterable[Any]] | None = None
) -> None:
    """Let the choice field `name` of this form offer these rows; `read` gives the same by a prepared query."""
    field: Any = form.fields[name]
    field.queryset = rows
    if read is None:
        return

    @cache
    def choices() -> list[tuple[Any, Any]]:
        nothing = [] if field.empty_label is None else [("", field.empty_label)]
        return [*nothing, *((row.pk, field.label_from_instance(row)) for row in read())]

    field.choices = choices


def offer_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Let the choice field `name` of this form offer these (value, text) pairs."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class DateInput(forms.DateInput):
    """The browser's own date field; always ISO, whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day within living memory or planning."""

    widget = DateInput

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValidationError(_("Give a year between 1950 and 2150."), code="date_range")


class PastDateField(DateField):
    """A day that has come already."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError(_("This day is still to come. Choose today or an earlier day."), code="future")


class PickerInput(forms.TextInput):
    """A text field with suggestions of visible rows; the server resolves what was typed."""

    def __init__(self, url_name: str, *, offers_new: bool = False) -> None:
        attrs = {"data-picker-url": reverse_lazy(url_name), "autocomplete": "off"}
        if offers_new:
            attrs["data-picker-new"] = "true"
        super().__init__(attrs)


class RepeatedInput(forms.TextInput):
    """Several text fields of one name. Empty ones do not count; one is always left free for the next."""

    template_name = "components/_repeated_input.html"

    def __init__(self, inner: forms.TextInput, *, add_label: Any) -> None:
        super().__init__(inner.attrs)
        self.add_label = add_label

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        values = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        return [value for value in values if value.strip()]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> list[str]:
        return list(value or [])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["rows"] = [*self.format_value(value), ""]
        context["widget"]["add_label"] = self.add_label
        return context


class RepeatedField(forms.Field):
    """A list of one-line texts, each at most `max_length` long and clean of control characters."""

    def __init__(self, *, inner: forms.TextInput, add_label: Any, max_length: int, most: int, **kwargs: Any) -> None:
        super().__init__(widget=RepeatedInput(inner, add_label=add_label), **kwargs)
        self.one = TextField(max_length=max_length, validators=ONE_LINE)
        self.most = most

    def to_python(self, value: Any) -> list[str]:
        return [text for one in value or [] if (text := self.one.to_python(one))]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(_("Give at most %(most)d."), params={"most": self.most}, code="too_many")

    def run_validators(self, value: list[str]) -> None:
        for text in value:
            self.one.clean(text)


def add_domain_error(form: forms.BaseForm, error: DomainError | ValidationError) -> None:
    """Show what an action refused at the field it belongs to."""
    if isinstance(error, DomainError):
        field = error.field if error.field in form.fields else None
        form.add_error(field, error.message)
        return
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def want_reason(form: forms.BaseForm, name: str = "reason") -> None:
    """Refuse what is done without its `ReasonField`; for the form's `clean`, where what was chosen asks for one."""
    if not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, ValidationError(NO_REASON, code="no_reason"))


def renew_version(form: forms.Form, version: int) -> None:
    """Show the form with the record's present version: its reader was told that somebody saved it, and goes on."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]


def column_field(column: "models.Field[Any, Any]", **changes: Any) -> forms.Field:
    """The field by which forms ask for a column: as Django makes it, with the column's own rules for text, days as we
    ask for them, and text of several lines in a box of three."""
    changes.setdefault("validators", _own_validators(column))
    if type(column) in _FORM_FIELDS and not column.choices:
        changes.setdefault("form_class", _FORM_FIELDS[type(column)])
    if isinstance(column, models.TextField):
        changes.setdefault("widget", forms.Textarea({"rows": 3}))
    if isinstance(column, models.URLField):
        changes.setdefault("assume_scheme", "https")
    field = column.formfield(**changes)
    assert field is not None  # noqa: S101  CONFIG: only of columns that Django makes no field for
    return in_words(field)


def in_words(field: forms.Field) -> forms.Field:
    """The field of a choice, with a word where nothing is chosen and not the dashes that Django puts there."""
    nothing = gettext_lazy("Please choose") if field.required else gettext_lazy("Not said")
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == _DASHES:
        field.empty_label = nothing
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        said: Any = field.choices
        field.choices = lambda: [(value, nothing if text == _DASHES else text) for value, text in said]
    return field


_DASHES = BLANK_CHOICE_DASH[0][1]


# Where Django's own field for a kind of column is not ours.
_FORM_FIELDS: dict[type, type[forms.Field]] = {
    models.CharField: TextField,
    models.TextField: TextField,
    models.EmailField: AddressField,
    models.DateField: DateField,
}


def _own_validators(column: "models.Field[Any, Any]") -> list[Any]:
    """Those beyond its type and its limits, of which Django's field has its own."""
    known = column.default_validators
    return [one for one in column.validators if one not in known and not isinstance(one, BaseValidator)]


class _RowsOnce(ModelChoiceIterator):
    """The rows of a choice, read once a form: Django reads them again to see whether the first one is empty."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from (self.choice(row) for row in self.queryset)


class ActionForm(forms.Form):
    """A form whose values an action is called with."""

    # Fields that only the page needs.
    NOT_FOR_THE_ACTION: tuple[str, ...] = ("base",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                in_words(field)
                field.iterator = _RowsOnce
                field.widget.choices = field.choices

    def full_clean(self) -> None:
        """As Django's; what no page offers, and was sent all the same, is a line in the log, without the value."""
        super().full_clean()
        if not self.is_bound:
            return
        codes = self.errors.as_data().items()
        forged = [name for name, errors in codes if any(error.code in _NOT_OFFERED for error in errors)]
        if forged:
            logger.warning("Sent what no page offers: %s of %s", ", ".join(forged), type(self).__name__)

    def action_values(self) -> dict[str, Any]:
        """What the action is called with, beside the record and who asks: what was typed, as cleaned."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.NOT_FOR_THE_ACTION}


def as_posted(form: forms.BaseForm) -> dict[str, list[str]]:
    """The values each field of a form would post if nobody touched it, without what only the page needs."""
    posted: dict[str, list[str]] = {}
    for name, field in form.fields.items():
        if name in {"version", "base"}:
            continue
        value = field.prepare_value(form.get_initial_for_field(field, name))
        values = value if isinstance(value, list | tuple) else [value]
        posted[name] = [_text(one) for one in values if _text(one)]
    return posted


class BackForm(ActionForm):
    """The page to go back to."""

    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class RecordForm(ActionForm, forms.ModelForm):
    """A form whose fields are the columns that `Meta.fields` names, as a rule the model's `EDITABLE`; fields declared
    by hand go before those made from columns.

    It reads `instance` for initial values and never writes to it: an action does, and validates the whole record.
    """

    class Meta:
        formfield_callback = column_field

    def _post_clean(self) -> None:
        """Django would write what was typed to the record here, refused or not."""


@dataclass(frozen=True)
class Clash:
    """A field that somebody else saved while this person edited: what they wrote, and what this person typed."""

    name: str
    label: str
    theirs: str
    mine: str
    is_conflict: bool


class VersionedForm(ActionForm):
    """A form for an existing record that knows what the record said when the form was opened.

    It carries the record's version and, signed, the values it was opened with. When somebody else saved in between,
    `clashes()` tells what they changed, and `merged_data()` gives the data to go on with: their change where this
    person did not touch the field, the chosen one where both did.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version
        self.fields["base"].initial = self._signed_base()
        self.helper = plain_helper()

    def action_values(self) -> dict[str, Any]:
        """As every form says them, with the version that was opened; a record that is yet to be made has none."""
        values = super().action_values()
        if self.fields["version"].initial == NEW:
            del values["version"]
        return values

    def _signed_base(self) -> str:
        """What the form was opened with; made anew by forms that add fields of their own."""
        return signing.dumps(self.as_posted(), salt="form-base", compress=True)

    @property
    def is_stale(self) -> bool:
        """Whether the record was saved by somebody else since this form was opened."""
        return self.is_bound and str(self.data.get("version")) != str(self.fields["version"].initial)

    def as_posted(self) -> dict[str, list[str]]:
        """The values each visible field would post if nobody touched the form."""
        return as_posted(self)

    def _opened_with(self) -> dict[str, list[str]]:
        try:
            return signing.loads(self.data.get("base", ""), salt="form-base")
        except signing.BadSignature:
            return self.as_posted()

    def _typed(self) -> dict[str, list[str]]:
        typed = {}
        for name in self.as_posted():
            values = self.data.getlist(name) if isinstance(self.data, MultiValueDict) else []
            typed[name] = [text for value in values if (text := value.replace("\r\n", "\n").strip())]
        return typed

    def clashes(self) -> list[Clash]:
        """What differs between what was opened, what is saved now, and what was typed."""
        opened, now, typed = self._opened_with(), self.as_posted(), self._typed()
        found = []
        for name in now:
            if now[name] == opened.get(name) or now[name] == typed[name]:
                continue
            is_conflict = typed[name] != opened.get(name)
            found.append(
                Clash(
                    name=name,
                    label=str(self.fields[name].label or name),
                    theirs=self._readable(name, now[name]),
                    mine=self._readable(name, typed[name]),
                    is_conflict=is_conflict,
                )
            )
        return found

    def merged_data(self, *, keep_theirs: Iterable[str]) -> QueryDict:
        """Data of a form opened anew, with this person's changes on top, but for the fields in `keep_theirs`."""
        opened, now, typed = self._opened_with(), self.as_posted(), self._typed()
        theirs = set(keep_theirs)
        data = QueryDict(mutable=True)
        for name in now:
            mine = typed[name] != opened.get(name) and name not in theirs
            data.setlist(name, typed[name] if mine else now[name])
        data["version"] = str(self.fields["version"].initial)
        data["base"] = str(self.fields["base"].initial)
        return data

    def _readable(self, name: str, values: list[str]) -> str:
        choices = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", [])}
        return join_words(choices.get(value, value) for value in values) or _("(empty)")


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").strip()
