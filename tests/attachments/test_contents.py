"""What is taken is told by what a file holds, and each refusal says what to do."""

import pytest
from django.core.exceptions import ValidationError

from coe_hub.attachments.contents import KINDS, check_content
from coe_hub.lib.uploads import TYPES
from tests.attachments.data import PDF, archive, office, upload

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 words"
MOVIE = b"\x00\x00\x00\x18ftypmp42"
PLAIN = "application/octet-stream"
TAKEN = {
    "a.pdf": (PDF, "application/pdf"),
    **{f"a.{kind}": (office(kind), TYPES[kind]) for kind in ("docx", "xlsx", "pptx")},
    "a.doc": (OLE, "application/msword"),
    "a.xls": (OLE, "application/vnd.ms-excel"),
    "a.ppt": (OLE, "application/vnd.ms-powerpoint"),
    "a.msg": (OLE, "application/vnd.ms-outlook"),
    "a.zip": (archive("notes.txt", "data/table.csv"), "application/zip"),
    "a.png": (b"\x89PNG\r\n\x1a\n words", "image/png"),
    "a.jpg": (b"\xff\xd8\xff\xe0 words", "image/jpeg"),
    "a.jpeg": (b"\xff\xd8\xff\xe0 words", "image/jpeg"),
    "a.gif": (b"GIF89a words", "image/gif"),
    "a.webp": (b"RIFF\x01\x02\x03\x04WEBPVP8 ", "image/webp"),
    "a.tif": (b"II*\x00 words", "image/tiff"),
    "a.tiff": (b"MM\x00* words", "image/tiff"),
    "a.mp4": (MOVIE, "video/mp4"),
    "a.m4a": (MOVIE, "video/mp4"),
    "a.mov": (MOVIE, "video/mp4"),
    "議事録.txt": ("合同運営委員会".encode("cp932"), "text/plain"),
    "UTF-16.TXT": ("words".encode("utf-16"), "text/plain"),
    "a.md": (b"# Words", "text/plain"),
    "a.csv": (b"a;b\n1;2\n", "text/csv"),
    "a.eml": (b"Subject: words", PLAIN),
    "a.ics": (b"BEGIN:VCALENDAR", PLAIN),
    "a.json": (b"{}", PLAIN),
    "a.xml": (b"<a/>", PLAIN),
    "a.svg": (b"<svg><script>alert(1)</script></svg>", PLAIN),
    "a.htm": (b"<script>alert(1)</script>", PLAIN),
    "a.html": (b"<script>alert(1)</script>", PLAIN),
}
PROGRAM = "Programs and scripts are not taken. Add a link to where it lives."
NAMELESS = "Nothing of this file's name can be seen before its ending. Give it one."
UNKNOWN = "Files of this kind are not taken. Save it as PDF, or add a link to where it lives."


def _other(kind: str) -> str:
    words = "The name of this file ends in .{0}, but its content is something else. Save it anew as .{0}."
    return words.format(kind)


REFUSED = {
    "a program": ("setup.exe", b"MZ\x90\x00", PROGRAM),
    "a program called a PDF": ("charter.pdf", b"MZ\x90\x00%PDF-1.7", PROGRAM),
    "a program of Linux called text": ("notes.txt", b"\x7fELF\x02\x01", PROGRAM),
    "a script called text": ("notes.txt", b"#!/bin/sh\nrm -rf /\n", PROGRAM),
    "a script by its name": ("run.JS", b"alert(1)", PROGRAM),
    "an installer that looks like Word": ("setup.msi", OLE, PROGRAM),
    "a kind nobody knows": ("data.xyz", b"words", UNKNOWN),
    "no ending": ("charter", PDF, UNKNOWN),
    "a page called a PDF": ("charter.pdf", b"<html></html>", _other("pdf")),
    "a zip called Word": ("charter.docx", archive("notes.txt"), _other("docx")),
    "Excel called Word": ("charter.docx", office("xlsx"), _other("docx")),
    "Word with macros": ("charter.docx", office("docx", "vnd.ms-office.vbaProject"), _other("docx")),
    "a torn archive": ("charter.docx", office("docx")[:60], _other("docx")),
    "a program in an archive": ("all.zip", archive("notes.txt", "bin/setup.EXE"), _other("zip")),
    "a picture called text": ("notes.txt", b"\x89PNG\r\n\x1a\n\x00\x00", _other("txt")),
    "nothing": ("charter.pdf", b"", "This file is empty. Save it again and choose it anew."),
    "an ending alone": (".pdf", PDF, NAMELESS),
    "a name that is not seen": ("\u200b\u2060.pdf", PDF, NAMELESS),
    "a long name": (
        "a" * 197 + ".pdf",
        PDF,
        "The file's name is longer than 200 letters. Give it a shorter one.",
    ),
    "a name that reads otherwise": (
        "charter\u202efdp.exe.pdf",
        PDF,
        "This text contains an invisible control character (U+202E). Delete it, or type the text again.",
    ),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_what_it_says_is_taken_and_still_whole(name: str) -> None:
    content, content_type = TAKEN[name]
    file = upload(name, content)
    assert (check_content(file), file.read()) == (content_type, content)


def test_every_kind_is_tried() -> None:
    assert {name.rpartition(".")[2].lower() for name in TAKEN} == set(KINDS)


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_is_refused_with_what_to_do(case: str) -> None:
    name, content, words = REFUSED[case]
    with pytest.raises(ValidationError) as refused:
        check_content(upload(name, content))
    assert refused.value.messages == [words]


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    file = upload("charter.pdf", PDF)
    file.size = 100 * 1024 * 1024 + 1
    with pytest.raises(ValidationError) as refused:
        check_content(file)
    assert refused.value.messages == ["This file is larger than 100 MB. Leave it where it is and add a link to it."]
