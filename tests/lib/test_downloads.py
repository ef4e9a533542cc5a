"""Files on their way out: as downloads, streamed or left to nginx."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile

from coe_hub.lib.downloads import send_bytes, send_file


@pytest.fixture
def stored() -> FieldFile:
    """A file in the storage."""
    name = default_storage.save("publishing/a b.pdf", ContentFile(b"%PDF-"))
    return FieldFile(None, FileField(), name)


def test_a_stored_file_is_streamed_as_a_download(stored: FieldFile) -> None:
    response = send_file(stored, name="憲章.pdf", content_type="application/pdf")
    assert (response.streaming, b"".join(response.streaming_content)) == (True, b"%PDF-")
    assert {name: response[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''%E6%86%B2%E7%AB%A0.pdf",
        "X-Content-Type-Options": "nosniff",
    }


def test_nginx_sends_it_where_it_stands_in_front(stored: FieldFile, settings: Any) -> None:
    settings.SEND_FILES_WITH_NGINX = True
    response = send_file(stored, name="a.pdf", content_type="application/pdf")
    assert (response["X-Accel-Redirect"], response.content) == (
        f"/protected-files/{stored.name.replace(' ', '%20')}",
        b"",
    )
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'


def test_what_is_made_for_a_request_is_a_download_too() -> None:
    response = send_bytes(b"PK", name="a.docx", content_type="application/x")
    assert (response.content, response["Content-Disposition"]) == (b"PK", 'attachment; filename="a.docx"')
