"""Which roles somebody has by their groups. They come and go with the groups; roles given by hand stay."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from coe_hub.identity.models import DirectoryAccount, DirectoryGroup, DirectoryMember, GroupRole
from coe_hub.lib.history import COMPANY
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.models import User


def _names(groups: Iterable[DirectoryGroup]) -> set[str]:
    """All that a group may be called by."""
    return {name.casefold() for one in groups for name in (one.display_name, one.external_id) if name}


def groups_of(user: User) -> set[str]:
    """The names of somebody's groups, small. Of a group that the directory keeps in the hub it alone says who is in it;
    of others the last sign-in does."""
    kept = _names(DirectoryGroup.objects.all())
    member_of = DirectoryGroup.objects.filter(members__user=user)
    told = DirectoryAccount.objects.filter(user=user).values_list("claimed_groups", flat=True).first()
    return _names(member_of) | ({name.casefold() for name in told or ()} - kept)


@transaction.atomic
def settle_roles(user: User) -> None:
    """Let the account have the roles of its groups beside those given by hand."""
    by_group = set(
        GroupRole.objects.annotate(name=Lower("group"))
        .filter(name__in=[name.lower() for name in groups_of(user)])
        .values_list("role", flat=True)
    )
    kept = DirectoryAccount.objects.filter(user=user).first()
    if kept is None:
        if not by_group:
            return
        kept = DirectoryAccount.objects.create(user=user)
    by_hand = set(user.roles) - set(kept.group_roles)
    given = sorted(by_group - by_hand)
    if given != kept.group_roles:
        kept.group_roles = given
        kept.save(update_fields=["group_roles"])
    roles = sorted(by_hand | by_group)
    if roles != sorted(user.roles):
        edit_account(account=user, roles=roles, is_active=user.is_active, by=None, reason=COMPANY)


@transaction.atomic
def add_group_role(*, group: str, role: str) -> GroupRole:
    """Let whoever is in the group have the role, those who are in it already at once. Raises `ValidationError` where it
    gives that role already."""
    row = GroupRole(group=group, role=role)
    row.full_clean()
    row.save()
    _settle_members(group)
    return row


@transaction.atomic
def remove_group_role(*, row: GroupRole) -> None:
    """The group gives the role no longer: who had it by this group alone loses it now."""
    row.delete()
    _settle_members(row.group)


def _settle_members(group: str) -> None:
    named = DirectoryGroup.objects.filter(Q(display_name__iexact=group) | Q(external_id__iexact=group))
    members = DirectoryMember.objects.filter(group__in=named).values("user")
    told = [
        row.user_id
        for row in DirectoryAccount.objects.exclude(claimed_groups=[])
        if group.casefold() in {name.casefold() for name in row.claimed_groups}
    ]
    for user in User.objects.filter(Q(pk__in=members) | Q(pk__in=told)).order_by("pk"):
        settle_roles(user)


def known_groups() -> list[str]:
    """Names of all groups that the hub has heard of, for whoever writes the table."""
    told = {name for names in DirectoryAccount.objects.values_list("claimed_groups", flat=True) for name in names}
    return sorted(told | set(DirectoryGroup.objects.values_list("display_name", flat=True)), key=str.casefold)
