"""Forms of the journal."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.journal.models import JournalEntry
from coe_hub.lib.forms import PastDateField, RecordForm, VersionedForm, plain_helper


class JournalEntryForm(RecordForm):
    """A note, call or meeting in one line."""

    happened_on = PastDateField(label=gettext_lazy("On"))

    class Meta(RecordForm.Meta):
        model = JournalEntry
        fields = JournalEntry.EDITABLE
        widgets = {"text": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["happened_on"] = self.initial.get("happened_on") or timezone.localdate()
        self.helper = plain_helper()
        self.helper.layout = Layout("text", Row(Column("kind"), Column("happened_on")))


class JournalEditForm(JournalEntryForm, VersionedForm):
    """A correction of a line."""

    def __init__(self, *args: Any, entry: JournalEntry, **kwargs: Any) -> None:
        super().__init__(*args, instance=entry, version=entry.version, **kwargs)
        self.helper.layout.fields.extend(["version", "base"])
