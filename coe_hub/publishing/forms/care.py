"""Who looks after a content, and how often."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import PickerInput, VersionedForm, offer_choices
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User
from coe_hub.publishing.models import Content

_RHYTHMS = (3, 6, 12, 18, 24, 36)


def _person(label: Any, **kwargs: Any) -> TextField:
    return TextField(label=label, max_length=300, widget=PickerInput("person_suggest"), **kwargs)


def _rhythms(now: int) -> list[tuple[str, str]]:
    """How often a content may be reviewed, the present rhythm among them."""
    return [
        (str(months), ngettext("every month", "every %(count)d months", months) % {"count": months})
        for months in sorted({*_RHYTHMS, now})
    ]


class CareForm(VersionedForm):
    """Owners and rhythm of a content, at once and for every edition; a room adds the facts of its kind."""

    owner = _person(gettext_lazy("Owner"), help_text=gettext_lazy("Is asked when a review is due."))
    co_owner = _person(
        gettext_lazy("Co-owner among its users"),
        required=False,
        help_text=gettext_lazy("Somebody who works with it and hears first when it does not fit."),
    )
    review_months = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Reviewed"))

    def __init__(self, *args: Any, content: Content, user: User, initial: dict[str, Any], **kwargs: Any) -> None:
        self.user, self.now = user, {"owner": content.owner, "co_owner": content.co_owner}
        values = initial | {name: person_label(person) if person else "" for name, person in self.now.items()}
        values["review_months"] = content.review_months
        super().__init__(*args, initial=values, version=content.version, **kwargs)
        offer_choices(self, "review_months", _rhythms(content.review_months))

    def clean_owner(self) -> Person | None:
        """The one person meant."""
        return self._person("owner")

    def clean_co_owner(self) -> Person | None:
        """The one person meant, if any."""
        return self._person("co_owner")

    def _person(self, name: str) -> Person | None:
        text, now = self.cleaned_data[name], self.now[name]
        if now and text == person_label(now):
            return now
        return find_person(user=self.user, text=text) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") and data["owner"] == data.get("co_owner"):
            self.add_error("co_owner", _("Name somebody else than the owner, or nobody."))
        return data

    def action_values(self) -> dict[str, Any]:
        """With who looks after it, and how often, apart from what it is."""
        typed = super().action_values()
        care = {name: typed.pop(name) for name in Content.EDITABLE}
        return {**typed, "care": care}
