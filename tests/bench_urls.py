"""The project's addresses and, beside them, the bare views that `make bench` measures against."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

from alliances.core.models import Alliance

_ONE = Engine().from_string("<p>{{ user.email }}: {{ alliance.name }}</p>")
_FIFTY = Engine().from_string(
    "<ul>{% for one in rows %}<li>{{ one.name }} {{ one.next_review_on }}</li>{% endfor %}</ul>"
)


def floor_one(request: HttpRequest) -> HttpResponse:
    """F1: session, user, one indexed query, a tiny template."""
    alliance = Alliance.objects.order_by("pk").first()
    return HttpResponse(_ONE.render(Context({"user": request.user, "alliance": alliance})))


def floor_fifty(request: HttpRequest) -> HttpResponse:
    """F50: fifty bare rows by an index."""
    rows = Alliance.objects.order_by("name", "id")[:50]
    return HttpResponse(_FIFTY.render(Context({"rows": rows})))


urlpatterns = [
    path("floor/one/", floor_one),
    path("floor/fifty/", floor_fifty),
    path("", include("coe_hub.urls")),
]
