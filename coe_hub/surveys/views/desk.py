"""Questionnaires on the curators' desk: begun, written, translated, published, retired."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.audit.views import history_page
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.models import CONTENT_KEEPERS, CONTENT_WATCHERS
from coe_hub.publishing.actions import Words, give_back, retire
from coe_hub.publishing.asked import read_asked
from coe_hub.publishing.desk import Desk, desk_context, desk_of, desk_rows, with_part
from coe_hub.publishing.forms import DraftForm
from coe_hub.publishing.history import content_titles
from coe_hub.publishing.models import Block, BlockKind, Content, ContentKind, Edition
from coe_hub.publishing.naming import new_key
from coe_hub.publishing.reading import line, passages
from coe_hub.publishing.views import (
    TRANSLATED_INTO,
    may_curate,
    move_page,
    preview_context,
    translate_page,
    write_page,
)
from coe_hub.surveys.actions.questionnaires import create_questionnaire, edit_facts, publish_edition
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.forms.desk import LINES, AskedForm, QuestionnaireCreateForm, QuestionnaireFactsForm, RetireForm
from coe_hub.surveys.history import questionnaire_sentences

NEW = "new"


def desk_content(slug: str) -> Content:
    """The questionnaire of this address, published or not. Raises `Http404`."""
    contents = Content.objects.select_related("owner__site", "co_owner__site", "questionnaire")
    return get_object_or_404(contents, kind=ContentKind.QUESTIONNAIRE, slug=slug)


def _desk(content: Content) -> Desk:
    return desk_of(
        content,
        home_url=reverse("questionnaire_desk"),
        edit_url=reverse("questionnaire_edit", args=[content.slug]),
        preview_url=reverse("questionnaire_preview", args=[content.slug]),
        read_url=content.questionnaire.get_absolute_url(),
    )


@requires(*CONTENT_KEEPERS)
@require_safe
def questionnaire_desk(request: SignedInRequest) -> HttpResponse:
    """Every questionnaire, published or being written, with what its translation misses."""
    contents = Content.objects.filter(kind=ContentKind.QUESTIONNAIRE).select_related("questionnaire")
    rows = desk_rows(contents.order_by("questionnaire__position", "pk"), TRANSLATED_INTO)
    return render(request, "surveys/questionnaire_desk.html", desk_context(rows, TRANSLATED_INTO))


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def questionnaire_create(request: SignedInRequest) -> HttpResponse:
    """Begin a questionnaire."""
    form = QuestionnaireCreateForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            questionnaire = create_questionnaire(by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. Nobody sees it until it is published."))
            return redirect("questionnaire_edit", questionnaire.content.slug)
    return render(request, "surveys/questionnaire_create.html", {"form": form})


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def questionnaire_facts(request: SignedInRequest, slug: str) -> HttpResponse:
    """What holds for every edition at once: owners, rhythm, what it is used for."""
    return edit_page(
        request,
        read=lambda: desk_content(slug).questionnaire,
        make_form=lambda one, data: QuestionnaireFactsForm(data, questionnaire=one, user=request.user),
        save=lambda one, form: edit_facts(questionnaire=one, **form.action_values()),
        show=lambda one, form: render(
            request, "surveys/questionnaire_facts.html", {"form": form, "questionnaire": one}
        ),
        title=slug,
        url=reverse("questionnaire_edit", args=[slug]),
    )


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def questionnaire_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write the edition on the desk: themes, and the order of its questions, each of which has a page of its own."""
    content = desk_content(slug)

    def make_form(desk: Desk, data: QueryDict | None) -> DraftForm:
        blocks = desk.blocks()
        urls = {one.key: reverse("asked_edit", args=[slug, one.key]) for one in _questions(blocks)}
        return DraftForm(
            data,
            blocks=blocks,
            draft=desk.draft,
            live=desk.live,
            lines=LINES,
            addable=[BlockKind.THEME],
            build_urls=urls,
        )

    def show(desk: Desk, form: DraftForm) -> HttpResponse:
        title = line(passages(desk.source, "en"), "title") if desk.source else slug
        return render(request, "surveys/questionnaire_edit.html", {"form": form, "desk": desk, "title": title})

    return write_page(
        request, read=lambda: _desk(content), make_form=make_form, words=lambda _desk, form: form.words(), show=show
    )


