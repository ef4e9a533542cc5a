"""What the hub says of its SCIM: what it can, which kinds there are, which attributes they have (RFC 7643, 5 to 8)."""

from typing import Any

from django.conf import settings

from coe_hub.identity.scim import groups, users
from coe_hub.identity.scim.filters import MOST

_CORE = "urn:ietf:params:scim:schemas:core:2.0"


def configuration() -> dict[str, Any]:
    """What is supported."""
    return {
        "schemas": [f"{_CORE}:ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": {"supported": False},
        "sort": {"supported": False},
        "etag": {"supported": False},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A secret that an admin of the hub makes under Company sign-in.",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": _at("ServiceProviderConfig")},
    }


def kinds() -> list[dict[str, Any]]:
    """Users and groups."""
    return [
        {
            "schemas": [f"{_CORE}:ResourceType"],
            "id": name,
            "name": name,
            "endpoint": f"/{name}s",
            "schema": schema,
            "meta": {"resourceType": "ResourceType", "location": _at(f"ResourceTypes/{name}")},
        }
        for name, schema in (("User", users.SCHEMA), ("Group", groups.SCHEMA))
    ]


def schemas() -> list[dict[str, Any]]:
    """What users and groups have of what the standard knows."""
    name = _attribute("name", kind="complex", parts=["formatted", "familyName", "givenName"])
    emails = _attribute("emails", kind="complex", parts=["value", "type", "primary"], is_many=True)
    of_user = [_attribute(one) for one in ("externalId", "displayName", "title", "preferredLanguage", "timezone")]
    active = _attribute("active", kind="boolean")
    members = _attribute("members", kind="complex", parts=["value"], is_many=True)
    needed = {"required": True, "uniqueness": "server"}
    return [
        _schema(users.SCHEMA, "User", [_attribute("userName") | needed, name, active, emails, *of_user]),
        _schema(groups.SCHEMA, "Group", [_attribute("displayName") | needed, _attribute("externalId"), members]),
    ]


def _schema(key: str, name: str, attributes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schemas": [f"{_CORE}:Schema"],
        "id": key,
        "name": name,
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": _at(f"Schemas/{key}")},
    }


def _attribute(
    name: str, *, kind: str = "string", parts: list[str] | None = None, is_many: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "multiValued": is_many,
        "required": False,
        "caseExact": name in ("externalId", "value"),
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
        **({"subAttributes": [_attribute(one) for one in parts]} if parts else {}),
    }


def _at(path: str) -> str:
    return f"{settings.HUB_URL}/scim/v2/{path}"
