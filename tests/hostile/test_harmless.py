"""What looks at answers finds what it is there for: otherwise ten thousand cases prove nothing."""

import io

import pytest
from django.http import HttpResponse
from openpyxl import Workbook

from tests.hostile.harmless import what_is_wrong

_FILE = {"Content-Disposition": "attachment"}
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _book(value: str) -> bytes:
    book, content = Workbook(), io.BytesIO()
    book.active.append([value])
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("response", "found"),
    [
        (HttpResponse("<p>x</p>", status=500), ["answers 500"]),
        (HttpResponse("<script>alert(1)</script>"), ["<script>"]),
        (
            HttpResponse('<script src="//evil.example/x.js"></script>'),
            ["<script>", "<script src='//evil.example/x.js'>"],
        ),
        (HttpResponse('<script src="/static/x.js"></script>'), []),
        (HttpResponse('<script id="a" type="application/json">{}</script>'), []),
        (HttpResponse('<script type="module">alert(1)</script>'), ["<script>"]),
        (HttpResponse("<img src=x onerror=alert(1)>"), ["<img onerror='alert(1)'>"]),
        (HttpResponse('<a href="java\nscript:alert(1)">x</a>'), ["<a href='java\\nscript:alert(1)'>"]),
        (HttpResponse("&lt;script&gt;alert(1)&lt;/script&gt;"), []),
        (HttpResponse('<form action="//evil.example">'), ["<form action='//evil.example'>"]),
        (HttpResponse(status=302, headers={"Location": "//evil.example/"}), ["leads to //evil.example/"]),
        (HttpResponse(status=302, headers={"Location": "/\\evil.example"}), ["leads to /\\evil.example"]),
        (HttpResponse(status=302, headers={"Location": "/people/?q=evil.example"}), []),
        (HttpResponse("a,=1+1\n", content_type="text/csv", headers=_FILE), ["=1+1"]),
        (HttpResponse("a,'=1+1\n-3,＝1\n", content_type="text/csv", headers=_FILE), ["＝1"]),
        (HttpResponse(_book("=1+1"), content_type=_SHEET, headers=_FILE), ["=1+1"]),
        (HttpResponse(_book("'=1+1"), content_type=_SHEET, headers=_FILE), []),
    ],
)
def test_it_finds_what_does_harm_and_nothing_else(response: HttpResponse, found: list[str]) -> None:
    assert what_is_wrong(response) == found
