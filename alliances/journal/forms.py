"""Forms of the journal."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.journal.models import EntryKind, JournalEntry
from coe_hub.lib.forms import PastDateField, VersionedForm, plain_helper
from coe_hub.lib.text import refuse_control_characters


class JournalEntryForm(forms.Form):
    """A note, call or meeting in one line."""

    kind = forms.ChoiceField(choices=EntryKind.choices, initial=EntryKind.NOTE, label=gettext_lazy("Kind"))
    text = forms.CharField(
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        validators=[refuse_control_characters],
        label=gettext_lazy("What happened"),
    )
    happened_on = PastDateField(label=gettext_lazy("On"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = self.initial.get("happened_on") or timezone.localdate()
        self.helper = plain_helper()
        self.helper.layout = Layout("text", Row(Column("kind"), Column("happened_on")))


class JournalEditForm(JournalEntryForm, VersionedForm):
    """A correction of a line."""

    def __init__(self, *args: Any, entry: JournalEntry, **kwargs: Any) -> None:
        values = {"kind": entry.kind, "text": entry.text, "happened_on": entry.happened_on}
        super().__init__(*args, initial=values, version=entry.version, **kwargs)
        self.helper.layout.fields.extend(["version", "base"])
