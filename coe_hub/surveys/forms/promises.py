"""What a wave promises to those it asks, as whoever begins one chooses it; nobody can change it once it has begun."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coe_hub.surveys.models import FEWEST_ANONYMOUS

ANONYMOUS, _NAMED = "anonymous", "named"


def names_field(help_text: Any) -> forms.ChoiceField:
    """Whether answers name anybody: `ANONYMOUS`, or not."""
    return forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[
            (ANONYMOUS, gettext_lazy("Anonymous: nothing ties an answer to a person")),
            (_NAMED, gettext_lazy("With names: those who asked read who answered what")),
        ],
        initial=ANONYMOUS,
        label=gettext_lazy("Answers are"),
        help_text=help_text,
    )


def minimum_field(label: Any, help_text: Any, *, more: Sequence[int]) -> forms.TypedChoiceField:
    """From how many answers on they are told: the fewest that an anonymous wave may promise, or one of `more`."""
    return forms.TypedChoiceField(
        coerce=int,
        choices=[(one, one) for one in (FEWEST_ANONYMOUS, *more)],
        initial=FEWEST_ANONYMOUS,
        label=label,
        help_text=help_text,
    )
