"""`attribute eq "value"`, which is all that directories ask for; and pages."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from coe_hub.identity.scim.errors import invalid
from coe_hub.identity.scim.values import text

MOST = 200
_FILTER = re.compile(
    r'\s*(?P<name>[\w.:$-]+(?:\[type eq "work"\])?(?:\.\w+)?)\s+eq\s+(?P<value>"(?:[^"\\]|\\.)*")\s*', re.I
)
_URN = re.compile(r"^urn:[^\[]+:", re.I)


@dataclass(frozen=True)
class Asked:
    """What a list is asked for: at most one attribute (in small letters) with its value, and which page of it."""

    attribute: str
    value: str
    start: int
    count: int


def asked(query: Mapping[str, str], *, known: tuple[str, ...]) -> Asked:
    """As an address says it. Raises `ScimError` where a list cannot be narrowed that way."""
    attribute, value = "", ""
    if given := query.get("filter", "").strip():
        found = _FILTER.fullmatch(given)
        attribute = _URN.sub("", found["name"]).lower() if found else ""
        if found is None or attribute not in known:
            raise invalid(f'Narrow by one of {", ".join(known)}, such as: {known[0]} eq "…".', "invalidFilter")
        try:
            value = text(json.loads(found["value"]), "The value")
        except ValueError as error:
            raise invalid("The value cannot be read.", "invalidFilter") from error
    return Asked(attribute, value, max(1, _number(query, "startIndex", 1)), _number(query, "count", MOST))


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    given = query.get(name, "").strip()
    if not given:
        return usual
    if not re.fullmatch(r"-?[0-9]{1,9}", given):
        raise invalid(f"{name} has to be a number.")
    return min(max(0, int(given)), MOST if name == "count" else 10**9)
