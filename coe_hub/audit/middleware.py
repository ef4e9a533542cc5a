"""Every change made by a request carries who made it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from coe_hub.lib.history import acting

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class ActorMiddleware:
    """Puts the signed-in user on every event row that the request's changes leave."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in _READS:
            return self.get_response(request)
        with acting(by=request.user):
            return self.get_response(request)
