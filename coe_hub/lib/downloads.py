"""Files on their way to a browser: always as a download, never read as a page, never whole in memory where stored."""

from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

# nginx serves this address from the files' volume, and only when we say so.
PROTECTED = "/protected-files/"


def send_file(stored: FieldFile, *, name: str, content_type: str) -> HttpResponseBase:
    """A stored file as a download called `name`: streamed, or left to nginx where SEND_FILES_WITH_NGINX is set.

    Who may have it is decided before.
    """
    if settings.SEND_FILES_WITH_NGINX:
        response: HttpResponseBase = HttpResponse(headers={"X-Accel-Redirect": PROTECTED + quote(stored.name or "")})
    else:
        response = FileResponse(stored.open("rb"))
    return _as_download(response, name=name, content_type=content_type)


def send_bytes(content: bytes, *, name: str, content_type: str) -> HttpResponseBase:
    """A file made for this request as a download called `name`."""
    return _as_download(HttpResponse(content), name=name, content_type=content_type)


def _as_download(response: HttpResponseBase, *, name: str, content_type: str) -> HttpResponseBase:
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
