"""The catalogues of interface texts: `python -m coe_hub.run.catalogue compile | check | update`.

Works with Babel alone, so that no machine needs a system gettext. `update` brings the catalogues' entries in line with
the code, `check` tells whether every text has its translation, `compile` writes what Django reads.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "coe_hub" / "locale"
LANGUAGES = ("ja",)
PYTHON_FOLDERS = ("coe_hub", "toolkits", "training", "alliances", "governance")
TEMPLATE_SUFFIXES = {".html", ".txt"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SHOWN = 30


def compile_all() -> None:
    """Write each catalogue's `.mo` where it is missing or older than its `.po`."""
    for source in LOCALE.glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        content = io.BytesIO()
        write_mo(content, _read(source, source.parent.parent.name))
        fresh = target.with_suffix(".mo.new")
        fresh.write_bytes(content.getvalue())
        fresh.replace(target)


def problems(language: str) -> list[str]:
    """What keeps the catalogue of this language from being complete, one line each."""
    source = _source(language)
    if not source.exists():
        return [f"{source.relative_to(ROOT)} is missing: make it with `make fix`"]
    catalogue, texts = _read(source, language), _texts_in_code()
    found = []
    for text in (text for text in texts if text.id):  # the first entry is the catalogue's header
        known = catalogue.get(text.id, text.context)
        where = f"{text.locations[0][0]}: {_first(text)!r}"
        if known is None:
            found.append(f"not in the catalogue (`make fix` adds it): {where}")
        elif known.fuzzy or not all(_strings(known)):
            found.append(f"not translated: {where}")
        else:
            found += [f"{error}: {where}" for error in known.check(catalogue)]
    found += [f"no longer used (`make fix` removes it): {_first(known)!r}" for known in _unused(catalogue, texts)]
    return found


def update(language: str) -> None:
    """Add texts that are new in the code, untranslated, and remove those that are gone; else leave the file alone."""
    source = _source(language)
    catalogue = _read(source, language) if source.exists() else Catalog(locale=language, fuzzy=False)
    texts = _texts_in_code()
    is_complete = all(catalogue.get(text.id, text.context) for text in texts if text.id)
    if source.exists() and is_complete and not _unused(catalogue, texts):
        return
    catalogue.update(texts, no_fuzzy_matching=True)
    source.parent.mkdir(parents=True, exist_ok=True)
    with source.open("wb") as file:
        write_po(file, catalogue, width=120, include_lineno=False, sort_by_file=True, ignore_obsolete=True)


def _texts_in_code() -> Catalog:
    """Every text that Python or a template marks for translation."""
    texts = Catalog(fuzzy=False)
    for path, content in _sources():
        for line, ids, _, context in extract("python", io.BytesIO(content.encode()), KEYWORDS):
            texts.add(ids, locations=[(str(path.relative_to(ROOT)), line)], context=context)
    return texts


def _sources() -> Iterator[tuple[Path, str]]:
    """Path and Python text of every file; a template's tags become calls, its own text letters that say nothing."""
    for folder in PYTHON_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield path, "\n".join(line.strip() for line in calls.splitlines())


def _source(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(source: Path, language: str) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=language)


def _unused(catalogue: Catalog, texts: Catalog) -> list[Message]:
    return [known for known in catalogue if known.id and texts.get(known.id, known.context) is None]


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string or ""),)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main(step: str) -> int:
    """Do one step; the exit code is 1 where a check finds something."""
    if step == "compile":
        compile_all()
    elif step == "update":
        for language in LANGUAGES:
            update(language)
    else:
        found = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language)]
        print(*found[:SHOWN], sep="\n", end="\n" if found else "")
        if found:
            print(f"{len(found)} texts to look at")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
