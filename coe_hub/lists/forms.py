"""Forms of views."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import BackForm, RecordForm, offer, plain_helper
from coe_hub.lib.listing import COMFORTABLE, COMPACT, listings
from coe_hub.lib.tables import Column
from coe_hub.lists.models import LONGEST, SavedView, kept_query


class DensityForm(BackForm):
    """How close rows stand."""

    density = forms.ChoiceField(choices=[(COMFORTABLE, COMFORTABLE), (COMPACT, COMPACT)])


class SavedViewForm(RecordForm):
    """A name for what an address asks of a list. What it asks is read by the list's own filters."""

    NOT_FOR_THE_ACTION = ("of", "instead")

    of = forms.CharField(widget=forms.HiddenInput, max_length=20)
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
        own = SavedView.objects.filter(owner=request.user, list_code=initial["of"]).order_by("name", "pk")
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
