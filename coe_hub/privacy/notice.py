"""The page for the works council, read out of the data map."""

from dataclasses import dataclass

from coe_hub.audit.kinds import NAMES, OPEN
from coe_hub.lib.text import join_words
from coe_hub.privacy.data_map import PURPOSES, Purpose, data_map


@dataclass(frozen=True)
class Shown:
    """A purpose, with the kinds of record and the columns that it keeps, as they are called on pages."""

    purpose: Purpose
    columns: list[tuple[str, str]]


def kept_by_purpose() -> list[Shown]:
    """Every purpose with every column of the map, in the words of the pages where they have some."""
    names = NAMES | OPEN
    found = []
    for purpose in PURPOSES:
        rows = [
            (
                str(names.get(kept.model._meta.label, kept.model._meta.verbose_name)),
                join_words(str(kept.model._meta.get_field(name).verbose_name) for name in kept.columns),
            )
            for kept in data_map()
            if kept.purpose.code == purpose.code
        ]
        found.append(Shown(purpose, sorted(rows)))
    return found
