"""Who may be given something to do on an alliance, and what a review takes down."""

from collections.abc import Callable
from typing import Any

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.actions.events import NewAction
from alliances.forms.events import ReviewFields
from alliances.models import Alliance, Member, Party
from alliances.record import side_of
from coe_hub.lib.dates import date_text
from coe_hub.lib.forms import more_opens, offer
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, Side, User
from coe_hub.people.picking import person_label
from coe_hub.reminders.action_items.forms import due_field, owner_field, owner_named, text_field
from coe_hub.reminders.action_items.models import ActionItem

REVIEW_ACTIONS = 3


def owner_side(alliance: Alliance) -> Callable[[Person], Side]:
    """For forms: the side of somebody who can be given an action here. Raises `ValidationError` for others.

    Colleagues must be able to see the alliance, or they would get something to do that they cannot open; people at
    partners must belong to it, or a link would tell them of somebody else's work.
    """

    def side(person: Person) -> Side:
        found = side_of(alliance, person)
        if found == Side.OURS and alliance.scope.kind == ScopeKind.OPEN:
            return found
        granted = ScopeGrant.objects.filter(scope=alliance.scope, person=person).exists()
        if not granted and not (found == Side.THEIRS and _belongs(alliance, person)):
            raise ValidationError(
                _("%(name)s is not on this alliance. Add them under People first."),
                params={"name": person.display_name},
                code="not_on_it",
            )
        return found

    return side


def _belongs(alliance: Alliance, person: Person) -> bool:
    of_party = Party.objects.filter(alliance=alliance, side=Side.THEIRS, organisation=person.organisation_id)
    return of_party.exists() or Member.objects.filter(alliance=alliance, person=person).exists()


def owner_options(alliance: Alliance, user: User) -> dict[str, Any]:
    """What the forms of action items are told of the alliance."""
    return {
        "user": user,
        "side_of": owner_side(alliance),
        "suggest_url": reverse("member_suggest", args=[alliance.public_id]),
    }


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
        text = data.get(f"text_{number}")
        if not text:
            return None
        typed = data.get(f"owner_{number}") or person_label(self.user.person)
        try:
            owner, side = owner_named(typed, user=self.user, side_of=owner_side(self.alliance))
        except ValidationError as error:
            self.add_error(f"owner_{number}", error)
            return None
        return NewAction(text=text, owner=owner, side=side, due_on=data.get(f"due_on_{number}"))

    def action_values(self) -> dict[str, Any]:
        """What `do_review` is called with."""
        values = {name: self.cleaned_data[name] for name in ("outcome", "note", "held_on")}
        return values | {"finished": list(self.cleaned_data["finished"]), "new_actions": self.new_actions}
