"""What the operator said on the command line: columns, translated values, defaults."""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from alliances.core.models import Alliance
from coe_hub.lib.errors import DomainError

_NAMED = (
    "name",
    "reference",
    "partners",
    "our_organisation",
    "type",
    "stage",
    "purpose",
    "therapeutic_area",
    "starts_on",
    "ends_on",
    "lead",
    "scope",
    "review_months",
    "last_reviewed_on",
)
# Columns that a file does not say: the type goes by a shorter name, and a code name is given by hand.
_NOT_READ = {"alliance_type", "code_name"}
FIELDS = (*_NAMED, *(name for name in Alliance.EDITABLE if name not in {*_NAMED, *_NOT_READ}))
# A default for these would make every alliance the same one.
_OWN_TO_EACH = ("name", "reference")


@dataclass(frozen=True)
class Options:
    """How a file is read. `columns`: field → heading ("" leaves a column alone); `values`: field → theirs → ours."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    separator: str = "|"


def normal(text: str) -> str:
    """Text as headings, words and translated values are compared: case and runs of spaces do not count."""
    return " ".join(text.split()).casefold()


def parse_options(*, columns: Iterable[str], values: Iterable[str], defaults: Iterable[str], separator: str) -> Options:
    """Options out of `field=column`, `field:THEIRS=ours,…`, `field=value`. Raises `DomainError` where it cannot."""
    if not separator:
        raise DomainError("--partner-separator is empty. Give the text between two partners, such as '|' or ';'.")
    return Options(
        columns=assignments(columns, option="--map", shape="field=column"),
        values=_translations(values),
        defaults=_defaults(defaults),
        separator=separator,
    )


def assignments(items: Iterable[str], *, option: str, shape: str, fields: Collection[str] = FIELDS) -> dict[str, str]:
    """`field=value` pairs of a command's option. Raises `DomainError` where one is not, or its field is unknown."""
    found: dict[str, str] = {}
    for item in items:
        name, mark, value = item.partition("=")
        if not mark:
            raise DomainError(f"{option} {item!r} is not understood. Write it as {option} {shape}.")
        name = _known_field(name, option=option, fields=fields)
        if name in found:
            raise DomainError(f"{option} names the field {name} twice. Give it once.")
        found[name] = value.strip()
    return found


def _known_field(name: str, *, option: str, fields: Collection[str] = FIELDS) -> str:
    name = normal(name)
    if name not in fields:
        raise DomainError(f"{option}: there is no field {name!r}. The fields are {', '.join(fields)}.")
    return name


def _defaults(items: Iterable[str]) -> dict[str, str]:
    found = assignments(items, option="--default", shape="field=value")
    for name in _OWN_TO_EACH:
        if name in found:
            raise DomainError(f"--default cannot set the {name}: each alliance has its own. Map a column to it.")
    return found


def _translations(items: Iterable[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for item in items:
        name, mark, pairs = item.partition(":")
        if not mark:
            raise _not_understood(item)
        words = found.setdefault(_known_field(name, option="--values"), {})
        for theirs, ours in _word_pairs(pairs, item):
            if words.setdefault(normal(theirs), ours) != ours:
                raise DomainError(f"--values gives {theirs!r} two meanings for {name}. Give one.")
    return found


def _word_pairs(pairs: str, item: str) -> Iterable[tuple[str, str]]:
    """`A=x,"B, C=y"` pair by pair; a pair with a comma stands in quotation marks, as in a CSV file."""
    try:
        cells = next(csv.reader([pairs], skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        raise _not_understood(item) from error
    for cell in cells:
        theirs, mark, ours = cell.rpartition("=")
        if not mark:
            raise _not_understood(item)
        yield theirs, ours.strip()


def _not_understood(item: str) -> DomainError:
    return DomainError(
        f"--values {item!r} is not understood. Write it as --values field:THEIRS=ours,THEIRS=ours;"
        " a pair with a comma goes in quotation marks: 'stage:\"Active, not recruiting=running\"'."
    )
