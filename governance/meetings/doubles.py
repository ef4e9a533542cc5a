"""What of meetings moves when a person who is there twice becomes one: final minutes stay as they were approved."""

from coe_hub.people.doubles.references import Clash, Rule, register
from governance.meetings.models import AgendaItem, Attendance, Minutes, MinutesReader


def register_all() -> None:
    """Register the columns."""
    register(Attendance, "person", Rule(Clash.STAYS))
    register(Attendance, "stood_in_by", Rule(Clash.STAYS))
    register(AgendaItem, "presenter", Rule(Clash.STAYS))
    register(Minutes, "recorder", Rule(Clash.STAYS))
    register(MinutesReader, "person", Rule(Clash.DROPPED))
