"""What answers before everything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from coe_hub.operations.health import health_response

HEALTH_PATH = "/healthz"


class HealthMiddleware:
    """Before everything else, since it must answer when sessions and the database do not: `/healthz`, whatever
    the Host header says, because load balancers ask by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH_PATH:
            return health_response()
        return self.get_response(request)
