"""What pickers ask, and what they are answered."""

from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse

from coe_hub.people.directory.lookup import Suggestion


def typed_so_far(request: HttpRequest) -> str:
    """What was typed so far; a picker asks on every key, so odd input is cut and cleaned, not refused."""
    return request.GET.get("q", "")[:200].replace("\x00", "")


def suggestions(found: Iterable[Suggestion]) -> JsonResponse:
    """The rows under the picker."""
    return JsonResponse({"results": [{"label": one.label, "detail": one.detail} for one in found]})
