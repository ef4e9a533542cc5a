"""Many alliances changed at once: each row by the form and the rights of an import, all of them or none."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from coe_hub.lists.changers import Tried, tried
from coe_hub.lists.many import Change, Outcome
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import Held, holdings
from coe_hub.people.models import Person, User
from coe_hub.vocabulary.models import AllianceType, Stage, TherapeuticArea, Tier

KEEP, NOBODY = "", "-"
ALL, TICKED = "all", "ticked"
_BATCH = 200


class BulkForm(ActionForm):
    """What all of them are to be; what is left alone stays as it is on each."""

    which = forms.ChoiceField(
        choices=[(ALL, gettext_lazy("All that the filters find")), (TICKED, gettext_lazy("Those ticked below"))],
        widget=forms.RadioSelect,
        initial=ALL,
        label=gettext_lazy("Which rows"),
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


class Looking:
    """What a wish makes of alliances, a batch at a time."""

    def __init__(self, wish: Wish, *, user: User, along: Counter[int]) -> None:
        self.wish, self.along = wish, along
        self.lookups, self.options, self.today = Lookups(user), Options(), timezone.localdate()
        self.fields = row_fields(self.lookups, self.options)

    def look(self, known: Known) -> tuple[Change, PlannedAlliance | None]:
        """What becomes of one, and what has to be written to that end; None where it cannot be so."""
        alliance = known.alliance
        change = Change(alliance.public_id, alliance.name, alliance.version)
        row = self.wish.row_of(alliance)
        form = AllianceRowForm(row, lookups=self.lookups, known=known, options=self.options, fields=self.fields)
        if not form.is_valid():
            change.refused = " ".join(problem.reason for problem in form.problems(row))
            return change, None
        planned = plan(form.cleaned_data, known=known, today=self.today, lookups=self.lookups)
        changes = dict(planned.changes)
        if self.puts_away(known):
            changes[_("Archived")] = ("", _("Yes"))
        if going := self.along[alliance.pk]:
            things = ngettext("%(count)d thing", "%(count)d things", going) % {"count": going}
            changes[_("Handed over, with leading it")] = ("", things)
        if planned.is_change or self.puts_away(known):
            change.changes = [(name, before, after) for name, (before, after) in changes.items()]
        return change, planned

    def puts_away(self, known: Known) -> bool:
        """Whether it is put away now."""
        return self.wish.archives and not known.alliance.is_archived


@transaction.atomic
def change_alliances(
    *,
    user: User,
    keys: Sequence[str],
    wish: Wish,
    seen: Mapping[str, int] | None,
    told: Callable[[int], None] = lambda _rows: None,
) -> Outcome:
    """What becomes of the alliances with these public ids. Kept only where they were `seen` before, in these versions,
    and none is refused; else nothing of it is written. Raises `DomainError` while an import or another such change is
    at it."""
    outcome, editable = Outcome(), Alliance.objects.filter(public_id__in=keys).editable_by(user)
    if seen is not None:
        hold_lock()
    versions = dict(editable.values_list("public_id", "version"))
    along: Counter[int] = Counter()
    if seen is None:
        going = _going(editable, wish, user)
        along = Counter(one.pk for _giver, one, held in going if held.kind != LEAD)
    else:
        _hand_over(editable, wish, user)
    looking = Looking(wish, user=user, along=along)
    with acting(by=user):
        for batch in _batches([key for key in keys if key in versions]):
            known = with_parties(Alliance.objects.filter(public_id__in=batch), lock=seen is not None)
            places = {key: place for place, key in enumerate(batch)}
            known.sort(key=lambda one: places[one.alliance.public_id])
            judged = [(one, *looking.look(one)) for one in known]
            for _one, change, _planned in judged:
                # What leading it takes along has raised its version already.
                version = versions[change.key] if wish.hands_over else change.version
                if seen is not None and version != seen.get(change.key):
                    change.refused = _("Somebody changed it meanwhile. Look again.")
                outcome.rows.append(change)
            if seen is not None and not outcome.refused:
                _write(judged, looking, by=user)
            told(len(outcome.rows))
    outcome.others = len(set(keys)) - len(versions)
    if seen is None or outcome.refused or outcome.others:
        transaction.set_rollback(True)
    return outcome


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def _write(judged: Iterable[tuple[Known, Change, PlannedAlliance | None]], looking: Looking, *, by: User) -> None:
    rows = list(judged)
    write(
        [planned for _known, _change, planned in rows if planned and planned.is_change],
        by=by,
        today=looking.today,
        reason=_("many at once"),
        lookups=looking.lookups,
    )
    for known, _change, _planned in rows:
        if looking.puts_away(known):
            known.alliance.refresh_from_db()
            archive_alliance(alliance=known.alliance)


def change_for_worker(
    *,
    user: User,
    code: str,
    keys: Sequence[str],
    wish: Mapping[str, Any],
    seen: Mapping[str, int] | None,
    told: Callable[[int], None],
) -> Tried:
    """`change_alliances`, as the worker asks for it. Raises `DomainError` of a reader who may change nothing now."""
    if not user.may_write:
        raise DomainError(_("These are not yours to change any more."))
    return tried(change_alliances(user=user, keys=keys, wish=Wish(**wish), seen=seen, told=told), seen)


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
    if not (going := _going(alliances, wish, by)):
        return
    taker = find_person(user=by, text=wish.values["lead"])
    for giver in dict.fromkeys(giver for giver, _alliance, _held in going):
        hand_over(giver=giver, takers={held.key: taker for one, _alliance, held in going if one == giver}, by=by)
