"""Files that people hand in: what they are is read from their content, never believed from their name.

Nothing is unpacked to disk. Everything dangerous that is simple to find is refused, each with what to do about it.
"""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from coe_hub.lib.active_content import in_office, in_pdf
from coe_hub.lib.scanner import refuse_viruses
from coe_hub.lib.text import refuse_control_characters, refuse_line_breaks

MOST_BYTES = 10 * 1024 * 1024  # of a file that is read, or given to every reader
MOST_UPLOADED = 100 * 1024 * 1024  # of any file that is handed in
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
_LITTLE = 1024 * 1024  # below this, a high ratio is only a file of few different letters
_MOST_XML = 4 * 1024 * 1024
_CHUNK = 64 * 1024

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and every Office file with a password
_MAIN = {f"{content_type}.main+xml": kind for kind, content_type in TYPES.items()}
_MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|/customui/", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"/embeddings/.*(oleobject|\.(bin|exe|docm|dotm|xlsm|xltm|xlsb|pptm|js|vbs|hta|lnk)$)", re.IGNORECASE
)


class BoundedUpload(FileUploadHandler):
    """The first upload handler: what is beyond the limit is read off the line and not kept, so that no upload fills
    memory or disk. What is kept is longer than the limit, so the form still says that the file is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MOST_UPLOADED else None

    def file_complete(self, file_size: int) -> None:
        return None


class DocumentField(forms.FileField):
    """One Word, Excel, PowerPoint or PDF file, checked; `kind_of(value)` says which."""

    widget = forms.ClearableFileInput
    default_error_messages = {"required": gettext_lazy("Choose a file.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, allow_empty_file=True, **kwargs)
        self.widget.attrs["accept"] = ",".join(f".{kind}" for kind in TYPES)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            check_document(file)
        return file


def kind_of(file: UploadedFile) -> str:
    """The ending of a checked file's name, in lower case: one of `TYPES`."""
    return PurePosixPath(file.name or "").suffix.lower().removeprefix(".")


def check_document(file: UploadedFile) -> None:
    """Raises `ValidationError`, saying what to do, unless this is a harmless file of one of `TYPES`, named so."""
    name = file.name or ""
    refuse_control_characters(name)
    refuse_line_breaks(name)
    if any(mark in name for mark in "/\\:"):
        raise ValidationError(_("The file's name has a path in it. Give it a plain name."), code="name")
    kind = kind_of(file)
    if kind not in TYPES:
        raise ValidationError(
            _("Attach a Word, Excel, PowerPoint or PDF file: its name ends in .docx, .xlsx, .pptx or .pdf."),
            code="ending",
        )
    if not file.size:
        raise ValidationError(_("This file is empty. Save it again and choose it anew."), code="empty")
    if file.size > MOST_BYTES:
        raise ValidationError(_("This file is larger than 10 MB. Make its pictures smaller."), code="size")
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    _check_pdf(file, start) if kind == "pdf" else _check_office(file, start, kind)
    refuse_viruses(file)
    file.seek(0)


def _is_something_else(kind: str) -> ValidationError:
    words = _("The name of this file ends in .%(kind)s, but its content is something else. Save it anew as .%(kind)s.")
    return ValidationError(words, params={"kind": kind}, code="content")


def _is_broken() -> ValidationError:
    words = _("This file is broken: it cannot be read to its end. Open it, save it anew and choose it again.")
    return ValidationError(words, code="broken")


def _has_password() -> ValidationError:
    return ValidationError(_("This file has a password. Take it off and save the file again."), code="password")


def _check_pdf(file: IO[bytes], start: bytes) -> None:
    if b"%PDF-" not in start:
        raise _is_something_else("pdf")
    content = file.read()  # bounded by MOST_BYTES
    if b"/Encrypt" in content:
        raise _has_password()
    if found := in_pdf(content):
        raise ValidationError(
            _("This PDF holds a script, a program or another file (%(found)s). Print it to PDF anew and attach that."),
            params={"found": found},
            code="active",
        )
    if b"%%EOF" not in content[-2048:]:
        raise _is_broken()


# What reading a broken archive raises.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError),
    *(OSError, RuntimeError, ValueError),
)


def _check_office(file: Any, start: bytes, kind: str) -> None:
    if start.startswith(_OLE):
        words = _("This file has a password, or is of the format before 2007. Save it as .%(kind)s without a password.")
        raise ValidationError(words, params={"kind": kind}, code="password")
    if not start.startswith(b"PK"):
        raise _is_something_else(kind)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_entries(archive)
            _check_parts(archive, kind)
    except _BROKEN as error:
        raise _is_broken() from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    """Read everything once. No more comes out of an entry than the archive states of it, or it is broken."""
    entries = archive.infolist()
    too_much = ValidationError(
        _("Unpacked, this file would be enormous. Save a smaller one: fewer pictures, fewer sheets."), code="bomb"
    )
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise too_much
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise _has_password()
        if entry.filename.startswith("/") or ".." in PurePosixPath(entry.filename).parts:
            raise _is_broken()
        if entry.file_size > _LITTLE and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise too_much
        with archive.open(entry) as part:
            if part.read(len(_OLE)) == _OLE:
                raise _holds_another()
            while part.read(_CHUNK):
                pass


def _holds_another() -> ValidationError:
    words = _("Another file or program is embedded in this one. Take it out, or put a picture in its place.")
    return ValidationError(words, code="embedded")


def _check_parts(archive: zipfile.ZipFile, kind: str) -> None:
    names = [f"/{name}" for name in archive.namelist()]
    if "/[Content_Types].xml" not in names:
        raise _is_something_else(kind)
    types = {part.get("ContentType", "") for part in _xml(archive, "[Content_Types].xml")}
    if any(_MACROS.search(name) for name in names) or any(
        "macroEnabled" in one or "vbaProject" in one for one in types
    ):
        raise ValidationError(
            _("This file holds macros. Save it without them, as .%(kind)s."), params={"kind": kind}, code="macros"
        )
    if kind not in {_MAIN[one] for one in types if one in _MAIN}:
        raise _is_something_else(kind)
    if any(_EMBEDDED.search(name) for name in names):
        raise _holds_another()
    if any(_leads_out(archive, name) for name in archive.namelist() if name.lower().endswith(".rels")):
        raise ValidationError(
            _("This file fetches parts from elsewhere: a template, a picture or another workbook. Break these links."),
            code="external",
        )
    _refuse_what_acts(archive)


def _refuse_what_acts(archive: zipfile.ZipFile) -> None:
    try:
        found = in_office(archive)
    except etree.XMLSyntaxError as error:
        raise zipfile.BadZipFile(str(error)) from error
    if found:
        raise ValidationError(
            _("When it is opened, this file starts a program or fetches from elsewhere: %(found)s. Take that out."),
            params={"found": found},
            code="active",
        )


def _leads_out(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part fetches something from outside; a hyperlink only leads there when somebody follows it."""
    return any(
        one.get("TargetMode", "").lower() == "external" and not one.get("Type", "").endswith("/hyperlink")
        for one in _xml(archive, name)
    )


def _xml(archive: zipfile.ZipFile, name: str) -> Iterator[Any]:
    """The elements of a small part. Raises `BadZipFile` for what Office never writes: big ones, DTDs, bad XML."""
    if archive.getinfo(name).file_size > _MOST_XML:
        raise zipfile.BadZipFile(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise zipfile.BadZipFile(name) from error
    if root.getroottree().docinfo.doctype:
        raise zipfile.BadZipFile(name)
    return (one for one in root.iter() if isinstance(one.tag, str))
