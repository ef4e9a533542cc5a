"""What can be imported: rooms register a kind of their own in `AppConfig.ready`, for pages and commands."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from coe_hub.imports.options import Options


class About(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    WORD = "word"
    DAY = "day"
    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Field:
    """A field that a column can be read into.

    `headings`: how our own files name it beside its code; `called`: how lists of other people's do, which proposes it;
    both as `options.normal` writes that. `knows` says whether a word is one of ours, `words` which there are, by code
    and name; `adds`, what a new one may be like, and `add` adds it and gives its code.
    """

    code: str
    label: Any
    about: About = About.TEXT
    headings: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    knows: Callable[[str], bool] | None = None
    words: Callable[[], list[tuple[str, str]]] | None = None
    adds: Callable[[], list[tuple[str, str]]] | None = None
    add: Callable[..., str] | None = None
    is_own_to_each: bool = False
    has_default: bool = False


@dataclass(frozen=True)
class Setting:
    """What an importer is started with: the headings, field → place of its cell, what was settled, who imports. `sight`
    is whose eyes the file is looked at with; None, that an operator sees all."""

    headings: list[str]
    places: dict[str, int]
    options: Options
    today: date
    reason: str
    by: Any = None
    sight: Any = None


@dataclass(frozen=True)
class Gap:
    """What is missing in what came in, and where it is filled in."""

    text: str
    url: str = ""
    step: str = ""


@dataclass(frozen=True)
class ImportKind:
    """Something that can be imported.

    `start` makes an importer (`run.Importer`) of a `Setting`. `missing` names fields without which nothing can be read,
    given those there are. `gaps` says what is missing in the records of those ids, as a user sees them, where
    pages may ask for those of the import of that id alone. `take_back`
    undoes rows as `undo` of their plans says, for a user, and answers with what stands in the way; empty, that it is
    done. `url_of` gives the address of records that the user sees, by id.
    """

    code: str
    label: Any
    hint: Any
    roles: tuple[str, ...]
    fields: Callable[[], Sequence[Field]]
    start: Callable[[Setting], Any]
    missing: Callable[[Collection[str]], list[str]]
    take_back: Callable[..., list[str]]
    gaps: Callable[[Sequence[int], Any, str], list[Gap]]
    urls: Callable[[Sequence[int], Any], dict[int, str]]
    command: str = ""
    likely: Callable[..., dict[str, list[str]]] | None = None
    place: int = 50
    defaults: tuple[str, ...] = field(default=())


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Offer a kind of import."""
    _kinds[kind.code] = kind


def kinds_for(user: Any) -> list[ImportKind]:
    """Those this user may import, in their order."""
    return sorted((one for one in _kinds.values() if user.has_role(*one.roles)), key=lambda one: one.place)


def kind_of(code: str) -> ImportKind:
    """The kind of that code. Raises `KeyError` where none is."""
    return _kinds[code]
