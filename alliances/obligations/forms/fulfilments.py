"""Forms of one due day: that it was fulfilled, or waived, disputed, extended or void."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.obligations.actions.fulfilments import Way
from alliances.obligations.models import Fulfilment
from coe_hub.action_items.forms import note_field
from coe_hub.attachments.contents import ACCEPTED
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, DateField, PastDateField, plain_helper
from coe_hub.lib.text import ONE_LINE


class FulfilForm(ActionForm):
    """On which day, and a word on it; both may stay as they are: one click is enough."""

    NOT_FOR_THE_ACTION = ("next",)

    on = PastDateField(required=False, label=gettext_lazy("Fulfilled on"))
    note = note_field(gettext_lazy("Note"), help_text=gettext_lazy("Such as where the proof lies. Files come after."))
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.helper = plain_helper()


class DeliveredForm(ActionForm):
    """A word with it, or a file, from somebody at the partner."""

    note = note_field(gettext_lazy("Note"), help_text=gettext_lazy("Such as when and to whom you sent it."))
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=gettext_lazy("File"),
        help_text=gettext_lazy("If you like: what you delivered, or the proof."),
        widget=forms.FileInput({"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


@dataclass(frozen=True)
class WayWords:
    """How saying so is called, asked for and confirmed."""

    title: Any
    purpose: Any
    submit: Any
    done: Any


WAY_WORDS = {
    Way.WAIVE: WayWords(
        gettext_lazy("Waive it"),
        gettext_lazy("Whoever it is owed to does without it."),
        gettext_lazy("Waive it"),
        gettext_lazy("Waived."),
    ),
    Way.DISPUTE: WayWords(
        gettext_lazy("Dispute it"),
        gettext_lazy("The sides do not agree whether it is owed, or done. It stays open."),
        gettext_lazy("Dispute it"),
        gettext_lazy("Disputed."),
    ),
    Way.EXTEND: WayWords(
        gettext_lazy("Extend it"),
        gettext_lazy("Both sides agreed to a later day. Where what it is counted from moves beyond that, that counts."),
        gettext_lazy("Extend it"),
        gettext_lazy("Extended."),
    ),
    Way.VOID: WayWords(
        gettext_lazy("It is void"),
        gettext_lazy("It is owed no more, since what it stands for does not come to pass."),
        gettext_lazy("Make it void"),
        gettext_lazy("Void."),
    ),
}


class WayForm(ActionForm):
    """Why; and until when, for an extension."""

    to = DateField(label=gettext_lazy("To"))
    why = TextField(
        max_length=500,
        validators=ONE_LINE,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("One sentence that will make sense in two years."),
    )

    def __init__(self, *args: Any, fulfilment: Fulfilment, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way == Way.EXTEND:
            self.fields["to"].initial = fulfilment.due_on
        else:
            del self.fields["to"]
        self.helper = plain_helper()
