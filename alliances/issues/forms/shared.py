"""What the forms of issues and risks share: people of the right side who may read it, and programmes."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from alliances.core.owners import person_typed
from alliances.issues.models import Issue, Risk
from alliances.obligations.scopes import scope_for
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import RecordForm, offer
from coe_hub.people.directory.lookup import person_label
from coe_hub.people.models import Person, Side, Sight, User


@dataclass(frozen=True)
class Offered:
    """An alliance as one reader's form sees it. `needs_programme`: they may add to a programme behind a wall and not to
    the alliance at large."""

    alliance: Alliance
    user: User
    needs_programme: bool = False


class SidedForm(RecordForm):
    """A form that names people of one side, and a programme."""

    offered: Offered

    def offer_programmes(self, offered: Offered) -> None:
        """Let it offer the programmes the reader may change; where the alliance has none, it is not asked for."""
        self.offered = offered
        rows = Programme.objects.editable_by(offered.user).active().filter(alliance=offered.alliance).in_order()
        if not rows.exists() and not self.instance.programme_id:
            del self.fields["programme"]
            return
        offer(self, "programme", rows)
        programme: Any = self.fields["programme"]
        programme.required = offered.needs_programme
        programme.empty_label = _("The whole alliance")

    def person(self, name: str, side: Side) -> Person | None:
        """Who was typed, of that side; None for nobody. Raises `ValidationError` for somebody of the other."""
        known, offered = getattr(self.instance, name), self.offered
        text = self.cleaned_data[name]
        return person_typed(text, known=known, alliance=offered.alliance, side=side, user=offered.user)

    def clean_owner(self) -> Person | None:
        """Somebody on our side, or nobody."""
        return self.person("owner", Side.OURS)

    def clean(self) -> dict[str, Any]:
        """Whoever sees to it must be able to see it."""
        data = super().clean() or {}
        if owner := data.get("owner"):
            try:
                scope = scope_for(self.offered.alliance, programme=data.get("programme"), agreement=None)
            except DomainError as error:
                self.add_error(error.field, error.message)
                return data
            if not Sight.of(people=[owner.pk], scopes=[scope.pk]).reaches(owner.pk, scope.pk):
                self.add_error(
                    "owner",
                    _("%(name)s may not see this. Let them in first, or name somebody else.")
                    % {"name": owner.display_name},
                )
        return data


def labels(record: Issue | Risk, *names: str) -> dict[str, str]:
    """People of the record as a form begins with them."""
    people = {name: getattr(record, name) for name in names}
    return {name: person_label(person) if person else "" for name, person in people.items()}


def lines(rows: int) -> forms.Textarea:
    """A box of that many lines."""
    return forms.Textarea({"rows": rows})
