"""What list pages share."""

from typing import Any

from django.http import HttpRequest


def filter_chips(request: HttpRequest, filters: Any) -> list[dict[str, str]]:
    """One chip for each filter in force: what it is, its value in words, and the address without it."""
    form = filters.form
    if not form.is_bound:
        return []
    form.errors  # noqa: B018  CONFIG: reading errors cleans the form
    chips = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name) if hasattr(form, "cleaned_data") else None
        if value in (None, "", False, []):
            continue
        for raw in request.GET.getlist(name):
            query = request.GET.copy()
            query.setlist(name, [other for other in query.getlist(name) if other != raw])
            query.pop("page", None)
            label, text = str(field.label), _in_words(field, value, raw)
            chips.append({"label": label, "value": text, "url": f"?{query.urlencode()}"})
    return chips


def _in_words(field: Any, value: Any, raw: str) -> str:
    if value is True:
        return ""
    if hasattr(value, "_meta"):
        return str(value)
    return str(dict(getattr(field, "choices", [])).get(raw, raw))
