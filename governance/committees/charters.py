"""Which charter counts on a day, where the two differ, and the ladder that a deadlock climbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.lib.columns import heading, told
from coe_hub.lib.dates import date_text
from coe_hub.vocabulary.models import Layer
from governance.committees.models import Basis, Charter, Committee, Rung


def in_force(committee: Committee, on: date) -> dict[str, Charter]:
    """What counts on that day, by basis; a basis nobody wrote down is missing. One query."""
    rows = Charter.objects.filter(committee=committee).in_force(on).select_related("agreement", "amendment")
    return {charter.basis: charter for charter in rows}


def charter_of(committee: Committee, on: date) -> Charter | None:
    """By which rules the committee works on that day: as operated, where that was written down, else as contracted."""
    found = in_force(committee, on)
    return found.get(Basis.OPERATED) or found.get(Basis.CONTRACTED)


def ladder_for(alliance: Alliance, on: date, *, programme: int | None = None) -> list[Rung]:
    """The rungs by which a matter of the alliance climbs: by the charter of its highest committee that names any, of
    the programme (by id) before the alliance at large; empty where no charter does. A few queries."""
    rank = {layer: place for place, layer in enumerate(reversed(Layer.values))}
    committees = Committee.objects.at_work(on).filter(alliance=alliance).select_related("kind")
    fitting = [one for one in committees if one.programme_id in {None, programme}]
    for committee in sorted(fitting, key=lambda one: (one.programme_id is None, rank[one.kind.layer], one.pk)):
        charter = charter_of(committee, on)
        if charter and charter.ladder:
            return charter.ladder
    return []


@dataclass(frozen=True)
class Line:
    """One thing that charters say, side by side; empty where one says nothing of it."""

    label: str
    contracted: str
    operated: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things of it: of what only one was written down, nobody can tell."""
        return bool(self.contracted and self.operated) and self.contracted != self.operated


def side_by_side(found: "dict[str, Charter]") -> list[Line]:
    """What is said by at least one of them, in the order in which forms ask for it."""
    contracted, operated = found.get(Basis.CONTRACTED), found.get(Basis.OPERATED)
    lines = [Line(label, said(contracted, name), said(operated, name)) for name, label in _shown()]
    return [line for line in lines if line.contracted or line.operated]


def changes(before: Charter | None, after: Charter) -> list[Line]:
    """What `after` says otherwise than `before`, the former in the place of what is contracted."""
    lines = [Line(label, said(before, name), said(after, name)) for name, label in _shown()]
    return [line for line in lines if line.contracted != line.operated]


# What is told together, in one line: by its first column.
_TOGETHER = {
    "seats_ours": ("seats_theirs",),
    "quorum_ours": ("quorum_theirs",),
    "cadence": ("cadence_unit",),
    "approval": ("approval_days",),
    "days_managers": ("days_team", "days_functional", "days_steering", "days_executives"),
    "sunset_on": ("sunset",),
}
_WITH_ANOTHER = {name for names in _TOGETHER.values() for name in names}
_WORKING_DAYS = ("notice_days", "pre_read_days", "minutes_days")


def _shown() -> Iterable[tuple[str, str]]:
    """What charters say, each with its heading, without what is told together with something else."""
    headings = {
        "seats_ours": _("Members with a vote"),
        "quorum_ours": _("Quorum"),
        "approval": _("Minutes become final"),
        "days_managers": _("Where it cannot agree"),
        "sunset_on": _("Ends"),
    }
    names = [name for name in Charter.SAID if name not in _WITH_ANOTHER and name not in {"agreement", "clause"}]
    return [(name, headings.get(name) or heading(Charter, name)) for name in names]


def said(charter: Charter | None, name: str) -> str:
    """What a charter says of one thing, and of what is told with it, as people read it."""
    if charter is None or all(getattr(charter, one) in (None, "") for one in (name, *_TOGETHER.get(name, ()))):
        return ""
    if name == "cadence":
        return f"{charter.cadence} {charter.get_cadence_unit_display()}"
    if name in {"seats_ours", "quorum_ours"}:
        kind = name.removesuffix("_ours")
        words = {"ours": getattr(charter, f"{kind}_ours"), "theirs": getattr(charter, f"{kind}_theirs")}
        return _("our side %(ours)s, partner %(theirs)s") % {side: "–" if n is None else n for side, n in words.items()}
    if name in _WORKING_DAYS:
        return _("%(count)d working days") % {"count": getattr(charter, name)}
    if name == "approval" and charter.approval_days:
        return _("By silence after %(count)d working days") % {"count": charter.approval_days}
    if name == "days_managers":
        rungs = [f"{rung.level.label} ({rung.days})" for rung in charter.ladder if rung.days is not None]
        return " → ".join(rungs)
    if name == "sunset_on":
        return " · ".join(filter(None, [date_text(charter.sunset_on), charter.sunset]))
    return str(told(charter, name))
