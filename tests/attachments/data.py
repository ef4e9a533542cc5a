"""Files as people hand them in."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from coe_hub.lib.uploads import TYPES

PDF = b"%PDF-1.7\nwords\n%%EOF\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file of that name and content, whatever the browser says it is."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def pdf(name: str = "charter.pdf", words: bytes = b"") -> SimpleUploadedFile:
    """A PDF of that name, told apart from others by its words."""
    return upload(name, PDF + words)


def archive(*names: str) -> bytes:
    """A zip with little files of those names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "words")
    return out.getvalue()


def office(kind: str, extra: str = "") -> bytes:
    """As much of a Word, Excel or PowerPoint file as says what it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", f'<Types><Override ContentType="{TYPES[kind]}.main+xml"/>{extra}</Types>')
    return out.getvalue()
