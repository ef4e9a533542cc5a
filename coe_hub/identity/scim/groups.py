"""Groups, as directories keep them; what they let people do is said by the table of groups and roles."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from coe_hub.identity.group_roles import settle_roles
from coe_hub.identity.models import DirectoryGroup, DirectoryMember
from coe_hub.identity.scim.errors import ScimError, invalid, taken
from coe_hub.identity.scim.filters import Asked
from coe_hub.identity.scim.patches import operations
from coe_hub.identity.scim.values import mapping, rows, text
from coe_hub.people.models import User

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group"
FILTERS = ("displayName", "externalId", "id")
KNOWN = tuple(one.lower() for one in FILTERS)
_ONE_MEMBER = re.compile(r'members\[\s*value\s+eq\s+"(?P<id>[^"]*)"\s*\]', re.I)
_CORE = re.compile(r"^urn:ietf:params:scim:schemas:core:2\.0:Group:", re.I)


def narrowed(asked: Asked) -> QuerySet[DirectoryGroup]:
    """Those that a list asks for, in an order that stays."""
    found = DirectoryGroup.objects.order_by("pk")
    if asked.attribute == "displayname":
        return found.filter(display_name__iexact=asked.value)
    if asked.attribute == "externalid":
        return found.filter(external_id=asked.value) if asked.value else found.none()
    return found.filter(public_id=asked.value) if asked.attribute else found


def group_of(key: str) -> DirectoryGroup:
    """The group of that id. Raises `ScimError`."""
    found = DirectoryGroup.objects.filter(public_id=key).first()
    if found is None:
        raise ScimError(404, f"There is no group {key}.")
    return found


def told(group: DirectoryGroup, *, with_members: bool = True) -> dict[str, Any]:
    """What a directory is told of a group."""
    keys = group.members.order_by("pk").values_list("user__person__public_id", flat=True) if with_members else ()
    return {
        "schemas": [SCHEMA],
        "id": group.public_id,
        **({"externalId": group.external_id} if group.external_id else {}),
        "displayName": group.display_name,
        **({"members": [{"value": key, "type": "User"} for key in keys]} if with_members else {}),
        "meta": {
            "resourceType": "Group",
            "location": settings.HUB_URL + reverse("scim_group", args=[group.public_id]),
        },
    }


@transaction.atomic
def make(body: Any) -> DirectoryGroup:
    """A new group. Raises `ScimError`."""
    given = mapping(body)
    group = DirectoryGroup()
    _name(group, given.get("displayname"))
    group.external_id = text(given.get("externalid"), "externalId")
    group.full_clean()
    group.save()
    _put(group, _users(given.get("members") or []))
    return group


@transaction.atomic
def write(group: DirectoryGroup, body: Any) -> None:
    """Make of the group what was sent, its members included. Raises `ScimError`."""
    given = mapping(body)
    _rename(group, given)
    _put(group, _users(given.get("members") or []))


@transaction.atomic
def change(group: DirectoryGroup, body: Any) -> None:
    """Do a request's operations to the group. Raises `ScimError`."""
    for verb, path, value in operations(body):
        path = _CORE.sub("", path)
        if not path:
            given = mapping(value)
            _rename(group, given)
            if "members" in given:
                _members(group, verb, given["members"])
        elif one := _ONE_MEMBER.fullmatch(path):
            _members(group, verb, [{"value": one["id"]}])
        elif path.lower() == "members":
            _members(group, verb, value)
        elif verb != "remove" and path.lower() in ("displayname", "externalid"):
            _rename(group, {path.lower(): value})
        elif path.lower() == "externalid":
            _rename(group, {"externalid": ""})


@transaction.atomic
def remove(group: DirectoryGroup) -> None:
    """The group goes, and with it the roles that it gave."""
    members = list(User.objects.filter(directory_groups__group=group))
    group.delete()
    _settle(members)


def _name(group: DirectoryGroup, given: Any) -> None:
    group.display_name = text(given, "displayName")
    if not group.display_name:
        raise invalid("displayName is needed.")
    if DirectoryGroup.objects.filter(display_name__iexact=group.display_name).exclude(pk=group.pk).exists():
        raise taken("There is a group with this displayName already.")


def _rename(group: DirectoryGroup, given: dict[str, Any]) -> None:
    before = (group.display_name, group.external_id)
    if given.get("displayname") is not None:
        _name(group, given["displayname"])
    if given.get("externalid") is not None:
        group.external_id = text(given["externalid"], "externalId")
    if before != (group.display_name, group.external_id):
        group.full_clean()
        group.save(update_fields=["display_name", "external_id"])
        _settle(User.objects.filter(directory_groups__group=group))


def _users(given: Any, *, are_known: bool = True) -> list[User]:
    """Whom a list of members names. Those kept for emergencies belong to no group of a directory's. Raises `ScimError`
    for a member whom nobody knows, where `are_known`."""
    keys = {text(one.get("value"), "members.value") for one in rows(given)}
    found = list(User.objects.filter(person__public_id__in=keys).select_related("person"))
    unknown = keys - {one.person.public_id for one in found}
    if unknown and are_known:
        raise invalid(f"There is no user {min(unknown)}.")
    return [one for one in found if not one.is_break_glass]


def _members(group: DirectoryGroup, verb: str, value: Any) -> None:
    if verb == "add":
        _add(group, _users(value or []))
    elif verb == "replace":
        _put(group, _users(value or []))
    elif value is None:
        _put(group, [])
    else:
        _take(group, _users(value, are_known=False))


def _put(group: DirectoryGroup, users: Iterable[User]) -> None:
    wanted = {one.pk: one for one in users}
    _take(group, User.objects.filter(directory_groups__group=group).exclude(pk__in=wanted))
    _add(group, wanted.values())


def _add(group: DirectoryGroup, users: Iterable[User]) -> None:
    there = set(group.members.values_list("user", flat=True))
    new = [one for one in users if one.pk not in there]
    DirectoryMember.objects.bulk_create(DirectoryMember(group=group, user=one) for one in new)
    _settle(new)


def _take(group: DirectoryGroup, users: Iterable[User]) -> None:
    gone = list(users)
    group.members.filter(user__in=gone).delete()
    _settle(gone)


def _settle(users: Iterable[User]) -> None:
    for user in users:
        settle_roles(user)
