"""Adding, editing and putting away agreements."""

from collections.abc import Iterable, Sequence
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.duties import let_days_follow
from alliances.agreements.following import let_follow, lock_days
from alliances.agreements.models import Agreement, AgreementParty, AgreementValues, Programme
from alliances.core.models import Alliance
from coe_hub.attachments.actions import move_folders
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import Organisation, Person, Scope, ScopeGrant, ScopeKind, Side, User

Parties = Sequence[tuple[Organisation, Side]]
# What the first and the last day in force follow from.
_TERM = ("signed_on", "effective_on", "expires_on", "renewal", "renewal_months")


@transaction.atomic
def add_agreement(
    *,
    alliance: Alliance,
    by: User | None,
    parties: Parties | None = None,
    amends: Agreement | None = None,
    replaces: Agreement | None = None,
    **values: Unpack[AgreementValues],
) -> Agreement:
    """Add an agreement; without `parties`, those of what it amends or replaces are party to it, else the alliance's.

    Raises `DomainError` where the alliance is archived or the agreement does not go with what it amends or replaces,
    `ValidationError` where a value is refused.
    """
    if alliance.is_archived:
        raise DomainError(_("This alliance is archived. Restore it first, then add the agreement."))
    agreement = Agreement(alliance=alliance, amends=amends, replaces=replaces)
    set_values(agreement, values)
    agreement.scope = scope_of(alliance, agreement.programme)
    _refuse_other_scope(agreement)
    _refuse_blind_owner(agreement)
    agreement.full_clean()
    agreement.save()
    before = amends or replaces
    if parties is None:
        known = before.parties if before else alliance.parties
        parties = [(one.organisation, Side(one.side)) for one in known.select_related("organisation").order_by("pk")]
    set_parties(agreement, parties)
    if replaces:
        let_days_follow(replaces, by)
    return agreement


@transaction.atomic
def edit_agreement(
    *, agreement: Agreement, version: int, parties: Parties, by: User | None = None, **values: Unpack[AgreementValues]
) -> None:
    """Write what was edited. With another programme it moves into that one's scope, its files and whatever amends,
    replaces or is replaced by it too; days that are counted from its own follow. Raises `LostUpdateError` where it was
    saved since `version`, `ValidationError` where a value is refused."""
    lock_days(agreement.alliance)
    former, days_before = agreement.scope, [getattr(agreement, name) for name in _TERM]
    fields = set_values(agreement, values)
    agreement.scope = scope_of(agreement.alliance, agreement.programme)
    _refuse_blind_owner(agreement)
    agreement.full_clean()
    save_record(agreement, fields=[*fields, "scope"], version=version)
    set_parties(agreement, parties)
    if agreement.scope != former:
        _take_along(agreement)
    if [getattr(agreement, name) for name in _TERM] != days_before:
        let_days_follow(agreement, by)


@transaction.atomic
def archive_agreement(*, agreement: Agreement) -> None:
    """Put it away: lists and what is due leave it out. Raises `DomainError` where something in the lists amends it."""
    lock_record(agreement)
    if agreement.amendments.active().exists():
        raise DomainError(_("This agreement has amendments. Archive them first."))
    if not agreement.is_archived:
        agreement.archived_at = timezone.now()
        save_record(agreement, fields=["archived_at"])


@transaction.atomic
def restore_agreement(*, agreement: Agreement) -> None:
    """Take it back into the lists. Raises `DomainError` where what it amends is archived."""
    lock_record(agreement)
    if agreement.amends and agreement.amends.is_archived:
        raise DomainError(_("What it amends is archived. Restore that first."))
    if agreement.is_archived:
        agreement.archived_at = None
        save_record(agreement, fields=["archived_at"])


def scope_of(alliance: Alliance, programme: Programme | None) -> Scope:
    """Where an agreement on that programme stands. Raises `DomainError` where the programme is another alliance's."""
    if programme is None:
        return alliance.scope
    if programme.alliance_id != alliance.pk:
        raise DomainError(_("Choose a programme of this alliance."), field="programme")
    return programme.scope


def set_parties(agreement: Agreement, parties: Parties) -> None:
    """Make these, in this order, the agreement's parties; an organisation named on both sides stays on the first."""
    wanted: dict[int, tuple[Side, int]] = {}
    for position, (organisation, side) in enumerate(parties):
        wanted.setdefault(organisation.pk, (side, position))
    present = {party.organisation_id: party for party in agreement.parties.all()}
    for pk, party in present.items():
        if pk not in wanted:
            party.delete()
    for pk, (side, position) in wanted.items():
        party = present.get(pk) or AgreementParty(agreement=agreement, organisation_id=pk)
        if (party.side, party.position, party.pk is None) != (side, position, False):
            party.side, party.position = side, position
            party.save()


def may_see(person: Person, scope: Scope) -> bool:
    """Whether somebody with an account could open what stands in that scope."""
    return scope.kind == ScopeKind.OPEN or ScopeGrant.objects.filter(scope=scope, person=person).exists()


def _refuse_blind_owner(agreement: Agreement) -> None:
    """Nobody looks after what they cannot open."""
    if agreement.owner and not may_see(agreement.owner, agreement.scope):
        raise ValidationError(
            {
                "owner": _("%(name)s does not see this agreement. Let them in first, then name them here.")
                % {"name": agreement.owner.display_name}
            }
        )


def _refuse_other_scope(agreement: Agreement) -> None:
    """What follows another agreement stands where that one does, or its state would tell of a hidden one."""
    before = agreement.amends or agreement.replaces
    if before is None:
        return
    if agreement.amends and agreement.amends.amends_id:
        raise DomainError(_("This is an amendment itself. Add one to the agreement that it amends."))
    if before.alliance_id != agreement.alliance_id or before.scope_id != agreement.scope_id:
        raise DomainError(
            _("It must belong to the same programme as “%(title)s”.") % {"title": before.title}, field="programme"
        )


def _take_along(agreement: Agreement) -> None:
    """Move whatever follows it, or is followed by it, into its programme and scope, and the files of them all."""
    for one in Agreement.objects.select_for_update(of=("self",)).filter(pk__in=_kin(agreement) - {agreement.pk}):
        one.programme, one.scope = agreement.programme, agreement.scope
        save_record(one, fields=["programme", "scope"])
    let_follow(agreement.alliance)
    move_folders(scope=agreement.scope)


def _kin(agreement: Agreement) -> set[int]:
    """The ids of all agreements that are tied to it by amending and replacing, itself included."""
    known: set[int] = set()
    found = {agreement.pk}
    while found:
        known |= found
        found = set(_neighbours(found)) - known
    return known


def _neighbours(ids: set[int]) -> Iterable[int]:
    tied = Q(pk__in=ids) | Q(amends__in=ids) | Q(replaces__in=ids)
    for row in Agreement.objects.filter(tied).values_list("pk", "amends", "replaces"):
        yield from (pk for pk in row if pk is not None)
