"""`/scim/v2/`: each request shows the directory's secret, and what it does is done in the name of the company's
directory, not of a person."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coe_hub.identity.scim import about, groups, users
from coe_hub.identity.scim.errors import ScimError, invalid, taken
from coe_hub.identity.scim.filters import Asked, asked
from coe_hub.identity.scim.patches import changed
from coe_hub.identity.secrets import open_secret
from coe_hub.lib.access import public
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import COMPANY, acting
from coe_hub.lib.limits import Limit

_TYPE = "application/scim+json"
_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
# Nobody guesses a secret; the limit keeps whoever tries from making work. A right one is never held up by it.
WRONG = Limit("scim_wrong_secret", most=120, window=timedelta(minutes=1))

View = Callable[..., HttpResponse]


def _answer(body: dict[str, Any] | None, status: int = 200) -> HttpResponse:
    if body is None:
        return HttpResponse(status=204)
    response = JsonResponse(body, status=status, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = _TYPE
    if "location" in body.get("meta", {}):
        response["Location"] = body["meta"]["location"]
    return response


def _error(error: ScimError) -> HttpResponse:
    body = {"schemas": [_ERROR], "status": str(error.status), "detail": error.detail}
    response = _answer(body | ({"scimType": error.scim_type} if error.scim_type else {}), error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _let_in(request: HttpRequest) -> None:
    """Raises `ScimError` for whoever shows no secret of ours."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and open_secret(text.strip(), at=timezone.now()):
        return
    place = get_adapter().get_client_ip(request)
    if WRONG.is_reached(place):
        raise ScimError(429, "Too many wrong secrets. Try again in a minute.")
    WRONG.count(place)
    raise ScimError(401, "A secret of the directory is needed, as Authorization: Bearer …")


def for_directory(view: View) -> Callable[..., HttpResponseBase]:
    """Only for the company's directory; what goes wrong is answered as the standard says."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with translation.override("en"):
                _let_in(request)
                with acting(by=None, reason=COMPANY):
                    return view(request, *args, **kwargs)
        except ScimError as error:
            return _error(error)
        except DomainError as error:
            return _error(ScimError(409, error.message, scim_type="mutability"))
        except ValidationError as error:
            return _error(invalid(" ".join(error.messages)))
        except IntegrityError:
            return _error(taken("Somebody else did the same at this moment. Ask again."))

    return public("asks for a secret itself")(csrf_exempt(never_cache(guarded)))


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise invalid("The body is no JSON.", "invalidSyntax") from error


def _list(rows: Iterable[dict[str, Any]], *, total: int, start: int) -> HttpResponse:
    found = list(rows)
    body = {"schemas": [_LIST], "totalResults": total, "startIndex": start, "itemsPerPage": len(found)}
    return _answer(body | {"Resources": found})


def _page(found: Any, page: Asked) -> list[Any]:
    return list(found[page.start - 1 : page.start - 1 + page.count])


def _with_members(request: HttpRequest) -> bool:
    return "members" not in request.GET.get("excludedAttributes", "").lower().replace(" ", "").split(",")


@for_directory
@require_http_methods(["GET"])
def scim_about(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """ServiceProviderConfig, ResourceTypes, Schemas."""
    if what == "ServiceProviderConfig":
        return _answer(about.configuration())
    rows = about.kinds() if what == "ResourceTypes" else about.schemas()
    if not key:
        return _list(rows, total=len(rows), start=1)
    found = next((one for one in rows if one["id"] == key), None)
    if found is None:
        raise ScimError(404, f"There is no {key}.")
    return _answer(found)


@for_directory
@require_http_methods(["GET", "POST"])
def scim_users(request: HttpRequest) -> HttpResponse:
    """Accounts; and a new one."""
    if request.method == "POST":
        return _answer(users.told(users.make(_body(request))), 201)
    page = asked(request.GET, known=users.KNOWN)
    found = users.narrowed(page)
    return _list(map(users.told, _page(found, page)), total=found.count(), start=page.start)


@for_directory
@require_http_methods(["GET", "PUT", "PATCH", "DELETE"])
def scim_user(request: HttpRequest, key: str) -> HttpResponse:
    """One account: read, changed, or closed and forgotten."""
    user = users.user_of(key)
    if request.method == "DELETE":
        users.remove(user)
        return _answer(None)
    if request.method == "PUT":
        user = users.write(user, users.read(_body(request)))
    elif request.method == "PATCH":
        user = users.write(user, users.read(changed(users.as_small(user), _body(request))))
    return _answer(users.told(user))


@for_directory
@require_http_methods(["GET", "POST"])
def scim_groups(request: HttpRequest) -> HttpResponse:
    """Groups; and a new one."""
    if request.method == "POST":
        return _answer(groups.told(groups.make(_body(request))), 201)
    page = asked(request.GET, known=groups.KNOWN)
    found = groups.narrowed(page)
    rows = (groups.told(one, with_members=_with_members(request)) for one in _page(found, page))
    return _list(rows, total=found.count(), start=page.start)


@for_directory
@require_http_methods(["GET", "PUT", "PATCH", "DELETE"])
def scim_group(request: HttpRequest, key: str) -> HttpResponse:
    """One group: read, changed, or gone."""
    group = groups.group_of(key)
    if request.method == "DELETE":
        groups.remove(group)
        return _answer(None)
    if request.method == "PATCH":
        groups.change(group, _body(request))
        return _answer(None)
    if request.method == "PUT":
        groups.write(group, _body(request))
    return _answer(groups.told(group, with_members=_with_members(request)))
