"""What was said of a file beforehand, by a command or in a browser: columns, settled words, defaults."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from coe_hub.lib.errors import DomainError

ALL_OTHERS = "*"
"""In settled words: whatever else is not known."""
CUT = "cut"
"""For texts: what is too long loses its end."""
ADDED = "+"
"""Before the name of a person who is not known yet and comes with the file."""
DAY_FIRST, MONTH_FIRST = "d/m/y", "m/d/y"
"""For days: what `3/4/2025` means."""


@dataclass(frozen=True)
class Options:
    """How a file is read. `columns`: field → heading ("" leaves a column alone); `values`: field → theirs → ours, where
    `ALL_OTHERS` stands for what is not known; `skip_cells`: what is wrong in a cell costs that cell alone, where the
    row can do without."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    separator: str = "|"
    skip_cells: bool = False

    def others(self, name: str) -> str | None:
        """What is settled for all words of a field that are not known; None where nothing is."""
        return self.values.get(name, {}).get(ALL_OTHERS)


def normal(text: str) -> str:
    """Text as headings, words and settled words are compared: case and runs of spaces do not count."""
    return " ".join(text.split()).casefold()


def parse_options(
    *,
    columns: Iterable[str],
    values: Iterable[str],
    fields: Collection[str],
    defaults: Iterable[str] = (),
    separator: str = "|",
    own_to_each: Collection[str] = (),
    skip_cells: bool = False,
) -> Options:
    """Options out of `field=column`, `field:THEIRS=ours,…`, `field=value`; a default for one that is `own_to_each`
    would make all records the same. Raises `DomainError` where it cannot."""
    if not separator:
        raise DomainError("--partner-separator is empty. Give the text between two partners, such as '|' or ';'.")
    return Options(
        columns=assignments(columns, option="--map", shape="field=column", fields=fields),
        values=_translations(values, fields),
        defaults=_defaults(defaults, fields, own_to_each),
        separator=separator,
        skip_cells=skip_cells,
    )


def assignments(items: Iterable[str], *, option: str, shape: str, fields: Collection[str]) -> dict[str, str]:
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


def _known_field(name: str, *, option: str, fields: Collection[str]) -> str:
    name = normal(name)
    if name not in fields:
        raise DomainError(f"{option}: there is no field {name!r}. The fields are {', '.join(fields)}.")
    return name


def _defaults(items: Iterable[str], fields: Collection[str], own_to_each: Collection[str]) -> dict[str, str]:
    found = assignments(items, option="--default", shape="field=value", fields=fields)
    for name in own_to_each:
        if name in found:
            raise DomainError(f"--default cannot set the {name}: each has its own. Map a column to it.")
    return found


def _translations(items: Iterable[str], fields: Collection[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for item in items:
        name, mark, pairs = item.partition(":")
        if not mark:
            raise _not_understood(item)
        words = found.setdefault(_known_field(name, option="--values", fields=fields), {})
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


def as_arguments(options: Options) -> list[str]:
    """The options as the command takes them, each an argument: how an import in the browser is done again."""
    found = [text for name, heading in options.columns.items() for text in ("--map", f"{name}={heading}")]
    for name, words in options.values.items():
        if words:
            found += ["--values", f"{name}:{_joined(words)}"]
    found += [text for name, value in options.defaults.items() for text in ("--default", f"{name}={value}")]
    found += ["--partner-separator", options.separator] if options.separator != "|" else []
    return [*found, *(["--skip-cells"] if options.skip_cells else [])]


def _joined(words: Mapping[str, str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([f"{theirs}={ours}" for theirs, ours in words.items()])
    return line.getvalue()


def _not_understood(item: str) -> DomainError:
    return DomainError(
        f"--values {item!r} is not understood. Write it as --values field:THEIRS=ours,THEIRS=ours;"
        " a pair with a comma goes in quotation marks: 'stage:\"Active, not recruiting=running\"'."
    )
