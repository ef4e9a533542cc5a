"""Webhooks, for admins."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.api.models import CallState, Webhook
from coe_hub.api.webhooks.actions import make_webhook, stop_webhook
from coe_hub.api.webhooks.forms import WebhookForm
from coe_hub.lib.access import GlobalRole, SignedInRequest, requires

PAGE_SIZE = 50


@requires(GlobalRole.ADMIN)
@require_safe
def webhook_list(request: SignedInRequest) -> HttpResponse:
    """Who is told of changes, and how that went."""
    failed = Count("calls", filter=Q(calls__state=CallState.FAILED))
    waiting = Count("calls", filter=Q(calls__state=CallState.PLANNED))
    received = Max("calls__ended_at", filter=Q(calls__state=CallState.SENT))
    hooks = Webhook.objects.select_related("user__person").annotate(failed=failed, waiting=waiting, received=received)
    return render(request, "api/webhook_list.html", {"hooks": hooks.order_by("stopped_at", "name", "pk")})


@requires(GlobalRole.ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def webhook_create(request: SignedInRequest) -> HttpResponse:
    """Allow an address to be told; the secret of its signatures is shown in this answer and never again."""
    form = WebhookForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        hook, secret = make_webhook(user=request.user, **form.action_values())
        context |= {"hook": hook, "secret": secret}
    return render(request, "api/webhook_create.html", context)


@requires(GlobalRole.ADMIN)
@require_safe
def webhook_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One webhook, and each message of the last month."""
    hook = get_object_or_404(Webhook.objects.select_related("user__person"), pk=pk)
    calls = Paginator(hook.calls.order_by("-planned_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "api/webhook_detail.html", {"hook": hook, "page": calls})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def webhook_stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then tell it nothing any more."""
    hook = get_object_or_404(Webhook, pk=pk)
    if request.method == "POST":
        stop_webhook(hook=hook)
        messages.success(request, _("The address is told nothing any more."))
        return redirect("webhook_list")
    return render(request, "api/webhook_stop.html", {"hook": hook})
