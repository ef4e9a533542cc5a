"""What OpenAPI says of each address: parameters, bodies and answers with examples, read from the forms and filters."""

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from coe_hub.api import paging
from coe_hub.api.bodies import FOR_PAGES, is_many
from coe_hub.api.problems import PROBLEMS
from coe_hub.api.rows import field_names
from coe_hub.lib.resources import Resource, Way

Schema = dict[str, Any]
_EXAMPLE_AT, _EXAMPLE_ID = "2026-11-30T09:00:00+00:00", "bk6wcvfhf8"


def _problems(*codes: str) -> Schema:
    found: Schema = {}
    for code in codes:
        status, title = PROBLEMS[code]
        example = {"type": f"/api/v1/docs/#{code}", "title": str(title), "status": status}
        content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        found[str(status)] = {"description": str(title), "content": {"application/problem+json": content}}
    return found


_ALWAYS = ("no-token", "too-many")

COMPONENTS: Schema = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457. `errors` has what is wrong with each field, in the language of the token's owner.",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        },
    }
}


def row_schema(resource: Resource) -> Schema:
    """One row, with the names of its fields and columns."""
    fields: Schema = {name: {} for name in field_names(resource)}
    columns = {column.code: {"description": column.heading} for column in resource.columns()}
    properties: Schema = {
        "id": {"type": "string", "example": _EXAMPLE_ID},
        "url": {"type": "string", "description": "Its page in the hub."},
        "fields": {"type": "object", "description": "As stored: codes, days, numbers.", "properties": fields},
        "columns": {
            "type": "object",
            "description": "As the list's file shows it, in the language of the token's owner.",
            "properties": columns,
        },
    }
    if resource.above:
        properties[resource.parent] = {"type": "string", "description": "The id of what it hangs on."}
    if hasattr(resource.model, "version"):
        properties["version"] = {"type": "integer", "example": 3}
        properties["etag"] = {"type": "string", "example": '"3"'}
        properties["updated_at"] = {"type": "string", "format": "date-time", "example": _EXAMPLE_AT}
    return {"type": "object", "properties": properties}


def of_list(resource: Resource) -> Schema:
    """Listing."""
    parameters = [
        _query(
            "limit", {"type": "integer", "minimum": 1, "maximum": paging.MOST, "default": paging.USUAL}, "Rows a page."
        ),
        _query("cursor", {"type": "string"}, "Where to go on: as the answer before gave it."),
        _query("updated_since", {"type": "string", "format": "date-time"}, "Only what changed since then."),
    ]
    if resource.above:
        parameters.append(
            _query(resource.parent, {"type": "string"}, f"Only those of this {resource.parent}, by its id.")
        )
    # A copy: a filter keeps the field it made, and each request makes it of what its reader sees.
    base_filters: Mapping[str, Any] = copy.deepcopy(getattr(resource.filters, "base_filters", {}))
    for name, one in base_filters.items():
        parameters.append(_query(name, _value_schema(one.field), str(one.label or name)))
    page = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{resource.code}"}},
            "next": {"type": ["string", "null"], "description": "The address of the next page; null on the last one."},
        },
    }
    ok = {"200": {"description": "A page.", "content": {"application/json": {"schema": page}}}}
    known = {"304": {"description": "As If-None-Match has it: nothing changed."}}
    return {"parameters": [*parameters, _KNOWN], "responses": ok | known | _problems("malformed", *_ALWAYS)}


def _header(name: str, text: str, example: str, *, required: bool = False) -> Schema:
    schema = {"type": "string", "example": example}
    return {"in": "header", "name": name, "required": required, "schema": schema, "description": text}


_KNOWN = _header("If-None-Match", "The ETag of what you have: 304, and no body, where nothing changed.", '"3-5f2a…"')
_REPEATS = _header(
    "Idempotency-Key",
    "A name of your own for this request: sent again within a day, it is done once and answered alike.",
    "7c1b6a52-order-815",
)


