"""Pages of a list that changes while it is read: a cursor says after which row to go on, and nothing else of the list.

Rows come in the order in which they changed last. One that changes meanwhile moves to the end and is met there again;
none is left out. A cursor is sealed: it says nothing of the row to whoever has it.
"""

import json
from datetime import date, datetime, time
from typing import Any

from cryptography.fernet import InvalidToken
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from coe_hub.api.problems import Problem
from coe_hub.lib.sealing import seal

USUAL, MOST = 50, 200
CURSOR, LIMIT, SINCE = "cursor", "limit", "updated_since"
_CURSORS = "api cursor"
PARAMETERS = (CURSOR, LIMIT, SINCE)


def page_of(rows: "QuerySet[Any]", moved: Any, asked: QueryDict) -> tuple[list[int], str]:
    """The ids of the rows of the page that is asked for, and the cursor of the next one, empty where there is none.

    `moved` is the column or expression that says when a row changed last. Raises `Problem`.
    """
    limit = _limit(asked)
    found = rows.order_by().annotate(moved=F(moved) if isinstance(moved, str) else moved)
    if since := _since(asked):
        found = found.filter(moved__gte=since)
    if text := asked.get(CURSOR):
        at, pk = _after(text)
        found = found.filter(Q(moved__gt=at) | Q(moved=at, pk__gt=pk))
    page = list(found.order_by("moved", "pk").values_list("moved", "pk")[: limit + 1])
    ids = [pk for _at, pk in page[:limit]]
    return ids, _cursor(page[limit - 1]) if len(page) > limit else ""


def _cursor(row: tuple[datetime, int]) -> str:
    at, pk = row
    return seal(_CURSORS).encrypt(json.dumps([at.isoformat(), pk]).encode()).decode()


def _after(text: str) -> tuple[datetime, int]:
    try:
        at, pk = json.loads(seal(_CURSORS).decrypt(text.encode()))
        return datetime.fromisoformat(at), pk
    except (InvalidToken, ValueError) as error:
        raise Problem("malformed", _("This cursor cannot be read. Begin again without it.")) from error


def _limit(asked: QueryDict) -> int:
    text = asked.get(LIMIT) or str(USUAL)
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= MOST:
        raise Problem("malformed", _("“limit” is a number from 1 to %(most)d.") % {"most": MOST})
    return int(text)


def _since(asked: QueryDict) -> datetime | None:
    text = asked.get(SINCE)
    if not text:
        return None
    try:
        at = parse_datetime(text)
        day = parse_date(text) if at is None else None
    except ValueError:
        at = day = None
    if isinstance(day, date):
        at = datetime.combine(day, time())
    if at is None:
        raise Problem("malformed", _("“updated_since” is a day or time such as 2026-11-30T09:00:00Z."))
    return at if timezone.is_aware(at) else timezone.make_aware(at)
