"""Plain pages on which admins edit the company's words."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import GlobalRole, SignedInRequest, requires
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.vocabulary.actions import add_word, edit_word
from coe_hub.vocabulary.forms import WordForm
from coe_hub.vocabulary.kinds import KINDS, Kind


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


@requires(GlobalRole.ADMIN)
@require_safe
def word_kinds(request: SignedInRequest) -> HttpResponse:
    """All vocabularies."""
    kinds = [(kind, kind.model.objects.count()) for kind in KINDS.values()]
    return render(request, "vocabulary/word_kinds.html", {"kinds": kinds})


@requires(GlobalRole.ADMIN)
@require_safe
def word_list(request: SignedInRequest, kind: str) -> HttpResponse:
    """One vocabulary, in its order."""
    vocabulary = _kind(kind)
    words = [
        (word, word.names.get("en", ""), word.names.get("ja", ""), _fixed(vocabulary, word))
        for word in vocabulary.model.objects.order_by("position", "pk")
    ]
    return render(request, "vocabulary/word_list.html", {"kind": vocabulary, "words": words})


def _fixed(kind: Kind, word: object) -> str:
    return str(dict(kind.choices)[getattr(word, kind.fixed)]) if kind.fixed else ""


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@once
def word_create(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add a word."""
    vocabulary = _kind(kind)
    form = WordForm(request.POST or None, kind=vocabulary)
    if form.is_bound and form.is_valid():
        try:
            add_word(model=vocabulary.model, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect("word_list", kind)
    return render(request, "vocabulary/word_create.html", {"form": form, "kind": vocabulary})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def word_edit(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Change a word's names, its place, or whether it is offered."""
    vocabulary = _kind(kind)
    word = get_object_or_404(vocabulary.model, code=code)
    form = WordForm(request.POST or None, kind=vocabulary, word=word)
    if form.is_bound and form.is_valid():
        try:
            edit_word(word=word, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("word_list", kind)
    return render(request, "vocabulary/word_edit.html", {"form": form, "kind": vocabulary, "word": word})
