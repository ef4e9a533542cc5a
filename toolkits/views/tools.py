"""A tool as the curators keep it: begun, looked after, reviewed, retired."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.audit.views import history_page
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.directory.autocomplete import suggestions, typed_so_far
from coe_hub.people.models import CONTENT_KEEPERS, CONTENT_WATCHERS
from coe_hub.publishing.actions import confirm_review, give_back, retire
from coe_hub.publishing.history import content_titles
from toolkits.actions import create_tool, edit_facts
from toolkits.catalogue import entries
from toolkits.forms import FactsForm, RetireForm, ToolCreateForm
from toolkits.history import tool_sentences
from toolkits.lookup import suggest_tools
from toolkits.models import Tool
from toolkits.views.shared import desk_tool, may_curate


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def tool_create(request: SignedInRequest) -> HttpResponse:
    """Begin a tool."""
    form = ToolCreateForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    if form.is_bound and form.is_valid():
        try:
            tool = create_tool(by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. Nobody sees it until it is published."))
            return redirect("tool_edit", tool.content.slug)
    return render(request, "toolkits/tool_create.html", {"form": form})


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_facts(request: SignedInRequest, slug: str) -> HttpResponse:
    """What holds for every edition at once: owners, rhythm, and where readers find the tool."""
    return edit_page(
        request,
        read=lambda: desk_tool(slug),
        make_form=lambda tool, data: FactsForm(data, tool=tool, user=request.user),
        save=lambda tool, form: edit_facts(tool=tool, **form.action_values()),
        show=lambda tool, form: render(request, "toolkits/tool_facts.html", {"form": form, "tool": tool}),
        url=reverse("tool_edit", args=[slug]),
    )


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def tool_review(request: SignedInRequest, slug: str) -> HttpResponse:
    """Is the tool still good? Its owners and those who keep the desk say so; the next review is then due later."""
    tools = Tool.objects.published().select_related("content__owner", "content__co_owner")
    tool = get_object_or_404(tools, content__slug=slug)
    owners = {tool.content.owner_id, tool.content.co_owner_id}
    may_confirm = may_curate(request) or request.user.person_id in owners
    if request.method == "POST":
        if not may_confirm:
            raise PermissionDenied
        confirm_review(content=tool.content)
        messages.success(request, _("Noted as reviewed today."))
        return redirect(tool)
    context = {"tool": tool, "entry": entries([tool], "en")[0], "may_confirm": may_confirm}
    return render(request, "toolkits/tool_review.html", context | {"may_curate": may_curate(request)})


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_retire(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a tool from its readers, with the reason and perhaps what to use instead."""
    tool = desk_tool(slug)
    form = RetireForm(request.POST or None, tool=tool)
    if form.is_bound and form.is_valid():
        try:
            retire(content=tool.content, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
            renew_version(form, tool.content.version)
        else:
            messages.success(request, _("Retired. Its address says why; you can give it back from the desk."))
            return redirect("tool_desk")
    return render(request, "toolkits/tool_retire.html", {"form": form, "tool": tool})


@requires(*CONTENT_KEEPERS)
@require_POST
def tool_give_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give a retired tool back to its readers."""
    tool = desk_tool(slug)
    try:
        give_back(content=tool.content)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("With its readers again, as it was."))
    return redirect("tool_desk")


@requires(*CONTENT_KEEPERS)
@require_safe
def tool_suggest(request: SignedInRequest) -> JsonResponse:
    """Tools for a picker."""
    return suggestions(suggest_tools(typed_so_far(request)))


@requires(*CONTENT_WATCHERS)
@require_safe
def tool_history(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who changed what of the tool, and when: its facts, its owners, its editions, its retirement."""
    tool = desk_tool(slug)
    context = {
        "tool": tool,
        "title": content_titles([tool.content_id]).get(tool.content_id, slug),
        "page": history_page(request, tool_sentences(tool)),
        "may_curate": may_curate(request),
    }
    return render(request, "toolkits/tool_history.html", context)
