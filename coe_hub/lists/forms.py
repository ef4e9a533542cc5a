"""Forms of views."""

from copy import deepcopy
from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, BackForm, RecordForm, offer, offer_choices, plain_helper
from coe_hub.lib.listing import COMFORTABLE, COMPACT, Listing, listings
from coe_hub.lib.tables import Column
from coe_hub.lib.text import ONE_LINE
from coe_hub.lists.many import Wish
from coe_hub.lists.models import LONGEST, SavedView, kept_query


class DensityForm(BackForm):
    """How close rows stand."""

    density = forms.ChoiceField(choices=[(COMFORTABLE, COMFORTABLE), (COMPACT, COMPACT)])


KEEP, YES, NO = "", "on", "off"
ALL, TICKED = "all", "ticked"


class ManyForm(ActionForm):
    """What many rows are to be. Its fields are those of the rows' own form, which judges what is typed here; what is
    left alone stays as it is on each."""

    which = forms.ChoiceField(
        choices=[(ALL, gettext_lazy("All that the filters find")), (TICKED, gettext_lazy("Those ticked below"))],
        widget=forms.RadioSelect,
        initial=ALL,
        label=gettext_lazy("Which rows"),
    )
    step = forms.ChoiceField(required=False, label=gettext_lazy("What is done"))

    def __init__(self, data: Any = None, *, listing: Listing, sample: forms.BaseForm, which: str = ALL) -> None:
        super().__init__(data, initial={"which": which})
        self.names = [name for name in listing.many if name in sample.fields]
        for name in self.names:
            self.fields[name] = _loose(sample.fields[name])
        may_be_empty = [
            (name, sample.fields[name].label)
            for name in self.names
            if not sample.fields[name].required and not isinstance(sample.fields[name], forms.BooleanField)
        ]
        self.fields["empty"] = forms.MultipleChoiceField(
            choices=may_be_empty, required=False, widget=forms.CheckboxSelectMultiple, label=_("Make empty")
        )
        steps = [(KEEP, _("The fields below are changed")), *listing.steps.items()]
        offer_choices(self, "step", steps)
        if not listing.steps:
            del self.fields["step"]
        if not may_be_empty:
            del self.fields["empty"]
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.wish.values and not self.wish.step:
            raise ValidationError(_("Say what is to change."), code="nothing")
        return data

    @property
    def wish(self) -> Wish:
        """What was typed, as the rows' own form takes it."""
        data, values = self.cleaned_data, {}
        for name in self.names:
            if text := data.get(name, ""):
                values[name] = [] if text == NO and isinstance(self.fields[name].widget, YesOrNo) else [text]
        values |= {name: [] for name in data.get("empty", ())}
        step = data.get("step", "")
        return Wish({} if step else values, step)


class YesOrNo(forms.Select):
    """A tick that may also be left as it is."""

    def __init__(self) -> None:
        super().__init__(choices=[(KEEP, _("As it is")), (YES, _("Yes")), (NO, _("No"))])


def _loose(field: forms.Field) -> forms.Field:
    """A field of that look that takes anything, for the rows' own to judge, and nothing for "as it is"."""
    widget: forms.Widget = deepcopy(field.widget)
    if isinstance(field, forms.BooleanField):
        widget = YesOrNo()
    elif isinstance(widget, forms.Select):
        choices = [(value, text) for value, text in widget.choices if str(value) != KEEP]
        widget = forms.Select(choices=[(KEEP, _("As it is")), *choices])
    return TextField(required=False, max_length=1000, validators=ONE_LINE, widget=widget, label=field.label)


class SavedViewForm(RecordForm):
    """A name for what an address asks of a list. What it asks is read by the list's own filters."""

    NOT_FOR_THE_ACTION = ("of", "instead")

    of = TextField(widget=forms.HiddenInput, max_length=20)
    query = TextField(widget=forms.HiddenInput, max_length=LONGEST, required=False)
    instead = forms.ModelChoiceField(
        queryset=SavedView.objects.none(),
        to_field_name="public_id",
        required=False,
        label=gettext_lazy("In the place of"),
    )

    class Meta(RecordForm.Meta):
        model = SavedView
        fields = ("name", "is_shared", "is_default")
        help_texts = {
            "is_shared": gettext_lazy(
                "Everybody reads its name and can use it, and sees in it only what they may see anyway."
            )
        }

    def __init__(self, data: Any = None, *, request: SignedInRequest, view: SavedView | None = None) -> None:
        asked = {name: request.GET.get(name, "") for name in ("of", "query")}
        initial = {"of": view.list_code, "query": view.query} if view else asked
        super().__init__(data, initial=initial, instance=view)
        self.request, self.view = request, view
        code = (data or initial).get("of", "")
        # What names no list may be anything, and need not be what the database takes
        own = SavedView.objects.filter(owner=request.user, list_code=code if code in listings() else "")
        own = own.order_by("name", "pk")
        offer(self, "instead", own)
        if view or not own:
            del self.fields["instead"]
        else:
            self.fields["instead"].empty_label = _("None: a new view")  # type: ignore[attr-defined]
        self.helper = plain_helper()
        names = [name for name in ("name", "instead", "is_shared", "is_default") if name in self.fields]
        self.helper.layout = Layout(*(Field(name) for name in ("of", "query", *names)))

    def clean_of(self) -> str:
        """One of the lists that can be saved."""
        code = self.cleaned_data["of"]
        if code not in listings():
            raise ValidationError(_("There is no such list. Save the view from its list."), code="unknown")
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "of" not in data or "query" not in data:
            return data
        data["query"] = kept_query(QueryDict(data["query"]))
        if not data["query"]:
            raise ValidationError(
                _("Nothing is asked of the list yet. Narrow it, or choose columns or an order, then save the view."),
                code="nothing",
            )
        for line in self._refused(data["of"], QueryDict(data["query"])):
            self.add_error(None, line)
        return data

    def _refused(self, code: str, query: QueryDict) -> list[str]:
        """What the list cannot read of it."""
        listing = listings()[code]
        filters = listing.filters(self.request, query)
        found = [f"{filters.form[name].label}: {errors[0]}" for name, errors in filters.form.errors.items()]
        asked = [name for text in query.getlist("columns") for name in text.split(",") if name]
        return found + _unknown(asked, [*listing.columns()])

    @property
    def replaced(self) -> SavedView | None:
        """The view that this one is written to."""
        return self.view or self.cleaned_data.get("instead")


def _unknown(asked: list[str], columns: list[Column]) -> list[str]:
    known = {name for one in columns for name in (one.name, one.code)}
    return [_("There is no column “%(column)s”.") % {"column": one} for one in asked if one not in known]
