"""A worksheet, column by column: what its description holds, as fields that need no script."""

import json
import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.documents.sheet_rules import MOST_COLUMNS, MOST_ROWS
from coe_hub.documents.sheets import check_workbook
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import VersionedForm
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.publishing.forms.fields import LONGEST_BLOCK
from coe_hub.publishing.forms.layout import Part

SOURCE, TRANSLATED = "en", "ja"
_FREE = 3
_REFERENCE = re.compile(r"\[([^\]]+)\]")


class ColumnKind(models.TextChoices):
    """What a column holds, as `documents.sheet_rules` knows it."""

    TEXT = "text", gettext_lazy("Text")
    NUMBER = "number", gettext_lazy("Number")
    DATE = "date", gettext_lazy("Date")
    CHOICE = "choice", gettext_lazy("Choice")
    FORMULA = "formula", gettext_lazy("Formula")


class ColumnFormat(models.TextChoices):
    """How what a formula gives is shown."""

    TEXT = "text", gettext_lazy("as text")
    NUMBER = "number", gettext_lazy("as a number")
    DATE = "date", gettext_lazy("as a date")


class SheetForm(VersionedForm):
    """The columns of a worksheet, each with its fields, and some free ones at the end. A column without a name goes.

    `text` is the description as it is, empty where there is none; `described()` is the new one. What the form does not
    show, such as examples, stays.
    """

    name = TextField(max_length=60, validators=ONE_LINE, label=gettext_lazy("Name of the sheet"))
    name_ja = TextField(required=False, max_length=60, validators=ONE_LINE, label=gettext_lazy("Name in Japanese"))
    rows = forms.IntegerField(min_value=1, max_value=MOST_ROWS, initial=40, label=gettext_lazy("Rows to fill in"))

    def __init__(self, *args: Any, text: str, version: int, **kwargs: Any) -> None:
        self.sheet: dict[str, Any] = json.loads(text) if text else {"name": "", "rows": 40, "columns": []}
        columns = self.sheet["columns"]
        self.known = {column["key"]: column for column in columns}
        self.slots = [*self.known, *(f"new-{number}" for number in range(1, _FREE + 1))][:MOST_COLUMNS]
        values = {"name": _word(self.sheet["name"]), "name_ja": _word(self.sheet["name"], TRANSLATED)}
        values["rows"] = self.sheet["rows"]
        self.labels = {key: _word(column["label"]) for key, column in self.known.items()}
        for place, slot in enumerate(self.slots, start=1):
            values |= {
                f"{name}-{slot}": value for name, value in _values(self.known.get(slot, {}), place, self.labels).items()
            }
        super().__init__(*args, initial=values, version=version, **kwargs)
        parts = [self._add_column(slot, place) for place, slot in enumerate(self.slots, start=1)]
        self.fields["base"].initial = self._signed_base()
        self.helper.layout = Layout("version", "base", Row(Column("name"), Column("name_ja"), Column("rows")), *parts)

    def _add_column(self, slot: str, place: int) -> Part:
        column = self.known.get(slot)
        head = _("Column %(place)d") % {"place": place}
        head = f"{head}: {_word(column['label'])} · {ColumnKind(column['kind']).label}" if column else _("New column")
        line: dict[str, Any] = {"required": False, "max_length": 120, "validators": ONE_LINE}
        several: dict[str, Any] = {"required": False, "max_length": 600, "validators": [refuse_control_characters]}
        self.fields |= {
            f"label-{slot}": TextField(label=_("Name"), **line),
            f"label_ja-{slot}": TextField(label=_("Name in Japanese"), **line),
            f"kind-{slot}": forms.ChoiceField(label=_("Kind"), required=False, choices=ColumnKind),
            f"place-{slot}": forms.IntegerField(
                label=_("Place in the order"), required=False, min_value=1, max_value=MOST_COLUMNS
            ),
            f"width-{slot}": forms.IntegerField(
                label=_("Width in letters"), required=False, min_value=1, max_value=120
            ),
            f"choices-{slot}": TextField(label=_("Choices, one a line"), widget=forms.Textarea({"rows": 3}), **several),
            f"choices_ja-{slot}": TextField(
                label=_("Choices in Japanese, in the same order"), widget=forms.Textarea({"rows": 3}), **several
            ),
            f"formula-{slot}": TextField(
                label=_("Formula"),
                required=False,
                max_length=LONGEST_BLOCK,
                validators=[refuse_control_characters],
                widget=forms.Textarea({"rows": 2}),
                help_text=_("As in Excel without the =; other columns of the row by name: [Received]+[Days]."),
            ),
            f"format-{slot}": forms.ChoiceField(label=_("Shown"), required=False, choices=ColumnFormat),
        }
        for name in ("label", "label_ja", "kind", "place", "width", "choices", "choices_ja", "formula", "format"):
            field = self.fields[f"{name}-{slot}"]
            field.widget.attrs["aria-label"] = f"{head}: {field.label}"
        return Part(
            head,
            Row(Column(f"label-{slot}"), Column(f"label_ja-{slot}")),
            Row(Column(f"kind-{slot}"), Column(f"place-{slot}"), Column(f"width-{slot}")),
            Row(Column(f"choices-{slot}"), Column(f"choices_ja-{slot}")),
            f"formula-{slot}",
            f"format-{slot}",
            folds=column is not None,
        )

    def clean(self) -> dict[str, Any]:
        """Checked as the file will be made; what is refused stands at the column it belongs to."""
        data = super().clean() or {}
        if not self.errors:
            order = self._in_order()
            try:
                check_workbook(self.described())
            except ValidationError as error:
                number = (error.params or {}).get("number")
                problem = (error.params or {}).get("problem")
                slot = order[number - 1] if isinstance(number, int) and number <= len(order) else None
                self.add_error(f"label-{slot}" if slot else None, problem if slot and problem else error)
        return data

    def _in_order(self) -> list[str]:
        """The slots that hold a column, by their places; one that was moved up stands before what was there."""
        data = self.cleaned_data
        placed = []
        for place, slot in enumerate(self.slots, start=1):
            if data.get(f"label-{slot}"):
                wanted = data.get(f"place-{slot}") or place
                placed.append(((wanted, 1 + (wanted > place) - (wanted < place)), slot))
        return [slot for _place, slot in sorted(placed)]

    def described(self) -> str:
        """The description as it was typed. Of a form whose fields are clean."""
        data, order = self.cleaned_data, self._in_order()
        keys = self._keys(order)
        by_label = {label.casefold(): key for key, label in self.labels.items()}
        by_label |= {data[f"label-{slot}"].casefold(): keys[slot] for slot in order}
        sheet = {
            **self.sheet,
            "name": _words(data["name"], data["name_ja"], self.sheet["name"]),
            "rows": data["rows"],
            "columns": [self._column(slot, keys[slot], by_label) for slot in order],
        }
        if "examples" in sheet:
            kept = set(keys.values())
            sheet["examples"] = [{key: value for key, value in row.items() if key in kept} for row in sheet["examples"]]
        return json.dumps(sheet, ensure_ascii=False, indent=1)

    def _keys(self, order: list[str]) -> dict[str, str]:
        """A key for each slot: a column keeps its own, a new one gets one of its name."""
        keys = {slot: slot for slot in order if slot in self.known}
        for slot in order:
            if slot not in keys:
                stem = slugify(self.cleaned_data[f"label-{slot}"]).replace("-", "_")[:40] or "column"
                taken = {*keys.values(), *self.known}
                names = [stem, *(f"{stem}_{number}" for number in range(2, MOST_COLUMNS + 2))]
                keys[slot] = next(one for one in names if one not in taken)
        return keys

    def _column(self, slot: str, key: str, by_label: Mapping[str, str]) -> dict[str, Any]:
        data = {name: self.cleaned_data.get(f"{name}-{slot}") for name in _NAMES}
        now = self.known.get(slot, {})
        column: dict[str, Any] = {
            **{name: value for name, value in now.items() if name not in _SHOWN},
            "key": key,
            "label": _words(data["label"], data["label_ja"], now.get("label")),
            "kind": data["kind"] or ColumnKind.TEXT.value,
        }
        if data["width"]:
            column["width"] = data["width"]
        if column["kind"] == ColumnKind.CHOICE:
            source, translated = _lines(data["choices"]), _lines(data["choices_ja"])
            column["choices"] = _words(source, translated, now.get("choices"))
        if column["kind"] == ColumnKind.FORMULA:
            column["formula"] = self._formula(slot, data["formula"] or "", by_label)
            column["format"] = data["format"] or ColumnFormat.TEXT.value
        elif column["kind"] in {ColumnKind.NUMBER, ColumnKind.DATE}:
            column["format"] = column["kind"]
        return column

    def _formula(self, slot: str, typed: str, by_label: Mapping[str, str]) -> Any:
        """With names of columns turned into their keys. One that differs by language stays so until it is rewritten."""
        now = self.known.get(slot, {}).get("formula", "")
        if isinstance(now, Mapping) and _same(typed, _named(_word(now), self.labels)):
            return now
        text = typed.replace("\r\n", "\n").strip().removeprefix("=")
        return _REFERENCE.sub(lambda found: f"[{by_label.get(found[1].strip().casefold(), found[1])}]", text)


