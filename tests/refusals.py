"""What an action that refuses must do: say exactly why, and leave everything as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from coe_hub.lib.errors import DomainError, LostUpdateError
from tests.alliances.importing import events

# What a refusal says: the error itself, or the messages of a `ValidationError` by field.
Said = DomainError | dict[str, list[str]]

LOST = LostUpdateError("Somebody else saved this record while you were editing it.")
BLANK = "This field cannot be blank."


@contextmanager
def refused(said: Said) -> Iterator[None]:
    """What stands inside is refused in these words; nothing is written and no mail is sent."""
    before = events(), len(mail.outbox)
    with pytest.raises((DomainError, ValidationError)) as caught:
        yield
    assert _told(caught.value) == _told(said)
    assert (events(), len(mail.outbox)) == before


def _told(said: Said | ValidationError) -> Any:
    if isinstance(said, DomainError):
        return type(said), said.message, said.field
    return said.message_dict if isinstance(said, ValidationError) else said
