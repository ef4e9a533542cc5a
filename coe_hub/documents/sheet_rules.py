"""What the description of a worksheet must be, so that a file can be made of it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TONES = ("late", "soon", "done")
KINDS = ("text", "number", "date", "choice", "formula")
FORMATS = ("text", "number", "date")
MOST_COLUMNS, MOST_ROWS = 40, 2_000
# Excel keeps the choices of a cell in one text of at most this length.
_MOST_CHOICES = 255
_KEY = re.compile(r"[a-z_0-9]+")
_REFERENCE = re.compile(r"\[([^\]]*)\]")
# What a cell could use to reach beyond its own row: other sheets and files, programs, the network.
_REACHES_OUT = re.compile(
    r"!|\||\b(WEBSERVICE|HYPERLINK|IMAGE|CALL|REGISTER|INDIRECT|FILTERXML|RTD|EXEC)\b", re.IGNORECASE
)


def check_sheet(text: str) -> None:
    """Raises `ValidationError`, naming the column and what to do, unless `text` describes a worksheet."""
    try:
        sheet = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("This is not JSON: a comma or a quotation mark is missing or too many.")) from error
    if not isinstance(sheet, dict) or not _is_words(sheet.get("name")) or not isinstance(sheet.get("columns"), list):
        raise ValidationError(_("A worksheet needs a name, columns and rows."))
    rows, columns = sheet.get("rows"), sheet["columns"]
    if not isinstance(rows, int) or isinstance(rows, bool) or not 1 <= rows <= MOST_ROWS:
        raise ValidationError(_("A worksheet has 1 to %(most)d rows."), params={"most": MOST_ROWS})
    if not 1 <= len(columns) <= MOST_COLUMNS:
        raise ValidationError(_("A worksheet has 1 to %(most)d columns."), params={"most": MOST_COLUMNS})
    keys = [column.get("key") if isinstance(column, dict) else None for column in columns]
    for number, column in enumerate(columns, start=1):
        if problem := _problem(column, keys) or _problem_of_looks(column, columns):
            raise ValidationError(_("Column %(number)d: %(problem)s"), params={"number": number, "problem": problem})
    examples = sheet.get("examples", [])
    if not isinstance(examples, list) or not all(isinstance(one, dict) and set(one) <= set(keys) for one in examples):
        raise ValidationError(_("An example names a column that is not there."))


def is_written_in(text: str, language: str) -> bool:
    """Whether the worksheet that `text` describes has every word of it in `language`. Texts alone are English."""
    sheet = json.loads(text)
    if language != settings.LANGUAGE_CODE and any(
        isinstance(one, str) for one in (sheet["name"], *(column["label"] for column in sheet["columns"]))
    ):
        return False
    return all(words.get(language) for words in _translations(sheet))


def _translations(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every text that stands in several languages."""
    if isinstance(value, Mapping) and "en" in value:
        yield value
    elif isinstance(value, list | Mapping):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _translations(one)


def _problem(column: Any, keys: list[Any]) -> str:
    """What is wrong with a column; empty where nothing is."""
    if not isinstance(column, dict) or not isinstance(column.get("key"), str) or not _KEY.fullmatch(column["key"]):
        return _("give it a key of small letters, digits and underscores.")
    if keys.count(column["key"]) > 1:
        return _("another column has the same key.")
    if not _is_words(column.get("label")):
        return _("give it a label.")
    if column.get("kind") not in KINDS or column.get("format", "text") not in FORMATS:
        return _("its kind is text, number, date, choice or formula, its format text, number or date.")
    width = column.get("width", 16)
    if not isinstance(width, int | float) or not 1 <= width <= 120:
        return _("its width is a number from 1 to 120.")
    if column["kind"] == "choice":
        return _problem_of_choices(column.get("choices"))
    return _problem_of_formula(column.get("formula"), keys) if column["kind"] == "formula" else ""


def _problem_of_looks(column: dict[str, Any], columns: list[Any]) -> str:
    """What is wrong with its sum and its colours."""
    tones, total = column.get("tones", {}), column.get("total", False)
    groups = [one.get("key") for one in columns if isinstance(one, dict) and one.get("kind") == "choice"]
    if not isinstance(total, bool) and total not in groups:
        return _("its total is true, or the key of a column with choices.")
    if not isinstance(tones, dict) or not set(tones) <= set(TONES):
        return _("its colours are for late, soon and done.")
    return next(filter(None, (_problem_of_choices(words) for words in tones.values())), "")


def _problem_of_choices(choices: Any) -> str:
    lists = list(choices.values()) if isinstance(choices, Mapping) else [choices]
    if isinstance(choices, Mapping) and "en" not in choices:
        return _("its choices need English words.")
    if not lists or not all(isinstance(one, list) and one and all(isinstance(w, str) for w in one) for one in lists):
        return _("give it choices.")
    if any("," in word or '"' in word for one in lists for word in one):
        return _("choices hold no comma and no quotation mark.")
    if any(len(",".join(one)) > _MOST_CHOICES for one in lists):
        return _("its choices are too long for Excel: 255 letters in all.")
    return ""


def _problem_of_formula(formula: Any, keys: list[Any]) -> str:
    if not _is_words(formula):
        return _("give it a formula.")
    for text in formula.values() if isinstance(formula, Mapping) else [formula]:
        if unknown := [name for name in _REFERENCE.findall(text) if name not in keys]:
            return _("its formula names a column “%(name)s” that is not there.") % {"name": unknown[0]}
        # Texts in quotation marks are shown, not reckoned with.
        if _REACHES_OUT.search(re.sub(r'"[^"]*"', '""', text)):
            return _("its formula reaches beyond its own row.")
    return ""


def _is_words(value: Any) -> bool:
    """A text, or texts by language with English among them."""
    if isinstance(value, Mapping):
        return bool(value.get("en")) and all(isinstance(one, str) for one in value.values())
    return isinstance(value, str) and bool(value)