def _query(name: str, schema: Schema, text: str) -> Schema:
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": text}


def of_read(resource: Resource) -> Schema:
    """Reading one."""
    known = {"304": {"description": "As If-None-Match has it: nothing changed."}}
    ok = _row(resource, 200, "It, with its ETag.")
    return {"parameters": [_KNOWN], "responses": ok | known | _problems("not-found", *_ALWAYS)}


def _row(resource: Resource, status: int, text: str) -> Schema:
    schema = {"$ref": f"#/components/schemas/{resource.code}"}
    headers = {"ETag": {"schema": {"type": "string"}, "description": "Its version: send it back as If-Match."}}
    return {str(status): {"description": text, "headers": headers, "content": {"application/json": {"schema": schema}}}}


def of_write(resource: Resource, way: Way, *, is_new: bool, is_step: bool = False) -> Schema:
    """Making one, changing one, or a step of one."""
    schema = _form_schema(way)
    if is_new and resource.parent:
        text = f"The id of the {resource.parent} it belongs to."
        schema["properties"] = {resource.parent: {"type": "string", "description": text}, **schema["properties"]}
        schema["required"] = [resource.parent]
    body = {"required": is_new, "content": {"application/json": {"schema": schema, "example": _example(schema)}}}
    found: Schema = {"requestBody": body}
    codes = ["malformed", "not-allowed", "not-found", "refused", *_ALWAYS]
    found["parameters"] = [_REPEATS] if is_new or is_step else []
    if not is_new and hasattr(resource.model, "version"):
        text = "The ETag that was read: what somebody else saved meanwhile is not written over."
        found["parameters"].append(_header("If-Match", text, '"3"', required=True))
        codes += ["overtaken", "no-version"]
    ok = _row(resource, 201 if is_new else 200, "Made." if is_new else "Done.")
    return found | {"responses": ok | _problems(*codes)}


def _form_schema(way: Way) -> Schema:
    properties: Schema = {}
    for name, field in (way.form.base_fields if way.form else {}).items():  # type: ignore[attr-defined]
        if name not in FOR_PAGES:
            properties[name] = _value_schema(field) | {"title": str(field.label or name)}
            if field.help_text:
                properties[name]["description"] = str(field.help_text)
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _value_schema(field: forms.Field) -> Schema:
    one = _one_schema(field)
    return {"type": "array", "items": one} if is_many(field) else one


def _one_schema(field: forms.Field) -> Schema:
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.DateTimeField):
        return {"type": "string", "format": "date-time"}
    if isinstance(field, forms.DateField):
        return {"type": ["string", "null"], "format": "date"}
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField):
        return {"type": ["integer", "null"]}
    if isinstance(field, forms.ModelChoiceField):
        return {"type": ["string", "null"], "description": "The code of the word, or the id of the record."}
    schema: Schema = {"type": ["string", "null"]}
    choices: Any = getattr(field, "choices", None)
    if choices is not None and not isinstance(choices, ModelChoiceIterator):
        words = [str(value) for value, _label in choices if not isinstance(_label, list | tuple)]
        if 0 < len(words) <= 40:
            schema["enum"] = words
    if length := getattr(field, "max_length", None):
        schema["maxLength"] = length
    return schema


def _example(schema: Schema) -> Schema:
    """A few fields as they may be sent."""
    found: Schema = {}
    for name, one in list(schema["properties"].items())[:6]:
        found[name] = _example_value(one)
    return found


def _example_value(schema: Schema) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return [_example_value(schema["items"])]
    if kind == "boolean":
        return False
    if schema.get("format") == "date":
        return "2026-11-30"
    if isinstance(kind, list) and "integer" in kind:
        return 1
    words = [one for one in schema.get("enum", []) if one]
    return words[0] if words else _EXAMPLE_ID if "id of" in schema.get("description", "") else "…"
