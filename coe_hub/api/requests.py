"""What each address of the API does: list, read, make, change, and the steps of a kind of record."""

import hashlib
import zoneinfo
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseNotModified, JsonResponse, QueryDict
from django.utils import timezone, translation
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from coe_hub.api import paging
from coe_hub.api.auth import count_request
from coe_hub.api.bodies import opened, posted, read_body
from coe_hub.api.problems import Problem, answer, refuse_names
from coe_hub.api.repeating import done_once
from coe_hub.api.rows import Codes, etag, key_of, told
from coe_hub.lib.access import allows
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.history import acting
from coe_hub.lib.records import lock_record
from coe_hub.lib.resources import Draft, Resource, Way

View = Callable[..., HttpResponse]


def as_its_owner(view: View) -> View:
    """In the language and on the clock of whoever the token belongs to, in their name; what goes wrong is a problem."""

    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        token, user = request.auth, request.auth.user
        zone = zoneinfo.ZoneInfo(user.time_zone)
        with translation.override(user.language), timezone.override(zone), acting(by=user, token=token.pk):
            try:
                count_request(token)
                asked = partial(view, request, *args, **kwargs)
                repeats = request.method == "POST" and "Idempotency-Key" in request.headers
                response = done_once(request, asked) if repeats else asked()
            except Problem as problem:
                response = answer(problem)
            except Http404:
                response = answer(Problem("not-found"))
            except PermissionDenied:
                response = answer(Problem("not-allowed"))
        response["Content-Language"] = user.language
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return _unless_known(request, response)

    return answered


def _unless_known(request: Any, response: HttpResponse) -> HttpResponse:
    """What is read, with a tag of all that it says; 304 for whoever has that already, by `If-None-Match`.

    The tag of one record begins with its version, which is what `If-Match` compares.
    """
    if request.method != "GET" or response.status_code != 200:
        return response
    said = hashlib.sha256(response.content + response["Content-Language"].encode()).hexdigest()[:20]
    version = response.headers.get("ETag", "").strip('"')
    response["ETag"] = f'"{version}-{said}"' if version else f'"{said}"'
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    if response["ETag"] not in known and known != ["*"]:
        return response
    kept = {name: response[name] for name in ("ETag", "Cache-Control", "Content-Language")}
    return HttpResponseNotModified(headers=kept)


def list_rows(request: Any, resource: Resource) -> HttpResponse:
    """A page of what the reader's own list has, narrowed as asked."""
    rows = _narrowed(request, resource)
    ids, cursor = paging.page_of(rows, resource.moved, request.GET)
    columns, codes = resource.columns(), Codes()
    found = {row.pk: row for row in resource.read(resource.rows(request.user).filter(pk__in=ids))} if ids else {}
    items = [told(resource, found[pk], columns, codes) for pk in ids if pk in found]
    response = _json({"items": items, "next": _next(request, cursor)})
    if cursor:
        response["Link"] = f'<{_next(request, cursor)}>; rel="next"'
    return response


# What pages leave out as settled is in the lists of programs, which would take it for gone otherwise.
EVERYTHING = "all"


def leaves_out_settled(resource: Resource) -> bool:
    """Whether the page of the list shows what is open, unless somebody asks for everything."""
    state = getattr(resource.filters, "base_filters", {}).get("state")
    choices = state.extra.get("choices", ()) if state else ()
    return any(one[0] == EVERYTHING for one in choices if isinstance(one, tuple))


def _narrowed(request: Any, resource: Resource) -> Any:
    """The rows that the filters leave. What is asked for wrongly is refused: it never means everything."""
    rows, asked = resource.rows(request.user), request.GET
    filters = None
    own = [*paging.PARAMETERS, *([resource.parent] if resource.above else [])]
    if resource.filters:
        data = QueryDict(mutable=True)
        for name, values in asked.lists():
            if name not in own:
                data.setlist(name, values)
        if leaves_out_settled(resource):
            data.setdefault("state", EVERYTHING)
        filters = resource.filters(data, queryset=rows, request=request, **resource.filter_words(request))
    refuse_names(list(asked), [*own, *(filters.form.fields if filters else [])])
    if filters is not None:
        if filters.form.errors:
            raise Problem("malformed", errors=_messages(filters.form))
        rows = filters.qs
    if resource.above and (above := asked.get(resource.parent)):
        rows = rows.filter(**{resource.above: above}) if _is_name(above) else rows.none()
    return rows


def _is_name(text: str) -> bool:
    """Whether it may be what a record is named by: nothing else is asked of the database, which may not take it."""
    return text.isascii() and text.isprintable() and bool(text)


def _next(request: Any, cursor: str) -> str | None:
    if not cursor:
        return None
    query = request.GET.copy()
    query[paging.CURSOR] = cursor
    return f"{settings.HUB_URL}{request.path}?{query.urlencode()}"


def read_row(request: Any, resource: Resource, key: str) -> HttpResponse:
    """One record and, for whoever may change it, what the form for that holds."""
    row = _row(request, resource, key)
    body = told(resource, row, resource.columns(), Codes())
    body["form"] = _form_of(request, resource, key)
    return _tagged(_json(body), resource.record_of(row))


