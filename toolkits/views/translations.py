"""The words of a tool in another language."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.publishing.actions import published
from coe_hub.publishing.models import Edition, TranslationState
from coe_hub.publishing.reading import passages
from coe_hub.publishing.views import translate_page
from toolkits.lines import LINES
from toolkits.views.shared import desk_tool, tool_on_the_desk


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def tool_translate(request: SignedInRequest, slug: str, language: str) -> HttpResponse:
    """Original and translation side by side; what the original left behind is marked."""
    tool = desk_tool(slug)
    desk = tool_on_the_desk(tool)
    template = "toolkits/tool_translate.html"
    return translate_page(request, desk, language=language, lines=LINES, template=template, context={"tool": tool})


@requires(MEMBER)
@require_safe
def tool_behind(request: SignedInRequest, slug: str) -> HttpResponse:
    """Where an outdated translation is caught up: straight to the language that is behind."""
    tool = desk_tool(slug)
    live = published(tool.content)
    languages = [code for code, _name in settings.LANGUAGES if code != "en"]
    behind = [code for code in languages if live and _is_behind(live, code)]
    return redirect("tool_translate", slug, (behind or languages)[0])


def _is_behind(live: Edition, language: str) -> bool:
    return any(one.state == TranslationState.OUTDATED for one in passages(live, language))
