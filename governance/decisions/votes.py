"""What a charter says of a decision before it counts: whether enough of each side are there, and whether the votes
carry it."""

from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from governance.committees.charters import charter_of
from governance.committees.models import Charter, NoQuorum, Voting
from governance.decisions.models import Decision, Vote
from governance.meetings.models import Meeting
from governance.meetings.quorum import Quorum, quorum_of

# Where one side alone can stop a decision.
_NEEDS_BOTH = {Voting.PARTY, Voting.CONSENSUS}


def carries(voting: str, our_vote: str, their_vote: str) -> bool:
    """Whether these votes leave it decided: by one vote per party or by consensus nobody may be against, by any other
    rule not all who voted. Whoever abstains, or did not say, stands in nobody's way."""
    said = [vote for vote in (our_vote, their_vote) if vote]
    against = said.count(Vote.AGAINST)
    return against == 0 if voting in _NEEDS_BOTH else not said or against < len(said)


def told_beforehand(quorum: Quorum, charter: Charter | None) -> str:
    """What is to be known before something is decided in a meeting; empty where it has a quorum."""
    if quorum.is_met:
        return ""
    if charter and charter.no_quorum == NoQuorum.REFUSED:
        return _("No quorum: by the charter nothing can be decided now. Note who came, or write down how far it is.")
    return _(
        "No quorum: what is decided now does not bind until a meeting with quorum confirms it. Note who came first."
    )


def told_in(meeting: Meeting) -> str:
    """The same of a meeting as it stands. A few queries."""
    return told_beforehand(quorum_of(meeting), charter_of(meeting.committee, meeting.local_day))


def refuse_against_charter(decision: Decision) -> None:
    """Raise `DomainError` where the charter of that day lets nothing be decided without a quorum and there is none, or
    where a side that can stop it voted against and nobody says why it holds all the same."""
    if decision.decided_on is None:
        return
    charter = charter_of(decision.committee, decision.decided_on)
    rule = charter.no_quorum if charter else NoQuorum.NOT_SAID
    if decision.meeting and rule == NoQuorum.REFUSED and not quorum_of(decision.meeting).is_met:
        raise DomainError(
            _("No quorum: by the charter nothing can be decided now. Note who came, or write down how far it is."),
            field="decided_on",
        )
    voting = charter.voting if charter else Voting.NOT_SAID
    if not carries(voting, decision.our_vote, decision.their_vote) and not decision.rationale.strip():
        raise DomainError(
            _("These votes do not carry it. Take the day out, or say under “why” by whose final say it holds."),
            field="rationale",
        )
