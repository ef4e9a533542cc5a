"""What files may be attached: what one is is read from its content, and its name must agree.

Nothing is opened that a browser would open in our place: whatever comes out of here goes out as a download
(`lib.downloads`). So a page or a drawing with scripts in it is taken, and never shown; programs are not taken.
"""

import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from coe_hub.lib.scanner import refuse_viruses
from coe_hub.lib.text import is_seen, refuse_control_characters, refuse_line_breaks
from coe_hub.lib.uploads import MOST_UPLOADED, TYPES

_HEAD = 4096
_MOST_XML = 4 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Windows, Linux, macOS (four ways), Java; and scripts that name what runs them.
_PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
    *(b"\xca\xfe\xba\xbe", b"#!"),
)
_PROGRAM_ENDINGS = {
    *("app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "ps1", "reg", "scr"),
    *("sh", "vbe", "vbs", "wsf"),
}

# A kind's check looks at the first bytes and, where these say too little, into the file.
Check = Callable[[IO[bytes], bytes], bool]


def _begins(*marks: bytes) -> Check:
    return lambda _file, head: head.startswith(marks)


def _has(mark: bytes, *, at: int) -> Check:
    return lambda _file, head: head[at : at + len(mark)] == mark


def _is_text(_file: IO[bytes], head: bytes) -> bool:
    """Whether it may be text in any encoding: only UTF-16 has zeros, and says so at its start."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in head


def _is_office(kind: str) -> Check:
    def check(file: IO[bytes], head: bytes) -> bool:
        if not head.startswith(_ZIP):
            return False
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo("[Content_Types].xml").file_size > _MOST_XML:
                return False
            types = archive.read("[Content_Types].xml")
        return f"{TYPES[kind]}.main+xml".encode() in types and b"vbaProject" not in types

    return check


def _is_archive(file: IO[bytes], head: bytes) -> bool:
    """A zip without programs in it."""
    if not head.startswith(_ZIP):
        return False
    with zipfile.ZipFile(file) as archive:
        return not any(_ending(name) in _PROGRAM_ENDINGS for name in archive.namelist())


_PLAIN = "application/octet-stream"  # what browsers would run if they were ever asked to show it
# Ending → what it is sent as, and its check.
KINDS: dict[str, tuple[str, Check]] = {
    "pdf": (TYPES["pdf"], lambda _file, head: b"%PDF-" in head[:1024]),
    **{kind: (TYPES[kind], _is_office(kind)) for kind in ("docx", "xlsx", "pptx")},
    "doc": ("application/msword", _begins(_OLE)),
    "xls": ("application/vnd.ms-excel", _begins(_OLE)),
    "ppt": ("application/vnd.ms-powerpoint", _begins(_OLE)),
    "msg": ("application/vnd.ms-outlook", _begins(_OLE)),
    "zip": ("application/zip", _is_archive),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    **dict.fromkeys(("jpg", "jpeg"), ("image/jpeg", _begins(b"\xff\xd8\xff"))),
    "gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", _has(b"WEBP", at=8)),
    **dict.fromkeys(("tif", "tiff"), ("image/tiff", _begins(b"II*\x00", b"MM\x00*"))),
    **dict.fromkeys(("mp4", "m4a", "mov"), ("video/mp4", _has(b"ftyp", at=4))),
    "txt": ("text/plain", _is_text),
    "md": ("text/plain", _is_text),
    "csv": ("text/csv", _is_text),
    "eml": (_PLAIN, _is_text),
    "ics": (_PLAIN, _is_text),
    "json": (_PLAIN, _is_text),
    "xml": (_PLAIN, _is_text),
    "svg": (_PLAIN, _is_text),
    **dict.fromkeys(("htm", "html"), (_PLAIN, _is_text)),
}
# For the browser's own field for files.
ACCEPTED = ",".join(f".{kind}" for kind in KINDS)


def check_content(file: UploadedFile) -> str:
    """The content type to send the file as. Raises `ValidationError`, saying what to do, for what is not taken."""
    name = file.name or ""
    refuse_control_characters(name)
    refuse_line_breaks(name)
    if not is_seen(name.partition(".")[0]):
        raise ValidationError(_("Nothing of this file's name can be seen before its ending. Give it one."), code="name")
    if len(name) > 200:
        raise ValidationError(_("The file's name is longer than 200 letters. Give it a shorter one."), code="name")
    if not file.size:
        raise ValidationError(_("This file is empty. Save it again and choose it anew."), code="empty")
    if file.size > MOST_UPLOADED:
        raise ValidationError(
            _("This file is larger than 100 MB. Leave it where it is and add a link to it."), code="size"
        )
    file.seek(0)
    head = file.read(_HEAD)
    if _ending(name) in _PROGRAM_ENDINGS or head.startswith(_PROGRAMS):
        raise ValidationError(_("Programs and scripts are not taken. Add a link to where it lives."), code="program")
    if _ending(name) not in KINDS:
        raise ValidationError(
            _("Files of this kind are not taken. Save it as PDF, or add a link to where it lives."), code="ending"
        )
    content_type, check = KINDS[_ending(name)]
    if not _is_what_it_says(file, head, check):
        raise ValidationError(
            _("The name of this file ends in .%(kind)s, but its content is something else. Save it anew as .%(kind)s."),
            params={"kind": _ending(name)},
            code="content",
        )
    refuse_viruses(file)
    file.seek(0)
    return content_type


def _is_what_it_says(file: UploadedFile, head: bytes, check: Check) -> bool:
    file.seek(0)
    try:
        return check(file, head)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, NotImplementedError):
        return False  # an archive that cannot be read


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")
