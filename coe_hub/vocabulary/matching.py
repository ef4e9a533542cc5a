"""What somebody typed, with the words that mean the same here: the one matching of search, lists and pickers."""

from collections.abc import Callable
from functools import reduce
from operator import and_
from typing import Any

import django_filters
from django.core.cache import cache
from django.db.models import Q

from coe_hub.lib.meanings import Meanings
from coe_hub.lib.search import Term, Words, anywhere
from coe_hub.lib.text import refuse_control_characters
from coe_hub.vocabulary.actions import SYNONYMS
from coe_hub.vocabulary.models import Synonym

_KEPT_SECONDS = 60 * 60


def words_of(text: str) -> Words:
    """The words of a text, each with those that mean the same. They are read once an hour and when one changes."""
    return Words.of(text, Meanings.of(cache.get_or_set(SYNONYMS, _read, _KEPT_SECONDS) or ()))


def _read() -> list[list[str]]:
    return [word.forms for word in Synonym.objects.in_use().only("names", "others")]


def words_found(text: str, *, found: Callable[[Term], Q] = anywhere) -> Q:
    """That every word of `text` is `found`; nothing is so where it has no word."""
    words = words_of(text)
    return reduce(and_, map(found, words.terms)) if words else Q(pk__in=())


def find_words(rows: Any, text: str, *, found: Callable[[Term], Q] = anywhere) -> Any:
    """The rows of a queryset in which every word of `text` is `found`; none where it has no word."""
    return rows.filter(words_found(text, found=found))


def words_filter(label: Any, *, found: Callable[[Term], Q] = anywhere) -> django_filters.CharFilter:
    """The filter of a list by what somebody typed."""

    def narrow(rows: Any, _name: str, value: str) -> Any:
        return find_words(rows, value, found=found)

    return django_filters.CharFilter(method=narrow, max_length=200, validators=[refuse_control_characters], label=label)
