"""Whether enough of each side came for the committee to decide; told before a vote counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from coe_hub.lib.records import save_record
from coe_hub.people.models import Side
from governance.committees.charters import charter_of
from governance.committees.models import Charter
from governance.meetings.models import Attendance, Meeting, Presence


@dataclass(frozen=True)
class SideCount:
    """How many of one side with a vote came, or sent somebody, and how many the charter asks for; None where it does
    not say."""

    present: int
    needed: int | None

    @property
    def asked(self) -> int:
        """How many must come; where the charter says nothing, one."""
        return 1 if self.needed is None else self.needed

    @property
    def is_met(self) -> bool:
        """Whether enough came."""
        return self.present >= self.asked


@dataclass(frozen=True)
class Quorum:
    """The quorum of both sides. A committee of one side alone has nobody on the other to wait for."""

    ours: SideCount
    theirs: SideCount
    is_joint: bool

    @property
    def is_met(self) -> bool:
        """Whether what is voted on counts."""
        return self.ours.is_met and (self.theirs.is_met or not self.is_joint)


def quorum(charter: Charter | None, attendance: Iterable[Attendance], *, is_joint: bool) -> Quorum:
    """Of those who came. Whoever sent a stand-in counts as there; observers, secretaries and guests do not count."""
    there = [one.side for one in attendance if one.has_vote and one.is_there]
    needed = (charter.quorum_ours, charter.quorum_theirs) if charter else (None, None)
    return Quorum(
        SideCount(there.count(Side.OURS), needed[0]), SideCount(there.count(Side.THEIRS), needed[1]), is_joint
    )


def quorum_of(meeting: Meeting) -> Quorum:
    """As it is noted now, by the charter of the meeting's day. A few queries."""
    charter = charter_of(meeting.committee, meeting.local_day)
    return quorum(charter, meeting.attendance.all(), is_joint=not meeting.committee.is_own)


def settle_quorum(meeting: Meeting) -> None:
    """Bring up to date whether the meeting has one; None as long as nobody noted who came."""
    is_noted = meeting.attendance.exclude(presence=Presence.NOT_SAID).exists()
    has_quorum = quorum_of(meeting).is_met if is_noted else None
    if meeting.has_quorum != has_quorum:
        meeting.has_quorum = has_quorum
        save_record(meeting, fields=["has_quorum"])
