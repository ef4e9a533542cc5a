"""Where a programme goes behind a wall, or comes out from one, its committees go with it."""

from alliances.agreements import following
from alliances.core.models import Alliance
from coe_hub.lib.records import save_record
from governance.committees.actions.committees import refuse_wrong_parent
from governance.committees.models import Committee


def follow(alliance: Alliance) -> None:
    """Put the alliance's committees where their programmes stand now. Raises `DomainError` where one would report
    behind a wall."""
    rows = Committee.objects.select_for_update(of=("self",)).filter(alliance=alliance, programme__isnull=False)
    for committee in rows.select_related("programme__scope", "alliance__scope", "parent"):
        assert committee.programme is not None  # noqa: S101  CONFIG: filtered above
        if committee.scope_id != committee.programme.scope_id:
            committee.scope = committee.programme.scope
            save_record(committee, fields=["scope"])
    for committee in Committee.objects.filter(alliance=alliance).select_related("alliance", "parent"):
        refuse_wrong_parent(committee)


def register_all() -> None:
    """Let committees follow."""
    following.register(follow)
