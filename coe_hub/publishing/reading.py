"""Content as it is read: in the reader's language where it was translated, else in the one it was written in."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from coe_hub.lib.markdown import escape
from coe_hub.lib.prepared import Prepared
from coe_hub.people.models import Side, User
from coe_hub.publishing.models import (
    APART,
    Block,
    BlockKind,
    BlockTranslation,
    Content,
    Edition,
    EditionState,
    TranslationState,
)

# What stands where something is not known: long enough to write on.
BLANK = "_" * 14
# What a tool may leave blank of an alliance. Beside these every role of the vocabulary, on either side, is a blank of
# its own: `{our_scientific_lead}`, `{their_legal_contact}`.
PLACEHOLDERS = (
    "alliance",
    "reference",
    "partners",
    "our_companies",
    "lead",
    "alliance_manager",
    "sponsor",
    "our_team",
    "partner_team",
    "partner_contacts",
    "purpose",
    "type",
    "stage",
    "therapeutic_area",
    "starts",
    "ends",
    "next_review",
    "today",
)
# Lists that fill a table: a row with `{issues.title}` in it stands once for each issue, with empty rows below to go on.
LISTS: Mapping[str, tuple[str, ...]] = {
    "ladder": ("level", "days", "clause", "ours", "theirs"),
    "issues": ("title", "severity", "level", "since", "until", "turn", "owner", "counterpart", "text"),
    "risks": ("title", "exposure", "response", "plan", "owner", "review"),
    "committees": ("label", "name", "rhythm", "ours", "theirs", "last", "next"),
    "charter": ("rule", "contracted", "operated"),
    "seats": ("role", "ours", "theirs"),
    "meetings": ("date", "time", "committee", "place", "call_by", "pre_reads_by", "minutes_by"),
    "decisions": ("date", "committee", "text", "votes", "dissent", "owner", "review"),
    "dissents": ("text", "dissent"),
}
_EMPTY_ROWS, _ROWS_TO_GO_ON = 4, 2
_OF_A_LIST = re.compile(rf"\{{({'|'.join(LISTS)})\.([a-z_]+)\}}")
_CELL_OF_A_LIST = re.compile(rf"[^|]*{_OF_A_LIST.pattern}[^|]*")
_NAMED = re.compile(
    rf"\{{({'|'.join(PLACEHOLDERS)}|(?:our|their)_[a-z][a-z0-9_]*|(?:{'|'.join(LISTS)})\.[0-9]+\.[a-z_]+)\}}"
)
_MARKDOWN = {BlockKind.TEXT, BlockKind.TABLE, BlockKind.EXAMPLE}


@dataclass(frozen=True)
class Passage:
    """A block in one language. `state` says how good its translation is; in its own language it is approved."""

    key: str
    kind: str
    text: str
    language: str
    state: str
    source: str
    source_hash: str


def passages(edition: Edition, language: str) -> list[Passage]:
    """The edition in `language`; untranslated blocks in the source's. Two queries."""
    return passages_of([edition], language)[edition.pk]


def passages_of(
    editions: Sequence[Edition], language: str, *, without: Collection[str] = ()
) -> dict[int, list[Passage]]:
    """Several editions in `language`, by their id, in two queries; without blocks of some kinds."""
    contents = {edition.pk: edition.content_id for edition in editions}
    translated: dict[tuple[int, str], _Translated] = {}
    if editions and language != settings.LANGUAGE_CODE:
        words = map(_Translated._make, _TRANSLATIONS.rows(language, contents=list(contents.values())))
        translated = {(row.content_id, row.key): row for row in words}
    found: dict[int, list[Passage]] = {edition.pk: [] for edition in editions}
    for block in map(_Written._make, _BLOCKS.rows(tuple(without), editions=list(contents)) if editions else ()):
        row = translated.get((contents[block.edition_id], block.key))
        found[block.edition_id].append(_passage(block, row, language))
    return found


class _Written(NamedTuple):
    """What is read of a block."""

    edition_id: int
    key: str
    kind: str
    text: str
    text_hash: str


class _Translated(NamedTuple):
    """What is read of its translation."""

    content_id: int
    key: str
    text: str
    source_hash: str
    approved_by_id: int | None


def _blocks(without: tuple[str, ...], *, editions: list[int]) -> "QuerySet[Any, Any]":
    rows = Block.objects.filter(edition_id__any=editions).exclude(kind__in=without)
    return rows.in_order().values_list(*_Written._fields)


def _translations(language: str, *, contents: list[int]) -> "QuerySet[Any, Any]":
    rows = BlockTranslation.objects.filter(content_id__any=contents, language=language)
    return rows.values_list(*_Translated._fields)


_BLOCKS, _TRANSLATIONS = Prepared(_blocks), Prepared(_translations)


def _passage(block: _Written, row: _Translated | None, language: str) -> Passage:
    known = {"key": block.key, "kind": block.kind, "source": block.text, "source_hash": block.text_hash}
    if language == settings.LANGUAGE_CODE:
        return Passage(text=block.text, language=language, state=TranslationState.APPROVED, **known)
    if row is None:
        state = TranslationState.UNTRANSLATED
        return Passage(text=block.text, language=settings.LANGUAGE_CODE, state=state, **known)
    return Passage(text=row.text, language=language, state=_state(block, row), **known)


def _state(block: _Written, row: _Translated) -> str:
    if row.source_hash != block.text_hash:
        return TranslationState.OUTDATED
    return TranslationState.APPROVED if row.approved_by_id else TranslationState.NEEDS_REVIEW


def line(found: Iterable[Passage], key: str) -> str:
    """The text of the one-line block `key`; empty where there is none."""
    return next((one.text for one in found if one.key == key), "")


