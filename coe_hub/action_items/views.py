"""Pages of action items: one's own list, one item, and what is done with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.action_items.actions import PURPOSE, cancel_action, finish_action, reopen_action, send_link
from coe_hub.action_items.answers import settle_day
from coe_hub.action_items.due import KIND
from coe_hub.action_items.forms import CancelForm, CloseForm
from coe_hub.action_items.listing import ACTIONS, MINE, items_of
from coe_hub.action_items.models import ActionItem
from coe_hub.due.fragments import Finished, finished, taken_back
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.listing import by_ids, show
from coe_hub.people.access.partner_links import revoke
from coe_hub.people.accounts.readers import ForReader, may_edit
from coe_hub.people.models import PartnerLink, Side, User, scopes_worked_on


def visible_item(request: SignedInRequest, public_id: str) -> ActionItem:
    """The item, if the reader may see it; otherwise it does not exist for them."""
    items = ActionItem.objects.visible_to(request.user).with_row().select_related("scope").marked_for(request.user)
    return get_object_or_404(items, public_id=public_id)


def closable_item(request: SignedInRequest, public_id: str) -> ActionItem:
    """The item, if the reader may close it: unseen is 404, seen but neither theirs nor theirs to change is 403."""
    item = visible_item(request, public_id)
    if not item.is_closable:
        raise PermissionDenied
    return item


def editable_item(request: SignedInRequest, public_id: str) -> ActionItem:
    """The item, if the reader may change it: unseen is 404, seen but not theirs to change is 403."""
    item = visible_item(request, public_id)
    if not may_edit(request, item):
        raise PermissionDenied
    return item


def _rows(user: User, *, ids: list[int]) -> "QuerySet[ActionItem]":
    return ActionItem.objects.filter(pk__any=ids).with_row().marked_for(user)


def _open(user: User, of: str) -> tuple["QuerySet[ActionItem]", dict[str, Count]]:
    return items_of(user)[of].open(), {"count": Count("pk")}


_ROWS, _OPEN = ForReader(_rows), ForReader(_open)


@requires(MEMBER)
@require_safe
def action_list(request: SignedInRequest) -> HttpResponseBase:
    """What the reader took on, on all alliances, gave to others (`?of=given`), or what anybody has to do on the
    alliances the reader works on (`?of=alliances`); `?format=` gives it as a file."""
    user, of = request.user, request.GET.get("of") or MINE
    shown = show(request, ACTIONS)
    if shown.response:
        return shown.response
    if not shown.is_table:
        ids = list(shown.page.object_list)
        shown.page.object_list = by_ids(_ROWS.objects(user, ids=ids), ids)
    address = reverse("action_list")
    context = shown.context | {
        "of": of,
        "is_mine": of == MINE,
        "tabs": [
            {
                "label": label,
                "url": address if name == MINE else f"{address}?of={name}",
                "is_active": of == name,
                "count": _OPEN.figures(user, name)["count"],
            }
            for name, label in _labels(user, of)
        ],
        "list_url": f"{address}?of={of}",
    }
    return render(request, "action_items/action_list.html", context)


def _labels(user: User, of: str) -> list[tuple[str, str]]:
    """The lists by name; that of alliances for whoever works on one."""
    labels = [("mine", _("Mine")), ("given", _("Given to others"))]
    if of == "alliances" or scopes_worked_on(user).exists():
        labels.append(("alliances", _("On my alliances")))
    return labels


@requires(MEMBER)
@require_safe
def action_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One item: what, who, by when, where it came from, how it went, and the links that were sent."""
    item = visible_item(request, public_id)
    is_editable = may_edit(request, item)
    context = {
        "item": item,
        "is_editable": is_editable,
        "today": timezone.localdate(),
        "links": PartnerLink.objects.leading_to(PURPOSE, item.pk).select_related("person"),
        "may_send": is_editable and item.is_open and item.side == Side.THEIRS,
    }
    return render(request, "action_items/action_detail.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def action_finish(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Mark the item as done, with a note where there is something to say; the message offers to take it back."""
    item = closable_item(request, public_id)
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        try:
            finish_action(item=item, by=request.user, note=form.cleaned_data["note"])
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            return _closed(request, item, form.cleaned_data["next"])
    return render(request, "action_items/action_finish.html", {"form": form, "item": item})


def _closed(request: SignedInRequest, item: ActionItem, target: str) -> HttpResponse:
    undo_url = reverse("action_reopen", args=[item.public_id])
    thing = Finished(item, item.text, item.scope_title, _("Done"), undo_url)
    return finished(request, thing, said=_("Done: %(text)s") % {"text": item.text}, target=target)


@requires(WRITER)
@require_POST
def action_reopen(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take back that the item was closed."""
    item = reopen_action(item=closable_item(request, public_id))
    return taken_back(request, item, kind=KIND, said=_("Open again."))


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def action_cancel(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Give the item up, and say why."""
    item = editable_item(request, public_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_action(item=item, reason=form.cleaned_data["note"], by=request.user)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Cancelled."))
            return redirect(item)
    return render(request, "action_items/action_cancel.html", {"form": form, "item": item})


@requires(WRITER)
@require_POST
def action_day_settle(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Say yes to the day that the partner proposed, or keep the one that was."""
    item = editable_item(request, public_id)
    is_agreed = "agree" in request.POST
    try:
        item = settle_day(item=item, by=request.user, is_agreed=is_agreed)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = _("Agreed: %(date)s.") if is_agreed else _("The day stays: %(date)s.")
        messages.success(request, text % {"date": date_text(item.due_on) or _("no day")})
    return redirect(item)


@requires(WRITER)
@require_POST
def action_link_send(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write to the owner, a contact at the partner, with a link by which they answer."""
    item = editable_item(request, public_id)
    try:
        address = send_link(item=item, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A link is on its way to %(email)s.") % {"email": address})
    return redirect(item)


@requires(WRITER)
@require_POST
def action_link_revoke(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """Withdraw a link that was sent."""
    item = editable_item(request, public_id)
    revoke(get_object_or_404(PartnerLink.objects.leading_to(PURPOSE, item.pk), pk=pk))
    messages.success(request, _("The link opens nothing any more."))
    return redirect(item)
