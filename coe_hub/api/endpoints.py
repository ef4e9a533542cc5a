"""`/api/v1/`: for each registered kind of record its addresses, as django-ninja routes and describes them."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from coe_hub.api import requests, schema
from coe_hub.api.auth import TokenAuth
from coe_hub.api.problems import Problem, answer
from coe_hub.lib.resources import Resource, Way, resources

ABOUT = """What the hub's lists show and its forms take, for other programs.

Send `Authorization: Bearer …` with a token of your own, which you make under Your profile. It sees what you see and may
do what you may, or less. What you may not see answers 404. Requests are limited to 600 a minute for each token.
"""


def build() -> NinjaAPI:
    """The API over all that rooms have registered."""
    api = NinjaAPI(
        title="CoE Hub", version="1", description=ABOUT, auth=TokenAuth(), docs_url=None, openapi_url=None,
        urls_namespace="api",
    )  # fmt: skip
    api.add_exception_handler(Problem, lambda _request, problem: answer(problem))  # type: ignore[arg-type]
    api.add_exception_handler(AuthenticationError, _no_token)
    with translation.override("en"):
        for resource in resources():
            _add(api, resource)
    return api


def _no_token(_request: HttpRequest, _error: Any) -> HttpResponse:
    response = answer(Problem("no-token"))
    response["WWW-Authenticate"] = "Bearer"
    return response


def _add(api: NinjaAPI, resource: Resource) -> None:
    code, words = resource.code, {"tags": [resource.code]}
    one = code.replace("-", "_")

    def listed(request: HttpRequest) -> HttpResponse:
        return requests.list_rows(request, resource)

    def read(request: HttpRequest, key: str) -> HttpResponse:
        return requests.read_row(request, resource, key)

    def made(request: HttpRequest) -> HttpResponse:
        return requests.make(request, resource)

    def changed(request: HttpRequest, key: str) -> HttpResponse:
        return requests.change(request, resource, key)

    add = partial(_operation, api, words)
    add("GET", f"/{code}/", listed, "api_rows", f"list_{one}", f"List: {resource.about}", schema.of_list(resource))
    if resource.make:
        extra = schema.of_write(resource, resource.make, is_new=True)
        add("POST", f"/{code}/", made, "api_rows", f"make_{one}", resource.make.does, extra)
    if not resource.key and not resource.named:
        return
    path = f"/{code}/{{key}}/"
    add("GET", path, read, "api_row", f"read_{one}", f"Read one: {resource.about}", schema.of_read(resource))
    if resource.change:
        extra = schema.of_write(resource, resource.change, is_new=False)
        add("PATCH", path, changed, "api_row", f"change_{one}", resource.change.does, extra)
    for step, way in resource.steps.items():
        extra = schema.of_write(resource, way, is_new=False, is_step=True)
        add("POST", f"{path}{step}/", _step(resource, way), "api_step", f"{step}_{one}", way.does, extra)


def _step(resource: Resource, way: Way) -> Callable[..., HttpResponse]:
    def taken(request: HttpRequest, key: str) -> HttpResponse:
        return requests.take_step(request, resource, key, way)

    return taken


def _operation(
    api: NinjaAPI,
    words: dict[str, Any],
    method: str,
    path: str,
    view: Callable[..., HttpResponse],
    url_name: str,
    operation_id: str,
    summary: str,
    extra: schema.Schema,
) -> None:
    api.api_operation(
        [method], path, url_name=url_name, operation_id=operation_id, summary=summary, openapi_extra=extra, **words
    )(requests.as_its_owner(view))


def described(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document, in English."""
    with translation.override("en"):
        found: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
        components = found.setdefault("components", {}).setdefault("schemas", {})
        components |= schema.COMPONENTS | {one.code: schema.row_schema(one) for one in resources()}
    return found


def url_patterns(api: NinjaAPI) -> list[URLPattern]:
    """Its addresses, each of which says that a token is asked for there and no session. Those of one shape have one
    name, whatever they are about."""
    patterns: list[Any] = api.urls[0]
    return [_guarded(pattern) for pattern in patterns if pattern.name != "api-root"]


def _guarded(pattern: Any) -> URLPattern:
    view: Any = update_wrapper(partial(pattern.callback), pattern.callback)
    view.__name__, view.__module__ = pattern.name, __name__
    view.csrf_exempt, view.guard = True, ("public", "asks for a token itself")
    route = RoutePattern(str(pattern.pattern), pattern.name, is_endpoint=True)
    return URLPattern(route, login_not_required(view), name=pattern.name)
