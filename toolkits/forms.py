"""Forms of the curator's desk."""

import json
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import VersionedForm, plain_helper
from coe_hub.lib.text import refuse_control_characters, refuse_line_breaks
from coe_hub.publishing.actions import Words
from coe_hub.publishing.models import Block, BlockKind, Content, ContentKind, Version
from coe_hub.publishing.reading import Passage
from coe_hub.vocabulary.models import Phase
from toolkits.models import Practice, Tool, Toolkit, Weight

_ONE_LINE = [refuse_control_characters, refuse_line_breaks]
LONGEST_BLOCK = 20_000
_ADDABLE = [(kind.value, kind.label) for kind in (BlockKind.TEXT, BlockKind.FIELDS, BlockKind.TABLE, BlockKind.EXAMPLE)]
LINES = {
    "title": (gettext_lazy("Title"), 120),
    "purpose": (gettext_lazy("What it is for, in one line"), 300),
    "when": (gettext_lazy("When to use it"), 600),
    "when-not": (gettext_lazy("When not to use it"), 600),
    "practice-reason": (gettext_lazy("Why it is core, recommended or optional"), 600),
}


class ToolFacts(forms.Form):
    """What a tool is beside its words."""

    toolkit = forms.ChoiceField(choices=Toolkit, label=gettext_lazy("Toolkit"))
    weight = forms.ChoiceField(choices=Weight, label=gettext_lazy("Weight"))
    practice = forms.ChoiceField(choices=Practice, initial=Practice.RECOMMENDED, label=gettext_lazy("Practice"))
    minutes = forms.IntegerField(min_value=1, max_value=480, initial=15, label=gettext_lazy("Minutes to use"))
    phases = forms.MultipleChoiceField(
        choices=Phase, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Helps in these phases")
    )
    FACTS = ("toolkit", "weight", "practice", "minutes", "phases")

    def facts(self) -> dict[str, Any]:
        """The tool's own fields."""
        return {name: self.cleaned_data[name] for name in self.FACTS}


class ToolCreateForm(ToolFacts):
    """A new tool: its title gives its address; its body is written on the next page."""

    title = forms.CharField(max_length=120, validators=_ONE_LINE, label=gettext_lazy("Title in English"))
    purpose = forms.CharField(max_length=300, validators=_ONE_LINE, label=LINES["purpose"][0])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "title",
            "purpose",
            Row(Column("toolkit"), Column("weight")),
            Row(Column("practice"), Column("minutes")),
            "phases",
        )

    def clean_title(self) -> str:
        """A title that gives an address nobody has."""
        title = self.cleaned_data["title"]
        slug = slugify(title)[:80]
        if not slug:
            raise ValidationError(_("Begin with an English title; its address is made from it."))
        if Content.objects.filter(kind=ContentKind.TOOL, slug=slug).exists():
            raise ValidationError(_("A tool with this title is here already."), code="taken")
        return title

    def words(self) -> list[Words]:
        """The first draft."""
        return [Words(key=key, kind=BlockKind.LINE, text=self.cleaned_data.get(key, "") or "–") for key in LINES]


