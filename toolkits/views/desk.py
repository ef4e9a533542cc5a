"""The curators' desk: what stands on it, and the edition that is being written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.merge import edit_page
from coe_hub.lib.uploads import kind_of
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.publishing.actions import attach_file, detach_file, on_the_desk, opened_on, published, write_draft
from coe_hub.publishing.models import AttachedFile
from coe_hub.publishing.reading import PLACEHOLDERS
from coe_hub.vocabulary.models import AllianceRole
from toolkits.desk import desk_rows
from toolkits.forms import AttachForm, DraftForm
from toolkits.views.shared import Opened, desk_tool, opened_tool

TRANSLATED_INTO = "ja"


@requires(*CONTENT_KEEPERS)
@require_safe
def tool_desk(request: SignedInRequest) -> HttpResponse:
    """Everything published or being written, with what waits for whom."""
    rows = desk_rows(TRANSLATED_INTO)
    context = {
        "rows": [row for row in rows if not row.tool.content.is_archived],
        "retired": [row for row in rows if row.tool.content.is_archived],
        "translated_into": TRANSLATED_INTO,
    }
    return render(request, "toolkits/tool_desk.html", context)


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write the edition on the desk; what readers see stays as it is until the new one is published."""

    def show(opened: Opened, form: DraftForm) -> HttpResponse:
        file = AttachedFile.objects.filter(edition=opened.source).select_related("author__person").first()
        blanks = {"blanks": PLACEHOLDERS, "roles": AllianceRole.objects.in_use()}
        context = {"form": form, "file": file, "source": opened.source, **blanks, **opened._asdict()}
        return render(request, "toolkits/tool_edit.html", context)

    return edit_page(
        request,
        read=lambda: opened_tool(slug),
        make_form=lambda opened, data: DraftForm(data, blocks=opened.blocks, draft=opened.draft, live=opened.live),
        save=lambda opened, form: write_draft(content=opened.tool.content, by=request.user, **form.action_values()),
        show=show,
        title=slug,
        url=request.path,
        saved=_("Saved on the desk."),
    )


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def tool_attach(request: SignedInRequest, slug: str) -> HttpResponse:
    """Attach a finished file to the edition on the desk, in place of the one it has."""
    tool = desk_tool(slug)
    opened = opened_on(on_the_desk(tool.content), published(tool.content))
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
    opened = opened_on(on_the_desk(tool.content), published(tool.content))
    try:
        detach_file(content=tool.content, version=opened, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken off. Editions that readers see or saw keep theirs."))
    return redirect("tool_edit", slug)
