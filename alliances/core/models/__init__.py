"""What an alliance is: the record, its parties, the people who work on it, and the stages it went through."""

from alliances.core.models.alliances import (
    VALUE_LOOK,
    Alliance,
    AllianceQuerySet,
    AllianceValues,
    Member,
    Party,
    parties_in_order,
    title_in_mail,
)
from alliances.core.models.stages import StageChange
from alliances.core.models.standing import Standing
from coe_hub.people.models import Side

__all__ = [
    "VALUE_LOOK",
    "Alliance",
    "AllianceQuerySet",
    "AllianceValues",
    "Member",
    "Party",
    "Side",
    "StageChange",
    "Standing",
    "parties_in_order",
    "title_in_mail",
]
