"""Issues and risks go where their programmes go, in front of a wall or behind it."""

from alliances.agreements import following
from alliances.core.models import Alliance
from alliances.issues.models import Issue, Risk
from alliances.obligations.scopes import scope_for
from coe_hub.lib.records import save_record


def follow(alliance: Alliance) -> None:
    """Put them where their programmes stand now."""
    for model in (Issue, Risk):
        rows = model.objects.select_for_update(of=("self",)).filter(alliance=alliance, programme__isnull=False)
        for one in rows.select_related("programme__scope").order_by("pk"):
            scope = scope_for(alliance, programme=one.programme, agreement=None)
            if one.scope_id != scope.pk:
                one.scope = scope
                save_record(one, fields=["scope"])


def register_all() -> None:
    """Register that they follow."""
    following.register(follow)