def body(found: Iterable[Passage]) -> list[Passage]:
    """What is read in a row: all but what pages show in places of its own."""
    return [one for one in found if one.kind not in APART]


def fill(found: Iterable[Passage], context: Mapping[str, str]) -> list[Passage]:
    """The passages with `{names}` replaced by what `context` knows; what it does not know becomes a visible blank.

    Each value stays within its line and its cell, whatever signs it has.
    """
    plain = {name: " ".join(value.split()) for name, value in context.items()}
    escaped = {name: escape(value) for name, value in plain.items()}
    rows = [replace(one, text=_repeat_rows(one.text, plain)) if one.kind == BlockKind.TABLE else one for one in found]
    return [replace(one, text=fill_text(one.text, escaped if one.kind in _MARKDOWN else plain)) for one in rows]


def list_context(name: str, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The rows of one of `LISTS`, as `fill` takes them."""
    return {f"{name}.{place}.{key}": text for place, row in enumerate(rows, start=1) for key, text in row.items()}


def _repeat_rows(table: str, context: Mapping[str, str]) -> str:
    """The table with each row of a list once for each of its things, and empty ones below."""
    lines: list[str] = []
    for row in table.splitlines():
        if not (named := _OF_A_LIST.search(row)):
            lines.append(row)
            continue
        known = [int(key.split(".")[1]) for key in context if key.startswith(f"{named[1]}.")]
        places = range(1, max(known, default=0) + 1)
        lines += [_OF_A_LIST.sub(rf"{{\1.{place}.\2}}", row) for place in places]
        lines += [_CELL_OF_A_LIST.sub("  ", row)] * (_ROWS_TO_GO_ON if places else _EMPTY_ROWS)
    return "\n".join(lines)


def fill_text(text: str, context: Mapping[str, str]) -> str:
    """One text, filled in one pass: braces within a value stay as they are, as do those that hold no name of ours."""
    return _NAMED.sub(lambda found: context.get(found[1]) or ("" if "." in found[1] else BLANK), text)


def role_placeholder(side: str, code: str) -> str:
    """The name of the blank for whoever has the role of that code on that side (a `Side`) of an alliance."""
    return f"{'our' if side == Side.OURS else 'their'}_{code}"


def translated_titles(kind: str, slugs: Collection[str], language: str) -> dict[str, str]:
    """The names in that language of contents of one kind, by slug, where they are translated; one query."""
    rows = BlockTranslation.objects.filter(content__kind=kind, content__slug__in=slugs, language=language, key="title")
    return dict(rows.values_list("content__slug", "text"))


def live_editions(contents: Iterable[int]) -> list[Edition]:
    """The published edition of each content, in one query."""
    wanted = list(contents)
    return _LIVE.objects(contents=wanted) if wanted else []


def _live(*, contents: list[int]) -> "QuerySet[Edition]":
    return Edition.objects.filter(content_id__any=contents, state=EditionState.PUBLISHED).select_related("content")


_LIVE = Prepared(_live)


def contributors(content: Content) -> list[str]:
    """Names of everybody who wrote, approved or translated it, in the order they first did."""
    people: dict[int, str] = {}
    editions = content.editions.select_related("author__person", "last_writer__person", "approved_by__person").order_by(
        "number"
    )
    for edition in editions:
        for user in (edition.author, edition.last_writer, edition.approved_by):
            if user is not None:
                people.setdefault(user.pk, user.person.display_name)
    for row in content.translations.select_related("translated_by__person").order_by("translated_at"):
        people.setdefault(row.translated_by_id, row.translated_by.person.display_name)
    return list(people.values())


@dataclass(frozen=True)
class Credit:
    """An edition and who made it: names of its writers, its approver and its translators."""

    edition: Edition
    written_by: list[str]
    approved_by: str
    translated_by: list[str]


def credits_of(content: Content) -> list[Credit]:
    """Every edition that readers see or saw, newest first, with its people; four queries whatever their number.

    Who translated an edition is read from the audit trail: a translation of a former edition was overwritten since.
    """
    editions = _READ.objects(content=content.pk)
    texts: dict[int, set[tuple[str, str]]] = {edition.pk: set() for edition in editions}
    for edition, key, text in _HASHES.rows(editions=list(texts)):
        texts[edition].add((key, text))
    rows = _TRANSLATING.rows(content=content.pk)
    translators = list({user for _key, _text, user in rows})
    names = {user.pk: user.person.display_name for user in _USERS.objects(ids=translators)} if translators else {}
    return [
        Credit(
            edition=edition,
            written_by=_once(one.person.display_name for one in (edition.author, edition.last_writer) if one),
            approved_by=edition.approved_by.person.display_name if edition.approved_by else "",
            translated_by=_once(names[user] for key, text, user in rows if (key, text) in texts[edition.pk]),
        )
        for edition in editions
    ]


def _read(*, content: int) -> "QuerySet[Edition]":
    people = ("author__person", "last_writer__person", "approved_by__person")
    return Edition.objects.filter(content=content).former_and_present().select_related(*people).order_by("-number")


def _hashes(*, editions: list[int]) -> "QuerySet[Any, Any]":
    return Block.objects.filter(edition_id__any=editions).values_list("edition_id", "key", "text_hash")


def _translating(*, content: int) -> "QuerySet[Any, Any]":
    events = BlockTranslation.pgh_event_model.objects.exclude(pgh_label="delete")  # type: ignore[attr-defined]
    return events.filter(content_id=content).order_by("pgh_id").values_list("key", "source_hash", "translated_by_id")


def _users(*, ids: list[int]) -> "QuerySet[User]":
    return User.objects.filter(pk__any=ids).select_related("person")


_READ, _HASHES, _TRANSLATING, _USERS = Prepared(_read), Prepared(_hashes), Prepared(_translating), Prepared(_users)


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
