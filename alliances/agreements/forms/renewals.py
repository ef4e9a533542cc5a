"""The form by which an agreement is let renew itself."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.agreements.models import RenewalDecision
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import PastDateField, PickerInput, RecordForm, plain_helper
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User


class RenewalDecisionForm(RecordForm):
    """When it was decided, by whom, and why."""

    decided_on = PastDateField(label=gettext_lazy("Decided on"))
    decided_by = TextField(max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Decided by"))

    class Meta(RecordForm.Meta):
        model = RenewalDecision
        fields = ("decided_on", "decided_by", "reason")

    def __init__(self, data: Any = None, *, user: User) -> None:
        self.user = user
        super().__init__(data, initial={"decided_on": timezone.localdate(), "decided_by": person_label(user.person)})
        self.helper = plain_helper()
        self.helper.layout = Layout(Row(Column("decided_on"), Column("decided_by")), "reason")

    def clean_decided_by(self) -> Person:
        """Somebody whom the user sees; as it stood there first, the user."""
        text = self.cleaned_data["decided_by"]
        if text == person_label(self.user.person):
            return self.user.person
        return find_person(user=self.user, text=text)
