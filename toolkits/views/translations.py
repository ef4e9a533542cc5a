"""The words of a tool in another language."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.people.models import User
from coe_hub.publishing.actions import approve_translation, published, to_approve, translate
from coe_hub.publishing.models import Edition, TranslationState
from coe_hub.publishing.reading import Passage, line, passages
from toolkits.forms import TranslationForm
from toolkits.forms.translations import approvals, approved_keys
from toolkits.models import Tool
from toolkits.views.shared import desk_tool, may_curate


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def tool_translate(request: SignedInRequest, slug: str, language: str) -> HttpResponse:
    """Original and translation side by side; what the original left behind is marked."""
    tool = desk_tool(slug)
    live = published(tool.content)
    if live is None or language == "en" or language not in dict(settings.LANGUAGES):
        raise Http404
    found = passages(live, language)
    waiting = _to_approve(found, tool, language, request.user) if may_curate(request) else []
    if request.method == "POST" and "approve" in request.POST and may_curate(request):
        keys = approved_keys(request.POST.dict(), waiting)
        count = approve_translation(content=tool.content, language=language, keys=keys, by=request.user)
        if count == len(waiting):
            words = ngettext("%(count)d part approved.", "%(count)d parts approved.", count)
            messages.success(request, words % {"count": count})
        else:
            messages.warning(
                request, _("Somebody wrote on it since you opened this page. Read the rest, then approve it.")
            )
        return redirect("tool_translate", slug, language)
    form = TranslationForm(request.POST or None, passages=found)
    if form.is_bound and form.is_valid():
        changed = form.changed()
        for one in changed:
            translate(content=tool.content, language=language, by=request.user, **one)
        if changed:
            messages.success(request, _("Saved. It is shown at once and waits for another's look."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("tool_translate", slug, language)
    context = {
        "form": form,
        "tool": tool,
        "title": line(found, "title"),
        "target": dict(settings.LANGUAGES)[language],
        "code": language,
        "waiting": waiting,
        "approvals": approvals(waiting),
    }
    return render(request, "toolkits/tool_translate.html", context)


def _to_approve(found: list[Passage], tool: Tool, language: str, user: User) -> list[Passage]:
    """What others translated, is still up to date, and nobody approved."""
    keys = set(to_approve(content=tool.content, language=language, by=user).values_list("key", flat=True))
    return [one for one in found if one.state == TranslationState.NEEDS_REVIEW and one.key in keys]


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
