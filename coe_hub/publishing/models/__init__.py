"""Content, its numbered editions, their blocks and files, translations, and what was said of a pilot."""

from coe_hub.publishing.models.blocks import (
    APART,
    DESCRIPTIONS,
    TITLE,
    Block,
    BlockKind,
    BlockTranslation,
    TranslationState,
)
from coe_hub.publishing.models.comments import PilotComment
from coe_hub.publishing.models.content import DESK, CareValues, Content, ContentKind, Edition, EditionState
from coe_hub.publishing.models.files import AttachedFile, FileKind
from coe_hub.publishing.models.pilots import PilotReader
from coe_hub.publishing.models.texts import EditionText

__all__ = [
    "APART",
    "DESCRIPTIONS",
    "DESK",
    "TITLE",
    "AttachedFile",
    "Block",
    "BlockKind",
    "BlockTranslation",
    "CareValues",
    "Content",
    "ContentKind",
    "Edition",
    "EditionState",
    "EditionText",
    "FileKind",
    "PilotComment",
    "PilotReader",
    "TranslationState",
]
