"""Files on their way to a browser: always as a download, never read as a page, never whole in memory where stored."""

import re
import unicodedata
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

# nginx serves this address from the files' volume, and only when we say so.
PROTECTED = "/protected-files/"
# What some system takes for something else in the name of a file.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
# Bytes of a part: two parts and what stands around them keep below the 255 that file systems take.
_LONGEST_PART = 110


def file_name(*parts: str, kind: str) -> str:
    """A name for a file of that ending out of parts in any script: `Kestrel × 杜都 – One-page charter.docx`."""
    known = filter(None, (_part_of_name(part) for part in parts))
    return f"{' – '.join(known) or kind}.{kind}"


def _part_of_name(text: str) -> str:
    plain = " ".join(_NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", text)).split()).strip(". ")
    if len(plain.encode()) <= _LONGEST_PART:
        return plain
    return plain.encode()[: _LONGEST_PART - 3].decode(errors="ignore").rstrip(". ") + "…"


def send_file(stored: FieldFile, *, name: str, content_type: str) -> HttpResponseBase:
    """A stored file as a download called `name`: streamed, or left to nginx where SEND_FILES_WITH_NGINX is set.

    Who may have it is decided before.
    """
    if settings.SEND_FILES_WITH_NGINX:
        response: HttpResponseBase = HttpResponse(headers={"X-Accel-Redirect": PROTECTED + quote(stored.name or "")})
    else:
        response = FileResponse(stored.open("rb"))
    return as_download(response, name=name, content_type=content_type)


def send_bytes(content: bytes, *, name: str, content_type: str) -> HttpResponseBase:
    """A file made for this request as a download called `name`."""
    return as_download(HttpResponse(content), name=name, content_type=content_type)


def as_download(response: HttpResponseBase, *, name: str, content_type: str) -> HttpResponseBase:
    """The response as a download called `name`."""
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
