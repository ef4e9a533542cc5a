"""The company's rule for each kind of due thing: what admins set, or what is usual for the kind."""

from coe_hub import due
from coe_hub.reminders.models import KindRule


def rules() -> dict[str, KindRule]:
    """The rule of every kind, in the order of the kinds; one query."""
    chosen = {rule.kind: rule for rule in KindRule.objects.all()}
    kinds = {source.kind: source.usual for source in due.sources()}
    return {kind: chosen.get(kind) or KindRule(kind=kind, **usual) for kind, usual in kinds.items()}
