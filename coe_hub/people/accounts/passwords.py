"""Passwords that nobody may choose, beside those that Django's own validators refuse."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coe_hub.people.models import User

# What somebody would try first at this hub; its host's name comes to them. docs/operations.md lists them.
_WORDS = (
    "centerofexcellence", "partnership", "partnering", "alliance", "password", "passwort", "management", "manager",
    "partner", "welcome", "coehub", "admin", "hub", "coe",
)  # fmt: skip
_LETTERS_OF_ONES_OWN = 4


class NotTheDemoPassword:
    """The demo company's password stands in the documentation: nobody may choose it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError` for that password."""
        if password.strip().lower() == settings.DEMO_PASSWORD:
            raise ValidationError(_("Choose another password: this one is known to everybody."), code="demo_password")

    def get_help_text(self) -> str:
        """What the password page says of this rule: nothing, since nobody would think of it."""
        return ""


class NotOurWords:
    """A password is more than words that everybody here would guess, with a year behind them."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError` where such words stand in it and fewer than four letters beside them."""
        letters = re.sub(r"[\W\d_]", "", password.lower())
        host = (urlsplit(settings.HUB_URL).hostname or "").split(".")
        rest = letters
        for word in sorted({*_WORDS, *(part for part in host if len(part) > 2)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != letters and len(rest) < _LETTERS_OF_ONES_OWN:
            raise ValidationError(_("Choose another password: this one is easy to guess here."), code="our_words")

    def get_help_text(self) -> str:
        """As of the other rule."""
        return ""
