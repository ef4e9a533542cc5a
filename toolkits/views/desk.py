"""The curator's desk: write, preview, have it looked at, publish, translate."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import merge_page, posted_form
from coe_hub.publishing.actions import (
    approve_translation,
    on_the_desk,
    publish,
    published,
    submit,
    take_back,
    translate,
)
from coe_hub.publishing.models import BlockKind, VersionState
from coe_hub.publishing.reading import body, fill, line, passages, passages_of
from toolkits.actions import create_tool, edit_tool
from toolkits.forms import DraftForm, ToolCreateForm, TranslationForm
from toolkits.models import Tool

KEEPERS = ("curator", "admin")


def _tool(slug: str) -> Tool:
    return get_object_or_404(Tool.objects.select_related("content__owner"), content__slug=slug)


@requires(*KEEPERS)
@require_safe
def tool_desk(request: SignedInRequest) -> HttpResponse:
    """Everything published or being written, with what waits for whom."""
    tools = list(Tool.objects.select_related("content").order_by("toolkit", "position", "pk"))
    rows = []
    for tool in tools:
        draft, live = on_the_desk(tool.content), published(tool.content)
        shown = live or draft
        words = passages_of([shown], "ja")[shown.pk] if shown else []
        rows.append(
            {
                "tool": tool,
                "title": line(passages(shown, "en"), "title") if shown else tool.content.slug,
                "live": live,
                "draft": draft,
                "outdated": sum(one.state == "outdated" for one in words),
                "missing": sum(one.state == "untranslated" and one.kind != BlockKind.SHEET for one in words),
            }
        )
    return render(request, "toolkits/tool_desk.html", {"rows": rows})


@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_create(request: SignedInRequest) -> HttpResponse:
    """Begin a tool."""
    form = ToolCreateForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    if form.is_bound and form.is_valid():
        try:
            tool = create_tool(title=form.cleaned_data["title"], words=form.words(), by=request.user, **form.facts())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. Nobody sees it until it is published."))
            return redirect("tool_edit", tool.content.slug)
    return render(request, "toolkits/tool_create.html", {"form": form})


@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write the edition on the desk; what readers see stays as it is until the new one is published."""
    tool = _tool(slug)
    draft = on_the_desk(tool.content)
    source = draft or published(tool.content)
    blocks = list(source.blocks.in_order()) if source else []
    form = posted_form(request, lambda data: DraftForm(data, tool=tool, blocks=blocks, draft=draft))
    if form.is_stale:
        return merge_page(request, form, title=slug, back_url=request.path)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            edit_tool(
                tool=tool,
                words=form.words(),
                change_note=data["change_note"],
                version=data["version"],
                by=request.user,
                **form.facts(),
            )
        except LostUpdateError:
            return merge_page(request, form, title=slug, back_url=request.path)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved on the desk."))
            return redirect("tool_edit", slug)
    context = {"form": form, "tool": tool, "draft": draft, "live": published(tool.content)}
    return render(request, "toolkits/tool_edit.html", context)


@requires(*KEEPERS)
@require_safe
def tool_preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """The edition on the desk as readers would see it, and the next step on its way."""
    tool = _tool(slug)
    draft = on_the_desk(tool.content)
    if draft is None:
        raise Http404
    found = passages(draft, "en")
    context = {
        "tool": tool,
        "draft": draft,
        "title": line(found, "title"),
        "purpose": line(found, "purpose"),
        "body": [one for one in fill(body(found), {}) if one.kind != BlockKind.SHEET],
        "is_in_review": draft.state == VersionState.IN_REVIEW,
        "may_publish": not settings.SECOND_PERSON_APPROVES or draft.author_id != request.user.pk,
    }
    return render(request, "toolkits/tool_preview.html", context)


@requires(*KEEPERS)
@require_POST
def tool_move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the edition to review, take it back, or publish it."""
    tool = _tool(slug)
    draft = on_the_desk(tool.content)
    step = request.POST.get("step", "")
    if draft is None or step not in {"submit", "take_back", "publish"}:
        raise Http404
    try:
        if step == "submit":
            submit(draft=draft)
        elif step == "take_back":
            take_back(draft=draft)
        else:
            publish(draft=draft, by=request.user)
    except (DomainError, LostUpdateError) as error:
        messages.error(request, error.message)
        return redirect("tool_preview", slug)
    if step == "publish":
        messages.success(request, _("Published. The former edition stays readable in its history."))
        return redirect(tool)
    messages.success(request, _("With its reviewer.") if step == "submit" else _("Back on the desk."))
    return redirect("tool_preview", slug)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def tool_translate(request: SignedInRequest, slug: str, language: str) -> HttpResponse:
    """Original and translation side by side; what the original left behind is marked."""
    tool = _tool(slug)
    live = published(tool.content)
    if live is None or language == "en" or language not in dict(settings.LANGUAGES):
        raise Http404
    found = passages(live, language)
    if request.method == "POST" and "approve" in request.POST and request.user.has_role(*KEEPERS):
        count = approve_translation(content=tool.content, language=language, by=request.user)
        messages.success(request, _("%(count)d parts approved.") % {"count": count})
        return redirect("tool_translate", slug, language)
    form = TranslationForm(request.POST or None, passages=found)
    if form.is_bound and form.is_valid():
        for key, text, source_hash in form.changed():
            translate(
                content=tool.content, language=language, key=key, text=text, source_hash=source_hash, by=request.user
            )
        messages.success(request, _("Saved. It is shown at once and waits for another's look."))
        return redirect("tool_translate", slug, language)
    context = {
        "form": form,
        "tool": tool,
        "title": line(found, "title"),
        "target": dict(settings.LANGUAGES)[language],
        "code": language,
        "waiting": request.user.has_role(*KEEPERS) and sum(one.state == "needs_review" for one in found),
    }
    return render(request, "toolkits/tool_translate.html", context)


@requires(MEMBER)
@require_safe
def tool_behind(request: SignedInRequest, slug: str) -> HttpResponse:
    """Where an outdated translation is caught up: straight to the language that is behind."""
    tool = _tool(slug)
    live = published(tool.content)
    languages = [code for code, _name in settings.LANGUAGES if code != "en"]
    behind = [code for code in languages if live and any(one.state == "outdated" for one in passages(live, code))]
    return redirect("tool_translate", slug, (behind or languages)[0])
