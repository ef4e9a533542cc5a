"""Which cell of a row is which field."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from alliances.importing.options import FIELDS, Options, normal
from alliances.partnerships.columns import alliance_columns
from coe_hub.lib.errors import DomainError

# Headings that older exports wrote.
_FORMER = {"who_may_see_it": "scope"}


def own_headings() -> dict[str, str]:
    """Heading → field, for fields by their own name and by the headings of our export in every language."""
    found = {normal(name): name for name in FIELDS} | _FORMER
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in alliance_columns():
                if column.code in FIELDS:
                    found.setdefault(normal(column.heading), column.code)
    return found


def wanted_headings(options: Options) -> set[str]:
    """Every heading that means something here; tells which character separates the cells of a CSV file."""
    return {*own_headings(), *(normal(heading) for heading in options.columns.values() if heading)}


def match_columns(headings: Sequence[str], options: Options) -> dict[str, int]:
    """Field → place of its cell: as mapped, else by heading. Raises `DomainError` where that cannot work."""
    matched = {
        name: place_of(headings, normal(heading), f"--map {name}={heading}")
        for name, heading in options.columns.items()
        if heading
    }
    for heading, name in own_headings().items():
        if name not in options.columns and any(normal(one) == heading for one in headings):
            if name in matched:
                raise DomainError(f"Two columns could be the field {name}. Choose one with --map {name}=COLUMN.")
            matched[name] = place_of(headings, heading, name)
    _require_enough(headings, matched, options)
    return matched


def place_of(headings: Sequence[str], wanted: str, asked_by: str) -> int:
    """Where the heading stands. Raises `DomainError` where it does not, or stands twice."""
    places = [place for place, heading in enumerate(headings) if normal(heading) == wanted]
    if not places:
        raise DomainError(f"{asked_by}: the file has no such column. {columns_are(headings)}")
    if len(places) > 1:
        both = " and ".join(str(place + 1) for place in places[:2])
        raise DomainError(f"The heading “{headings[places[0]]}” stands twice, in columns {both}. Rename one of them.")
    return places[0]


def _require_enough(headings: Sequence[str], matched: dict[str, int], options: Options) -> None:
    """A file without references must name each alliance and its partners; one with them may hold updates only."""
    if "reference" in matched and len(matched) > 1:
        return
    missing = [name for name in ("name", "partners") if name not in matched and name not in options.defaults]
    if missing:
        hints = " ".join(f"--map {name}=COLUMN" for name in missing)
        raise DomainError(f"No column is mapped to {' or '.join(missing)}. Add {hints}. {columns_are(headings)}")


def columns_are(headings: Sequence[str]) -> str:
    """What a refusal says of the headings there are."""
    return f"Its columns are: {', '.join(heading for heading in headings if heading)[:1000]}."
