"""The words of a content in another language."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coe_hub.lib.fields import TextField
from coe_hub.lib.text import ONE_LINE
from coe_hub.publishing import asked, questions
from coe_hub.publishing.forms.fields import BlockField, Line
from coe_hub.publishing.models import DESCRIPTIONS, BlockKind
from coe_hub.publishing.naming import part_name
from coe_hub.publishing.reading import Passage

APPROVE = "approve-"
# Blocks with a form of their own, which their translation must have as well.
_CHECKS = {BlockKind.QUESTION: questions.check_translation, BlockKind.ASKED: asked.check_translation}


def mark_of(text: str) -> str:
    """A short mark of a text, by which a page says what it showed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _shown(passage: Passage) -> str:
    return "" if passage.state == "untranslated" else passage.text


def _text_field(passage: Passage, lines: Mapping[str, Line]) -> TextField:
    line = lines.get(passage.key)
    if passage.kind != BlockKind.LINE:
        rows = min(14, 3 + passage.source.count("\n"))
        is_markdown = passage.kind not in _CHECKS
        label = part_name(passage.kind, passage.source)
        return BlockField(rows=rows, is_markdown=is_markdown, label=label, initial=_shown(passage))
    label, longest = (line.label, line.longest) if line else (passage.key, 600)
    field = TextField(required=False, max_length=longest, validators=ONE_LINE, label=label, initial=_shown(passage))
    field.widget = forms.Textarea({"rows": 2})
    return field


class TranslationForm(forms.Form):
    """The translation of every block beside its original; only what was typed is written.

    Each part carries a mark of what was shown of it, so that nobody overwrites what somebody else wrote meanwhile.
    """

    def __init__(self, *args: Any, passages: list[Passage], lines: Mapping[str, Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = [one for one in passages if one.kind not in DESCRIPTIONS]
        for one in self.passages:
            self.fields[f"text-{one.key}"] = _text_field(one, lines)
            self.fields[f"hash-{one.key}"] = forms.CharField(
                max_length=32, widget=forms.HiddenInput, initial=one.source_hash
            )
            self.fields[f"shown-{one.key}"] = forms.CharField(
                max_length=16, widget=forms.HiddenInput, initial=mark_of(_shown(one))
            )
            self.fields[f"fresh-{one.key}"] = forms.BooleanField(required=False, label=_("Still good as it is"))

    def rows(self) -> list[dict[str, Any]]:
        """Each passage with its fields, for the page."""
        names = ("text", "hash", "shown", "fresh")
        return [{"passage": one, **{name: self[f"{name}-{one.key}"] for name in names}} for one in self.passages]

    def clean(self) -> dict[str, Any]:
        """What was typed over what somebody else wrote meanwhile is shown beside it, and may be sent again."""
        data = super().clean() or {}
        for one in self.passages:
            text, now = data.get(f"text-{one.key}"), _shown(one)
            if text is None or not self._is_typed(one, data):
                continue
            if not text:
                self.add_error(f"text-{one.key}", _("A translation cannot be emptied. Write it anew, or leave it."))
            elif text != now and data.get(f"shown-{one.key}") != mark_of(now):
                self._let_it_be_sent_again(one)
                told = _("Somebody else wrote this part meanwhile: “%(text)s” Save again to put yours in its place.")
                self.add_error(f"text-{one.key}", told % {"text": now})
            elif one.kind in _CHECKS:
                self._check_form(one, text)
        return data

    def _check_form(self, passage: Passage, text: str) -> None:
        try:
            _CHECKS[BlockKind(passage.kind)](passage.source, text)
        except ValidationError as error:
            self.add_error(f"text-{passage.key}", error)

    def _is_typed(self, passage: Passage, data: Mapping[str, Any]) -> bool:
        return mark_of(data[f"text-{passage.key}"]) != data.get(f"shown-{passage.key}")

    def _let_it_be_sent_again(self, passage: Passage) -> None:
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[f"shown-{passage.key}"] = mark_of(_shown(passage))  # type: ignore[index]

    def changed(self) -> list[dict[str, str]]:
        """Key, text and hash of the original it was made from, of what was typed anew or confirmed."""
        data, found = self.cleaned_data, []
        for one in self.passages:
            text = data[f"text-{one.key}"]
            typed = self._is_typed(one, data) and text != _shown(one)
            confirmed = one.state == "outdated" and data[f"fresh-{one.key}"]
            if text and (typed or confirmed):
                found.append({"key": one.key, "text": text, "source_hash": data[f"hash-{one.key}"]})
        return found


def approvals(passages: Iterable[Passage]) -> list[tuple[str, str]]:
    """Names and values by which a button says which texts its reader had before them."""
    return [(f"{APPROVE}{one.key}", mark_of(one.text)) for one in passages]


def approved_keys(posted: Mapping[str, str], passages: Iterable[Passage]) -> list[str]:
    """The keys of those passages that are still what was before whoever pressed the button."""
    return [one.key for one in passages if posted.get(f"{APPROVE}{one.key}") == mark_of(one.text)]
