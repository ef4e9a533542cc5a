"""The words and the file of the edition on the desk."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.documents.sheets import check_workbook
from coe_hub.lib.forms import VersionedForm, plain_helper
from coe_hub.lib.text import ONE_LINE
from coe_hub.lib.uploads import DocumentField
from coe_hub.publishing.actions import Words, opened_on
from coe_hub.publishing.models import Block, BlockKind, Edition
from toolkits.forms.fields import LINES, BlockField

_LONG_LINE = 120
_ADDABLE = [(kind.value, kind.label) for kind in (BlockKind.TEXT, BlockKind.FIELDS, BlockKind.TABLE, BlockKind.EXAMPLE)]


class DraftForm(VersionedForm):
    """The words of a tool, block by block. Blocks keep their ids, so that translations know what changed."""

    def __init__(
        self, *args: Any, blocks: list[Block], draft: Edition | None, live: Edition | None, **kwargs: Any
    ) -> None:
        self.blocks = blocks
        texts = {block.key: block.text for block in blocks}
        values: dict[str, Any] = {f"line-{key}": texts.get(key, "") for key in LINES}
        values |= {f"block-{block.key}": block.text for block in self._body()}
        if draft is not None:
            values |= {f"wording-{block.key}": block.is_wording_only for block in self._body()}
        values["change_note"] = draft.change_note if draft else ""
        super().__init__(*args, initial=values, version=opened_on(draft, live), **kwargs)
        for key, (label, longest) in LINES.items():
            self.fields[f"line-{key}"] = forms.CharField(
                label=label,
                max_length=longest,
                validators=ONE_LINE,
                required=key in {"title", "purpose"},
                widget=forms.Textarea({"rows": 3}) if longest > _LONG_LINE else forms.TextInput(),
            )
        parts = [self._add_block(block) for block in self._body()]
        self._add_new_block()
        self.fields["change_note"] = forms.CharField(
            required=False,
            max_length=300,
            validators=ONE_LINE,
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
            "change_note",
        )

    def _body(self) -> list[Block]:
        return [block for block in self.blocks if block.kind != BlockKind.LINE]

    def _add_block(self, block: Block) -> Fieldset:
        name = f"block-{block.key}"
        is_sheet = block.kind == BlockKind.SHEET
        self.fields[name] = BlockField(
            rows=min(14, 3 + block.text.count("\n")),
            is_markdown=not is_sheet,
            label=f"{block.get_kind_display()}: {block.key}",
            help_text=_("JSON: name, columns, rows.") if is_sheet else _("Emptied, it is left out."),
        )
        self.fields[f"wording-{block.key}"] = forms.BooleanField(
            required=False, label=_("Only the wording differs from what readers see: translations stay good")
        )
        return Fieldset("", name, f"wording-{block.key}")

    def _add_new_block(self) -> None:
        self.fields["new_kind"] = forms.ChoiceField(required=False, choices=_ADDABLE, label=_("Kind"))
        self.fields["new_key"] = forms.SlugField(required=False, max_length=60, label=_("Short name"))
        self.fields["new_text"] = BlockField(
            rows=4,
            label=_("Text"),
            help_text=_("Markdown; the hub fills in blanks such as {alliance} or {their_legal_contact}."),
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
            name = f"block-{block.key}"
            if block.kind == BlockKind.SHEET and name in data:
                try:
                    check_workbook(data[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return data

    def action_values(self) -> dict[str, Any]:
        """The blocks as they were typed, what changed, and what was on the desk when it was opened."""
        data = self.cleaned_data
        return {"words": self._words(), "change_note": data["change_note"], "version": data["version"]}

    def _words(self) -> list[Words]:
        data = self.cleaned_data
        found = [Words(key=key, kind=BlockKind.LINE, text=data[f"line-{key}"] or "–") for key in LINES]
        for block in self._body():
            if text := data[f"block-{block.key}"]:
                same = data[f"wording-{block.key}"]
                found.append(Words(key=block.key, kind=block.kind, text=text, is_wording_only=same))
        if data["new_text"]:
            found.append(Words(key=data["new_key"], kind=data["new_kind"], text=data["new_text"]))
        return found


class AttachForm(forms.Form):
    """A finished file for the edition on the desk. Only this on its page: a browser forgets a chosen file when a page
    is shown anew, so nothing else should have to be typed beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(
        max_length=120,
        validators=ONE_LINE,
        label=gettext_lazy("What it is"),
        help_text=gettext_lazy("As readers see it, such as: Charter with our letterhead."),
    )
    file = DocumentField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word, Excel, PowerPoint or PDF, at most 10 MB; without macros and passwords."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, version: int) -> None:
        super().__init__(data, files, initial={"version": version})
        self.helper = plain_helper()
