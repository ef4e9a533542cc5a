"""An alliance's whole history, from every part of its record."""

from alliances.core.models import Alliance
from alliances.core.parts import parts
from coe_hub.audit.history import Sentence, tell


def alliance_sentences(alliance: Alliance) -> list[Sentence]:
    """Everything that happened to the alliance, newest first."""
    return tell((story, where(alliance)) for part in parts() for story, where in part.stories)
