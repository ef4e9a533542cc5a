"""Filters of lists by words and choices."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.text import capfirst

from coe_hub.vocabulary.models import Word


class FlagFilter(django_filters.BooleanFilter):
    """Ticked, only rows that have the flag; else all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxInput, **options)

    def filter(self, qs: "models.QuerySet[Any]", value: bool | None) -> "models.QuerySet[Any]":
        return super().filter(qs, value) if value else qs


def column_filters(model: type[models.Model], names: Iterable[str]) -> dict[str, django_filters.Filter]:
    """A filter under its own name for each of these columns that holds a word (by its code), a choice or a flag."""
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
        elif isinstance(column, models.BooleanField):
            found[name] = FlagFilter(**options)
    return found
