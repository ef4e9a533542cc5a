"""What can be done to words."""

from typing import TypeVar, Unpack

from django.core.cache import cache
from django.db import transaction

from coe_hub.lib.editing import set_values
from coe_hub.vocabulary.models import Word, WordValues

WordT = TypeVar("WordT", bound=Word)

# Where the words that mean the same are kept between searches.
SYNONYMS = "vocabulary.synonyms"


@transaction.atomic
def add_word(*, model: type[WordT], code: str, **values: Unpack[WordValues]) -> WordT:
    """A new word; its code never changes. Raises `ValidationError` where a value is refused."""
    return edit_word(word=model(code=code), **values)


@transaction.atomic
def edit_word(*, word: WordT, **values: Unpack[WordValues]) -> WordT:
    """Write what was edited of a word. Raises `ValidationError` where a value is refused."""
    set_values(word, values)
    word.full_clean()
    word.save()
    transaction.on_commit(lambda: cache.delete(SYNONYMS))
    return word
