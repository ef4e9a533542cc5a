"""Toolkits as their users read and download them."""

import logging
from collections.abc import Iterator
from itertools import chain, count
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from zipstream import ZipStream

from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.downloads import as_download, file_name
from coe_hub.lib.listing import by_ids
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import reader_language
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from coe_hub.publishing.models import DESCRIPTIONS, AttachedFile, Edition, EditionState
from coe_hub.publishing.reading import credits_of, passages_of
from coe_hub.surveys.pulses import MINIMUM, may_say, pulse_of
from coe_hub.usage.models import note_event, note_events
from coe_hub.vocabulary.models import Phase
from toolkits.catalogue import Entry, entries, with_file_languages
from toolkits.files import attached_name, chunks_of, hand_out, make_file
from toolkits.models import Tool, Toolkit, ToolQuerySet
from toolkits.views.shared import asked_language, may_curate, may_see_history

PAGE_SIZE = 50
logger = logging.getLogger(__name__)
# How many of a toolkit or a phase stand beside the others; its own page has them all.
FIRST = 12


def _in_order(toolkit: str, phase: str) -> "QuerySet[Any, Any]":
    """Ids, of one toolkit or phase where they are named."""
    found = Tool.objects.filter(toolkit=toolkit) if toolkit else Tool.objects.all()
    return (found.for_phase(phase) if phase else found).in_order().values_list("pk", "toolkit")


def _by_ids(*, ids: list[int]) -> ToolQuerySet:
    return Tool.objects.filter(pk__any=ids).select_related("content")


# Sorting ids and then reading the tools of one page takes a tenth of sorting whole tools.
_IN_ORDER, _BY_IDS = Prepared(_in_order), Prepared(_by_ids)


def _ids(*, toolkit: str = "", phase: str = "") -> list[int]:
    return [pk for pk, _toolkit in _IN_ORDER.rows(toolkit, phase)]


def _tools(ids: list[int]) -> list[Tool]:
    return by_ids(_BY_IDS.objects(ids=ids), ids) if ids else []


def _tool(toolkit: str, slug: str) -> Tool:
    """The tool of this address that readers see or, where it is retired, saw. Raises `Http404`."""
    if found := _TOOL.first(toolkit=toolkit, slug=slug):
        return found
    raise Http404


def _of_address(*, toolkit: str, slug: str) -> ToolQuerySet:
    people = ("owner__site", "owner__user", "co_owner__site", "co_owner__user")
    names = (*(f"content__{name}" for name in people), "content__replaced_by__tool")
    return Tool.objects.with_readers().filter(toolkit=toolkit, content__slug=slug).select_related(*names)


def _pilot(user: User, *, content: int) -> "QuerySet[Edition]":
    return Edition.objects.visible_to(user).filter(content=content, state=EditionState.PILOT).order_by("pk")[:1]


_TOOL, _PILOT = Prepared(_of_address), ForReader(_pilot)


@requires(MEMBER)
@require_safe
def toolkit_list(request: SignedInRequest) -> HttpResponse:
    """The first tools of each toolkit."""
    ids: dict[str, list[int]] = {toolkit: [] for toolkit in Toolkit.values}
    for pk, toolkit in _IN_ORDER.rows("", ""):
        ids[toolkit].append(pk)
    shown = _tools([pk for of_toolkit in ids.values() for pk in of_toolkit[:FIRST]])
    found = entries(shown, reader_language())
    groups = [
        (toolkit, [entry for entry in found if entry.tool.toolkit == toolkit], len(ids[toolkit])) for toolkit in Toolkit
    ]
    context = {
        "groups": groups,
        "count": sum(map(len, ids.values())),
        "may_curate": may_curate(request),
        "may_see_history": may_see_history(request),
        "given": _given(request),
    }
    return render(request, "toolkits/toolkit_list.html", context)


def _given(request: SignedInRequest) -> list[Entry]:
    """Pilots that this reader was asked by name to try out."""
    editions = list(Edition.objects.given_to(request.user).select_related("content__tool").order_by("-pilot_since"))
    found = passages_of(editions, reader_language(), without=DESCRIPTIONS)
    return [Entry(edition.content.tool, edition, found[edition.pk]) for edition in editions]


def _paged(request: SignedInRequest, ids: list[int]) -> dict[str, Any]:
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("page"))
    return {"page": page, "entries": entries(_tools(list(page)), reader_language())}


@requires(MEMBER)
@require_safe
def toolkit_detail(request: SignedInRequest, toolkit: str) -> HttpResponse:
    """One toolkit."""
    if toolkit not in Toolkit.values:
        raise Http404
    context = {"toolkit": Toolkit(toolkit), **_paged(request, _ids(toolkit=toolkit))}
    return render(request, "toolkits/toolkit_detail.html", context)


