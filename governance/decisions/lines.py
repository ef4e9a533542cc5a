"""Decisions as what can be written down in one line while a meeting runs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from governance.decisions.actions.decisions import write_decision
from governance.decisions.forms.decisions import DecisionLine
from governance.decisions.models import Decision, DecisionState
from governance.decisions.votes import told_beforehand
from governance.meetings.models import AgendaItem, Meeting
from governance.meetings.recordables import Recordable, Recorded, register

DECISION = "decision"


def _save(*, meeting: Meeting, by: Any, agenda_item: AgendaItem | None = None, **values: Any) -> Decision:
    return write_decision(committee=meeting.committee, meeting=meeting, agenda_item=agenda_item, by=by, **values)


def _recorded(meeting: Meeting) -> Sequence[Recorded]:
    rows = Decision.objects.active().filter(meeting=meeting).with_standing().select_related("owner__organisation")
    return [_one(row) for row in rows.order_by("pk")]


def _one(row: Decision) -> Recorded:
    return Recorded(
        code=DECISION,
        text=row.text,
        detail=" · ".join(filter(None, [_how(row), _dissent(row), row.owner.display_name if row.owner else ""])),
        url=row.get_absolute_url(),
        agenda_item=row.agenda_item_id,
        lacks="" if row.owner_id or not row.is_decided else _("“%(text)s”: who follows it up?") % {"text": row.text},
    )


def _how(row: Decision) -> str:
    if not row.is_decided:
        return _("not decided yet: %(readiness)s") % {"readiness": row.get_readiness_display()}
    if row.state in {DecisionState.REVERSED, DecisionState.REPLACED}:
        return str(DecisionState(row.state).label)
    if row.state == DecisionState.NOT_BINDING:
        return _("without a quorum: does not bind until it is confirmed")
    if row.was_unanimous:
        return _("agreed by all")
    votes = [
        _("%(side)s: %(vote)s") % {"side": side, "vote": vote}
        for side, vote, said in (
            (_("our side"), row.get_our_vote_display(), row.our_vote),
            (_("the partner"), row.get_their_vote_display(), row.their_vote),
        )
        if said
    ]
    return ", ".join(votes)


def _dissent(row: Decision) -> str:
    return _("dissent: %(text)s") % {"text": row.dissent} if row.dissent else ""


def register_all() -> None:
    """Let decisions be written down in a meeting."""
    register(
        Recordable(
            code=DECISION,
            place=10,
            label=pgettext_lazy("meeting", "Decision"),
            plural=gettext_lazy("Decisions"),
            form=DecisionLine,
            save=_save,
            recorded=_recorded,
            warns=told_beforehand,
        )
    )