# What the form asks of a column; the rest of its description, such as its colours, stays.
_SHOWN = {"key", "label", "kind", "width", "choices", "formula", "format"}
_NAMES = ("label", "label_ja", "kind", "width", "choices", "choices_ja", "formula", "format")


def _values(column: Mapping[str, Any], place: int, labels: Mapping[str, str]) -> dict[str, Any]:
    """What the fields of a column begin with."""
    choices = column.get("choices", [])
    in_both = choices if isinstance(choices, Mapping) else {SOURCE: choices}
    return {
        "label": _word(column.get("label", "")),
        "label_ja": _word(column.get("label", ""), TRANSLATED),
        "kind": column.get("kind", ColumnKind.TEXT.value),
        "place": place,
        "width": column.get("width", 16),
        "choices": "\n".join(in_both.get(SOURCE, [])),
        "choices_ja": "\n".join(in_both.get(TRANSLATED, [])),
        "formula": _named(_word(column.get("formula", "")), labels),
        "format": column.get("format", ColumnFormat.TEXT.value),
    }


def _named(formula: str, labels: Mapping[str, str]) -> str:
    """The formula as people read it: columns by their names."""
    return _REFERENCE.sub(lambda found: f"[{labels.get(found[1], found[1])}]", formula)


def _word(words: Any, language: str = SOURCE) -> str:
    if isinstance(words, Mapping):
        return str(words.get(language, ""))
    return str(words) if language == SOURCE else ""


def _words(source: Any, translated: Any, now: Any) -> Any:
    """By language where it is so now, or is translated; else as it is."""
    if translated:
        return {SOURCE: source, TRANSLATED: translated}
    return {SOURCE: source} if isinstance(now, Mapping) else source


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _same(typed: str, now: str) -> bool:
    return typed.replace("\r\n", "\n").strip() == now.replace("\r\n", "\n").strip()
