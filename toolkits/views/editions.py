"""Editions on their way to readers, and those readers saw before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.publishing.actions import (
    comment_on_pilot,
    may_approve,
    on_the_desk,
    publish,
    published,
    start_pilot,
    submit,
    take_back,
)
from coe_hub.publishing.models import Edition, EditionState, PilotComment
from toolkits.catalogue import Entry, edition_entry, with_file_languages
from toolkits.files import hand_out, hand_out_attached
from toolkits.forms import CommentForm, PilotForm, StepForm
from toolkits.models import Tool
from toolkits.views.shared import asked_language, desk_tool, draft_of, may_curate


@requires(*CONTENT_KEEPERS)
@require_safe
def tool_preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """The edition on the desk as readers would see it, the next step on its way, and what was said of its pilot."""
    tool = desk_tool(slug)
    draft = draft_of(tool)
    context = {
        "tool": tool,
        "draft": draft,
        "entry": edition_entry(tool, draft, language="en"),
        "state": draft.state,
        "states": EditionState,
        "may_publish": may_approve(draft, request.user),
        "comments": PilotComment.objects.filter(edition__content=tool.content, edition__number=draft.number)
        .select_related("author__person")
        .order_by("-created_at", "-pk"),
        "live": published(tool.content),
    }
    return render(request, "toolkits/tool_preview.html", context)


@requires(*CONTENT_KEEPERS)
@require_POST
def tool_move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the edition to review, take it back, or publish it, as it was when its reader decided."""
    tool = desk_tool(slug)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    draft = on_the_desk(tool.content)
    if draft is None:
        messages.error(request, _("Nothing is on the desk any more: this edition has moved on meanwhile."))
        return redirect("tool_edit", slug)
    step, version = form.cleaned_data["step"], form.cleaned_data["version"]
    try:
        said = _take_step(step, draft, version=version, request=request)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("tool_preview", slug)
    messages.success(request, said)
    return redirect(tool) if step == "publish" else redirect("tool_preview", slug)


def _take_step(step: str, draft: Edition, *, version: int, request: SignedInRequest) -> str:
    """What to tell afterwards. Raises `DomainError` where the step is refused."""
    if step == "submit":
        submit(draft=draft, version=version)
        return _("With its reviewer.")
    if step == "take_back":
        take_back(draft=draft, version=version)
        return _("Back on the desk.")
    publish(draft=draft, by=request.user, version=version)
    return _("Published. The former edition stays readable in its history.")


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_pilot(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let people try the edition on the desk out, to find out one thing."""
    tool = desk_tool(slug)
    draft = draft_of(tool)
    form = PilotForm(request.POST or None, draft=draft)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            start_pilot(draft=draft, question=data["question"], version=data["version"], by=request.user)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
            renew_version(form, draft.version)
        else:
            messages.success(request, _("Being tried out. Give people its address; what they say stands here."))
            return redirect("tool_preview", slug)
    return render(request, "toolkits/tool_pilot.html", {"form": form, "tool": tool, "draft": draft})


def _edition(request: SignedInRequest, toolkit: str, slug: str, number: int) -> Entry:
    """One edition that this reader may see. Raises `Http404`."""
    tool = get_object_or_404(Tool.objects.select_related("content"), toolkit=toolkit, content__slug=slug)
    people = ("content", "author__person", "last_writer__person", "approved_by__person")
    editions = Edition.objects.visible_to(request.user).select_related(*people)
    return edition_entry(tool, get_object_or_404(editions, content=tool.content, number=number))


@requires(MEMBER)
@require_safe
def edition_detail(request: SignedInRequest, toolkit: str, slug: str, number: int) -> HttpResponse:
    """One edition: being tried out, with the question it is to answer, or a former one."""
    entry = with_file_languages([_edition(request, toolkit, slug, number)])[0]
    context = {
        "entry": entry,
        "tool": entry.tool,
        "edition": entry.edition,
        "states": EditionState,
        "form": CommentForm(),
        "live": published(entry.tool.content),
        "may_curate": may_curate(request),
    }
    return render(request, "toolkits/edition_detail.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def edition_comment(request: SignedInRequest, toolkit: str, slug: str, number: int) -> HttpResponse:
    """Say how trying it out went."""
    entry = _edition(request, toolkit, slug, number)
    form = CommentForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            comment_on_pilot(edition=entry.edition, text=form.cleaned_data["text"], by=request.user)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Thank you. The curators read it before they publish the edition."))
            return redirect(entry.edition_url)
    return render(request, "toolkits/edition_comment.html", {"form": form, "entry": entry, "edition": entry.edition})


@requires(MEMBER)
@require_safe
def edition_download(request: SignedInRequest, toolkit: str, slug: str, number: int) -> HttpResponseBase:
    """The edition as a file; where it is not what readers see, its name says so."""
    return hand_out(_edition(request, toolkit, slug, number), to=request.user, language=asked_language(request))


@requires(MEMBER)
@require_safe
def edition_file(request: SignedInRequest, toolkit: str, slug: str, number: int) -> HttpResponseBase:
    """The finished file that goes with the edition."""
    return hand_out_attached(_edition(request, toolkit, slug, number), to=request.user)
