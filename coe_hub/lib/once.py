"""A form that is sent twice, by two clicks or a slow line, makes one thing: the second answer leads to what the first
made."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]
# As long as somebody may press a button again, or a browser may send a kept form.
REMEMBERED = 60 * 60


def once(view: View) -> View:
    """For views that make something of a form: what is sent again is not done again. Stands below `requires`.

    The key that each form carries is its CSRF token, which Django masks anew for every page it makes. Only the very
    same content counts as the same: whoever goes back and changes something makes another thing.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = _key(request)
        if not key:
            return view(request, *args, **kwargs)
        with _one_at_a_time(key):
            if made := cache.get(key):
                return redirect(made)
            response = view(request, *args, **kwargs)
            if response.status_code == 302:
                cache.set(key, response["Location"], REMEMBERED)
            return response

    guarded.is_done_once = True  # type: ignore[attr-defined]
    return guarded


def _key(request: HttpRequest) -> str:
    """What this form, as this account sends it, is known by; empty for what comes from no form."""
    if request.method != "POST" or not request.POST.get("csrfmiddlewaretoken"):
        return ""
    files = [(name, one.name, one.size) for name, rows in request.FILES.lists() for one in rows]
    sent = (request.user.pk, request.get_full_path(), sorted(request.POST.lists()), files)
    return "once:" + hashlib.sha256(repr(sent).encode()).hexdigest()


@contextmanager
def _one_at_a_time(key: str) -> Iterator[None]:
    """The second of two that come at once waits for the first, in whatever process that is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
