"""What the commands that import have in common."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coe_hub.imports.files.encodings import ENCODINGS, encoding_called
from coe_hub.imports.files.reading import Layout
from coe_hub.imports.outcomes import Outcome
from coe_hub.lib.errors import DomainError
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


def add_layout(parser: CommandParser) -> None:
    """How the file is laid out, where that is not found rightly."""
    parser.add_argument("--sheet", default="", metavar="NAME", help="which sheet of the workbook (default: the first)")
    parser.add_argument(
        "--heading-row", type=int, default=0, metavar="N", help="in which row the headings stand (default: found)"
    )
    parser.add_argument(
        "--encoding", default="", metavar="NAME", help=f"one of {', '.join(ENCODINGS)} (default: found)"
    )


def layout_of(options: dict[str, Any]) -> Layout:
    """What was said of the layout. Raises `DomainError` where it cannot be."""
    encoding = encoding_called(options["encoding"]) if options["encoding"] else ""
    if encoding is None:
        raise DomainError(f"--encoding: “{options['encoding']}” is not read. Use one of: {', '.join(ENCODINGS)}.")
    if options["heading_row"] < 0:
        raise DomainError("--heading-row: rows are counted from 1.")
    return Layout(encoding, options["sheet"], options["heading_row"])


def path_text(path: Path) -> str:
    """A path that can be printed, whatever bytes it is made of."""
    return os.fsencode(path).decode(errors="replace")


def tell(command: BaseCommand, outcome: Outcome, *, dry_run: bool, more: Iterable[str], dry_words: str) -> None:
    """Print what an import did: what it read, `more` lines of its own, reasons and figures; `dry_words` end a dry run.

    Raises `CommandError` where nothing was written because rows were rejected.
    """
    pairs = ", ".join(f"{name} from “{heading}”" for name, heading in outcome.columns.items())
    is_refused = not (outcome.is_written or dry_run)
    created, updated = (0, 0) if is_refused else (outcome.created, outcome.updated)
    left = outcome.rejected - len(outcome.reasons)
    for line in (
        f"read {pairs}",
        *([f"not used: {', '.join(f'“{name}”' for name in outcome.unused)}"] if outcome.unused else []),
        *([f"left out as totals: line {', '.join(map(str, outcome.totals))}"] if outcome.totals else []),
        *more,
        *(f"  {reason}" for reason in outcome.reasons),
        *([f"  … and {left} more"] if left > 0 else []),
        f"created {created}, updated {updated}, unchanged {outcome.unchanged}, rejected {outcome.rejected}",
        *([f"rejected rows and reasons: {path_text(outcome.rejected_file)}"] if outcome.rejected_file else []),
        *([f"dry run: {dry_words}"] if dry_run else []),
    ):
        command.stdout.write(line)
    if is_refused:
        raise CommandError(
            "Nothing was written, because rows were rejected. Correct them, or leave them out with --skip-invalid."
        )