class DraftForm(ToolFacts, VersionedForm):
    """The words of a tool, block by block. Blocks keep their ids, so that translations know what changed."""

    def __init__(self, *args: Any, tool: Tool, blocks: list[Block], draft: Version | None, **kwargs: Any) -> None:
        self.tool, self.blocks = tool, blocks
        texts = {block.key: block.text for block in blocks}
        values: dict[str, Any] = {name: getattr(tool, name) for name in self.FACTS}
        values |= {f"line-{key}": texts.get(key, "") for key in LINES}
        values |= {f"block-{block.key}": block.text for block in self._body()}
        values["change_note"] = draft.change_note if draft else ""
        super().__init__(*args, initial=values, version=draft.version if draft else 0, **kwargs)
        for key, (label, longest) in LINES.items():
            self.fields[f"line-{key}"] = forms.CharField(
                label=label, max_length=longest, validators=_ONE_LINE, required=key in {"title", "purpose"}
            )
        parts = [self._add_block(block) for block in self._body()]
        self._add_new_block()
        self.fields["change_note"] = forms.CharField(
            required=False,
            max_length=300,
            validators=_ONE_LINE,
            label=_("What changed"),
            help_text=_("One line for readers of the former edition."),
        )
        self.fields["base"].initial = self._signed_base()
        self.helper.layout = Layout(
            "version",
            "base",
            *[f"line-{key}" for key in LINES],
            *parts,
            Fieldset(_("Add a block at the end"), Row(Column("new_kind"), Column("new_key")), "new_text"),
            Fieldset(
                _("Facts"),
                Row(Column("toolkit"), Column("weight")),
                Row(Column("practice"), Column("minutes")),
                "phases",
            ),
            "change_note",
        )

    def _body(self) -> list[Block]:
        return [block for block in self.blocks if block.kind != BlockKind.LINE]

    def _add_block(self, block: Block) -> Fieldset:
        name = f"block-{block.key}"
        self.fields[name] = forms.CharField(
            required=False,
            max_length=LONGEST_BLOCK,
            widget=forms.Textarea({"rows": min(14, 3 + block.text.count("\n"))}),
            validators=[refuse_control_characters],
            label=f"{block.get_kind_display()}: {block.key}",
            help_text=_("Emptied, it is left out.")
            if block.kind != BlockKind.SHEET
            else _("JSON: name, columns, rows."),
        )
        self.fields[f"wording-{block.key}"] = forms.BooleanField(
            required=False, label=_("Only the wording changed: translations stay good")
        )
        return Fieldset("", name, f"wording-{block.key}")

    def _add_new_block(self) -> None:
        self.fields["new_kind"] = forms.ChoiceField(required=False, choices=_ADDABLE, label=_("Kind"))
        self.fields["new_key"] = forms.SlugField(required=False, max_length=60, label=_("Short name"))
        self.fields["new_text"] = forms.CharField(
            required=False,
            max_length=LONGEST_BLOCK,
            widget=forms.Textarea({"rows": 4}),
            validators=[refuse_control_characters],
            label=_("Text"),
            help_text=_("Markdown; {alliance}, {partners}, {lead} and others are filled in for each alliance."),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_text"):
            key = data.get("new_key") or ""
            if not key:
                self.add_error("new_key", _("Give the new block a short name."))
            elif key in {block.key for block in self.blocks}:
                self.add_error("new_key", _("A block of this name is here already."))
        for block in self._body():
            if block.kind == BlockKind.SHEET and data.get(f"block-{block.key}"):
                self._check_sheet(block.key, data[f"block-{block.key}"])
        return data

    def _check_sheet(self, key: str, text: str) -> None:
        try:
            sheet = json.loads(text)
            is_whole = bool(sheet["columns"]) and 1 <= int(sheet["rows"]) <= 2000 and bool(sheet["name"])
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            self.add_error(f"block-{key}", _("This is not a worksheet: it needs name, columns and 1 to 2,000 rows."))

    def words(self) -> list[Words]:
        """The blocks as they were typed."""
        data = self.cleaned_data
        found = [Words(key=key, kind=BlockKind.LINE, text=data[f"line-{key}"] or "–") for key in LINES]
        for block in self._body():
            if text := data[f"block-{block.key}"]:
                same = data[f"wording-{block.key}"]
                found.append(Words(key=block.key, kind=block.kind, text=text, is_wording_only=same))
        if data["new_text"]:
            found.append(Words(key=data["new_key"], kind=data["new_kind"], text=data["new_text"]))
        return found


class TranslationForm(forms.Form):
    """The translation of every block beside its original; only what was typed is written."""

    def __init__(self, *args: Any, passages: list[Passage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = [one for one in passages if one.kind != BlockKind.SHEET]
        for one in self.passages:
            rows = 2 if one.kind == BlockKind.LINE else min(14, 3 + one.source.count("\n"))
            self.fields[f"text-{one.key}"] = forms.CharField(
                required=False,
                max_length=LONGEST_BLOCK,
                widget=forms.Textarea({"rows": rows}),
                validators=[refuse_control_characters],
                label=one.key,
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

    def changed(self) -> list[tuple[str, str, str]]:
        """(key, text, hash of the original it was made from) of what was typed anew or confirmed."""
        found = []
        for one in self.passages:
            text = self.cleaned_data[f"text-{one.key}"].replace("\r\n", "\n").strip()
            before = "" if one.state == "untranslated" else one.text
            confirmed = one.state == "outdated" and self.cleaned_data[f"fresh-{one.key}"]
            if text and (text != before or confirmed):
                found.append((one.key, text, self.cleaned_data[f"hash-{one.key}"]))
        return found