def _row(request: Any, resource: Resource, key: str) -> Any:
    """The row of the reader's list. Raises `Http404`, for what is hidden as for what never was."""
    where = resource.where(key) if _is_name(key) else None
    if where is None:
        raise Http404
    row = next(iter(resource.read(resource.rows(request.user).filter(where))), None)
    if row is None:
        raise Http404
    return row


def _form_of(request: Any, resource: Resource, key: str) -> dict[str, Any] | None:
    way = resource.change
    if way is None or not request.auth.may_write or not allows(way.guard, request.user):
        return None
    try:
        return opened(way.begin(request, key, None).form)
    except (PermissionDenied, Http404):
        return None


def make(request: Any, resource: Resource) -> HttpResponse:
    """A new record."""
    way = _allowed(request, resource.make)
    body = read_body(request)
    above = _above(resource, body)
    saved = _save(way, request, above, body)
    response = _written(request, resource, saved, status=201)
    if name := resource.name_of(saved):
        response["Location"] = f"{settings.HUB_URL}{request.path}{name}/"
    return response


def _above(resource: Resource, body: dict[str, Any]) -> str:
    """The id of what the new record hangs on, taken out of the body."""
    if not resource.parent:
        return ""
    above = body.pop(resource.parent, None)
    if not isinstance(above, str) or not _is_name(above):
        message = _("Name what it belongs to, by its id.")
        raise Problem("refused", errors={resource.parent: [message]})
    return above


def change(request: Any, resource: Resource, key: str) -> HttpResponse:
    """Another value of some of its fields; what is not named stays as it is."""
    way, version = _allowed(request, resource.change), _version(request)
    if not _is_name(key):
        raise Http404
    first = way.begin(request, key, None)
    if first.record.version != version:
        raise Problem("overtaken", _("Read it again, and change what you find."))
    saved = _save(way, request, key, read_body(request), version=version)
    return _written(request, resource, saved)


def take_step(request: Any, resource: Resource, key: str, way: Way) -> HttpResponse:
    """What is done with a record beside changing it."""
    _allowed(request, way)
    if not _is_name(key):
        raise Http404
    if not hasattr(resource.model, "version"):  # is there or is not: nothing of it can be overtaken
        return _written(request, resource, _save(way, request, key, read_body(request)))
    version = _version(request)
    record = way.begin(request, key, None).record
    with transaction.atomic():
        lock_record(record)
        if record.version != version:
            raise Problem("overtaken", _("Read it again, and change what you find."))
        saved = _save(way, request, key, read_body(request))
    return _written(request, resource, saved)


def _allowed(request: Any, way: Way | None) -> Way:
    if not request.auth.may_write:
        raise Problem("not-allowed", _("This token only reads. Make one that is good for writing."))
    if way is None or not allows(way.guard, request.user):
        raise PermissionDenied
    return way


def _version(request: Any) -> int:
    """That of `If-Match`. Raises `Problem` where it is missing."""
    tag = request.headers.get("If-Match", "").strip()
    if not tag:
        raise Problem("no-version", _("Send the ETag that you read as If-Match."))
    text = tag.removeprefix("W/").strip('"').partition("-")[0]
    if not text.isascii() or not text.isdecimal():
        raise Problem("overtaken", _("Read it again, and change what you find."))
    return int(text[:9])


def _save(way: Way, request: Any, key: str, body: dict[str, Any], *, version: int | None = None) -> Any:
    """Fill the form and call its action, as its page does; return what that gives. Raises `Problem`."""
    data = posted(way.begin(request, key, None).form, body)
    data["version"] = str(version if version is not None else 0)
    draft = way.begin(request, key, data)
    if getattr(draft.form, "is_stale", False) and version is not None:
        raise Problem("overtaken", _("Read it again, and change what you find."))
    if not draft.form.is_valid():
        raise Problem("refused", errors=_messages(draft.form))
    return _act(draft)


def _act(draft: Draft) -> Any:
    try:
        with transaction.atomic():
            return draft.save() or draft.record
    except LostUpdateError as error:
        raise Problem("overtaken", error.message) from error
    except (DomainError, ValidationError) as error:
        add_domain_error(draft.form, error)
        raise Problem("refused", errors=_messages(draft.form)) from error


def _messages(form: Any) -> dict[str, list[str]]:
    """What is wrong with each field; what is wrong with the whole stands under `__all__`."""
    return {name: [str(one) for one in errors] for name, errors in form.errors.items() if name not in {"base"}}


def _written(request: Any, resource: Resource, saved: Any, *, status: int = 200) -> HttpResponse:
    """The record as it is now, if its writer sees it still: a form may send it out of their sight."""
    key = resource.name_of(saved) or key_of(resource, saved)
    where = resource.where(key) or Q(pk=saved.pk)
    row = next(iter(resource.read(resource.rows(request.user).filter(where))), None)
    if row is None:
        return _tagged(_json({"id": key}, status=status), saved)
    body = told(resource, row, resource.columns(), Codes())
    return _tagged(_json(body, status=status), resource.record_of(row))


def _json(body: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _tagged(response: HttpResponse, record: Any) -> HttpResponse:
    if hasattr(record, "version"):
        response["ETag"] = etag(record)
    return response
