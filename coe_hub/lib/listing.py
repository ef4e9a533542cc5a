"""One way of all lists that people work in: columns chosen and ordered, sorting, density, pages and files.

A room describes its list once, as a `Listing`; its view asks `show` and adds what is the page's own. Everything chosen
stands in the address: `?columns=name,lead,ends&sort=-ends&density=compact`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.dates import date_text
from coe_hub.lib.lists import ListFilter, exported, filter_chips
from coe_hub.lib.tables import FORMATS, Column, asked_codes, chosen, unknown_columns
from coe_hub.lib.text import join_words

PAGE_SIZE = 50
COMFORTABLE, COMPACT = "comfortable", "compact"
# What an address says of how a list looks, beside its filters.
LOOKS = ("columns", "sort", "density")
_MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Listing:
    """A list: its page, its columns, its filters, and how rows are read.

    `filters(request, asked)` narrows what the reader sees by a query string. `rows(found, columns)` reads rows with
    what these columns need, `all_rows` those of a whole file, where another way is quicker for many. `order(found)` is
    the order where none is asked for; `orders` are names of orders beside those of the columns. `many` are fields of
    the form by which its rows are changed (`lib.resources`, under the same code) that are changed of many rows at once,
    `steps` what else is done with many; `record_key` leads from a row to the public id of its record.
    """

    code: str
    url_name: str
    label: Promise
    columns: Callable[[], Sequence[Column]]
    filters: Callable[[SignedInRequest, QueryDict], ListFilter]
    rows: Callable[[Any, Sequence[Column]], Iterable[Any]]
    order: Callable[[Any], Any]
    orders: dict[str, Callable[[], Any]] = field(default_factory=dict)
    page_size: int = PAGE_SIZE
    all_rows: Callable[[Any, Sequence[Column]], Iterable[Any]] | None = None
    many: tuple[str, ...] = ()
    steps: Mapping[str, Promise] = field(default_factory=dict)
    record_key: str = "public_id"

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(self.url_name)


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    """Let views be saved of it; called where the listing is made. Raises `ValueError` for a code that is taken."""
    if listing.code in _listings:
        raise ValueError(f"There is a list {listing.code} already.")
    _listings[listing.code] = listing
    return listing


def listings() -> dict[str, Listing]:
    """All of them, by code."""
    return dict(_listings)


@dataclass
class Shelf:
    """What a room above keeps of a list for its reader: the density they are used to, what stands above the list, and
    the address that a bare one leads to."""

    density: str = COMFORTABLE
    context: dict[str, Any] = field(default_factory=dict)
    leads_to: str = ""


_shelves: list[Callable[[SignedInRequest, Listing], Shelf]] = []


def register_shelf(shelf: Callable[[SignedInRequest, Listing], Shelf]) -> None:
    """Let a room above keep something of all lists; called once, at start."""
    _shelves[:] = [shelf]


@dataclass
class Shown:
    """What a list's page shows, or the answer that is given instead of it."""

    filters: ListFilter
    response: HttpResponseBase | None = None
    page: Any = None
    context: dict[str, Any] = field(default_factory=dict)
    is_table: bool = False


def show(request: SignedInRequest, listing: Listing, *, is_table: bool = False) -> Shown:
    """The list as it is asked for: a file, a page of a table, or the ids of a page whose rows the view draws itself.

    `is_table`: it is one even where no columns were chosen. Where it is none, `page` holds ids and the view reads its
    rows.
    """
    columns = listing.columns()
    shown = Shown(listing.filters(request, request.GET))
    if moved := _moved(request, columns):
        shown.response = redirect(f"{request.path}{moved}")
        return shown
    found = in_order(shown.filters.qs, listing, request.GET.get("sort", ""))
    shown.response = exported(
        request,
        shown.filters.form,
        columns,
        lambda kept: (listing.all_rows or listing.rows)(found, kept),
        name=listing.code,
        title=str(listing.label),
    )
    if shown.response:
        return shown
    shelf = _shelves[0](request, listing) if _shelves else Shelf()
    if shelf.leads_to and not request.GET:
        shown.response = redirect(shelf.leads_to)
        return shown
    density = request.GET.get("density", shelf.density)
    asked = [one for one in chosen(request, columns) if asked_codes(request)]
    shown.is_table = bool(asked) or is_table or density == COMPACT
    kept = asked or [one for one in columns if one.is_shown]
    shown.page = Paginator(found.values_list("pk", flat=True), listing.page_size).get_page(request.GET.get("page"))
    shown.context = {
        "listing": listing,
        "page": shown.page,
        "filters": shown.filters,
        "chips": filter_chips(request, shown.filters),
        "formats": FORMATS,
        "columns": columns,
        "today": timezone.localdate(),
        "density": COMPACT if density == COMPACT else COMFORTABLE,
        "unknown_columns": unknown_columns(request, columns),
        "choices": _choices(columns, kept) if request.GET.get("choose") else None,
        "extra_query": _without(request, "choose", "page"),
        "density_query": _without(request, "density"),
        "plain_query": _without(request, "choose", "columns", "page"),
        **shelf.context,
    }
    if shown.is_table:
        shown.page.object_list = of_ids(found, list(shown.page.object_list), listing, kept)
        sort = request.GET.get("sort", "")
        shown.context["table"] = {
            "heads": [_head(request, column, sort, kept) for column in kept],
            "is_wide": len(kept) > _MANY,
            "rows": [[_cell(column, row) for column in kept] for row in shown.page.object_list],
        }
    return shown


