"""Passwords that nobody may choose, beside those that Django's own validators refuse."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coe_hub.people.models import User

# What somebody would try first at this hub; its host's name comes to them. docs/operations.md lists them.
_WORDS = (
    "centerofexcellence", "partnership", "partnering", "alliance", "password", "passwort", "management", "manager",
    "partner", "welcome", "coehub", "admin", "hub", "coe",
)  # fmt: skip
_LETTERS_OF_ONES_OWN = 4
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class NotCommon(CommonPasswordValidator):
    """None of Django's 20,000 most common passwords, nor one of them with digits and signs before or behind it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError` for one of them."""
        super().validate(password, user)
        super().validate(_AROUND.sub("", password), user)


class NotBreached:
    """Where the company keeps a list of passwords that leaked somewhere, nobody chooses one of them.

    The list is read where it lies, by halving: it has a thousand million lines and stays on the disk. Nobody is asked
    over the network.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError` for a password of the list."""
        if settings.BREACHED_PASSWORDS and is_listed(Path(settings.BREACHED_PASSWORDS), password):
            raise ValidationError(
                _("Choose another password: this one was stolen somewhere and stands on lists that are tried."),
                code="breached",
            )

    def get_help_text(self) -> str:
        """Nothing: it is told to whom it happens."""
        return ""


def is_listed(path: Path, password: str) -> bool:
    """Whether the file, lines of SHA-1 in hexadecimal in their order, each perhaps with a colon and more, has it."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size  # the line begins at `low` or later, and before `high`
        while low < high:
            middle = (low + high) // 2
            file.seek(max(0, middle - 1))
            if middle:
                file.readline()  # the rest of the line before
            found = file.readline().strip()[:40].upper()
            if found == wanted:
                return True
            if not found or found > wanted:
                high = middle
            else:
                low = file.tell()
    return False


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
