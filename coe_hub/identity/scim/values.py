"""Values as directories send them: names of attributes in any capitals, booleans as texts."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from coe_hub.identity.scim.errors import invalid
from coe_hub.lib.text import ONE_LINE, tidy

_BOOLEANS = {"true": True, "false": False}


def mapping(value: Any) -> dict[str, Any]:
    """An object, by the names of its attributes in small letters. Raises `ScimError` for anything else."""
    if not isinstance(value, Mapping):
        raise invalid("An object is expected here.", "invalidSyntax")
    return {str(name).lower(): one for name, one in value.items()}


def rows(value: Any) -> list[dict[str, Any]]:
    """A list of objects; one object alone counts as one. Raises `ScimError` for anything else."""
    found = value if isinstance(value, list) else [value]
    return [mapping(one) for one in found]


def text(value: Any, name: str) -> str:
    """A text, without what stands around it; empty for null. Raises `ScimError` for anything else."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise invalid(f"{name} has to be a text.")
    plain = tidy(value, is_one_line=True).strip()
    try:
        for validator in ONE_LINE:
            validator(plain)
    except ValidationError as error:
        raise invalid(f"{name} has to be a text in one line that can be read.") from error
    return plain


def boolean(value: Any, name: str) -> bool:
    """True or false, as such or as a text, as Microsoft Entra ID sends it. Raises `ScimError` for anything else."""
    if isinstance(value, bool):
        return value
    found = _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise invalid(f"{name} has to be true or false.")
    return found