def of_ids(found: Any, ids: list[int], listing: Listing, columns: Sequence[Column]) -> list[Any]:
    """The rows of these ids, in the order of the ids: sorting whole rows takes far longer, on a late page above all."""
    if not ids:
        return []
    return by_ids(listing.rows(found.order_by().filter(pk__in=ids), columns), ids)


def by_ids(rows: Iterable[Any], ids: Iterable[int]) -> list[Any]:
    """These rows in the order of the ids."""
    found = {row.pk: row for row in rows}
    return [found[one] for one in ids if one in found]


# --- Order ---------------------------------------------------------------------------------------------------------
def in_order(found: Any, listing: Listing, sort: str) -> Any:
    """By one of the columns, a minus in front turning it round; an order that nothing has is the usual one."""
    name = sort.removeprefix("-")
    known: dict[str, Any] = {one.name: one.order for one in listing.columns() if one.order}
    order = (known | listing.orders).get(name)
    if order is None:
        return listing.order(found)
    expression = F(order).asc(nulls_last=True) if isinstance(order, str) else order()
    if sort.startswith("-"):
        expression.descending = True
    return found.order_by(expression, "pk")


def _head(request: HttpRequest, column: Column, sort: str, kept: Sequence[Column]) -> dict[str, Any]:
    """A heading, with the address that sorts by it and, where it does, the other way round."""
    direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(sort, "")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{column.name}" if direction == "ascending" else column.name
    return {
        "label": column.heading,
        "direction": direction,
        "url": address(query) if column.order else "",
        "kind": _kind(column),
    }


def _kind(column: Column) -> str:
    return "long" if column.width >= _LONG else ""


# More columns than that scroll by themselves.
_MANY = 8
# From how many letters on a sheet a column holds text of several lines, and how much of it a page shows.
_LONG = 50
_LONGEST = 240


# Between things of a cell; a bar with spaces is part of a name.
_BARS = re.compile(r"(?<! )\|(?! )")


# --- Cells ---------------------------------------------------------------------------------------------------------
def _cell(column: Column, row: Any) -> dict[str, Any]:
    value = column.value(row)
    url = column.url(row) if column.url else value if column.is_link else ""
    text = _text(value, is_many=column.is_many) if not column.is_link else _("Open")
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rstrip()}…"
    return {
        "text": format_html('<a href="{}">{}</a>', url, text) if url and text else text,
        "label": column.heading,
        "kind": "day" if isinstance(value, date) else _kind(column),
    }


def _text(value: Any, *, is_many: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_text(value, "time")
    if isinstance(value, date):
        return date_text(value)
    return join_words(_BARS.split(str(value))) if is_many else str(value)


# --- Columns -------------------------------------------------------------------------------------------------------
def address(query: QueryDict) -> str:
    """A query string that people can read: commas stay commas."""
    return f"?{query.urlencode(safe=',/')}"


def _without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode(safe=",/")


def _choices(columns: Sequence[Column], kept: Sequence[Column]) -> list[dict[str, Any]]:
    """All columns to choose from, those in the table first and in its order."""
    rest = [one for one in columns if one not in kept]
    return [
        {"column": one, "is_on": one in kept, "is_first": at == 0, "is_last": at == len(kept) - 1}
        for at, one in enumerate([*kept, *rest])
    ]


def _moved(request: HttpRequest, columns: Sequence[Column]) -> str:
    """The readable address of columns that were ticked or moved on the panel; "" where nothing of that was sent."""
    said = request.GET.getlist("columns")
    move = request.GET.get("move", "")
    if request.GET.get("format") or not (move or len(said) > 1):
        return ""
    names = [one.name for one in chosen(request, columns)]
    way, _colon, name = move.partition(":")
    if way in _MOVES and name in names:
        at = names.index(name)
        to = min(max(at + _MOVES[way], 0), len(names) - 1)
        names.insert(to, names.pop(at))
    query = request.GET.copy()
    query.pop("move", None)
    query["columns"] = ",".join(names)
    if way not in _MOVES:
        query.pop("choose", None)
    return address(query)
