"""PDF files: our own texts from the Markdown that pages and Word files have, and pages of a template of their own.

WeasyPrint needs Pango, a library of the system. It is imported where a PDF is made and nowhere else, so a machine
without it has everything but PDFs.
"""

import os
import re
from collections.abc import Iterable, Mapping
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy

from coe_hub.documents.layout import is_to_write, needs_landscape, printable, tables
from coe_hub.documents.word import Part
from coe_hub.lib.errors import DomainError
from coe_hub.lib.markdown import to_html, to_tokens
from coe_hub.lib.text import label_lines

# What fontTools writes into the fonts of a file as the moment it was made: always the same.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
_PAPER = Path(__file__).with_name("paper.css")
# Sixty letters of a script that writes spaces, no tag and no entity among them, where as many follow
_LETTERS = r"[^\s<>&;\u200b\u2e80-\U0010ffff]{60}"
_ENDLESS_WORD = re.compile(rf"{_LETTERS}(?={_LETTERS})(?![^<>]*>)")
NOT_HERE = gettext_lazy(
    "PDFs cannot be made on this server: the library Pango is missing. Take the other format; the server's operator"
    " can install Pango at any time."
)


class PdfNotHere(DomainError):
    """The system's part that makes PDFs is missing. Word and PowerPoint files are made without it."""


@cache
def makes_pdf() -> bool:
    """Whether PDFs can be made here: pages offer one only then. Looks for the library, loads nothing."""
    return find_library("pangoft2-1.0") is not None


def write_pdf(
    *, title: str, purpose: str, parts: Iterable[Part], footer: str, example_title: str, language: str, header: str = ""
) -> bytes:
    """What `write_docx` writes, as PDF: the same title, line of purpose and parts, and what stands above and below.

    Raises `PdfNotHere` where no PDF can be made.
    """
    parts = list(parts)
    rows = [table for part in parts if part.kind != "fields" for table in tables(to_tokens(part.text))]
    context = {
        "title": printable(title),
        "purpose": printable(purpose),
        "parts": [_passage(part) for part in parts],
        "header": printable(header),
        "footer": printable(footer),
        "example_title": example_title,
        "lies_across": any(map(needs_landscape, rows)),
    }
    return print_pdf("documents/text.html", context, language=language)


def _passage(part: Part) -> dict[str, Any]:
    text = printable(part.text)
    if part.kind == "fields":
        return {"fields": [(label, "" if is_to_write(value) else value) for label, value in label_lines(text)]}
    return {"html": to_html(text), "is_example": part.kind == "example"}


def print_pdf(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """The pages of a template that extends `documents/paper.html`, printed in `language`.

    The same words give the same bytes, whenever they are printed. Nothing is fetched but the fonts. Raises
    `PdfNotHere` where no PDF can be made.
    """
    with translation.override(language):
        html = _with_breaks(render_to_string(template, {**context, "language": language}))
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415  loads Pango, which may be missing
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  as above
    except OSError as missing:
        raise PdfNotHere(str(NOT_HERE)) from missing
    fonts = FontConfiguration()
    sheet = CSS(string=_sheet(), font_config=fonts, url_fetcher=_fetch)
    document = HTML(string=html, url_fetcher=_fetch)
    # An identifier of ours: WeasyPrint's own differs from one printing to the next.
    return document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_identifier=b"coe-hub", pdf_tags=True)


def _with_breaks(html: str) -> str:
    """Let words that no line could hold break: Pango weighs each place of a word of 20,000 letters for 20 seconds."""
    return _ENDLESS_WORD.sub("\\g<0>\u200b", html)


@cache
def _sheet() -> str:
    """Our style sheet, with the fonts before it. Whole files: browsers' subsets give wrong signs in a PDF."""
    faces = (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{path.as_uri()}") }}'
        for family, weight, path in settings.PAPER_FONTS
    )
    return "\n".join([*faces, _PAPER.read_text(encoding="utf-8")])


def _fetch(url: str, *_args: Any, **_kwargs: Any) -> Any:
    """Read a font of ours; whatever else a text may lead to is not asked for."""
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415  as above

    fonts = {path.as_uri(): path for _family, _weight, path in settings.PAPER_FONTS}
    if url not in fonts:
        raise ValueError(f"Only our own fonts are read, not {url}")
    return URLFetcherResponse(url, fonts[url].read_bytes(), {"Content-Type": "font/ttf"})
