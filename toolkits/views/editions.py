"""Editions on their way to readers, and those readers saw before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.once import once
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.publishing.actions import comment_on_pilot, published, start_pilot
from coe_hub.publishing.forms import CommentForm, PilotForm
from coe_hub.publishing.models import Edition, EditionState, PilotComment
from coe_hub.publishing.views import move_page, preview_context
from toolkits.actions import publish_tool
from toolkits.catalogue import Entry, edition_entry, with_file_languages
from toolkits.files import hand_out, hand_out_attached
from toolkits.lines import LINES
from toolkits.models import Tool
from toolkits.views.shared import asked_language, desk_tool, draft_of, may_curate, tool_on_the_desk


@requires(*CONTENT_KEEPERS)
@require_safe
def tool_preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """The edition on the desk as readers would see it, what changed, the next step, and what was said of its pilot."""
    tool = desk_tool(slug)
    desk = tool_on_the_desk(tool)
    context = preview_context(request, desk, lines=LINES)
    entry = edition_entry(tool, draft_of(desk), language="en")
    comments = PilotComment.objects.filter(edition__content=tool.content, edition__number=context["draft"].number)
    context |= {
        "tool": tool,
        "entry": entry,
        "title": entry.title,
        "move_url": reverse("tool_move", args=[slug]),
        "comments": comments.select_related("author__person").order_by("-created_at", "-pk"),
        "tried_by": [one.person for one in draft_of(desk).pilot_readers.select_related("person__site").order_by("pk")],
    }
    return render(request, "toolkits/tool_preview.html", context)


@requires(*CONTENT_KEEPERS)
@require_POST
def tool_move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the edition to review, take it back, or publish it, as it was when its reader decided."""
    tool = desk_tool(slug)

    def publish(draft: Edition, version: int) -> None:
        publish_tool(tool=tool, draft=draft, by=request.user, version=version)

    return move_page(request, tool_on_the_desk(tool), publish=publish)


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_pilot(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let people try the edition on the desk out, to find out one thing."""
    tool = desk_tool(slug)
    desk = tool_on_the_desk(tool)
    draft = draft_of(desk)
    form = PilotForm(request.POST or None, draft=draft, is_new=desk.live is None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            start_pilot(draft=draft, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
            renew_version(form, draft.version)
        else:
            messages.success(request, _("Being tried out. Give people its address; what they say stands here."))
            return redirect("tool_preview", slug)
    return render(request, "toolkits/tool_pilot.html", {"form": form, "tool": tool, "draft": draft, "desk": desk})


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
@once
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
