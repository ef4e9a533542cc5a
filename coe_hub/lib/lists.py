"""What list pages share: filters that mean what they say, chips for those in force, and the list as a file."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Func, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from coe_hub.lib.dates import date_text
from coe_hub.lib.forms import DateInput
from coe_hub.lib.limits import count_use
from coe_hub.lib.sql import LocalSortKey, SortKey
from coe_hub.lib.tables import FORMATS, Column, chosen, export, unknown_columns
from coe_hub.lib.text import reader_language


class ListFilter(django_filters.FilterSet):
    """Filters of a list. One that cannot be read leaves nothing, never everything: the page says which, and why."""

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Raises nothing: the errors stand on the form."""
        return queryset.none() if self.errors else super().filter_queryset(queryset)


def day_filter(column: str, lookup: str, label: Any) -> django_filters.DateFilter:
    """A filter by a day of that column, such as `gte` the one that is given."""
    return django_filters.DateFilter(field_name=column, lookup_expr=lookup, widget=DateInput, label=label)


def name_column(prefix: str = "") -> str:
    """What names are sorted by as the reader's language expects: `sort_key` or, in Japanese, `local_sort_key`.

    `prefix` leads to the row that has both columns, as in "person__".
    """
    return f"{prefix}{'local_sort_key' if reader_language() == 'ja' else 'sort_key'}"


def title_key(title: str = "title") -> Func:
    """What titles, which are annotated in the reader's language already, are sorted by in that language."""
    return LocalSortKey(title) if reader_language() == "ja" else SortKey(title)


def form_values(form: forms.Form) -> dict[str, Any] | None:
    """What a form of a list's filters asks for, without what it leaves open; None where something cannot be read."""
    return {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else None


def exported(
    request: HttpRequest,
    form: forms.Form,
    columns: Sequence[Column],
    rows: Callable[[Sequence[Column]], Iterable[Any]],
    *,
    name: str,
    title: str,
) -> HttpResponseBase | None:
    """The list as the file that `?format=` asks for, with the `rows` of the columns chosen; None where none is asked
    for.

    A filter, a format or a column that cannot be read is answered by 400 and a line that says so: a file that held
    other rows than were asked for would be believed.
    """
    file_format = request.GET.get("format")
    if not file_format:
        return None
    refused = [f"{form[field].label}: {error}" for field, errors in _errors(form).items() for error in errors]
    if file_format not in FORMATS:
        refused.append(_("Files are made as %(formats)s.") % {"formats": ", ".join(FORMATS)})
    refused += [_("There is no column “%(column)s”.") % {"column": one} for one in unknown_columns(request, columns)]
    if refused:
        return HttpResponse("\n".join(refused), status=400, content_type="text/plain; charset=utf-8")
    count_use(request, "export")
    kept = chosen(request, columns)
    return export(rows(kept), kept, file_format=file_format, name=name, title=title)


def _errors(form: forms.Form) -> Any:
    return form.errors if form.is_bound else {}


def filter_chips(request: HttpRequest, filters: Any) -> list[dict[str, str]]:
    """One chip for each filter in force: what it is, its value in words, and the address without it.

    One that could not be read has its chip too, by which it is taken off.
    """
    form = filters.form
    if not form.is_bound:
        return []
    refused, chips = form.errors, []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", False, []) and name not in refused:
            continue
        for raw in request.GET.getlist(name):
            query = request.GET.copy()
            query.setlist(name, [other for other in query.getlist(name) if other != raw])
            query.pop("page", None)
            label, text = str(field.label), raw if name in refused else _in_words(field, value, raw)
            chips.append({"label": label, "value": text, "url": f"?{query.urlencode()}"})
    return chips


def _in_words(field: Any, value: Any, raw: str) -> str:
    if value is True:
        return ""
    if isinstance(value, date):
        return date_text(value)
    if hasattr(value, "_meta"):
        return str(value)
    return str(dict(getattr(field, "choices", [])).get(raw, raw))
