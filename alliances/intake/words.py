"""Words of a row that stand for choices: by code, by label in any language, and as lists call them."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from alliances.intake.holdings import Holdings
from alliances.obligations.models import Certainty, Flow, Kind, Responsible
from coe_hub.imports.outcomes import Ask
from coe_hub.lib.fields import TextField
from coe_hub.lib.text import as_seen
from coe_hub.people.models import Side

# How lists call choices besides their own names.
_ALSO: dict[Any, dict[Any, tuple[str, ...]]] = {
    Kind: {
        Kind.FINANCIAL: ("payment", "finance", "支払", "支払い"),
        Kind.REPORTING: ("report", "報告"),
        Kind.EXCLUSIVITY: ("exclusive", "独占"),
    },
    Responsible: {
        Responsible.OURS: ("us", "we", "our", "own", "当社", "自社"),
        Responsible.PARTNER: ("partner", "them", "theirs", "相手方", "パートナー", "先方"),
        Responsible.JOINT: ("joint", "jointly", "both sides", "both parties", "共同", "双方", "両者"),
    },
    Flow: {
        Flow.IN: ("receive", "receivable", "income", "+", "受取", "収入"),
        Flow.OUT: ("pay", "payable", "cost", "-", "−", "支払", "支払い", "支出"),
    },
    Certainty: {Certainty.ESTIMATE: ("est.", "estimated", "見込", "概算")},
}


@cache
def _meanings(choices: Any) -> dict[str, str]:
    """Choices by code, by label in every language, and as lists call them."""
    found = {as_seen(code): code for code in choices.values if code}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {as_seen(str(one.label)): one.value for one in choices}
    for one, words in _ALSO[choices].items():
        found |= {as_seen(word): one.value for word in words}
    return found


class WordField(TextField):
    """A choice by its code, its label in any language or what lists call it; empty stays empty. `others`: what it is
    that is not known; None, that this is refused."""

    others: str | None = None

    def __init__(self, choices: Any) -> None:
        super().__init__(required=False, max_length=200)
        self.meanings_of = choices

    def meant(self, text: str) -> str | None:
        """The choice that it is; None of none."""
        return _meanings(self.meanings_of).get(as_seen(text))

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        meant = self.meant(text)
        if meant is None and self.others is not None:
            meant = self.meant(self.others) or ""
        if meant is None:
            labels = ", ".join(str(one.label) for one in self.meanings_of if one.value)
            raise ValidationError(
                _("“%(text)s” is not known here. Use one of: %(allowed)s."),
                params={"text": text, "allowed": labels},
                code=Ask.WORD,
            )
        return meant


class SideField(WordField):
    """Who owes it: a side, or the organisation that is on it."""

    holdings: Holdings

    def to_python(self, value: Any) -> str:
        text = TextField.to_python(self, value)
        if side := self.holdings.sides.get(as_seen(text)):
            return Responsible.OURS if side == Side.OURS else Responsible.PARTNER
        return super().to_python(text)
