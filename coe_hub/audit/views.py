"""Histories of the directory: who changed what of a person's or an organisation's entry, and when."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coe_hub.audit.directory import organisation_sentences, person_sentences
from coe_hub.audit.history import Sentence
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.people.models import DIRECTORY_WATCHERS, Organisation, Person

PAGE_SIZE = 50


def history_page(request: SignedInRequest, sentences: Sequence[Sentence]) -> "Page[Sentence]":
    """The page of a history that was asked for."""
    return Paginator(sentences, PAGE_SIZE).get_page(request.GET.get("page"))


@requires(MEMBER)
@require_safe
def person_history(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What happened to somebody's entry, their account and their roles; their own is open to everybody."""
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    if person.pk != request.user.person_id and not request.user.has_role(*DIRECTORY_WATCHERS):
        raise PermissionDenied
    page = history_page(request, person_sentences(person, reader=request.user))
    return render(request, "audit/person_history.html", {"person": person, "page": page})


@requires(*DIRECTORY_WATCHERS)
@require_safe
def organisation_history(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What happened to an organisation's entry and its sites."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=public_id)
    page = history_page(request, organisation_sentences(organisation, reader=request.user))
    return render(request, "audit/organisation_history.html", {"organisation": organisation, "page": page})
