"""Changes of a user, operation by operation (RFC 7644, 3.5.2), done to what was told of it; what the hub keeps nothing
of is passed over, as the standard allows."""

import re
from collections.abc import Iterator
from typing import Any

from coe_hub.identity.scim.errors import invalid
from coe_hub.identity.scim.values import mapping, rows

OPERATIONS = {"add", "replace", "remove"}
_PATH = re.compile(
    r"(?:(?P<urn>urn:[^\[]+):)?(?P<name>[\w$-]+)(?:\[(?P<filter>[^\]]*)\])?(?:\.(?P<part>[\w$-]+))?", re.I
)
_CORE = "urn:ietf:params:scim:schemas:core:2.0:user"
_WHOLE = {
    "username", "externalid", "active", "displayname", "name", "emails", "title", "preferredlanguage", "locale",
    "timezone",
}  # fmt: skip
_NAME = {"familyname", "givenname", "formatted"}
# The one of several addresses that the hub has: the one at work.
_AT_WORK = re.compile(r'\s*(?:type\s+eq\s+"work"|primary\s+eq\s+"?true"?)\s*', re.I)


def operations(body: Any) -> Iterator[tuple[str, str, Any]]:
    """Each as its verb, its path and its value. Raises `ScimError` for what is no list of operations."""
    given = mapping(body).get("operations")
    if not isinstance(given, list) or not given:
        raise invalid("Operations has to be a list of at least one.", "invalidSyntax")
    for one in map(mapping, given):
        verb, path = str(one.get("op", "")).lower(), one.get("path") or ""
        if verb not in OPERATIONS:
            raise invalid("op has to be add, replace or remove.", "invalidSyntax")
        if not isinstance(path, str) or (verb == "remove" and not path):
            raise invalid("What is removed needs a path.", "noTarget")
        yield verb, path.strip(), one.get("value")


def changed(user: dict[str, Any], body: Any) -> dict[str, Any]:
    """What was told of a user (by names in small letters), as it is after the operations of a request."""
    result = {**user, "name": dict(user.get("name", {}))}
    for verb, path, value in operations(body):
        if path:
            _apply(result, verb, path, value)
        else:
            for name, one in mapping(value).items():
                _apply(result, verb, name, one)
    return result


def _apply(user: dict[str, Any], verb: str, path: str, value: Any) -> None:
    found = _PATH.fullmatch(path)
    if found is None:
        raise invalid(f"The path “{path[:80]}” cannot be read.", "invalidPath")
    name, part = found["name"].lower(), (found["part"] or "").lower()
    if (found["urn"] and found["urn"].lower() != _CORE) or name not in _WHOLE:
        return
    if verb == "remove":
        value = [] if name == "emails" else None
    if name == "name":
        _rename(user, part, value)
    elif name == "emails":
        _readdress(user, found["filter"], part, value)
    else:
        user[name] = value


def _rename(user: dict[str, Any], part: str, value: Any) -> None:
    if part in _NAME:
        user["name"][part] = value
    elif not part:
        user["name"] |= mapping(value or {})


def _readdress(user: dict[str, Any], narrowed: str | None, part: str, value: Any) -> None:
    if narrowed and not _AT_WORK.fullmatch(narrowed):
        return
    if part == "value":
        user["emails"] = [{"value": value, "type": "work", "primary": True}] if value else []
    elif not part:
        user["emails"] = [{"type": "work", **one} if narrowed else one for one in rows(value)]
