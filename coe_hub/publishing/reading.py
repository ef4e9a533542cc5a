"""Content as it is read: in the reader's language where it was translated, else in the one it was written in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from coe_hub.publishing.models import (
    Block,
    BlockKind,
    BlockTranslation,
    Content,
    TranslationState,
    Version,
    VersionState,
)

# What stands where something is not known: long enough to write on.
BLANK = "_" * 14


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


def passages(version: Version, language: str) -> list[Passage]:
    """The version in `language`; untranslated blocks in the source's. Two queries."""
    return passages_of([version], language)[version.pk]


def passages_of(versions: Sequence[Version], language: str) -> dict[int, list[Passage]]:
    """Several versions in `language`, by their id, in two queries."""
    contents = {version.pk: version.content_id for version in versions}
    translated: dict[tuple[int, str], BlockTranslation] = {}
    if language != settings.LANGUAGE_CODE:
        rows = BlockTranslation.objects.filter(content__in=set(contents.values()), language=language)
        translated = {(row.content_id, row.key): row for row in rows}
    found: dict[int, list[Passage]] = {version.pk: [] for version in versions}
    for block in Block.objects.filter(version__in=versions).in_order():
        row = translated.get((contents[block.version_id], block.key))
        found[block.version_id].append(_passage(block, row, language))
    return found


def _passage(block: Block, row: BlockTranslation | None, language: str) -> Passage:
    known = {"key": block.key, "kind": block.kind, "source": block.text, "source_hash": block.text_hash}
    if language == settings.LANGUAGE_CODE:
        return Passage(text=block.text, language=language, state=TranslationState.APPROVED, **known)
    if row is None:
        state = TranslationState.UNTRANSLATED
        return Passage(text=block.text, language=settings.LANGUAGE_CODE, state=state, **known)
    return Passage(text=row.text, language=language, state=_state(block, row), **known)


def _state(block: Block, row: BlockTranslation) -> str:
    if row.source_hash != block.text_hash:
        return TranslationState.OUTDATED
    return TranslationState.APPROVED if row.approved_by_id else TranslationState.NEEDS_REVIEW


def line(found: Iterable[Passage], key: str) -> str:
    """The text of the one-line block `key`; empty where there is none."""
    return next((one.text for one in found if one.key == key), "")


def body(found: Iterable[Passage]) -> list[Passage]:
    """All but the one-line blocks, which pages show in places of their own."""
    return [one for one in found if one.kind != BlockKind.LINE]


def fill(found: Iterable[Passage], context: Mapping[str, str]) -> list[Passage]:
    """The passages with `{names}` replaced by what `context` knows; what it does not know becomes a visible blank."""
    return [replace(one, text=fill_text(one.text, context)) for one in found]


def fill_text(text: str, context: Mapping[str, str]) -> str:
    """One text, filled. Braces that hold no name of ours stay as they are."""
    for name in PLACEHOLDERS:
        text = text.replace("{" + name + "}", context.get(name) or BLANK)
    return text


def live_versions(contents: Iterable[int]) -> list[Version]:
    """The published version of each content, in one query."""
    return list(
        Version.objects.filter(content__in=list(contents), state=VersionState.PUBLISHED).select_related("content")
    )


def contributors(content: Content) -> list[str]:
    """Names of everybody who wrote, approved or translated it, in the order they first did."""
    people: dict[int, str] = {}
    versions = content.versions.select_related("author__person", "approved_by__person").order_by("number")
    for version in versions:
        for user in (version.author, version.approved_by):
            if user is not None:
                people.setdefault(user.pk, user.person.display_name)
    for row in content.translations.select_related("translated_by__person").order_by("translated_at"):
        people.setdefault(row.translated_by_id, row.translated_by.person.display_name)
    return list(people.values())


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
