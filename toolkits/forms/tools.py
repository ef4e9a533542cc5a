"""What a tool is beside its words: begun, looked after, retired."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coe_hub.lib.forms import ActionForm, PickerInput, VersionedForm, offer_choices, plain_helper
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User
from coe_hub.publishing.actions import Words
from coe_hub.publishing.models import BlockKind, Content, ContentKind
from coe_hub.vocabulary.models import Phase
from toolkits.forms.fields import LINES
from toolkits.lookup import find_tool
from toolkits.models import Practice, Tool, Toolkit, Weight

# Addresses of the desk's own pages.
TAKEN_BY_PAGES = ("new", "suggest")
_RHYTHMS = (3, 6, 12, 18, 24, 36)


def _person(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=PickerInput("person_suggest"), **kwargs)


def _rhythms(now: int) -> list[tuple[str, str]]:
    """How often a tool may be reviewed, the present rhythm among them."""
    return [
        (str(months), ngettext("every month", "every %(count)d months", months) % {"count": months})
        for months in sorted({*_RHYTHMS, now})
    ]


class ToolFacts(ActionForm):
    """What a tool is beside its words."""

    toolkit = forms.ChoiceField(choices=Toolkit, label=gettext_lazy("Toolkit"))
    weight = forms.ChoiceField(choices=Weight, label=gettext_lazy("Weight"))
    practice = forms.ChoiceField(choices=Practice, initial=Practice.RECOMMENDED, label=gettext_lazy("Practice"))
    minutes = forms.IntegerField(min_value=1, max_value=480, initial=15, label=gettext_lazy("Minutes to use"))
    phases = forms.MultipleChoiceField(
        choices=Phase, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Helps in these phases")
    )

    def _facts(self) -> dict[str, Any]:
        """The tool's own fields."""
        return {name: self.cleaned_data[name] for name in Tool.EDITABLE}


class FactsForm(ToolFacts, VersionedForm):
    """What holds for every edition, at once: who looks after the tool, how often, and where readers find it."""

    owner = _person(gettext_lazy("Owner"), help_text=gettext_lazy("Is asked when a review is due."))
    co_owner = _person(
        gettext_lazy("Co-owner among its users"),
        required=False,
        help_text=gettext_lazy("Somebody who works with it and hears first when it does not fit."),
    )
    review_months = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Reviewed"))

    def __init__(self, *args: Any, tool: Tool, user: User, **kwargs: Any) -> None:
        self.user, self.now = user, {"owner": tool.content.owner, "co_owner": tool.content.co_owner}
        values: dict[str, Any] = {name: getattr(tool, name) for name in Tool.EDITABLE}
        values |= {name: person_label(person) if person else "" for name, person in self.now.items()}
        values["review_months"] = tool.content.review_months
        super().__init__(*args, initial=values, version=tool.content.version, **kwargs)
        offer_choices(self, "review_months", _rhythms(tool.content.review_months))
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("owner"), Column("co_owner")),
            "review_months",
            Row(Column("toolkit"), Column("weight")),
            Row(Column("practice"), Column("minutes")),
            "phases",
        )

    def clean_owner(self) -> Person | None:
        """The one person meant."""
        return self._person("owner")

    def clean_co_owner(self) -> Person | None:
        """The one person meant, if any."""
        return self._person("co_owner")

    def _person(self, name: str) -> Person | None:
        text, now = self.cleaned_data[name], self.now[name]
        if now and text == person_label(now):
            return now
        return find_person(user=self.user, text=text) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") and data["owner"] == data.get("co_owner"):
            self.add_error("co_owner", _("Name somebody else than the owner, or nobody."))
        return data

    def action_values(self) -> dict[str, Any]:
        """With who looks after the tool, and how often, apart from what the tool is."""
        typed = super().action_values()
        care = {name: typed[name] for name in Content.EDITABLE}
        return {"version": typed["version"], "care": care, **self._facts()}


class ToolCreateForm(ToolFacts):
    """A new tool: its title gives its address; its body is written on the next page."""

    title = forms.CharField(max_length=120, validators=ONE_LINE, label=gettext_lazy("Title in English"))
    purpose = forms.CharField(max_length=300, validators=ONE_LINE, label=LINES["purpose"][0])

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

    reason = forms.CharField(
        max_length=300,
        validators=ONE_LINE,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("One sentence; whoever opens its address reads it."),
    )
    instead = forms.CharField(
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
