"""Many alliances changed at once: each row by the form and the rights of an import, all of them or none."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.importing.forms import AllianceRowForm, row_fields
from alliances.importing.known import Known, with_parties
from alliances.importing.lookups import Lookups
from alliances.importing.plan import PlannedAlliance, plan
from alliances.importing.writing import write
from alliances.members.belongings import LEAD
from coe_hub.imports.options import Options
from coe_hub.imports.run import hold_lock
from coe_hub.lib.errors import DomainError
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PickerInput, plain_helper
from coe_hub.lib.history import acting
from coe_hub.lib.tags import JOINED, LONGEST, TagsFormField, as_tags, tags_of
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import Held, holdings
from coe_hub.people.models import Person, User
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
    hands_over = forms.BooleanField(
        required=False,
        label=gettext_lazy("The former lead hands over what else they hold on them, such as open actions"),
    )
    no_lead = forms.BooleanField(required=False, label=gettext_lazy("Nobody leads them"))
    stage = forms.ChoiceField(required=False, label=gettext_lazy("Stage"))
    type = forms.ChoiceField(required=False, label=gettext_lazy("Type"))
    therapeutic_area = forms.ChoiceField(required=False, label=gettext_lazy("Therapeutic area"))
    tier = forms.ChoiceField(required=False, label=gettext_lazy("Tier"))
    review_months = forms.ChoiceField(required=False, label=gettext_lazy("Reviewed"))
    add_tags = TagsFormField(required=False, max_length=LONGEST, label=gettext_lazy("Add tags"))
    drop_tags = TagsFormField(required=False, max_length=LONGEST, label=gettext_lazy("Take tags off"))
    archive = forms.BooleanField(required=False, label=gettext_lazy("Put them away (archive)"))

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
        if data.get("hands_over") and not data.get("lead"):
            self.add_error("hands_over", _("Name the lead who takes over."))
        if not self.errors and not self.wish.is_any:
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

    @property
    def wish(self) -> "Wish":
        """All that was asked for."""
        data = self.cleaned_data
        more, fewer = (tags_of(data.get(name, "")) for name in ("add_tags", "drop_tags"))
        return Wish(self.row, more, fewer, bool(data.get("archive")), bool(data.get("hands_over")))


@dataclass(frozen=True)
class Wish:
    """What all of them are to be: the same values, tags more and less, put away, handed over."""

    values: dict[str, str]
    more_tags: Sequence[str] = ()
    fewer_tags: Sequence[str] = ()
    archives: bool = False
    hands_over: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.values or self.more_tags or self.fewer_tags or self.archives)

    def row_of(self, alliance: Alliance) -> dict[str, str]:
        """What a row of a file would say of this one to the same end."""
        if not self.more_tags and not self.fewer_tags:
            return self.values
        gone = {tag.casefold() for tag in self.fewer_tags}
        kept = [tag for tag in [*tags_of(alliance.tags), *self.more_tags] if tag.casefold() not in gone]
        return self.values | {"tags": as_tags(JOINED.join(kept))}


@dataclass
class Preview:
    """What would come of it: the plans, what cannot be changed so and why, and how many are so already."""

    planned: list[PlannedAlliance] = field(default_factory=list)
    refused: list[tuple[Alliance, str]] = field(default_factory=list)
    unchanged: int = 0
    archived: list[Alliance] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many something becomes of."""
        return len({one.record.alliance.pk for one in self.planned} | {one.pk for one in self.archived})


def look(alliances: Sequence[Known], wish: Wish, *, user: User) -> Preview:
    """What the wish would make of each of these alliances."""
    lookups, options, preview = Lookups(user), Options(), Preview()
    fields, today = row_fields(lookups, options), timezone.localdate()
    going_along = _going([one.alliance for one in alliances], wish, user)
    along = Counter(one.pk for _giver, one, held in going_along if held.kind != LEAD)
    for known in alliances:
        row, puts_away = wish.row_of(known.alliance), wish.archives and not known.alliance.is_archived
        form = AllianceRowForm(row, lookups=lookups, known=known, options=options, fields=fields)
        if not form.is_valid():
            told = " ".join(problem.reason for problem in form.problems(row))
            preview.refused.append((known.alliance, told))
            continue
        planned = plan(form.cleaned_data, known=known, today=today, lookups=lookups)
        if puts_away:
            preview.archived.append(known.alliance)
            planned.changes = {**planned.changes, _("Archived"): ("", _("Yes"))}
        if going := along[known.alliance.pk]:
            things = ngettext("%(count)d thing", "%(count)d things", going) % {"count": going}
            planned.changes = {**planned.changes, _("Handed over, with leading it"): ("", things)}
        if planned.is_change or puts_away:
            preview.planned.append(planned)
        else:
            preview.unchanged += 1
    return preview


@transaction.atomic
def edit_many(*, ids: Sequence[int], wish: Wish, by: User) -> int:
    """Change these alliances, all of them or none, and say how many were changed. Raises `DomainError` where one cannot
    be, or is not `by`'s to change."""
    hold_lock()
    if wish.hands_over:
        _hand_over(Alliance.objects.filter(pk__in=ids).editable_by(by), wish, by)
    rows = with_parties(Alliance.objects.filter(pk__in=ids).editable_by(by), lock=True)
    if len(rows) != len(set(ids)):
        raise DomainError(_("You may not change all of these any more. Look at them again."))
    preview = look(rows, wish, user=by)
    if preview.refused:
        alliance, why = preview.refused[0]
        raise DomainError(_("Nothing was changed: “%(name)s”: %(why)s") % {"name": alliance.name, "why": why})
    reason = _("many at once")
    with acting(by=by):
        write(
            [one for one in preview.planned if one.is_change],
            by=by,
            today=timezone.localdate(),
            reason=reason,
            lookups=Lookups(by),
        )
        for alliance in preview.archived:
            alliance.refresh_from_db()
            archive_alliance(alliance=alliance)
    return preview.count


def _going(alliances: Iterable[Alliance], wish: Wish, user: User) -> list[tuple[Person, Alliance, Held]]:
    """What the former leads hold on these alliances, as far as `user` sees it."""
    if not wish.hands_over:
        return []
    taker = find_person(user=user, text=wish.values["lead"])
    led = {one.scope_id: one for one in alliances if one.lead_id and one.lead_id != taker.pk}
    givers = Person.objects.filter(pk__in={one.lead_id for one in led.values()}).order_by("pk")
    found = [
        (giver, led.get(held.scope_id or 0), held) for giver in givers for held in holdings(giver, user=user).shown
    ]
    return [(giver, one, held) for giver, one, held in found if one and one.lead_id == giver.pk]


def _hand_over(alliances: Iterable[Alliance], wish: Wish, by: User) -> None:
    """Let each former lead hand over what they hold on them; they stay on the teams. Whoever takes over is told once
    for each who gives."""
    going = _going(alliances, wish, by)
    taker = find_person(user=by, text=wish.values["lead"])
    for giver in dict.fromkeys(giver for giver, _alliance, _held in going):
        hand_over(giver=giver, takers={held.key: taker for one, _alliance, held in going if one == giver}, by=by)
