"""Pages of the desk as every kind of content has them. A room's view says who may open one and finds the content; the
rest happens here."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import VersionedForm
from coe_hub.lib.merge import edit_page
from coe_hub.people.models import CONTENT_KEEPERS, CONTENT_WATCHERS
from coe_hub.publishing.actions import (
    Words,
    approve_translation,
    may_approve,
    submit,
    take_back,
    to_approve,
    translate,
    write_draft,
)
from coe_hub.publishing.desk import Desk
from coe_hub.publishing.differences import Readable, differences
from coe_hub.publishing.forms import Line, StepForm, TranslationForm
from coe_hub.publishing.forms.translations import approvals, approved_keys
from coe_hub.publishing.history import edition_history
from coe_hub.publishing.models import Content, Edition, EditionState, TranslationState
from coe_hub.publishing.reading import Passage, line, passages

TRANSLATED_INTO = "ja"
FormT = TypeVar("FormT", bound=VersionedForm)


def may_curate(request: SignedInRequest) -> bool:
    """Whether this reader keeps the desk."""
    return request.user.has_role(*CONTENT_KEEPERS)


def may_see_history(request: SignedInRequest) -> bool:
    """Whether this reader is told who changed what, and when."""
    return request.user.has_role(*CONTENT_WATCHERS)


def write_page(
    request: SignedInRequest,
    *,
    read: Callable[[], Desk],
    make_form: Callable[[Desk, QueryDict | None], FormT],
    words: Callable[[Desk, FormT], list[Words]],
    show: Callable[[Desk, FormT], HttpResponse],
) -> HttpResponse:
    """A form that writes the edition on the desk; what readers see stays as it is until the new one is published.

    `words` are all blocks of the edition as the form, once valid, has them. A form without a note leaves it as it is.
    """

    def save(desk: Desk, form: FormT) -> None:
        data = form.cleaned_data
        note = data.get("change_note", desk.draft.change_note if desk.draft else "")
        blocks = words(desk, form)
        write_draft(content=desk.content, words=blocks, change_note=note, version=data["version"], by=request.user)

    desk = read()
    return edit_page(
        request,
        read=read,
        make_form=make_form,
        save=save,
        show=show,
        title=desk.content.slug,
        url=desk.edit_url,
        saved=_("Saved on the desk."),
    )


def preview_context(
    request: SignedInRequest, desk: Desk, *, lines: Mapping[str, Line], readable: Readable | None = None
) -> dict[str, Any]:
    """What whoever approves the edition has before them: its words, what changed, its way. Raises `Http404` where
    nothing is on the desk."""
    draft = desk.draft
    if draft is None:
        raise Http404
    names = {key: line.label for key, line in lines.items()}
    compared = differences(desk.live, draft, names=names, readable=readable) if desk.live else []
    return {
        "desk": desk,
        "draft": draft,
        "live": desk.live,
        "state": draft.state,
        "states": EditionState,
        "may_publish": may_approve(draft, request.user),
        "differences": compared,
        "history": edition_history(draft),
    }


def move_page(request: SignedInRequest, desk: Desk, *, publish: Callable[[Edition, int], None]) -> HttpResponse:
    """Send the edition to review, take it back, or publish it, as it was when its reader decided.

    `publish` does so in the way of the room; it raises `DomainError` where that is refused.
    """
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    if desk.draft is None:
        messages.error(request, _("Nothing is on the desk any more: this edition has moved on meanwhile."))
        return redirect(desk.edit_url)
    step, version = form.cleaned_data["step"], form.cleaned_data["version"]
    try:
        said = _take_step(step, desk.draft, version=version, publish=publish)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(desk.preview_url)
    messages.success(request, said)
    return redirect(desk.read_url if step == "publish" else desk.preview_url)


def _take_step(step: str, draft: Edition, *, version: int, publish: Callable[[Edition, int], None]) -> str:
    """What to tell afterwards. Raises `DomainError` where the step is refused."""
    if step == "submit":
        submit(draft=draft, version=version)
        return _("With its reviewer.")
    if step == "take_back":
        take_back(draft=draft, version=version)
        return _("Back on the desk.")
    publish(draft, version)
    if draft.number == 1:
        return _("Published.")
    return _("Published. The former edition stays readable in its history.")


def translate_page(
    request: SignedInRequest,
    desk: Desk,
    *,
    language: str,
    lines: Mapping[str, Line],
    template: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Original and translation side by side; what the original left behind is marked. Raises `Http404` where readers
    see nothing, or the language is none to translate into."""
    live = desk.live
    if live is None or language == settings.LANGUAGE_CODE or language not in dict(settings.LANGUAGES):
        raise Http404
    found = passages(live, language)
    waiting = _to_approve(found, desk.content, language, request) if may_curate(request) else []
    if request.method == "POST" and "approve" in request.POST and may_curate(request):
        return _approve(request, desk.content, language, waiting)
    form = TranslationForm(request.POST or None, passages=found, lines=lines)
    if form.is_bound and form.is_valid():
        changed = form.changed()
        for one in changed:
            translate(content=desk.content, language=language, by=request.user, **one)
        if changed:
            messages.success(request, _("Saved. It is shown at once and waits for another's look."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect(request.path)
    shown = {
        "form": form,
        "desk": desk,
        "title": line(found, "title"),
        "target": dict(settings.LANGUAGES)[language],
        "code": language,
        "waiting": waiting,
        "approvals": approvals(waiting),
    }
    return render(request, template, {**shown, **(context or {})})


def _approve(request: SignedInRequest, content: Content, language: str, waiting: list[Passage]) -> HttpResponse:
    keys = approved_keys(request.POST.dict(), waiting)
    count = approve_translation(content=content, language=language, keys=keys, by=request.user)
    if count == len(waiting):
        words = ngettext("%(count)d part approved.", "%(count)d parts approved.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.warning(request, _("Somebody wrote on it since you opened this page. Read the rest, then approve it."))
    return redirect(request.path)


def _to_approve(found: list[Passage], content: Content, language: str, request: SignedInRequest) -> list[Passage]:
    """What others translated, is still up to date, and nobody approved."""
    waiting = to_approve(content=content, language=language, by=request.user)
    keys = set(waiting.values_list("key", flat=True))
    return [one for one in found if one.state == TranslationState.NEEDS_REVIEW and one.key in keys]
