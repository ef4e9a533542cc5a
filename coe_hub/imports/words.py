"""Words of a vocabulary that a file has and the hub has not: added on the spot, by whoever may."""

from collections.abc import Callable
from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coe_hub.vocabulary.actions import add_word
from coe_hub.vocabulary.forms import LONGEST
from coe_hub.vocabulary.kinds import KINDS
from coe_hub.vocabulary.models import Word

Choices = Callable[[], list[tuple[str, str]]]


def additions(model: type[Word]) -> tuple[Choices, Callable[..., str]]:
    """What a new word may be like, and what adds one: called with its `name` and one of these, it gives its code."""
    kind = next(one for one in KINDS.values() if one.model is model)

    def choices() -> list[tuple[str, str]]:
        if not kind.fixed:
            return [("", str(_("Add as a new word")))]
        return [(code, _("Add, of: %(kind)s") % {"kind": label}) for code, label in kind.choices]

    def add(*, name: str, like: str) -> str:
        name = " ".join(name.split())[:LONGEST]
        for word in model.objects.all():
            if name.casefold() in {word.code, *(one.casefold() for one in word.names.values())}:
                return word.code
        place = (model.objects.aggregate(last=Max("position"))["last"] or 0) + 10
        fixed: Any = {kind.fixed: like} if kind.fixed else {}
        word = add_word(
            model=model, code=_free_code(model, name), names={"en": name}, position=min(place, 30000), **fixed
        )
        return word.code

    return choices, add


def _free_code(model: type[Word], name: str) -> str:
    plain = slugify(name).replace("-", "_").strip("_")[:34]
    code = plain if plain[:1].isalpha() else f"word_{plain}".strip("_")
    taken = set(model.objects.filter(code__startswith=code).values_list("code", flat=True))
    number = 2
    found = code
    while found in taken:
        found, number = f"{code}_{number}", number + 1
    return found
