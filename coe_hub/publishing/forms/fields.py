"""What the forms of the desk share: one-line parts, and what text may hold."""

from dataclasses import dataclass
from typing import Any

from django import forms

from coe_hub.lib.fields import TextField
from coe_hub.lib.markdown import refuse_unwieldy
from coe_hub.lib.text import ONE_LINE, refuse_control_characters

LONGEST_BLOCK = 20_000
_LONG_LINE = 120


@dataclass(frozen=True)
class Line:
    """A one-line part that every content of a kind has: what it is called, and how long it may be."""

    label: Any
    longest: int
    is_required: bool = False


class LineField(TextField):
    """The text of a one-line part."""

    def __init__(self, line: Line) -> None:
        widget = forms.Textarea({"rows": 3}) if line.longest > _LONG_LINE else forms.TextInput()
        super().__init__(
            label=line.label,
            max_length=line.longest,
            validators=ONE_LINE,
            required=line.is_required,
            widget=widget,
        )


class BlockField(TextField):
    """The text of a block."""

    def __init__(self, *, rows: int, is_markdown: bool = True, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST_BLOCK,
            widget=forms.Textarea({"rows": rows}),
            validators=[refuse_control_characters, *([refuse_unwieldy] if is_markdown else [])],
            **kwargs,
        )
