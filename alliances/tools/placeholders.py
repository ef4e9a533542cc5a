"""What the hub knows of an alliance, in the words that tools leave blank (`publishing.reading.PLACEHOLDERS`)."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core import parts
from alliances.core.models import Alliance, Side
from alliances.core.participants import Participant, participants
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import join_words
from coe_hub.publishing.reading import role_placeholder

# The role whose holder also stands in a column of the alliance itself.
_LEAD = "alliance_lead"


def filling(alliance: Alliance) -> dict[str, str]:
    """Name → text in the active language; what is not known is left out or empty. Needs `with_card`; one query.

    Nobody's name stands where another role is asked: each role is a name of its own on each side, and `sponsor` and
    `alliance_manager` are short for two of ours.
    """
    people = participants(alliance)
    parties = list(alliance.parties.all())
    area = alliance.therapeutic_area
    roles = _roles(people)
    return {
        **roles,
        "alliance": alliance.name,
        "reference": alliance.reference,
        "partners": join_words(party.organisation for party in parties if party.side == Side.THEIRS),
        "our_companies": join_words(party.organisation for party in parties if party.side == Side.OURS),
        "lead": str(alliance.lead) if alliance.lead else "",
        "alliance_manager": roles.get("our_alliance_manager", ""),
        "sponsor": roles.get("our_executive_sponsor", ""),
        "our_team": join_words(one.person for one in people if one.side == Side.OURS),
        "partner_team": join_words(one.person for one in people if one.side == Side.THEIRS),
        "partner_contacts": join_words(_with_roles(one) for one in people if one.side == Side.THEIRS),
        "purpose": alliance.purpose,
        "type": alliance.alliance_type.name,
        "stage": alliance.stage.name,
        "therapeutic_area": area.name if area else "",
        "starts": date_text(alliance.starts_on),
        "ends": date_text(alliance.ends_on),
        "today": date_text(timezone.localdate()),
        **parts.placeholders(alliance),
    }


def _roles(people: Iterable[Participant]) -> dict[str, str]:
    """Who has each role on each side, under the names of its blanks; whatever roles an admin added."""
    found: dict[str, list[Participant]] = {}
    for one in people:
        held = [(member.side, member.role.code) for member in one.members]
        for side, code in dict.fromkeys([(Side.OURS, _LEAD), *held] if one.is_lead else held):
            found.setdefault(role_placeholder(side, code), []).append(one)
    return {name: join_words(one.person for one in holders) for name, holders in found.items()}


def _with_roles(one: Participant) -> str:
    return _("%(name)s (%(roles)s)") % {"name": one.person, "roles": one.roles_text}
