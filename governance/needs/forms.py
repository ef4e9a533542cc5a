"""Forms of campaigns and needs."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import NEW, ActionForm, DateField, PickerInput, RecordForm, VersionedForm, offer, plain_helper
from coe_hub.lib.text import ONE_LINE, reader_language
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, Site, User
from coe_hub.surveys.asking import asking_of, live_edition
from coe_hub.surveys.forms.promises import ANONYMOUS, minimum_field, names_field
from coe_hub.surveys.models import Questionnaire, Use
from coe_hub.vocabulary.models import Function
from governance.needs.models import Campaign, Need
from toolkits.catalogue import entries
from toolkits.lookup import find_tool
from toolkits.models import Tool
from training.models import Course

_USUAL_DAYS = 21


class _TitledField(forms.ModelChoiceField):
    """Questionnaires or courses by their titles in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        edition = live_edition(obj.content)
        return asking_of(edition).title if edition else obj.content.slug


class CampaignForm(ActionForm):
    """What is asked, at which sites, of which functions, until when, with or without names."""

    name = TextField(
        max_length=120,
        validators=ONE_LINE,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Such as: Needs of our research sites 2026. Those who are asked read it."),
    )
    questionnaire = _TitledField(
        queryset=Questionnaire.objects.none(), empty_label=None, label=gettext_lazy("Questionnaire")
    )
    sites = forms.ModelMultipleChoiceField(
        queryset=Site.objects.none(), widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Sites")
    )
    functions = forms.ModelMultipleChoiceField(
        required=False,
        queryset=Function.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Functions"),
        help_text=gettext_lazy("None ticked: all. Everybody with an account is asked."),
    )
    closes_on = DateField(label=gettext_lazy("Last day"))
    named = names_field(gettext_lazy("Fixed from here on: nobody can change it once people were asked."))
    minimum = minimum_field(
        gettext_lazy("Told from as many answers of a site as"),
        gettext_lazy("Fixed as well. Sites with fewer people are asked together."),
        more=(5, 8, 10),
    )
    again_of = forms.ModelChoiceField(
        required=False,
        queryset=Campaign.objects.none(),
        label=gettext_lazy("Asks again after"),
        help_text=gettext_lazy("The page then tells what moved since."),
    )

    def __init__(self, *args: Any, user: User, again_of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Questionnaire.objects.published().filter(use=Use.NEEDS).select_related("content").in_order()
        offer(self, "questionnaire", published)
        ours = Site.objects.active().filter(organisation=user.person.organisation_id).select_related("organisation")
        offer(self, "sites", ours.order_by("name", "pk"))
        offer(self, "functions", Function.objects.order_by("position", "pk"))
        before = Campaign.objects.active().filter(wave__closed_at__isnull=False)
        offer(self, "again_of", before.order_by("-pk"))
        self.fields["again_of"].initial = before.filter(public_id=again_of).first()
        self.fields["closes_on"].initial = timezone.localdate() + timedelta(days=_USUAL_DAYS)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            *("name", "questionnaire", "sites", "functions", "closes_on", "named"),
            Row(Column("minimum"), Column("again_of")),
        )

    def action_values(self) -> dict[str, Any]:
        """As the action takes them."""
        values = super().action_values()
        values["is_anonymous"] = values.pop("named") == ANONYMOUS
        return values | {"sites": list(values["sites"]), "functions": list(values["functions"])}


class NeedForm(RecordForm, VersionedForm):
    """A need and how far it is; for a new one and for a known one."""

    owner = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Who sees to it."),
    )
    tool = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("tool_suggest"),
        label=gettext_lazy("Tool that answers it"),
    )
    course = _TitledField(required=False, queryset=Course.objects.none(), label=gettext_lazy("Course that answers it"))

    class Meta(RecordForm.Meta):
        model = Need
        fields = Need.EDITABLE

    def __init__(self, *args: Any, user: User, need: Need | None = None, text: str = "", **kwargs: Any) -> None:
        self.user, self.need = user, need
        initial: dict[str, Any] = {} if need else {"text": text}
        if need and need.owner:
            initial["owner"] = person_label(need.owner)
        if need and need.tool:
            initial["tool"] = _title(need.tool)
        version = need.version if need else NEW
        super().__init__(*args, instance=need or Need(), version=version, initial=initial, **kwargs)
        offer(self, "course", Course.objects.published().select_related("content").in_order())
        self.helper.layout = Layout(
            *("version", "base", "text"),
            Row(Column("state"), Column("owner")),
            "reason",
            Row(Column("tool"), Column("course")),
        )

    def clean_owner(self) -> Person | None:
        """The one person meant, if any."""
        text = self.cleaned_data["owner"]
        if self.need and self.need.owner and text == person_label(self.need.owner):
            return self.need.owner
        return find_person(user=self.user, text=text) if text else None

    def clean_tool(self) -> Tool | None:
        """The one tool meant, if any."""
        text = self.cleaned_data["tool"]
        if self.need and self.need.tool and text == _title(self.need.tool):
            return self.need.tool
        return find_tool(text=text, other_than=Tool()) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == "declined" and not data.get("reason"):
            self.add_error("reason", _("Say why it is declined."))
        return data


def _title(tool: Tool) -> str:
    found = entries([tool], reader_language())
    return found[0].title if found else tool.content.slug
