"""The words of a tool in another language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from coe_hub.publishing.models import BlockKind
from coe_hub.publishing.reading import Passage
from toolkits.forms.fields import LINES, BlockField


class TranslationForm(forms.Form):
    """The translation of every block beside its original; only what was typed is written."""

    def __init__(self, *args: Any, passages: list[Passage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = [one for one in passages if one.kind != BlockKind.SHEET]
        for one in self.passages:
            rows = 2 if one.kind == BlockKind.LINE else min(14, 3 + one.source.count("\n"))
            self.fields[f"text-{one.key}"] = BlockField(
                rows=rows,
                label=LINES[one.key][0] if one.key in LINES else one.key,
                initial="" if one.state == "untranslated" else one.text,
            )
            self.fields[f"hash-{one.key}"] = forms.CharField(
                max_length=32, widget=forms.HiddenInput, initial=one.source_hash
            )
            self.fields[f"fresh-{one.key}"] = forms.BooleanField(required=False, label=_("Still good as it is"))

    def rows(self) -> list[dict[str, Any]]:
        """Each passage with its three fields, for the page."""
        return [
            {
                "passage": one,
                "text": self[f"text-{one.key}"],
                "hash": self[f"hash-{one.key}"],
                "fresh": self[f"fresh-{one.key}"],
            }
            for one in self.passages
        ]

    def changed(self) -> list[dict[str, str]]:
        """Key, text and hash of the original it was made from, of what was typed anew or confirmed."""
        found = []
        for one in self.passages:
            text = self.cleaned_data[f"text-{one.key}"]
            before = "" if one.state == "untranslated" else one.text
            confirmed = one.state == "outdated" and self.cleaned_data[f"fresh-{one.key}"]
            if text and (text != before or confirmed):
                found.append({"key": one.key, "text": text, "source_hash": self.cleaned_data[f"hash-{one.key}"]})
        return found
