"""Pages of files and links: adding them to a record of any kind that takes them, and each of them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.attachments import actions, holders
from coe_hub.attachments.forms import LinkEditForm, LinkForm, ReplaceForm, UploadForm
from coe_hub.attachments.models import Attachment, AttachmentKind, StoredFile
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.downloads import send_file
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.limits import limited
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import Gate, may_edit

_ATTACHMENTS = Gate(Attachment, lambda rows: rows.with_row())


def editable_record(request: SignedInRequest, code: str, public_id: str) -> Any:
    """The record to add to, if the reader may change it: unseen is 404, seen but not theirs to change is 403."""
    holder = holders.find(code)
    if holder is None:
        raise Http404
    rows = holders.rows_of(holder)
    record = get_object_or_404(rows.visible_to(request.user).active(), public_id=public_id)
    if not may_edit(request, record):
        raise PermissionDenied
    return record


def visible_attachment(request: SignedInRequest, public_id: str, kind: str = "") -> Attachment:
    """The file or link, if the reader sees what it belongs to; otherwise it does not exist for them."""
    kinds = [kind] if kind else AttachmentKind.values
    found = _ATTACHMENTS.visible(request, public_id)
    if found.kind not in kinds:
        raise Http404
    return found


def editable_attachment(request: SignedInRequest, public_id: str, kind: str = "") -> Attachment:
    """The file or link, if the reader may change it: unseen is 404, seen but not theirs to change is 403."""
    attachment = visible_attachment(request, public_id, kind)
    if not may_edit(request, attachment):
        raise PermissionDenied
    return attachment


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@limited("upload", methods=("POST",))
@once
def attachment_create(request: SignedInRequest, code: str, public_id: str) -> HttpResponseBase:
    """Attach files, several at once. Those that are not taken are named, each with what to do; the others are there."""
    record = editable_record(request, code, public_id)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        refused = _attach(request, record, form.cleaned_data["uploads"])
        is_done = len(refused) < len(form.cleaned_data["uploads"])
        if is_done or request.htmx:
            for text in refused:
                messages.error(request, text)
            return _go(request, holders.url_of(record) if is_done else request.path)
        for text in refused:
            form.add_error("uploads", text)
    context = {"form": form, "record": record, "back_url": holders.url_of(record), "code": code}
    return render(request, "attachments/attachment_create.html", context)


def _attach(request: SignedInRequest, record: Any, uploads: Iterable[UploadedFile]) -> list[str]:
    """Attach what is taken, and say so; what is said of the others."""
    count, refused = 0, []
    for upload in uploads:
        try:
            actions.attach_file(record=record, upload=upload, by=request.user)
        except ValidationError as error:
            refused.append(f"{upload.name}: {' '.join(error.messages)}")
        else:
            count += 1
    if count:
        text = ngettext("%(count)d file attached.", "%(count)d files attached.", count) % {"count": count}
        messages.success(request, text)
    return refused


def _go(request: SignedInRequest, url: str) -> HttpResponse:
    """On to a page; where a script sent the files and shows how far they are, it goes there."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def link_create(request: SignedInRequest, code: str, public_id: str) -> HttpResponse:
    """Add a link to where a document lives."""
    record = editable_record(request, code, public_id)
    form = LinkForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.add_link(record=record, by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Link added."))
            return redirect(holders.url_of(record))
    context = {"form": form, "record": record, "back_url": holders.url_of(record)}
    return render(request, "attachments/link_create.html", context)


@requires(MEMBER)
@require_safe
def attachment_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """A file with its editions, or a link, and what it belongs to."""
    attachment = visible_attachment(request, public_id)
    record = holders.records_of([attachment.folder_id])[attachment.folder_id]
    context = {
        "attachment": attachment,
        "record": record,
        "back_url": holders.url_of(record),
        "may_edit": may_edit(request, attachment),
    }
    return render(request, "attachments/attachment_detail.html", context)


@requires(MEMBER)
@require_safe
def attachment_download(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """The newest edition of a file."""
    return _send(visible_attachment(request, public_id, AttachmentKind.FILE).newest)


@requires(MEMBER)
@require_safe
def edition_attached(request: SignedInRequest, public_id: str, number: int) -> HttpResponseBase:
    """One edition of a file, former ones included."""
    file = visible_attachment(request, public_id, AttachmentKind.FILE)
    return _send(get_object_or_404(file.editions, number=number))


def _send(edition: StoredFile) -> HttpResponseBase:
    return send_file(edition.stored, name=edition.name, content_type=edition.content_type)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@limited("upload", methods=("POST",))
@once
def attachment_replace(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Put another edition in a file's place."""
    file = editable_attachment(request, public_id, AttachmentKind.FILE)
    form = ReplaceForm(request.POST, request.FILES) if request.method == "POST" else ReplaceForm()
    if form.is_bound and form.is_valid():
        try:
            actions.replace_file(file=file, upload=form.cleaned_data["file"], by=request.user)
        except (DomainError, ValidationError) as error:
            form.add_error("file", getattr(error, "message", None) or error)  # type: ignore[arg-type]
        else:
            messages.success(request, _("Replaced. The former edition is kept."))
            return redirect(file)
    return render(request, "attachments/attachment_replace.html", {"form": form, "attachment": file})


@requires(WRITER)
@require_POST
def edition_take_up(request: SignedInRequest, public_id: str, number: int) -> HttpResponse:
    """Make a former edition the newest again."""
    file = editable_attachment(request, public_id, AttachmentKind.FILE)
    get_object_or_404(file.editions, number=number)
    try:
        actions.restore_edition(file=file, number=number, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("This edition counts again."))
    return redirect(file)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def link_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Change a link, or say that it was checked; where somebody else saved it meanwhile, the merge page."""
    return edit_page(
        request,
        read=lambda: editable_attachment(request, public_id, AttachmentKind.LINK),
        make_form=lambda link, data: LinkEditForm(data, link=link),
        save=lambda link, form: actions.edit_link(link=link, **form.action_values()),
        show=lambda link, form: render(request, "attachments/link_edit.html", {"form": form, "attachment": link}),
    )


@requires(WRITER)
@require_POST
def attachment_archive(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Put a file or link away; the message offers to take it back."""
    attachment = editable_attachment(request, public_id)
    actions.archive_attachment(attachment=attachment)
    undo = reverse("attachment_restore", args=[attachment.public_id])
    messages.success(request, _("Removed: %(title)s") % {"title": attachment.title}, extra_tags=undo)
    record = holders.records_of([attachment.folder_id])[attachment.folder_id]
    return redirect(holders.url_of(record))


@requires(WRITER)
@require_POST
def attachment_restore(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take it out again."""
    attachment = editable_attachment(request, public_id)
    actions.restore_attachment(attachment=attachment)
    messages.success(request, _("Restored."))
    return redirect(attachment)
