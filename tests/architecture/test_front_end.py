"""Style sheets and scripts: small, loaded by some page, and naming nothing that no page has."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from coe_hub.lib.static_files import SHEETS as JOINED_SHEETS

ROOT = Path(settings.BASE_DIR)
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ROOMS = ("coe_hub", "toolkits", "training", "alliances", "governance")
LINES = 350

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = re.compile(r"([^{};]+)\{")
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_WORD = re.compile(r"[a-zA-Z][\w-]*")
_LOADED = re.compile(r"""\{% static "([^"]+)" %\}""")
_IMPORTED = re.compile(r"""^import\b[^"']*["']([^"']+)["']""", re.MULTILINE)


@pytest.fixture(scope="module")
def words() -> set[str]:
    """Every word of templates, scripts and Python: a class stands in one of them, or no element can have it."""
    code = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {word for path in (*TEMPLATES, *SCRIPTS, *code) for word in _WORD.findall(path.read_text(encoding="utf-8"))}


def test_style_sheets_and_scripts_stay_small() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (*SHEETS, *SCRIPTS)}
    assert {name: length for name, length in lengths.items() if length >= LINES} == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_class_of_a_style_sheet_is_named_somewhere(sheet: Path, words: set[str]) -> None:
    selectors = _SELECTOR.findall(_COMMENT.sub("", sheet.read_text(encoding="utf-8")))
    assert {name for selector in selectors for name in _CLASS.findall(selector)} - words == set()


def test_every_style_sheet_and_script_is_loaded() -> None:
    static = ROOT / "static"
    loaded = {static / name for path in TEMPLATES for name in _LOADED.findall(path.read_text(encoding="utf-8"))}
    imported = {
        (script.parent / name).resolve() for script in SCRIPTS for name in _IMPORTED.findall(script.read_text("utf-8"))
    }
    joined = {static / name for name in JOINED_SHEETS}
    assert {*SHEETS, *SCRIPTS} - loaded - imported - joined == set()
