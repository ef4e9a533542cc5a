"""Packs: making one, seeing its files come, taking it along."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.documents.pdf import NOT_HERE, makes_pdf
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.downloads import send_file
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.lib.uploads import TYPES
from governance.packs.actions import make_files_again, make_pack
from governance.packs.files import WRITERS, name_of_file
from governance.packs.forms import PackForm
from governance.packs.models import Pack

PAGE_SIZE = 50


def _visible_pack(request: SignedInRequest, public_id: str) -> Pack:
    """The pack, if the reader may have it; otherwise it does not exist for them."""
    packs = Pack.objects.visible_to(request.user).select_related("by__person")
    return get_object_or_404(packs, public_id=public_id)


@requires(MEMBER)
@require_safe
def pack_list(request: SignedInRequest) -> HttpResponse:
    """The packs the reader may have, the newest first."""
    rows = Pack.objects.visible_to(request.user).select_related("by__person").defer("figures").newest_first()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "governance/pack_list.html", {"page": page})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def pack_create(request: SignedInRequest) -> HttpResponse:
    """Make a pack of what the dashboard says now; a meeting's page leads here with its `?day=` and `?occasion=`."""
    asked = {name: request.GET[name] for name in ("day", "occasion") if name in request.GET}
    form = PackForm(request.POST or None, reader=request.user, initial=asked)
    if form.is_bound and form.is_valid():
        try:
            return redirect(make_pack(by=request.user, **form.action_values()))
        except DomainError as error:
            add_domain_error(form, error)
    return render(request, "governance/pack_create.html", {"form": form})


@requires(MEMBER)
@require_safe
def pack_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What it says and counts, and its files: how far they are, then to take along."""
    pack = _visible_pack(request, public_id)
    done, whole = pack.steps
    context = {
        "pack": pack,
        "deck": pack.deck,
        "done": done,
        "whole": whole,
        "no_pdf": "" if pack.pdf or makes_pdf() else NOT_HERE,
    }
    return render(request, "governance/pack_detail.html", context)


@requires(WRITER)
@require_POST
def pack_make_again(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Have the files made once more, of the same figures."""
    pack = _visible_pack(request, public_id)
    try:
        make_files_again(pack=pack)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(pack)


@requires(MEMBER)
@require_safe
def pack_file(request: SignedInRequest, public_id: str, kind: str) -> HttpResponseBase:
    """One of the files, as a download."""
    pack = _visible_pack(request, public_id)
    stored = getattr(pack, kind) if kind in WRITERS else None
    if not stored:
        raise Http404(_("This file is not made yet."))
    return send_file(stored, name=name_of_file(pack, kind), content_type=TYPES[kind])
