"""What the commands that import have in common."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from coe_hub.people.models import User


def file_given(options: dict[str, Any], *, lists: Iterable[str], command: str) -> Path:
    """The file, also where it was given after one of the `lists` and taken for a part of that. Raises `CommandError`
    where none was."""
    for name in lists:
        for item in options[name]:
            if options["file"] is None and "=" not in item:
                options["file"] = item
                options[name] = [other for other in options[name] if other is not item]
    if not options["file"]:
        raise CommandError(f"Name the file to import: manage.py {command} FILE")
    return Path(os.fspath(options["file"]))


def account_of(email: str | None) -> User | None:
    """The account that `--by` names, if it does. Raises `CommandError` where nobody can sign in with that address."""
    if not email:
        return None
    user = User.objects.active().filter(email__iexact=email.strip()).select_related("person__organisation").first()
    if user is None:
        raise CommandError(f"--by: no account with the e-mail {email!r} can sign in. Check the address.")
    return user


def path_text(path: Path) -> str:
    """A path that can be printed, whatever bytes it is made of."""
    return os.fsencode(path).decode(errors="replace")
