"""One's own tokens, and the description of the API for people and programs."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.api.actions import make_token, revoke_token
from coe_hub.api.endpoints import build, described
from coe_hub.api.forms import TokenForm
from coe_hub.api.models import ApiToken
from coe_hub.api.problems import PROBLEMS
from coe_hub.lib.access import MEMBER, SignedInRequest, public, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.forms import add_domain_error

API = build()
_SHOWN_ENDED = 20


@public("says what the API can do, and nothing of what is in it")
@require_safe
def api_schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(described(API), json_dumps_params={"ensure_ascii": False})


@requires(MEMBER)
@require_safe
def api_docs(request: SignedInRequest) -> HttpResponse:
    """The same for people: how to begin, what each address takes, what each problem means."""
    document = described(API)
    tags: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            tags.setdefault(one["tags"][0], []).append(_shown(path, method, one))
    problems = [(code, status, title) for code, (status, title) in PROBLEMS.items()]
    context = {"tags": tags.items(), "problems": problems, "address": settings.HUB_URL}
    return render(request, "api/api_docs.html", context)


def _shown(path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    """One operation as the page shows it."""
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {})
    fields = body.get("schema", {}).get("properties", {})
    return {
        "id": one["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": one["summary"],
        "parameters": [row for row in one.get("parameters", []) if row["in"] != "path"],
        "fields": [
            {"name": name, "title": row.get("title", ""), "help": row.get("description", "")}
            for name, row in fields.items()
        ],
    }


@requires(MEMBER)
@require_safe
def token_list(request: SignedInRequest) -> HttpResponse:
    """The reader's tokens: what each is for, what it may do, when it was used last."""
    now = timezone.now()
    tokens = list(ApiToken.objects.filter(user=request.user).order_by("-made_at", "-pk"))
    context = {
        "good": [one for one in tokens if one.is_good(now)],
        "ended": [one for one in tokens if not one.is_good(now)][:_SHOWN_ENDED],
    }
    return render(request, "api/token_list.html", context)


@requires(MEMBER)
@never_cache
@require_http_methods(["GET", "POST"])
@confirmed
def token_create(request: SignedInRequest) -> HttpResponse:
    """Make a token; its text is shown in this answer and never again."""
    form = TokenForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            token, text = make_token(user=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            context |= {"token": token, "text": text, "address": settings.HUB_URL}
    return render(request, "api/token_create.html", context)


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then let the token open nothing any more."""
    token = get_object_or_404(ApiToken, user=request.user, pk=pk)
    if request.method == "POST":
        revoke_token(token=token)
        messages.success(request, _("The token opens nothing any more."))
        return redirect("token_list")
    return render(request, "api/token_revoke.html", {"token": token})
