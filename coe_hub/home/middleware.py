"""What stands around every request of the hub."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from coe_hub.home.due_count import forget_count


class DueCountMiddleware:
    """Whoever changes something sees the rail's figure move at once. What was refused changed nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            forget_count(request.user)
        return response
