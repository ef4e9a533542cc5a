"""Obligations as something that can be imported: the fields, the rows by alliance, and taking them back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, Q, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core.models import Alliance
from alliances.intake.columns import FIELDS, headings_of
from alliances.intake.forms import check_others
from alliances.intake.importing import Intake, Taken
from alliances.obligations.actions.obligations import change
from alliances.obligations.models import Certainty, Flow, Fulfilment, Kind, Obligation, Responsible
from alliances.obligations.planning import lock_plan, replan
from alliances.obligations.wording import rule_text
from coe_hub.imports.files.lines import Line
from coe_hub.imports.kinds import About, Field, Gap, ImportKind, Setting, register
from coe_hub.imports.outcomes import Judged, Planned
from coe_hub.imports.run import Importer
from coe_hub.imports.undoing import Written, in_the_way, rows_that_hang_on
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.columns import heading, told
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User

MOST_ROWS = 20_000
_CHOICES: dict[str, Any] = {"kind": Kind, "responsible": Responsible, "money": Flow, "certainty": Certainty}


def fields() -> list[Field]:
    """All of them, in their order."""
    return [
        Field(
            name,
            label,
            About.WORD if name in _CHOICES else About.TEXT,
            headings=headings_of(name),
            words=_offered(_CHOICES[name]) if name in _CHOICES else None,
        )
        for name, label in FIELDS.items()
    ]


def _offered(choices: Any) -> Any:
    return lambda: [(code, str(label)) for code, label in choices.choices if code]


def missing(there: Collection[str]) -> list[str]:
    """Every row says of which alliance it is, and what is owed."""
    return [name for name in ("alliance", "title") if name not in there]


@dataclass
class PlannedObligation(Planned):
    """What a row put down, or would."""


class ObligationImporter(Importer):
    """Judges the rows of one list, each alliance's together. They are put down while they are judged, since one may be
    counted from another; where nothing is to be written, that is taken back at once."""

    batch = MOST_ROWS

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        check_others(setting.options)
        self.intake = Intake(setting)
        self._is_begun = False

    def judge(self, lines: Sequence[Line], *, lock: bool) -> Iterable[Judged]:
        if self._is_begun:
            raise DomainError(_("The list has more than %(most)d rows. Split it.") % {"most": MOST_ROWS})
        self._is_begun = True
        intake = self.intake
        with transaction.atomic():
            intake.through(lines)
            found = {row.line.number: self._taken(row) for row in intake.taken}
            transaction.set_rollback(not lock)
        found |= {line.number: Judged(line, problems=problems) for line, problems in intake.refused}
        return [found[line.number] for line in lines]

    @staticmethod
    def _taken(row: Taken) -> Judged:
        obligation = row.obligation
        assert obligation is not None  # noqa: S101  CONFIG: what was taken was put down
        differing = {name: value for name, value in row.before.items() if getattr(obligation, name) != value}
        planned = PlannedObligation(
            label=obligation.title,
            is_new=not row.before,
            is_change=not row.before or bool(differing),
            changes={
                str(Obligation._meta.get_field(name).verbose_name): (_text(value), str(told(obligation, name)))  # type: ignore[union-attr]
                for name, value in differing.items()
            },
            pk=obligation.pk,
            undo={"version": obligation.version, "values": {name: _plain(value) for name, value in differing.items()}},
        )
        if planned.is_new:
            planned.tell_new = partial(_new, obligation)
        return Judged(row.line, planned, row.notes)

    def write(self, planned: Sequence[Any]) -> None:
        """They are written already."""

    def more(self) -> Mapping[str, Any]:
        """The events that were made on the way, and what was read in a way that is not plain."""
        notes = [f"line {row.line.number}: {note}" for row in self.intake.taken for note in row.notes]
        return {"events": self.intake.events, "notes": notes}


# What a new one shows of itself, beside its alliance and its rule.
_SHOWN = ("clause", "kind", "responsible", "owner", "amount", "currency", "agreement", "condition")


def _new(obligation: Obligation) -> dict[str, str]:
    """What a new one would hold, as people read it; its title heads the row."""
    found = {str(_("Alliance")): obligation.alliance.name, str(_("When it is due")): rule_text(obligation)}
    found |= {str(heading(Obligation, name)): str(told(obligation, name) or "") for name in _SHOWN}
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """As JSON takes it."""
    if isinstance(value, models.Model):
        return value.pk
    return (
        value.isoformat() if isinstance(value, date) else value if isinstance(value, int | bool) else str(value or "")
    )


def take_back(rows: Sequence[Written], *, by: User) -> list[str]:
    """Undo what an import wrote; answers with what stands in the way, and then nothing was undone. Events that were
    made on the way stay."""
    known = Obligation.objects.select_related("alliance__scope").in_bulk([row.pk for row in rows])
    if obstacles := _obstacles(rows, known):
        return obstacles
    alliances = Alliance.objects.filter(pk__in={one.alliance_id for one in known.values()}).order_by("pk")
    for alliance in alliances:
        lock_plan(alliance)
    made = [row.pk for row in rows if row.is_new]
    try:
        for row in rows:
            if not row.is_new:
                change(known[row.pk], _values(row.undo["values"]), version=known[row.pk].version)
        Fulfilment.objects.filter(obligation__in=made).delete()
        Obligation.objects.filter(pk__in=made).delete()
    except (ProtectedError, RestrictedError):
        return [_("Other records refer to what came in.")]
    for alliance in alliances:
        replan(alliance)
    return []


def _obstacles(rows: Sequence[Written], known: Mapping[int, Obligation]) -> list[str]:
    made = [row.pk for row in rows if row.is_new]
    worked_on = set(rows_that_hang_on(Obligation, made, but={Fulfilment, Obligation}))
    worked_on |= set(Fulfilment.objects.filter(_SAID, obligation__in=made).values_list("obligation", flat=True))
    found = []
    for row in rows:
        if row.pk not in known:
            found.append(in_the_way(row, _("is no longer there")))
        elif known[row.pk].version != row.undo["version"]:
            found.append(in_the_way(row, _("was changed since")))
        elif row.pk in worked_on:
            found.append(in_the_way(row, _("was worked on since")))
    return found


# What people say of a due day.
_SAID = reduce(
    or_,
    (
        Q(**{f"{name}__isnull": False})
        for name in ("extended_to", "fulfilled_on", "delivered_on", "waived_on", "disputed_on", "voided_on", "folder")
    ),
)


def _values(values: dict[str, Any]) -> Any:
    found = {}
    for name, value in values.items():
        column: Any = Obligation._meta.get_field(name)
        if column.is_relation:
            found[name] = column.related_model.objects.get(pk=value) if value else None
        else:
            found[name] = None if value == "" and column.null else column.to_python(value)
    return found


def gaps(ids: Sequence[int], user: Any, _run: str) -> list[Gap]:
    """What is missing of these obligations, as the user sees them."""
    rows = Obligation.objects.visible_to(user).filter(pk__in=ids)
    if count := rows.filter(owner=None).count():
        words = ngettext("%(count)d that nobody sees to", "%(count)d that nobody sees to", count)
        return [Gap(words % {"count": count})]
    return []


def urls(ids: Sequence[int], user: Any) -> dict[int, str]:
    """Addresses of the obligations that the user sees, by id."""
    rows = Obligation.objects.visible_to(user).filter(pk__in=ids)
    return {one.pk: one.get_absolute_url() for one in rows.select_related("alliance")}


OBLIGATIONS = ImportKind(
    code="obligations",
    label=gettext_lazy("Obligations"),
    hint=gettext_lazy("What is owed: the alliance by its reference, the clause, what, and when it is due."),
    roles=(GlobalRole.ALLIANCE_MANAGER, GlobalRole.ADMIN),
    fields=fields,
    start=ObligationImporter,
    missing=missing,
    take_back=take_back,
    gaps=gaps,
    urls=urls,
    command="import_obligations",
    place=40,
)


def register_all() -> None:
    """Offer it."""
    register(OBLIGATIONS)