@requires(MEMBER)
@require_safe
def tool_navigator(request: SignedInRequest) -> HttpResponse:
    """The life cycle: which tools help in which phase."""
    rows = {phase: _ids(phase=phase) for phase in Phase}
    shown = _tools(list({*chain(*(ids[:FIRST] for ids in rows.values()))}))
    found = {entry.tool.pk: entry for entry in entries(shown, reader_language())}
    phases = [
        (phase, [found[pk] for pk in ids[:FIRST] if pk in found], len(ids) > FIRST) for phase, ids in rows.items()
    ]
    return render(request, "toolkits/tool_navigator.html", {"phases": phases})


@requires(MEMBER)
@require_safe
def phase_detail(request: SignedInRequest, phase: str) -> HttpResponse:
    """All tools that help in one phase."""
    if phase not in Phase.values:
        raise Http404
    context = {"phase": Phase(phase), **_paged(request, _ids(phase=phase))}
    return render(request, "toolkits/phase_detail.html", context)


@requires(MEMBER)
@require_safe
def tool_detail(request: SignedInRequest, toolkit: str, slug: str) -> HttpResponse:
    """One tool, to read: when to use it and when not, its body, who stands behind it. A retired one says so."""
    tool = _tool(toolkit, slug)
    if tool.content.is_archived:
        return _retired(request, tool)
    entry = with_file_languages(entries([tool], reader_language()))[0]
    note_event(user=request.user, kind="view", content_id=tool.content_id)
    context = {
        "entry": entry,
        "tool": tool,
        "pilot": _PILOT.first(request.user, content=tool.content_id),
        "credits": credits_of(tool.content),
        "pulse": pulse_of(tool.content),
        "pulse_minimum": MINIMUM,
        "may_say": may_say(request.user, tool.content),
        "may_curate": may_curate(request),
        "may_see_history": may_see_history(request),
    }
    return render(request, "toolkits/tool_detail.html", context)


def _retired(request: SignedInRequest, tool: Tool) -> HttpResponse:
    successor = tool.content.replaced_by.tool if tool.content.replaced_by else None
    shown = {one.tool.pk: one for one in entries([one for one in (tool, successor) if one], reader_language())}
    context = {
        "tool": tool,
        "entry": shown[tool.pk],
        "instead": shown.get(successor.pk) if successor else None,
        "may_curate": may_curate(request),
        "may_see_history": may_see_history(request),
    }
    return render(request, "toolkits/tool_retired.html", context)


@requires(MEMBER)
@require_safe
def tool_download(request: SignedInRequest, toolkit: str, slug: str) -> HttpResponseBase:
    """The tool as a file with blanks to fill in, in the language asked for. A retired one leads to the reason."""
    tool = _tool(toolkit, slug)
    if tool.content.is_archived:
        return redirect(tool)
    return hand_out(entries([tool], reader_language())[0], to=request.user, language=asked_language(request))


@requires(MEMBER)
@require_safe
def toolkit_download(request: SignedInRequest, toolkit: str) -> HttpResponseBase:
    """A whole toolkit as a zip, streamed file by file."""
    if toolkit not in Toolkit.values:
        raise Http404
    found = entries(_tools(_ids(toolkit=toolkit)), reader_language())
    archive = ZipStream(sized=False)
    language = reader_language()
    attached = {
        file.edition_id: file for file in AttachedFile.objects.filter(edition__in=[one.edition for one in found])
    }
    taken: set[str] = set()
    for entry in found:
        name = file_name(entry.file_title, kind=entry.tool.file_format)
        archive.add(_later(entry, language), _apart(name, taken))
        if file := attached.get(entry.edition.pk):
            archive.add(chunks_of(file), _apart(attached_name(entry, file), taken))
    note_events(user=request.user, kind="download", content_ids=[entry.tool.content_id for entry in found])
    name = file_name(_("%(name)s toolkit") % {"name": Toolkit(toolkit).label}, kind="zip")
    return as_download(StreamingHttpResponse(archive), name=name, content_type="application/zip")


def _apart(name: str, taken: set[str]) -> str:
    """The name, with a number where another file of the archive has it: unpacked, one would replace the other."""
    stem, _dot, kind = name.rpartition(".")
    names = chain([name], (f"{stem}-{number}.{kind}" for number in count(2)))
    free = next(one for one in names if one not in taken)
    taken.add(free)
    return free


def _later(entry: Entry, language: str) -> Iterator[bytes]:
    """The file, made only when its turn in the stream has come. One that cannot be made must not end the archive."""
    try:
        yield make_file(entry.tool, entry.edition, language=language, read=entry.passages).content
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        logger.exception("The file of the tool %s could not be made", entry.edition.content.slug)
        yield _("This file could not be made. Its words are on the tool’s page in the hub.").encode()
