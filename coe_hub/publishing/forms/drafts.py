"""The words and the file of the edition on the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import VersionedForm, plain_helper
from coe_hub.lib.text import ONE_LINE
from coe_hub.lib.uploads import DocumentField
from coe_hub.publishing.actions import Words, opened_on
from coe_hub.publishing.forms.fields import BlockField, Line, LineField
from coe_hub.publishing.forms.layout import Part
from coe_hub.publishing.models import Block, BlockKind, Edition
from coe_hub.publishing.naming import new_key, part_name

# Written with fields of their own on pages of their own; here they are moved and taken out.
BUILT = (BlockKind.SHEET, BlockKind.QUESTION, BlockKind.ASKED)
TYPED = (BlockKind.TEXT, BlockKind.FIELDS, BlockKind.TABLE, BlockKind.EXAMPLE)
MOST_PARTS = 200


class DraftForm(VersionedForm):
    """The words of a content, part by part, each at its place. Blocks keep their ids, so that translations know what
    changed.

    `lines` are the one-line parts of its kind, `addable` the kinds that may be typed here, `build_urls` the pages where
    parts with fields of their own are written, by their ids.
    """

    TEXT_HELP = gettext_lazy("Markdown; the hub fills in blanks such as {alliance} or {their_legal_contact}.")

    def __init__(
        self,
        *args: Any,
        blocks: Sequence[Block],
        draft: Edition | None,
        live: Edition | None,
        lines: Mapping[str, Line],
        addable: Sequence[str] = TYPED,
        build_urls: Mapping[str, str] | None = None,
        initial: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.blocks, self.lines = blocks, lines
        self.build_urls = build_urls or {}
        texts = {block.key: block.text for block in blocks}
        values: dict[str, Any] = {f"line-{key}": texts.get(key, "") for key in lines}
        for place, block in enumerate(self.body, start=1):
            values[f"place-{block.key}"] = place
            values[f"block-{block.key}"] = block.text
            values[f"wording-{block.key}"] = draft is not None and block.is_wording_only
        values |= {"new_place": len(self.body) + 1, "change_note": draft.change_note if draft else ""}
        super().__init__(*args, initial={**values, **(initial or {})}, version=opened_on(draft, live), **kwargs)
        for key, line in lines.items():
            self.fields[f"line-{key}"] = LineField(line)
        parts = [self._add_part(block) for block in self.body]
        self._add_new_part(addable)
        self.fields["change_note"] = TextField(
            required=False,
            max_length=300,
            validators=ONE_LINE,
            label=_("What changed"),
            help_text=_("One line for readers of the former edition."),
        )
        self.add_fields()
        self.fields["base"].initial = self._signed_base()
        self.helper.layout = Layout(
            "version",
            "base",
            *[f"line-{key}" for key in lines],
            *self.own_layout(),
            *parts,
            *([Part(_("Add a part"), Row(Column("new_kind"), Column("new_place")), "new_text")] if addable else []),
            "change_note",
        )

    def add_fields(self) -> None:
        """Fields of one kind of content beside its parts; a form of that kind adds them."""

    def own_layout(self) -> list[Any]:
        """Where `add_fields` puts them."""
        return []

    @property
    def body(self) -> list[Block]:
        """The parts that have a place."""
        return [block for block in self.blocks if block.kind not in {BlockKind.LINE, BlockKind.PLAN}]

    def _add_part(self, block: Block) -> Part:
        key, name = block.key, part_name(block.kind, block.text)
        is_built = block.kind in BUILT
        self.fields[f"place-{key}"] = _place_field(label=_("Place in the order"), name=name)
        self.fields[f"wording-{key}"] = forms.BooleanField(
            required=False, label=_("Only the wording differs from what readers see: translations stay good")
        )
        if is_built:
            self.fields[f"drop-{key}"] = forms.BooleanField(required=False, label=_("Take it out"))
            url = self.build_urls.get(key, "")
            return Part(name, f"place-{key}", f"wording-{key}", f"drop-{key}", url=url)
        self.fields[f"block-{key}"] = BlockField(
            rows=min(14, 3 + block.text.count("\n")), label=name, help_text=_("Emptied, it is left out.")
        )
        return Part("", f"block-{key}", f"place-{key}", f"wording-{key}")

    def _add_new_part(self, addable: Sequence[str]) -> None:
        if not addable:
            return
        choices = [(kind, BlockKind(kind).label) for kind in addable]
        self.fields["new_kind"] = forms.ChoiceField(required=False, choices=choices, label=_("Kind"))
        self.fields["new_place"] = _place_field(
            label=_("Place in the order"),
            name=_("Add a part"),
            help_text=_("1 is the first; what stands there moves down."),
        )
        self.fields["new_text"] = BlockField(
            rows=4,
            label=_("Text"),
            help_text=self.TEXT_HELP,
        )

    def words(self) -> list[Words]:
        """The blocks as they were typed, in the order of their places."""
        data = self.cleaned_data
        found = [Words(key=key, kind=BlockKind.LINE, text=data[f"line-{key}"] or "–") for key in self.lines]
        placed: list[tuple[tuple[int, int], Words]] = []
        for place, block in enumerate(self.body, start=1):
            if (text := self._text_of(block)) and not data.get(f"drop-{block.key}"):
                same = data[f"wording-{block.key}"]
                words = Words(key=block.key, kind=block.kind, text=text, is_wording_only=same)
                placed.append((_order(place, data[f"place-{block.key}"]), words))
        if written := data.get("new_text"):
            key = new_key(data["new_kind"], written, {block.key for block in self.blocks})
            place = data["new_place"] or MOST_PARTS
            placed.append(((place, 0), Words(key=key, kind=data["new_kind"], text=written)))
        return found + [words for _place, words in sorted(placed, key=lambda pair: pair[0])]

    def _text_of(self, block: Block) -> str:
        return block.text if block.kind in BUILT else self.cleaned_data[f"block-{block.key}"]


def _place_field(*, label: str, name: str, **kwargs: Any) -> forms.IntegerField:
    field = forms.IntegerField(required=False, min_value=1, max_value=MOST_PARTS, label=label, **kwargs)
    field.widget.attrs |= {"class": "short", "aria-label": f"{label}: {name}"}
    return field


def _order(place: int, wanted: int | None) -> tuple[int, int]:
    """Where a part goes that stood at `place`: moved up before what stands there, moved down behind it."""
    wanted = wanted or place
    return wanted, 1 + (wanted > place) - (wanted < place)


class AttachForm(forms.Form):
    """A finished file for the edition on the desk. Only this on its page: a browser forgets a chosen file when a page
    is shown anew, so nothing else should have to be typed beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    label = TextField(
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
