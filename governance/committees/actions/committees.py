"""Adding, editing and putting away committees."""

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.access.actions import set_grant
from coe_hub.people.models import Scope, ScopeKind, Side, User
from coe_hub.vocabulary.models import Access
from governance.committees.models import Committee, CommitteeValues, Seat, SeatRole


@transaction.atomic
def add_committee(
    *,
    by: User,
    alliance: Alliance | None = None,
    programme: Programme | None = None,
    scope_kind: str = ScopeKind.RESTRICTED,
    **values: Unpack[CommitteeValues],
) -> Committee:
    """Add an alliance's committee, or a programme's, or, without either, one of the Center of Excellence, which stands
    in a scope of its own of that kind, with whoever adds it as its secretary.

    Raises `DomainError` where the alliance is archived or the programme another one's, `ValidationError` where a value
    is refused.
    """
    if alliance and alliance.is_archived:
        raise DomainError(_("This alliance is archived. Restore it first, then add the committee."))
    if programme and programme.alliance_id != (alliance.pk if alliance else None):
        raise DomainError(_("Choose a programme of this alliance."), field="programme")
    committee = Committee(alliance=alliance, programme=programme)
    set_values(committee, values)
    if alliance:
        committee.scope = programme.scope if programme else alliance.scope
    else:
        committee.scope = Scope.objects.create(kind=scope_kind)
        set_grant(scope=committee.scope, person=by.person, roles=[Access.LEAD])
    refuse_wrong_parent(committee)
    committee.full_clean()
    committee.save()
    if committee.is_own:
        Seat.objects.create(committee=committee, person=by.person, side=Side.OURS, role=SeatRole.SECRETARY)
    return committee


@transaction.atomic
def edit_committee(*, committee: Committee, version: int, **values: Unpack[CommitteeValues]) -> None:
    """Write what was edited. Raises `LostUpdateError` where it was saved since `version`, `DomainError` where it would
    report to a committee of somebody else or to itself."""
    fields = set_values(committee, values)
    refuse_wrong_parent(committee)
    committee.full_clean()
    save_record(committee, fields=fields, version=version)


@transaction.atomic
def archive_committee(*, committee: Committee) -> None:
    """Put away what was added by mistake; one that ends its work is dissolved instead."""
    lock_record(committee)
    if not committee.is_archived:
        committee.archived_at = timezone.now()
        save_record(committee, fields=["archived_at"])


@transaction.atomic
def restore_committee(*, committee: Committee) -> None:
    """Take it back into the lists."""
    lock_record(committee)
    if committee.is_archived:
        committee.archived_at = None
        save_record(committee, fields=["archived_at"])


def refuse_wrong_parent(committee: Committee) -> None:
    """Committees report inside their alliance, and never in a circle. What is behind a wall may report to the
    alliance's; the alliance's may not report behind a wall, or readers would be told of what they do not see."""
    above = committee.parent
    if above is None:
        return
    if above.alliance_id != committee.alliance_id or above.scope_id not in {
        committee.scope_id,
        committee.alliance.scope_id if committee.alliance else above.scope_id,
    }:
        raise DomainError(_("It can only report to a committee of the same alliance."), field="parent")
    seen = {committee.pk} - {None}
    while above:
        if above.pk in seen:
            raise DomainError(_("These committees would report to each other in a circle."), field="parent")
        seen.add(above.pk)
        above = above.parent
