"""Who may be missing on a committee, and who sits on several layers: told as help, never a blocker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from alliances.core.models import Member
from coe_hub.lib.text import join_words
from coe_hub.people.models import Side
from coe_hub.vocabulary.models import Function, Layer
from governance.committees.models import Charter, Committee, Seat, SeatRole

# Which functions usually have somebody on a committee, by its kind, as codes of the vocabulary.
_USUAL: dict[str, tuple[str, ...]] = {
    "coe_steering": ("research", "business_development", "commercial", "finance", "alliance_management"),
    "joint_steering": ("alliance_management", "clinical_development", "commercial"),
    "joint_development": ("clinical_development", "regulatory"),
    "joint_commercialisation": ("commercial", "medical"),
    "joint_manufacturing": ("manufacturing", "quality"),
    "joint_finance": ("finance",),
    "joint_patent": ("intellectual_property",),
    "joint_safety": ("safety",),
}
# On several layers at once only alliance managers should sit: they tie the layers together.
_TIES_LAYERS = "alliance_management"


@dataclass(frozen=True)
class Hint:
    """One thing that somebody may want to look at, and why."""

    title: str
    text: str


def hints(committee: Committee, seats: Sequence[Seat], charter: Charter | None, today: date) -> list[Hint]:
    """What may be missing or too much, as help. A few queries."""
    return [
        *_sides(committee, seats, charter),
        *_functions(committee, seats),
        *_layers(committee, seats, today),
    ]


def _sides(committee: Committee, seats: Sequence[Seat], charter: Charter | None) -> Iterable[Hint]:
    if not seats:
        yield Hint(_("Nobody sits on it yet"), _("Name the co-chairs first: everything else follows from them."))
        return
    ours = [one for one in seats if one.side == Side.OURS and one.has_vote]
    theirs = [one for one in seats if one.side == Side.THEIRS and one.has_vote]
    if not committee.is_own and not theirs:
        yield Hint(_("Nobody of the partner has a vote"), _("Without them it decides nothing that binds both."))
    if not any(one.role == SeatRole.SECRETARY for one in seats):
        yield Hint(_("No secretary"), _("Whoever writes the minutes is best named before the meeting."))
    if charter is None:
        return
    for side, found, wanted in (
        (_("Our side"), ours, charter.seats_ours),
        (_("The partner"), theirs, charter.seats_theirs),
    ):
        if wanted and len(found) != wanted:
            words = {"count": len(found), "wanted": wanted}
            yield Hint(
                _("%(side)s has another number of members") % {"side": side},
                _("%(count)d sit on it with a vote; the charter says %(wanted)d.") % words,
            )


def _functions(committee: Committee, seats: Sequence[Seat]) -> Iterable[Hint]:
    usual = _USUAL.get(committee.kind.code, ())
    there = {one.person.function.code for one in seats if one.side == Side.OURS and one.person.function}
    missing = list(Function.objects.filter(code__in=set(usual) - there).order_by("position", "pk"))
    if seats and missing:
        yield Hint(
            _("Nobody of ours from: %(functions)s") % {"functions": join_words(missing)},
            _("Committees of this kind usually have somebody who speaks for them."),
        )


def _layers(committee: Committee, seats: Sequence[Seat], today: date) -> Iterable[Hint]:
    """Who sits on another layer of the same alliance as well: what goes up there is judged twice by one person."""
    if committee.alliance_id is None:
        return
    voting = {one.person_id: one.person for one in seats if one.has_vote}
    elsewhere = (
        Seat.objects.taken_on(today)
        .filter(person__in=voting, committee__alliance=committee.alliance_id, committee__archived_at__isnull=True)
        .filter(committee__scope=committee.scope_id)
        .exclude(committee__kind__layer=committee.kind.layer)
        .select_related("committee__kind")
        .order_by("committee__kind__position", "pk")
    )
    tying = set(
        Member.objects.filter(alliance=committee.alliance_id, role__code="alliance_manager").values_list(
            "person", flat=True
        )
    )
    found: dict[int, list[str]] = {}
    for seat in elsewhere:
        function = voting[seat.person_id].function
        if seat.has_vote and seat.person_id not in tying and not (function and function.code == _TIES_LAYERS):
            layer = Layer(seat.committee.kind.layer).label
            found.setdefault(seat.person_id, []).append(f"{seat.committee.label} ({layer})")
    for person, others in found.items():
        words = {"name": voting[person].display_name, "others": join_words(others)}
        yield Hint(
            _("%(name)s also sits on %(others)s") % words,
            _("What goes up would be judged twice by one person. Alliance managers alone tie layers together."),
        )
