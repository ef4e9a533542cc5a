"""What an answer may never hold, whatever was sent: a fault, a script that runs, another place, a cell that runs."""

import csv
import io
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from openpyxl import load_workbook

from tests.hostile.payloads import ELSEWHERE

_ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc"}
_NEVER = {"iframe", "object", "embed", "base", "applet", "frame", "style"}
_SCHEMES = ("javascript:", "vbscript:", "data:text")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class _Scripts(HTMLParser):
    """What in a page runs, or leads to where no page of ours leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        runs = tag == "script" and said.get("type") != "application/json"  # that is data, as `json_script` writes it
        if tag in _NEVER or (runs and not said.get("src", "").startswith("/static/")):
            self.found.append(f"<{tag}>")
        for name, value in said.items():
            address = "".join(value.split()).lower() if name in _ADDRESSES else ""
            is_ours = "rel" in said or said.get("target") or not address.startswith(("http", "//"))
            if name.startswith("on") or address.startswith(_SCHEMES) or (ELSEWHERE in address and not is_ours):
                self.found.append(f"<{tag} {name}={value!r}>")
        if tag == "meta" and "http-equiv" in said:
            self.found.append("<meta http-equiv>")


def _cells(content: bytes, kind: str) -> list[str]:
    """What a spreadsheet would run of a file."""
    if kind.startswith("text/csv"):
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        found = [cell for row in rows for cell in row if cell.startswith(_RUNS)]
        return [cell for cell in found if not _is_number(cell)]
    if kind == _SHEET:
        sheets = load_workbook(io.BytesIO(content)).worksheets
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        return [str(cell.value) for cell in cells if cell.data_type == "f" or str(cell.value or "").startswith(_RUNS)]
    return []


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def what_is_wrong(response: Any) -> list[str]:
    """What of an answer does harm; empty where nothing does."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    found = [f"answers {response.status_code}"] if response.status_code >= 500 else []
    target = response.get("Location", "") or response.get("HX-Redirect", "")
    if ELSEWHERE in urlsplit(target.replace("\\", "/")).netloc:
        found.append(f"leads to {target}")
    if kind.startswith("text/html"):
        found += _Scripts(body.decode()).found
    is_file = response.get("Content-Disposition", "").startswith("attachment")
    return found + (_cells(body, kind) if is_file else [])
