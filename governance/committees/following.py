"""Where a programme goes behind a wall, or comes out from one, its committees go with it."""

from django.utils.translation import gettext as _

from alliances.agreements import following
from alliances.core.models import Alliance
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from governance.committees.actions.committees import refuse_wrong_parent
from governance.committees.models import Charter, Committee


def follow(alliance: Alliance) -> None:
    """Put the alliance's committees where their programmes stand now. Raises `DomainError` where one would report
    behind a wall, or its charter would name an agreement that its readers do not see."""
    rows = Committee.objects.select_for_update(of=("self",)).filter(alliance=alliance, programme__isnull=False)
    for committee in rows.select_related("programme__scope", "alliance__scope", "parent"):
        assert committee.programme is not None  # noqa: S101  CONFIG: filtered above
        if committee.scope_id != committee.programme.scope_id:
            committee.scope = committee.programme.scope
            save_record(committee, fields=["scope"])
    for committee in Committee.objects.filter(alliance=alliance).select_related("alliance", "parent"):
        refuse_wrong_parent(committee)
    for charter in Charter.objects.filter(committee__alliance=alliance).select_related(
        "committee__alliance", "agreement", "amendment"
    ):
        around = {charter.committee.scope_id, alliance.scope_id}
        named = [one for one in (charter.agreement, charter.amendment) if one and one.scope_id not in around]
        if named:
            raise DomainError(
                _("The charter of “%(committee)s” names “%(agreement)s”, which its readers would not see any more.")
                % {"committee": charter.committee.label, "agreement": named[0].title}
            )


def register_all() -> None:
    """Let committees follow."""
    following.register(follow)
