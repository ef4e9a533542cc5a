"""What in a document acts when somebody opens it, or fetches something from elsewhere: found by reading the formats
themselves, not by the names of parts.

PDF: names are decoded (`/J#61vaScript`) and object streams opened. Word: the codes of fields are put together from
their runs. Excel: formulas, links that start a program (DDE) and connections to data.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

_PDF_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|SubmitForm|ImportData|RichMedia|XFA)\b")
_PDF_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_STREAM = re.compile(rb"\bstream\r?\n")
_PDF_DESCRIBED = 1024  # bytes before a stream in which it is described
_PDF_MOST_OPENED = 50 * 1024 * 1024

# A field that starts a program, or one whose text is fetched over the network or from a share.
_STARTS = re.compile(r"\s*(DDEAUTO|DDE|LINK)\b", re.IGNORECASE)
_FETCHES = re.compile(r"\s*(INCLUDEPICTURE|INCLUDETEXT|IMPORT|INCLUDE)\b.*(://|\\\\|//)", re.IGNORECASE | re.DOTALL)
_FORMULA = re.compile(
    r"\b(WEBSERVICE|RTD|CALL|REGISTER\.ID|REGISTER|EXEC|DDE)\s*\(|\bHYPERLINK\s*\([^)]*&", re.IGNORECASE
)
_SHARE = re.compile(r"\|\s*'")  # =program|'what it does'!A1


def in_pdf(content: bytes) -> str:
    """What acts in a PDF, by its name there; empty where nothing does."""
    if found := _PDF_ACTIVE.search(_named(content)):
        return found[1].decode()
    left = _PDF_MOST_OPENED
    for start in _PDF_STREAM.finditer(content):
        described = _named(content[max(0, start.start() - _PDF_DESCRIBED) : start.start()]).rpartition(b"obj")[2]
        if b"/ObjStm" not in described:
            continue
        try:
            inside = zlib.decompressobj().decompress(content[start.end() :], left)
        except zlib.error:
            return "ObjStm"  # written so that nobody can look into it
        left -= len(inside)
        if found := _PDF_ACTIVE.search(_named(inside)):
            return found[1].decode()
        if not left:
            return "ObjStm"
    return ""


def _named(content: bytes) -> bytes:
    """With the letters of names that are written as numbers."""
    return _PDF_LETTER.sub(lambda found: bytes([int(found[1], 16)]), content)


def in_office(archive: zipfile.ZipFile) -> str:
    """What acts in a Word, Excel or PowerPoint file, in its own words; empty where nothing does.

    Raises `lxml.etree.XMLSyntaxError` for a part that cannot be read.
    """
    for name in archive.namelist():
        lower = name.lower()
        if not lower.endswith((".xml", ".rels")):
            continue
        if lower.endswith(".rels"):
            found = next(
                (_kind(one) for one in _elements(archive, name, "Relationship") if _kind(one) == "aFChunk"), ""
            )
        elif lower.startswith("word/"):
            found = next((code.strip() for code in _fields(archive, name) if _acts(code)), "")
        elif lower == "xl/connections.xml":
            found = "connections"
        elif lower.startswith("xl/externallinks/"):
            found = next(("DDE" for _one in _elements(archive, name, "ddeLink", "oleLink")), "")
        elif lower.startswith("xl/"):
            formulas = (one.text or "" for one in _elements(archive, name, "f", "definedName", "formula", "formula1"))
            found = next((f"={text}" for text in formulas if _FORMULA.search(text) or _SHARE.search(text)), "")
        else:
            found = ""
        if found:
            return found[:80]
    return ""


def _kind(relationship: Any) -> str:
    return relationship.get("Type", "").rpartition("/")[2]


def _acts(code: str) -> bool:
    return bool(_STARTS.match(code) or _FETCHES.match(code))


def _fields(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The code of each field of a part: in one attribute, or spread over runs between its begin and its end."""
    code = ""
    for one in _elements(archive, name, "fldSimple", "fldChar", "instrText"):
        kind = etree.QName(one).localname
        if kind == "fldSimple":
            yield _attribute(one, "instr")
        elif kind == "instrText":
            code += one.text or ""
        else:  # where a field begins or ends, another code does
            yield code
            code = ""
    yield code


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _elements(archive: zipfile.ZipFile, name: str, *names: str) -> Iterator[Any]:
    """Elements of these names, in the order in which they end, with no more of the part in memory than one of them."""
    with archive.open(name) as part:
        wanted = [f"{{*}}{one}" for one in names]
        reading = etree.iterparse(
            part, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for _event, element in reading:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
