"""The curators' desk: what stands on it, and the edition that is being written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.limits import limited
from coe_hub.lib.once import once
from coe_hub.lib.search import fold
from coe_hub.lib.uploads import kind_of
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.publishing.actions import Words, attach_file, detach_file
from coe_hub.publishing.desk import Desk, desk_context, desk_rows, with_part
from coe_hub.publishing.forms import AttachForm, DraftForm, SheetForm
from coe_hub.publishing.models import AttachedFile, BlockKind, Content, ContentKind
from coe_hub.publishing.reading import LISTS, PLACEHOLDERS
from coe_hub.publishing.views import TRANSLATED_INTO, write_page
from coe_hub.vocabulary.models import AllianceRole
from toolkits.lines import LINES
from toolkits.views.shared import desk_tool, tool_on_the_desk

SHEET = "sheet"


@requires(*CONTENT_KEEPERS)
@require_safe
def tool_desk(request: SignedInRequest) -> HttpResponse:
    """Every tool published or being written, with what waits for whom."""
    tools = Content.objects.filter(kind=ContentKind.TOOL, tool__isnull=False).select_related("tool")
    rows = desk_rows(tools.order_by("tool__pk"), TRANSLATED_INTO)
    rows.sort(key=lambda row: (row.content.tool.toolkit, fold(row.title)))
    return render(request, "toolkits/tool_desk.html", desk_context(rows, TRANSLATED_INTO))


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write the edition on the desk, part by part."""
    tool = desk_tool(slug)
    sheet_url = reverse("tool_sheet", args=[slug])

    def make_form(desk: Desk, data: QueryDict | None) -> DraftForm:
        blocks = desk.blocks()
        urls = dict.fromkeys((one.key for one in blocks if one.kind == BlockKind.SHEET), sheet_url)
        return DraftForm(data, blocks=blocks, draft=desk.draft, live=desk.live, lines=LINES, build_urls=urls)

    def show(desk: Desk, form: DraftForm) -> HttpResponse:
        file = AttachedFile.objects.filter(edition=desk.source).select_related("author__person").first()
        context = {"form": form, "desk": desk, "tool": tool, "file": file}
        context |= {"blanks": PLACEHOLDERS, "lists": LISTS, "roles": AllianceRole.objects.in_use()}
        return render(request, "toolkits/tool_edit.html", context | {"sheet_url": "" if form.build_urls else sheet_url})

    return write_page(
        request,
        read=lambda: tool_on_the_desk(tool),
        make_form=make_form,
        words=lambda _desk, form: form.words(),
        show=show,
    )


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_sheet(request: SignedInRequest, slug: str) -> HttpResponse:
    """The worksheet of the edition on the desk, column by column."""
    tool = desk_tool(slug)

    def words(desk: Desk, form: SheetForm) -> list[Words]:
        key = next((one.key for one in desk.blocks() if one.kind == BlockKind.SHEET), SHEET)
        return with_part(desk.blocks(), Words(key=key, kind=BlockKind.SHEET, text=form.described()))

    return write_page(
        request,
        read=lambda: tool_on_the_desk(tool),
        make_form=lambda desk, data: SheetForm(data, text=_sheet_of(desk), version=desk.opened),
        words=words,
        show=lambda desk, form: render(request, "toolkits/tool_sheet.html", {"form": form, "desk": desk, "tool": tool}),
    )


def _sheet_of(desk: Desk) -> str:
    return next((one.text for one in desk.blocks() if one.kind == BlockKind.SHEET), "")


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
@limited("upload", methods=("POST",))
@once
def tool_attach(request: SignedInRequest, slug: str) -> HttpResponse:
    """Attach a finished file to the edition on the desk, in place of the one it has."""
    tool = desk_tool(slug)
    opened = tool_on_the_desk(tool).opened
    form = AttachForm(request.POST or None, request.FILES or None, version=opened)
    if form.is_bound and form.is_valid():
        upload, label, version = form.cleaned_data["file"], form.cleaned_data["label"], form.cleaned_data["version"]
        kind = kind_of(upload)
        try:
            attach_file(content=tool.content, upload=upload, kind=kind, label=label, version=version, by=request.user)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
            renew_version(form, opened)
        else:
            messages.success(request, _("Attached to the edition on the desk."))
            return redirect("tool_edit", slug)
    return render(request, "toolkits/tool_attach.html", {"form": form, "tool": tool})


@requires(*CONTENT_KEEPERS)
@require_POST
def tool_detach(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take the file off the edition on the desk."""
    tool = desk_tool(slug)
    try:
        detach_file(content=tool.content, version=tool_on_the_desk(tool).opened, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken off. Editions that readers see or saw keep theirs."))
    return redirect("tool_edit", slug)
