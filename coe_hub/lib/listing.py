"""One way of all lists that people work in: columns chosen and ordered, sorting, density, pages and files.

A room describes its list once, as a `Listing`; its view asks `show` and adds what is the page's own. Everything chosen
stands in the address: `?columns=name,lead,ends&sort=-ends&density=compact`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.dates import date_text
from coe_hub.lib.lists import ListFilter, exported, filter_chips
from coe_hub.lib.paging import long_page
from coe_hub.lib.tables import FORMATS, Column, asked_codes, chosen, unknown_columns
from coe_hub.lib.text import join_words
from coe_hub.lib.ticks import SELECT, TICK, ticks_of, without_marks

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
    the order where none is asked for; `orders` are names of orders beside those of the columns. Rows of one that
    `is_long` are counted to a thousand. `many` are fields of the form by which its rows are changed (`lib.resources`,
    under the same code) that are changed of many rows at once, `steps` what else is done with many; `record_key` leads
    from a row to the public id of its record. `many_url_name` names a page of its own on which many are changed.
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
    is_long: bool = False
    many: tuple[str, ...] = ()
    steps: Mapping[str, Promise] = field(default_factory=dict)
    record_key: str = "public_id"
    many_url_name: str = ""

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(self.url_name)

    def key_of(self, row: Any) -> str:
        """The public id of the record that a row is about."""
        for name in self.record_key.split("__"):
            row = getattr(row, name)
        return str(row)


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
    found = in_order(shown.filters.qs, listing, request.GET.get("sort", ""), columns)
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
    may_tick = bool(shelf.context.get("many_url"))
    is_ticking = may_tick and bool(request.GET.get(SELECT))
    shown.is_table = bool(asked) or is_table or density == COMPACT or is_ticking
    kept = asked or [one for one in columns if one.is_shown]
    ids, number = found.values_list("pk", flat=True), request.GET.get("page")
    pages = long_page if listing.is_long else _page
    shown.page = pages(ids, listing.page_size, number)
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
        "asked_query": without_marks(request.GET).urlencode(safe=",/"),
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
        if is_ticking:
            _tick_boxes(shown, request, listing)
    return shown


def _page(rows: Any, size: int, number: Any) -> Page:
    return Paginator(rows, size).get_page(number)


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
def in_order(found: Any, listing: Listing, sort: str, columns: Sequence[Column] | None = None) -> Any:
    """By one of the columns, a minus in front turning it round; an order that nothing has is the usual one."""
    name = sort.removeprefix("-")
    known: dict[str, Any] = {one.name: one.order for one in columns or listing.columns() if one.order}
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
# A name or a word of so few letters stays on one line where rows are dense.
_SHORT = 16


# Between things of a cell; a bar with spaces is part of a name.
_BARS = re.compile(r"(?<! )\|(?! )")


# --- Cells ---------------------------------------------------------------------------------------------------------
def _cell(column: Column, row: Any) -> dict[str, Any]:
    value = column.value(row)
    url = column.url(row) if column.url else value if column.is_link else ""
    text = _text(value, is_many=column.is_many) if not column.is_link else _("Open")
    text = column.told(row) if column.told else text
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rstrip()}…"
    return {
        "text": format_html('<a href="{}">{}</a>', url, text) if url and text else text,
        "label": column.heading,
        "kind": "day" if isinstance(value, date) else _kind(column) or ("short" if len(text) <= _SHORT else ""),
    }


def _text(value: Any, *, is_many: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_text(value, "time")
    if isinstance(value, date):
        return date_text(value)
    return join_words(_BARS.split(str(value))) if is_many else str(value)


def _tick_boxes(shown: Shown, request: HttpRequest, listing: Listing) -> None:
    """A box in the first cell of each row; the form that they belong to stands above the table."""
    ticks = ticks_of(request.GET, [listing.key_of(row) for row in shown.page.object_list])
    shown.context["ticks"] = ticks
    for key, row in zip(ticks.keys, shown.context["table"]["rows"], strict=True):
        row[0]["text"] = format_html(
            '<input class="form-check-input" type="checkbox" form="ticks" name="{}" value="{}" aria-label="{}"{}> {}',
            *(TICK, key, _("Tick “%(name)s”") % {"name": strip_tags(row[0]["text"])}),
            mark_safe(" checked") if key in ticks.ticked else "",
            row[0]["text"],
        )


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
