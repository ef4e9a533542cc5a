"""What the forms of this room offer: the agreements, programmes, events and obligations of one alliance that their
reader sees."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from alliances.obligations.models import Obligation, TriggerEvent
from coe_hub.lib.forms import offer
from coe_hub.people.models import User


@dataclass(frozen=True)
class Offered:
    """An alliance as one reader's form sees it. `needs_programme`: they may add to a programme behind a wall and not to
    the alliance at large. `obligation` is the one that is edited, which is counted from others."""

    alliance: Alliance
    user: User
    needs_programme: bool = False
    obligation: Obligation | None = None

    def fill(self, form: forms.BaseForm) -> None:
        """Let each field of the form that names such a row offer those of this alliance."""
        rows: dict[str, Any] = {
            "agreement": Agreement.objects.visible_to(self.user).order_by("kind__position", "title", "pk"),
            "programme": Programme.objects.editable_by(self.user).in_order(),
            "event": TriggerEvent.objects.visible_to(self.user).in_order(),
            "after": Obligation.objects.visible_to(self.user).order_by("title", "pk"),
            "implies": Obligation.objects.visible_to(self.user).order_by("title", "pk"),
        }
        for name, found in rows.items():
            if name in form.fields:
                found = found.active().filter(alliance=self.alliance)
                if self.obligation is not None and name in {"after", "implies"}:
                    found = found.exclude(pk=self.obligation.pk)
                offer(form, name, found)
        programme: Any = form.fields["programme"]
        programme.required = self.needs_programme
        programme.empty_label = _("The whole alliance")
