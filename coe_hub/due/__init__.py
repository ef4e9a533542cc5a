"""What is due: everything with a date and an owner, whatever room it stands in. This room has no models.

`sources` is the register that rooms fill at start, `listing` the one query over all of them.
"""

from coe_hub.due.listing import (
    as_sql,
    count,
    counts,
    horizon,
    in_language,
    items,
    iterate,
    listed,
    named,
    on_scopes_of,
    once,
    rows,
    week,
)
from coe_hub.due.sources import COLUMNS, NOBODY, DueItem, DueText, Source, find_source, forget, register, sources

__all__ = [
    "COLUMNS",
    "NOBODY",
    "DueItem",
    "DueText",
    "Source",
    "as_sql",
    "count",
    "counts",
    "find_source",
    "forget",
    "horizon",
    "in_language",
    "items",
    "iterate",
    "listed",
    "named",
    "on_scopes_of",
    "once",
    "register",
    "rows",
    "sources",
    "week",
]