def _questions(blocks: list[Block]) -> list[Block]:
    return [one for one in blocks if one.kind == BlockKind.ASKED]


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def asked_edit(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """A question on the desk and how it is answered; `new` is the next one, below the last theme."""
    content = desk_content(slug)

    def make_form(desk: Desk, data: QueryDict | None) -> AskedForm:
        questions = [read_asked(one.key, one.text) for one in _questions(desk.blocks())]
        found = next((one for one in questions if one.key == key), None)
        if found is None and key != NEW:
            raise Http404
        before = questions[: questions.index(found)] if found else questions
        return AskedForm(data, asked=found, before=before, version=desk.opened)

    def words(desk: Desk, form: AskedForm) -> list[Words]:
        text, taken = form.written(), {*(one.key for one in desk.blocks()), NEW}
        own = form.key or new_key(BlockKind.ASKED, text, taken)
        return with_part(desk.blocks(), Words(key=own, kind=BlockKind.ASKED, text=text))

    def show(desk: Desk, form: AskedForm) -> HttpResponse:
        return render(request, "surveys/asked_edit.html", {"form": form, "desk": desk})

    return write_page(request, read=lambda: _desk(content), make_form=make_form, words=words, show=show)


@requires(*CONTENT_KEEPERS)
@require_safe
def questionnaire_preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """The edition on the desk as it would be asked, and what changed."""
    content = desk_content(slug)
    context = preview_context(request, _desk(content), lines=LINES)
    asking = asking_of(context["draft"], "en")
    context |= {
        "asking": asking,
        "title": asking.title,
        "purpose": asking.purpose,
        "move_url": reverse("questionnaire_move", args=[slug]),
    }
    return render(request, "surveys/questionnaire_preview.html", context)


@requires(*CONTENT_KEEPERS)
@require_POST
def questionnaire_move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the edition to review, take it back, or publish it, as it was when its reader decided."""

    def publish(draft: Edition, version: int) -> None:
        try:
            publish_edition(draft=draft, by=request.user, version=version)
        except ValidationError as error:
            raise DomainError(" ".join(error.messages)) from error

    return move_page(request, _desk(desk_content(slug)), publish=publish)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def questionnaire_translate(request: SignedInRequest, slug: str, language: str) -> HttpResponse:
    """Original and translation side by side, themes, questions and answers."""
    template = "surveys/questionnaire_translate.html"
    return translate_page(request, _desk(desk_content(slug)), language=language, lines=LINES, template=template)


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def questionnaire_retire(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask it no more, with the reason. Waves that were begun go on, and what was answered stays."""
    content = desk_content(slug)
    form = RetireForm(request.POST or None, version=content.version)
    if form.is_bound and form.is_valid():
        try:
            retire(content=content, instead=None, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
            renew_version(form, content.version)
        else:
            messages.success(request, _("Retired. You can give it back from the desk."))
            return redirect("questionnaire_desk")
    return render(request, "surveys/questionnaire_retire.html", {"form": form, "desk": _desk(content)})


@requires(*CONTENT_KEEPERS)
@require_POST
def questionnaire_give_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let a retired questionnaire be asked again."""
    try:
        give_back(content=desk_content(slug))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("With its readers again, as it was."))
    return redirect("questionnaire_desk")


@requires(*CONTENT_WATCHERS)
@require_safe
def questionnaire_history(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who changed what of the questionnaire, and when."""
    content = desk_content(slug)
    context = {
        "content": content,
        "title": content_titles([content.pk]).get(content.pk, slug),
        "page": history_page(request, questionnaire_sentences(content.questionnaire)),
        "may_curate": may_curate(request),
    }
    return render(request, "surveys/questionnaire_history.html", context)
