"""Tools on an alliance: which ones help now, and each filled in with what the hub knows of it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliances.core.models import Alliance
from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import visible_alliance
from alliances.tools.placeholders import filling
from alliances.tools.recommended_tools import tools_of
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.text import reader_language
from toolkits.catalogue import entries, with_file_languages
from toolkits.files import Filling, hand_out
from toolkits.models import Tool
from toolkits.views.shared import asked_language

MY_ALLIANCES = 20
PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def alliance_tools(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The tools of this alliance's toolkit and the fundamentals; those for its present phase first."""
    alliance = visible_alliance(request, public_id)
    page = Paginator(tools_of(alliance), PAGE_SIZE).get_page(request.GET.get("page"))
    found = with_file_languages(entries(page, reader_language()))
    context = {
        "alliance": alliance,
        "tabs": record_tabs(alliance, "alliance_tools"),
        "steps": record_steps(alliance),
        "page": page,
        "now": [entry for entry in found if entry.tool.is_for_now],
        "later": [entry for entry in found if not entry.tool.is_for_now],
    }
    return render(request, "alliances/alliance_tools.html", context)


@requires(MEMBER)
@require_safe
def alliance_tool(request: SignedInRequest, public_id: str, slug: str) -> HttpResponseBase:
    """One tool as a file, filled in for this alliance; what is not known stays a visible blank.

    `?language=` is the file's, `?example` leaves the worked example in.
    """
    alliance = visible_alliance(request, public_id)
    tools = Tool.objects.published().select_related("content")
    found = entries([get_object_or_404(tools, content__slug=slug)], reader_language())
    if not found:
        raise Http404
    words = Filling(alliance.name, lambda: filling(alliance), with_example="example" in request.GET)
    return hand_out(found[0], to=request.user, language=asked_language(request), filling=words)


@requires(MEMBER)
@require_safe
def tool_alliances(request: SignedInRequest, slug: str) -> HttpResponse:
    """The reader's own alliances, each one click from this tool filled in; a part of the tool's page."""
    tool = get_object_or_404(Tool.objects.published().select_related("content"), content__slug=slug)
    mine = Alliance.objects.visible_to(request.user).living().of_person(request.user.person_id)
    name = "alliances/tool_alliances.html" + ("#rows" if request.htmx else "")
    entry = with_file_languages(entries([tool], reader_language()))[0]
    context = {"tool": tool, "entry": entry, "alliances": mine.order_by("sort_key", "pk")[:MY_ALLIANCES]}
    return render(request, name, context)
