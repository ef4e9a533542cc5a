"""The cast: one account for each way of standing to an alliance, and the two alliances they stand to."""

from dataclasses import dataclass

from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.factories import grant, make_alliance, make_organisation, make_user


@dataclass(frozen=True)
class Cast:
    """Lead, team and viewer are named on alliances only; the stranger nowhere; the others by their role in the hub."""

    lead: User
    team: User
    viewer: User
    stranger: User
    manager: User
    committee: User
    curator: User
    admin: User
    auditor: User


def make_cast() -> Cast:
    """Everybody, with an account."""
    return Cast(
        lead=make_user("Lena Lead"),
        team=make_user("Tom Team"),
        viewer=make_user("Vera Viewer"),
        stranger=make_user("Stan Stranger"),
        manager=make_user("Mia Manager", roles=["alliance_manager"]),
        committee=make_user("Carl Committee", roles=["committee"]),
        curator=make_user("Cora Curator", roles=["curator"]),
        admin=make_user("Ada Admin", roles=["admin"]),
        auditor=make_user("Aldo Auditor", roles=["auditor"]),
    )


def make_open_alliance(cast: Cast) -> Alliance:
    """An open alliance with a lead, a team member and a viewer."""
    return _with_team(cast, make_alliance("Kestrel × Northwind: KRAS degraders", by=cast.lead))


def make_secret(cast: Cast) -> Alliance:
    """A restricted alliance with a lead, a team member and a viewer, and a partner nobody else may know."""
    hidden = make_organisation("Umbra Therapeutics", is_public=False)
    stage = {"kind": "restricted", "stage": "exploring"}
    return _with_team(cast, make_alliance("Umbra acquisition talks", by=cast.lead, partners=[hidden.name], **stage))


def _with_team(cast: Cast, alliance: Alliance) -> Alliance:
    grant(alliance, cast.team.person, "team")
    grant(alliance, cast.viewer.person, "viewer")
    return alliance
