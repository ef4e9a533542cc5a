"""What a review takes down: how the alliance stands, what is done since last time, what comes out of it."""

from typing import Any

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from alliances.core.owners import owner_side
from alliances.reviews.actions.reviews import NewAction
from alliances.reviews.models import Outcome
from coe_hub.action_items.forms import (
    due_field,
    owner_field,
    owner_named,
    refuse_without_address,
    tells_now_field,
    text_field,
)
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.dates import date_text
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, more_opens, offer, plain_helper
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.directory.lookup import person_label
from coe_hub.people.models import User

REVIEW_ACTIONS = 3


class ReviewFields(ActionForm):
    """How the alliance stands, seen by the people who run it."""

    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect, label=gettext_lazy("How it stands"))
    note = TextField(
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuse_control_characters],
        label=gettext_lazy("What you saw"),
        help_text=gettext_lazy("What works, what does not, what was agreed."),
    )
    held_on = PastDateField(label=gettext_lazy("Held on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate
        self.helper = plain_helper()


class ItemTicks(forms.ModelMultipleChoiceField):
    """Open items, each to be ticked off."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, item: ActionItem) -> str:
        """The sentence, who, and by when."""
        words = {"text": item.text, "owner": item.owner.display_name}
        if item.due_on is None:
            return _("%(text)s (%(owner)s)") % words
        return _("%(text)s (%(owner)s, %(date)s)") % (words | {"date": date_text(item.due_on)})


class ReviewForm(ReviewFields):
    """How the alliance stands, what is done since last time, and what comes out of it."""

    finished = ItemTicks(
        ActionItem.objects.none(),
        required=False,
        to_field_name="public_id",
        label=gettext_lazy("Still open from last time"),
        help_text=gettext_lazy("Tick what is done."),
    )

    tells_now = tells_now_field()

    def __init__(self, *args: Any, user: User, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.alliance = user, alliance
        items = ActionItem.objects.visible_to(user).filter(scope=alliance.scope).open().select_related("owner")
        offer(self, "finished", items.in_order())
        still_open = ["finished"] if items.exists() else []
        for number in self._numbers():
            self._add_action(number)
        first, *more = self._numbers()
        hint = format_html('<p class="form-text">{}</p>', _("Up to three, each somebody’s. They may stand in mails."))
        self.helper.layout = Layout(
            "outcome",
            "note",
            *still_open,
            Fieldset(
                _("What comes out of it"),
                HTML(hint),
                self._row(first),
                HTML(more_opens(_("More actions"), is_open=self._uses(more))),
                *(self._row(number) for number in more),
                HTML("</details>"),
                "tells_now",
                css_class="form-part",
            ),
            "held_on",
        )

    @staticmethod
    def _numbers() -> range:
        return range(1, REVIEW_ACTIONS + 1)

    def _uses(self, numbers: list[int]) -> bool:
        return self.is_bound and any(self.data.get(f"text_{number}") for number in numbers)

    def _add_action(self, number: int) -> None:
        """Three fields, whose names are read out with the number that tells them from those of the next action."""
        fields: dict[str, tuple[forms.Field, Any]] = {
            "text": (text_field(required=False), _("Action %(number)d")),
            "owner": (owner_field(required=False), _("Who, action %(number)d")),
            "due_on": (due_field(), _("By when, action %(number)d")),
        }
        for name, (field, label) in fields.items():
            self.fields[f"{name}_{number}"] = field
            field.widget.attrs["aria-label"] = label % {"number": number}
        owner = fields["owner"][0]
        owner.widget.attrs["data-picker-url"] = reverse("member_suggest", args=[self.alliance.public_id])
        owner.initial = person_label(self.user.person)

    def _row(self, number: int) -> Layout:
        return Layout(f"text_{number}", Row(Column(f"owner_{number}"), Column(f"due_on_{number}")))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.new_actions = [action for number in self._numbers() if (action := self._action(number, data))]
        return data

    def _action(self, number: int, data: dict[str, Any]) -> NewAction | None:
        text, myself = data.get(f"text_{number}"), person_label(self.user.person)
        typed = data.get(f"owner_{number}") or myself
        if not text and typed == myself:
            return None
        try:
            owner, side = owner_named(typed, user=self.user, side_of=owner_side(self.alliance))
            if tells_now := bool(data.get("tells_now")):
                refuse_without_address(owner, side)
        except ValidationError as error:
            self.add_error(f"owner_{number}", error)
            return None
        if not text:
            return None
        return NewAction(text=text, owner=owner, side=side, due_on=data.get(f"due_on_{number}"), tells_now=tells_now)

    def action_values(self) -> dict[str, Any]:
        """What `do_review` is called with."""
        values = {name: self.cleaned_data[name] for name in ("outcome", "note", "held_on")}
        return values | {"finished": list(self.cleaned_data["finished"]), "new_actions": self.new_actions}
