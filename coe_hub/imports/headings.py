"""Which cell of a row is which field: as somebody said, by the headings, or by what stands below them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from coe_hub.imports.cells import clean_cell, is_failed_formula
from coe_hub.imports.days import looks_like_days, read_day
from coe_hub.imports.files.lines import Line
from coe_hub.imports.kinds import About, Field
from coe_hub.imports.options import Options, normal
from coe_hub.lib.errors import DomainError

# A column by its number, where its heading is empty or stands twice.
_NUMBERED = re.compile(r"#(\d{1,4})")
# How much of a column must be words of ours to be that column.
_MOST = 0.6


def wanted_headings(fields: Iterable[Field], options: Options, kept: Collection[str] = ()) -> set[str]:
    """Every heading that means something here; tells the line of headings and what separates cells."""
    named = {name for one in fields for name in (*_own(one), *one.called)}
    return {*named, *(normal(heading) for heading in options.columns.values() if heading), *kept}


def _own(one: Field) -> set[str]:
    """What our own files call it."""
    return {normal(one.code), *one.headings}


def match_columns(headings: Sequence[str], options: Options, fields: Sequence[Field]) -> dict[str, int]:
    """Field → place of its cell: as mapped, else by a heading of ours. Raises `DomainError` where that cannot be."""
    matched = {
        name: place_of(headings, heading, f"--map {name}={heading}")
        for name, heading in options.columns.items()
        if heading
    }
    for one in fields:
        named = [place for place, heading in enumerate(headings) if normal(heading) in _own(one)]
        if one.code in options.columns or not named:
            continue
        if len(named) > 1:
            _refuse_two(headings, named, one)
        matched[one.code] = named[0]
    return matched


def proposed(
    headings: Sequence[str], fields: Sequence[Field], samples: Sequence[Line], kept: Mapping[str, str]
) -> dict[str, int]:
    """Field → place for columns that may be it: as it was settled before (`kept`: heading → field, "" of one left
    alone), by a heading of ours, of other people's, or by what stands in the column."""
    places = {place: normal(heading) for place, heading in enumerate(headings)}
    found: dict[str, int] = {}
    codes = {one.code for one in fields}
    for place, heading in list(places.items()):
        if heading in kept:
            del places[place]
            if kept[heading] in codes:
                found.setdefault(kept[heading], place)
    for names_of in (lambda one: {*_own(one), normal(str(one.label))}, lambda one: set(one.called)):
        for one in fields:
            named = [place for place, heading in places.items() if heading in names_of(one)]
            if named and one.code not in found:
                found[one.code] = named[0]
                del places[named[0]]
    return found | _by_content(places, [one for one in fields if one.code not in found], samples)


def _refuse_two(headings: Sequence[str], places: Sequence[int], one: Field) -> None:
    if len({normal(headings[place]) for place in places}) == 1:
        raise _stands_twice(headings, places)
    raise DomainError(
        _("Two columns could be the field %(name)s. Choose one with --map %(name)s=COLUMN.") % {"name": one.code}
    )


def _stands_twice(headings: Sequence[str], places: Sequence[int]) -> DomainError:
    both = _(" and ").join(str(place + 1) for place in places[:2])
    return DomainError(
        _("The heading “%(heading)s” stands twice, in columns %(both)s. Rename one of them, or say #%(number)d.")
        % {"heading": headings[places[0]], "both": both, "number": places[0] + 1}
    )


def _by_content(places: Mapping[int, str], fields: Sequence[Field], samples: Sequence[Line]) -> dict[str, int]:
    """Columns whose cells are words of one of these fields, or the two that are days, the earlier ones first."""
    found: dict[str, int] = {}
    columns = {place: texts for place in places if (texts := cells_of(place, samples))}
    for one in fields:
        for place, texts in columns.items():
            knows = one.knows
            if knows and place not in found.values() and sum(map(knows, texts)) >= _MOST * len(texts):
                found[one.code] = place
                break
    days = [place for place, texts in columns.items() if place not in found.values() and looks_like_days(texts)]
    wanted = [one.code for one in fields if one.about == About.DAY]
    if len(days) == len(wanted[:2]) == 2 and _is_before(*(columns[place] for place in days)):
        found |= dict(zip(wanted, days, strict=False))
    return found


def _is_before(first: Sequence[str], second: Sequence[str]) -> bool:
    try:
        return read_day(first[0])[0] < read_day(second[0])[0]
    except DomainError:
        return False
    except ValueError:
        return False


def cells_of(place: int, samples: Iterable[Line], count: int = 200) -> list[str]:
    """What stands in a column, without what is empty."""
    texts = (clean_cell(line.cells[place]) for line in samples if place < len(line.cells))
    return list(islice((text for text in texts if text and not is_failed_formula(text)), count))


def place_of(headings: Sequence[str], wanted: str, asked_by: str) -> int:
    """Where the heading stands; `#4` is the fourth column. Raises `DomainError` where it does not, or stands twice."""
    places = [place for place, heading in enumerate(headings) if normal(heading) == normal(wanted)]
    if not places and (numbered := _NUMBERED.fullmatch(wanted.strip())) and 0 < int(numbered[1]) <= len(headings):
        return int(numbered[1]) - 1
    if not places:
        raise DomainError(
            _("%(asked)s: the file has no such column. %(columns)s")
            % {"asked": asked_by, "columns": columns_are(headings)}
        )
    if len(places) > 1:
        raise _stands_twice(headings, places)
    return places[0]


def require_fields(missing: Sequence[str], headings: Sequence[str]) -> None:
    """Raises `DomainError` where fields without which nothing can be read have no column."""
    if missing:
        hints = " ".join(f"--map {name}=COLUMN" for name in missing)
        raise DomainError(
            _("No column is mapped to %(fields)s. Add %(hints)s. %(columns)s")
            % {"fields": _(" or ").join(missing), "hints": hints, "columns": columns_are(headings)}
        )


def columns_are(headings: Sequence[str]) -> str:
    """What a refusal says of the headings there are."""
    return _("Its columns are: %(names)s.") % {"names": ", ".join(heading for heading in headings if heading)[:1000]}
