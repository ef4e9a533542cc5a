"""Work that a worker does while somebody looks on: how far it is, whether anything is heard of it, and its page.

How far it is stands in the cache, since what is written within a transaction is seen by nobody before its end.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coe_hub.lib.access import SignedInRequest

UNHEARD = 180
"""Seconds without a word of the worker, after which it is taken for stopped."""


def tell_progress(work: str, rows: int) -> None:
    """So many rows are through."""
    cache.set(work, rows, UNHEARD)


def rows_done(work: str) -> int:
    """How many rows the worker said it has been through."""
    return cache.get(work) or 0


def forget_progress(work: str) -> None:
    """It has ended, or begins anew."""
    cache.delete(work)


def is_unheard(work: str, begun_at: datetime | None) -> bool:
    """Whether nothing was heard for long of what was handed over then."""
    if begun_at is None or (timezone.now() - begun_at).total_seconds() <= UNHEARD:
        return False
    return cache.get(work) is None


def progress_part(
    request: SignedInRequest, template: str, context: Mapping[str, Any], *, is_under_way: bool
) -> HttpResponse | None:
    """What a page that waits asks for each second: how far it is, and to be read anew once it has ended. None where the
    page itself was asked for."""
    if not request.htmx or request.GET.get("part") != "progress":
        return None
    response = render(request, template, context)
    if not is_under_way:
        response["HX-Refresh"] = "true"
    return response
