"""What the hub knows of an alliance, in the words that tools leave blank (`publishing.reading.PLACEHOLDERS`)."""

from django.utils import timezone

from alliances.core import parts
from alliances.core.models import Alliance, Side
from alliances.core.participants import Participant, participants
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import join_words
from coe_hub.vocabulary.models import Access


def filling(alliance: Alliance) -> dict[str, str]:
    """Name → text in the active language; what is not known is left out or empty. Needs `with_card`; one query."""
    people = participants(alliance)
    ours = [one for one in people if one.side == Side.OURS]
    theirs = [one for one in people if one.side == Side.THEIRS]
    parties = list(alliance.parties.all())
    area = alliance.therapeutic_area
    return {
        "alliance": alliance.name,
        "reference": alliance.reference,
        "partners": join_words(party.organisation for party in parties if party.side == Side.THEIRS),
        "our_companies": join_words(party.organisation for party in parties if party.side == Side.OURS),
        "lead": str(alliance.lead) if alliance.lead else "",
        "alliance_manager": _with_role(ours, code="alliance_manager"),
        "sponsor": _with_access(ours, Access.SPONSOR),
        "our_team": join_words(one.person for one in ours),
        "partner_team": join_words(one.person for one in theirs),
        "partner_contacts": join_words(f"{one.person} ({one.roles_text})" for one in theirs),
        "purpose": alliance.purpose,
        "type": alliance.alliance_type.name,
        "stage": alliance.stage.name,
        "therapeutic_area": area.name if area else "",
        "starts": date_text(alliance.starts_on),
        "ends": date_text(alliance.ends_on),
        "today": date_text(timezone.localdate()),
        **parts.placeholders(alliance),
    }


def _with_role(people: list[Participant], *, code: str) -> str:
    return join_words(one.person for one in people if any(member.role.code == code for member in one.members))


def _with_access(people: list[Participant], access: str) -> str:
    return join_words(one.person for one in people if any(member.role.access == access for member in one.members))
