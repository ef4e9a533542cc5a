"""How forgetting and keeping are told on the whole trail."""

from typing import Any

from django.utils.translation import gettext as _

from coe_hub.audit.history import Names, Story, register_stories
from coe_hub.privacy.models import Ground, Redaction, RetentionRule


def _forgot(event: Any, _names: Names) -> str:
    words = {"pseudonym": event.pseudonym, "ground": Ground(event.ground).label, "reason": event.reason}
    return _("began to forget a person, now %(pseudonym)s. %(ground)s: %(reason)s") % words


def _done(before: Any, event: Any, _names: Names) -> list[str]:
    if not event.done_at or before.done_at:
        return []
    return [
        _("forgot %(pseudonym)s; the name stood in %(rows)d rows") % {"pseudonym": event.pseudonym, "rows": event.rows}
    ]


REDACTION = Story(Redaction, created=_forgot, changed=_done)
RULE = Story(RetentionRule, ("days",))


def register_all() -> None:
    """Say how these are told wherever the whole trail is read."""
    register_stories((REDACTION, RULE))
