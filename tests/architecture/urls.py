"""Every address of the product, and the address of each kind of object in `docs/access.csv`."""

import csv
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

TABLE = Path(settings.BASE_DIR) / "docs" / "access.csv"
ROLES = (
    "anonymous", "stranger", "viewer", "team", "lead", "manager", "committee", "curator", "admin", "auditor",
)  # fmt: skip


def patterns() -> list[URLPattern]:
    """Every pattern that answers, allauth's included; of two with one name, the first."""
    answering: dict[str, URLPattern] = {}
    for one in _walk(get_resolver()):
        answering.setdefault(one.name or str(one.pattern), one)
    return list(answering.values())


def _walk(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry)
        else:
            yield entry


def rows() -> list[dict[str, str]]:
    """The rows of the access table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def address(name: str, kind: str, objects: SimpleNamespace) -> str:
    """Where the page `name` shows the object of this kind; `-` is a page without an object."""
    return reverse(name, args=() if kind == "-" else getattr(objects, kind)(name))
