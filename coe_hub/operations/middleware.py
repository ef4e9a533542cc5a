"""What answers before everything else, and what notes every request."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from coe_hub.lib.request_ids import HEADER, carrying, new_request_id, well_formed
from coe_hub.lib.security_log import record_answer
from coe_hub.operations.health import health_response
from coe_hub.operations.metrics import count_request, may_read_metrics, metrics_response

HEALTH_PATH = "/healthz"
METRICS_PATH = "/metrics"

logger = logging.getLogger("coe_hub.requests")


def _as_data(response: HttpResponseBase) -> HttpResponseBase:
    """What says of itself that no browser may take it for a page: the other headers are set further in."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response


class HealthMiddleware:
    """Before everything else, since it must answer when sessions and the database do not: `/healthz` and `/metrics`,
    whatever the Host header says, because load balancers and Prometheus ask by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH_PATH:
            return _as_data(health_response())
        if request.path == METRICS_PATH and may_read_metrics(request):
            return _as_data(metrics_response())
        return self.get_response(request)


class RequestMiddleware:
    """Every request has a number, which its log lines, its tasks and its answer carry, and is counted when it ends.

    The number comes from the proxy in front where that sends one that may be one, so that both logs can be read side
    by side. The line says which account asked by its number in the database, and never from which address: the
    proxy's log has that under the same number.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
        number = well_formed(sent) or new_request_id()
        request.number = number  # type: ignore[attr-defined]  # for what is told of it when all middleware is through
        with carrying(number):
            began = time.perf_counter()
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - began)
        response[HEADER] = number
        return response

    def _note(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        view = count_request(request, response.status_code, seconds)
        told = {
            "view": view,
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
            "account": getattr(getattr(request, "_cached_user", None), "pk", None),
        }
        record_answer(request, response.status_code, view)
        logger.log(
            settings.REQUESTS_LOGGED_AS, "%s %s %s", request.method, request.path, response.status_code, extra=told
        )
