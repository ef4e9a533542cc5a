"""What can be done to words."""

from typing import Any

from django.db import transaction

from coe_hub.vocabulary.models import Word


@transaction.atomic
def save_word(*, word: Word, values: dict[str, Any]) -> Word:
    """Write a word, new or known. Raises `ValidationError` where a value is refused."""
    for name, value in values.items():
        setattr(word, name, value)
    word.full_clean()
    word.save()
    return word
