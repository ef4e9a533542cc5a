"""Toolkits as their users read and download them."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from zipstream import ZipStream

from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.text import reader_language
from coe_hub.publishing.models import BlockKind, TranslationState, VersionState
from coe_hub.publishing.reading import body, contributors, fill
from coe_hub.usage.models import note_event
from coe_hub.vocabulary.models import Phase
from toolkits.catalogue import Entry, entries
from toolkits.files import make_file
from toolkits.models import Tool, Toolkit


def _tools() -> "list[Tool]":
    return list(Tool.objects.published().select_related("content").order_by("toolkit", "position", "pk"))


def _entry(toolkit: str, slug: str) -> Entry:
    tools = Tool.objects.published().select_related("content__owner__site", "content__co_owner__site")
    tool = get_object_or_404(tools, toolkit=toolkit, content__slug=slug)
    return entries([tool], reader_language())[0]


@requires(MEMBER)
@require_safe
def toolkit_list(request: SignedInRequest) -> HttpResponse:
    """All tools by toolkit."""
    found = entries(_tools(), reader_language())
    groups = [
        (toolkit, [entry for entry in found if entry.tool.toolkit == toolkit])
        for toolkit in (Toolkit.RESEARCH, Toolkit.DEVELOPMENT, Toolkit.COMMERCIAL, Toolkit.FUNDAMENTALS)
    ]
    context = {"groups": groups, "count": len(found), "may_curate": request.user.has_role("curator", "admin")}
    return render(request, "toolkits/toolkit_list.html", context)


@requires(MEMBER)
@require_safe
def toolkit_detail(request: SignedInRequest, toolkit: str) -> HttpResponse:
    """One toolkit."""
    if toolkit not in Toolkit.values:
        raise Http404
    found = entries([tool for tool in _tools() if tool.toolkit == toolkit], reader_language())
    return render(request, "toolkits/toolkit_detail.html", {"toolkit": Toolkit(toolkit), "entries": found})


@requires(MEMBER)
@require_safe
def tool_navigator(request: SignedInRequest) -> HttpResponse:
    """The life cycle: which tools help in which phase."""
    found = entries(_tools(), reader_language())
    phases = [(phase, [entry for entry in found if phase in entry.tool.phases]) for phase in Phase]
    return render(request, "toolkits/tool_navigator.html", {"phases": phases})


@requires(MEMBER)
@require_safe
def tool_detail(request: SignedInRequest, toolkit: str, slug: str) -> HttpResponse:
    """One tool, to read: when to use it and when not, its body, who stands behind it."""
    entry = _entry(toolkit, slug)
    note_event(user=request.user, kind="view", content_id=entry.tool.content_id)
    context = {
        "entry": entry,
        "tool": entry.tool,
        "body": [one for one in fill(body(entry.passages), {}) if one.kind != BlockKind.SHEET],
        "outdated": TranslationState.OUTDATED,
        "credits": contributors(entry.tool.content),
        "editions": entry.tool.content.versions.filter(
            state__in=[VersionState.PUBLISHED, VersionState.ARCHIVED]
        ).order_by("-number"),
        "may_curate": request.user.has_role("curator", "admin"),
    }
    return render(request, "toolkits/tool_detail.html", context)


@requires(MEMBER)
@require_safe
def tool_download(request: SignedInRequest, toolkit: str, slug: str) -> HttpResponse:
    """The tool as a file in the reader's language, with blanks to fill in."""
    entry = _entry(toolkit, slug)
    file = make_file(entry.tool, entry.version, language=reader_language())
    note_event(user=request.user, kind="download", content_id=entry.tool.content_id)
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


@requires(MEMBER)
@require_safe
def toolkit_download(request: SignedInRequest, toolkit: str) -> HttpResponseBase:
    """A whole toolkit as a zip, streamed file by file."""
    if toolkit not in Toolkit.values:
        raise Http404
    found = entries([tool for tool in _tools() if tool.toolkit == toolkit], reader_language())
    archive = ZipStream(sized=False)
    language = reader_language()
    for entry in found:
        name = f"{entry.version.content.slug}.{entry.tool.file_format}"
        archive.add(_later(entry, language), name)
        note_event(user=request.user, kind="download", content_id=entry.tool.content_id)
    headers = {"Content-Disposition": f'attachment; filename="{toolkit}.zip"'}
    return StreamingHttpResponse(archive, content_type="application/zip", headers=headers)


def _later(entry: Entry, language: str) -> Iterator[bytes]:
    """The file, made only when its turn in the stream has come."""
    yield make_file(entry.tool, entry.version, language=language).content
