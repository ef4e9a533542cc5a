"""Content, its numbered editions, their blocks and files, translations, and what was said of a pilot."""

from coe_hub.publishing.models.blocks import TITLE, Block, BlockKind, BlockTranslation, TranslationState
from coe_hub.publishing.models.comments import PilotComment
from coe_hub.publishing.models.content import DESK, KEEPERS, Content, ContentKind, Version, VersionState
from coe_hub.publishing.models.files import AttachedFile, FileKind
from coe_hub.publishing.models.texts import VersionText

__all__ = [
    "DESK",
    "KEEPERS",
    "TITLE",
    "AttachedFile",
    "Block",
    "BlockKind",
    "BlockTranslation",
    "Content",
    "ContentKind",
    "FileKind",
    "PilotComment",
    "TranslationState",
    "Version",
    "VersionState",
    "VersionText",
]
