"""Many alliances changed at once: each row by the form and the rights of an import, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from alliances.importing.forms import AllianceRowForm, row_fields
from alliances.importing.known import Known, with_parties
from alliances.importing.lookups import Lookups
from alliances.importing.plan import PlannedAlliance, plan
from alliances.importing.writing import write
from coe_hub.imports.options import Options
from coe_hub.imports.run import hold_lock
from coe_hub.lib.errors import DomainError
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PickerInput, plain_helper
from coe_hub.lib.history import acting
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.models import User
from coe_hub.vocabulary.models import AllianceType, Stage, TherapeuticArea, Tier

MOST = 5000
KEEP, NOBODY = "", "-"
ALL, TICKED = "all", "ticked"


class BulkForm(ActionForm):
    """What all of them are to be; what is left alone stays as it is on each."""

    which = forms.ChoiceField(
        choices=[(ALL, gettext_lazy("All that the filters find")), (TICKED, gettext_lazy("Those ticked below"))],
        widget=forms.RadioSelect,
        initial=ALL,
        label=gettext_lazy("Change"),
    )
    lead = TextField(
        required=False,
        max_length=300,
        validators=ONE_LINE,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Lead on our side"),
    )
    no_lead = forms.BooleanField(required=False, label=gettext_lazy("Nobody leads them"))
    stage = forms.ChoiceField(required=False, label=gettext_lazy("Stage"))
    type = forms.ChoiceField(required=False, label=gettext_lazy("Type"))
    therapeutic_area = forms.ChoiceField(required=False, label=gettext_lazy("Therapeutic area"))
    tier = forms.ChoiceField(required=False, label=gettext_lazy("Tier"))
    review_months = forms.ChoiceField(required=False, label=gettext_lazy("Reviewed"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        rhythms = [("3", _("Every quarter")), ("6", _("Every half-year")), ("12", _("Every year"))]
        words: dict[str, list[tuple[str, Any]]] = {
            "stage": [(one.code, one.name) for one in Stage.objects.in_use()],
            "type": [(one.code, one.name) for one in AllianceType.objects.in_use()],
            "therapeutic_area": [(one.code, one.name) for one in TherapeuticArea.objects.in_use()],
            "tier": [(code, label) for code, label in Tier.choices if code],
            "review_months": [*rhythms, (NOBODY, _("No fixed rhythm"))],
        }
        for name, choices in words.items():
            self.fields[name].choices = [(KEEP, _("As it is")), *choices]  # type: ignore[attr-defined]
        self.helper = plain_helper()

    def clean_lead(self) -> str:
        """The one person meant, as rows name them."""
        text = self.cleaned_data["lead"]
        if not text:
            return ""
        person = find_person(user=self.user, text=text)
        account = getattr(person, "user", None)
        return (account.email if account else person.email) or text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lead") and data.get("no_lead"):
            self.add_error("no_lead", _("Name a lead, or let nobody lead them."))
        if not self.errors and not self.row:
            raise ValidationError(_("Say what is to change."), code="nothing")
        return data

    @property
    def row(self) -> dict[str, str]:
        """What a row of a file would say to the same end."""
        data = self.cleaned_data
        names = ("lead", "stage", "type", "therapeutic_area", "tier", "review_months")
        found = {name: data[name] for name in names if data.get(name)}
        if data.get("no_lead"):
            found["lead"] = ""
        return {name: "" if value == NOBODY else value for name, value in found.items()}


@dataclass
class Preview:
    """What would come of it: the plans, what cannot be changed so and why, and how many are so already."""

    planned: list[PlannedAlliance] = field(default_factory=list)
    refused: list[tuple[Alliance, str]] = field(default_factory=list)
    unchanged: int = 0


def look(alliances: Sequence[Known], row: dict[str, str], *, user: User) -> Preview:
    """What the row would make of each of these alliances."""
    lookups, options, preview = Lookups(user), Options(), Preview()
    fields, today = row_fields(lookups, options), timezone.localdate()
    for known in alliances:
        form = AllianceRowForm(row, lookups=lookups, known=known, options=options, fields=fields)
        if not form.is_valid():
            told = " ".join(problem.reason for problem in form.problems(row))
            preview.refused.append((known.alliance, told))
            continue
        planned = plan(form.cleaned_data, known=known, today=today, lookups=lookups)
        if planned.is_change:
            preview.planned.append(planned)
        else:
            preview.unchanged += 1
    return preview


@transaction.atomic
def edit_many(*, ids: Sequence[int], row: dict[str, str], by: User) -> int:
    """Change these alliances, all of them or none, and say how many were changed. Raises `DomainError` where one cannot
    be, or is not `by`'s to change."""
    hold_lock()
    rows = with_parties(Alliance.objects.filter(pk__in=ids).editable_by(by), lock=True)
    if len(rows) != len(set(ids)):
        raise DomainError(_("You may not change all of these any more. Look at them again."))
    preview = look(rows, row, user=by)
    if preview.refused:
        alliance, why = preview.refused[0]
        raise DomainError(_("Nothing was changed: “%(name)s”: %(why)s") % {"name": alliance.name, "why": why})
    reason = _("many at once")
    with acting(by=by):
        write(preview.planned, by=by, today=timezone.localdate(), reason=reason, lookups=Lookups(by))
    return len(preview.planned)
