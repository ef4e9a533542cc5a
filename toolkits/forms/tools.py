"""What a tool is beside its words: begun, looked after, retired."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PickerInput, VersionedForm, plain_helper
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words
from coe_hub.publishing.forms.care import CareForm
from coe_hub.publishing.models import BlockKind, Content, ContentKind
from coe_hub.vocabulary.models import Phase
from toolkits.lines import LINES
from toolkits.lookup import find_tool
from toolkits.models import Practice, Tool, Toolkit, Weight

# Addresses of the desk's own pages.
TAKEN_BY_PAGES = ("new", "suggest")


class ToolFacts(ActionForm):
    """What a tool is beside its words."""

    toolkit = forms.ChoiceField(choices=Toolkit, label=gettext_lazy("Toolkit"))
    weight = forms.ChoiceField(choices=Weight, label=gettext_lazy("Weight"))
    practice = forms.ChoiceField(choices=Practice, initial=Practice.RECOMMENDED, label=gettext_lazy("Practice"))
    minutes = forms.IntegerField(min_value=1, max_value=480, initial=15, label=gettext_lazy("Minutes to use"))
    phases = forms.MultipleChoiceField(
        choices=Phase, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Helps in these phases")
    )

    reading = TextField(
        required=False,
        max_length=200,
        validators=ONE_LINE,
        label=gettext_lazy("Reading of the Japanese title (kana)"),
        help_text=gettext_lazy("Japanese lists of tools are sorted by it."),
    )

    def _facts(self) -> dict[str, Any]:
        """The tool's own fields."""
        return {name: self.cleaned_data[name] for name in Tool.EDITABLE}


class FactsForm(ToolFacts, CareForm):
    """What holds for every edition, at once: who looks after the tool, how often, and where readers find it."""

    def __init__(self, *args: Any, tool: Tool, user: User, **kwargs: Any) -> None:
        values = {name: getattr(tool, name) for name in Tool.EDITABLE}
        super().__init__(*args, content=tool.content, user=user, initial=values, **kwargs)
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("owner"), Column("co_owner")),
            "review_months",
            Row(Column("toolkit"), Column("weight")),
            Row(Column("practice"), Column("minutes")),
            "phases",
            "reading",
        )


class ToolCreateForm(ToolFacts):
    """A new tool: its title gives its address; its body is written on the next page."""

    title = TextField(max_length=120, validators=ONE_LINE, label=gettext_lazy("Title in English"))
    purpose = TextField(max_length=300, validators=ONE_LINE, label=LINES["purpose"].label)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "title",
            "purpose",
            Row(Column("toolkit"), Column("weight")),
            Row(Column("practice"), Column("minutes")),
            "phases",
            "reading",
        )

    def clean_title(self) -> str:
        """A title that gives an address nobody has."""
        title = self.cleaned_data["title"]
        slug = slugify(title)[:80]
        if not slug or slug in TAKEN_BY_PAGES:
            raise ValidationError(_("Begin with an English title of some words; its address is made from it."))
        if Content.objects.filter(kind=ContentKind.TOOL, slug=slug).exists():
            raise ValidationError(_("A tool with this title is here already."), code="taken")
        return title

    def action_values(self) -> dict[str, Any]:
        """With the first draft."""
        words = [Words(key=key, kind=BlockKind.LINE, text=self.cleaned_data.get(key, "") or "–") for key in LINES]
        return {"title": self.cleaned_data["title"], "words": words, **self._facts()}


class RetireForm(VersionedForm):
    """Why a tool is taken from its readers, and what to use instead."""

    reason = TextField(
        max_length=300,
        validators=ONE_LINE,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("One sentence; whoever opens its address reads it."),
    )
    instead = TextField(
        required=False,
        max_length=200,
        widget=PickerInput("tool_suggest"),
        label=gettext_lazy("Use instead"),
        help_text=gettext_lazy("The title of another tool, where there is one."),
    )

    def __init__(self, *args: Any, tool: Tool, **kwargs: Any) -> None:
        self.tool = tool
        super().__init__(*args, version=tool.content.version, **kwargs)

    def clean_instead(self) -> Content | None:
        """The one tool meant, if any."""
        text = self.cleaned_data["instead"].strip()
        return find_tool(text=text, other_than=self.tool).content if text else None
