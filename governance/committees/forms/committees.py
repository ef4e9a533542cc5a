"""The forms of a committee."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Programme
from coe_hub.lib.forms import RecordForm, VersionedForm, offer, place_rest, plain_helper
from coe_hub.people.models import ScopeKind
from coe_hub.vocabulary.forms import offer_words
from governance.committees.models import Committee, CommitteeQuerySet


class CommitteeFields(RecordForm):
    """What the forms share."""

    class Meta(RecordForm.Meta):
        model = Committee
        fields = Committee.EDITABLE

    def prepare(self, *more: str, parents: CommitteeQuerySet) -> None:
        """Offer what it may report to, and put the fields in their places."""
        offer_words(self)
        offer(self, "parent", parents)
        self.fields["kind"].empty_label = _("Choose a kind")  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = _("Nobody")  # type: ignore[attr-defined]
        self.helper = plain_helper()
        self.helper.layout = Layout(
            Row(Column("label"), Column("kind")),
            "expansion",
            "parent",
            Row(Column("formed_on"), Column("dissolved_on")),
            *more,
            "note",
        )
        place_rest(self, self.helper.layout, before="note")


class CommitteeForm(CommitteeFields):
    """A new committee of an alliance, or of one of its programmes."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        required=False,
        label=gettext_lazy("Programme"),
        help_text=gettext_lazy("Behind a wall, it and all its meetings are seen by those who were let in alone."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        parents: CommitteeQuerySet,
        programmes: "QuerySet[Programme]",
        needs_programme: bool = False,
    ) -> None:
        super().__init__(data)
        self.prepare("programme", parents=parents)
        offer(self, "programme", programmes)
        self.fields["programme"].required = needs_programme
        self.fields["programme"].empty_label = _("The whole alliance")  # type: ignore[attr-defined]
        del self.fields["dissolved_on"]


class OwnCommitteeForm(CommitteeFields):
    """A new committee of the Center of Excellence, which stands in a scope of its own."""

    scope_kind = forms.ChoiceField(
        choices=[
            (ScopeKind.RESTRICTED, gettext_lazy("Those who sit on it")),
            (ScopeKind.OPEN, gettext_lazy("Every member of the hub")),
        ],
        label=gettext_lazy("Who may see it"),
    )

    def __init__(self, data: Any = None, *, parents: CommitteeQuerySet) -> None:
        super().__init__(data)
        self.prepare("scope_kind", parents=parents)
        del self.fields["dissolved_on"]


class CommitteeEditForm(CommitteeFields, VersionedForm):
    """All that is said of a committee beside who sits on it and its charter."""

    def __init__(self, *args: Any, committee: Committee, parents: CommitteeQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, instance=committee, version=committee.version, **kwargs)
        self.prepare(parents=parents)
        self.fields["base"].initial = self._signed_base()
