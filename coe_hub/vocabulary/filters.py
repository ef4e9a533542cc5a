"""Filters of lists by words and choices."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db import models
from django.utils.text import capfirst

from coe_hub.vocabulary.models import Word


def column_filters(model: type[models.Model], names: Iterable[str]) -> dict[str, django_filters.Filter]:
    """A filter under its own name for each of these columns that holds a word, given by its code, or a fixed choice."""
    found = {}
    for name in names:
        column: Any = model._meta.get_field(name)
        options = {"field_name": name, "label": capfirst(column.verbose_name)}
        if column.is_relation and issubclass(column.related_model, Word):
            words = column.related_model.objects.order_by("position", "pk")
            found[name] = django_filters.ModelChoiceFilter(queryset=words, to_field_name="code", **options)
        elif column.choices:
            choices = [(code, label) for code, label in column.flatchoices if code]
            found[name] = django_filters.ChoiceFilter(choices=choices, **options)
    return found
