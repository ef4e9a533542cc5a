"""No view is without a test: some test names it, or opens an address that leads to it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.urls import Resolver404, resolve

from tests.architecture import urls

TESTS = Path(settings.BASE_DIR) / "tests"
# It lists the addresses without a page, and opens none of them.
LISTS_THEM = TESTS / "architecture" / "test_names.py"
# What may stand in an f-string's braces within an address: a public id or word, or a number.
_STANDS_FOR = ("bk6wcvfhf8", "1")


def _addresses(tree: ast.AST) -> Iterator[str]:
    """Addresses written out in a file, with something in the place of what is only known when it runs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            for known in _STANDS_FOR:
                yield "".join(part.value if isinstance(part, ast.Constant) else known for part in node.values)


def _views_behind(addresses: set[str]) -> Iterator[str]:
    for address in addresses:
        try:
            yield resolve(re.split("[?#]", address, maxsplit=1)[0]).url_name
        except Resolver404:
            continue


def test_every_view_is_named_or_opened_by_a_test() -> None:
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != LISTS_THEM]
    written = {one for text in texts for one in _addresses(ast.parse(text)) if one.startswith("/")}
    words = set(re.findall(r"\w+", " ".join(texts)))
    tests = "\n".join(sorted(word for word in words if word.startswith("test_")))
    ours = {one.name for one in urls.patterns() if hasattr(one.callback, "guard")}
    named = {name for name in ours if name in words or f"\ntest_{name}_" in f"\n{tests}"}
    assert sorted(ours - named - set(_views_behind(written))) == []
