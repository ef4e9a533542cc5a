"""What the forms of the desk share: the one-line parts of every tool, and what text may hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coe_hub.lib.markdown import refuse_unwieldy
from coe_hub.lib.text import refuse_control_characters

LONGEST_BLOCK = 20_000
LINES = {
    "title": (gettext_lazy("Title"), 120),
    "purpose": (gettext_lazy("What it is for, in one line"), 300),
    "when": (gettext_lazy("When to use it"), 600),
    "when-not": (gettext_lazy("When not to use it"), 600),
    "practice-reason": (gettext_lazy("Why it is core, recommended or optional"), 600),
}


class BlockField(forms.CharField):
    """The text of a block. A browser sends the end of a line as two characters: kept so, every paragraph of more than
    one line would count as changed, and its translation as outdated."""

    def __init__(self, *, rows: int, is_markdown: bool = True, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST_BLOCK,
            widget=forms.Textarea({"rows": rows}),
            validators=[refuse_control_characters, *([refuse_unwieldy] if is_markdown else [])],
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""
