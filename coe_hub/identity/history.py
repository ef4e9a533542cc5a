"""How the changes of company sign-in are told: which group gives which role, and who let the directory in."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.audit.history import Names, Sentence, Story, tell
from coe_hub.identity.models import DirectorySecret, GroupRole
from coe_hub.lib.access import GlobalRole
from coe_hub.people.models import User


def _words(event: Any) -> dict[str, str]:
    return {"group": event.group, "role": str(GlobalRole(event.role).label)}


def _secret(before: Any, event: Any, _names: Names) -> Iterable[str]:
    if event.revoked_at and not before.revoked_at:
        yield _("revoked the directory’s secret “%(name)s”") % {"name": event.name}


GROUP_ROLES = Story(
    GroupRole,
    created=lambda event, _names: _("let the group “%(group)s” give the role: %(role)s") % _words(event),
    deleted=lambda event, _names: _("let the group “%(group)s” no longer give the role: %(role)s") % _words(event),
)
SECRETS = Story(
    DirectorySecret,
    created=lambda event, _names: _("let the directory in by the secret “%(name)s”") % {"name": event.name},
    changed=_secret,
)


def sentences(*, reader: User) -> list[Sentence]:
    """What happened to them, newest first."""
    return tell([(GROUP_ROLES, {}), (SECRETS, {})], reader=reader)
