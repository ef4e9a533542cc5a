"""The plain form in which blocks are written outside the hub: `::: kind id`, the text, `:::`."""

import re

from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.publishing.actions import Words
from coe_hub.publishing.models import BlockKind

_OPENS = re.compile(r"^::: ?(?P<kind>[a-z]+) (?P<key>[a-z0-9-]+)$")
_CLOSES = ":::"


def read_blocks(text: str) -> list[Words]:
    """The blocks of a text, in order. Raises `DomainError` naming the line that is not understood."""
    found: list[Words] = []
    opened: tuple[str, str] | None = None
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if opened is None and (start := _OPENS.match(line.strip())):
            opened, lines = (start["kind"], start["key"]), []
            if start["kind"] not in BlockKind.values:
                raise DomainError(_("Line %(number)d names an unknown kind of block.") % {"number": number})
        elif opened is not None and line.strip() == _CLOSES:
            found.append(Words(key=opened[1], kind=opened[0], text="\n".join(lines).strip()))
            opened = None
        elif opened is not None:
            lines.append(line.rstrip())
        elif line.strip():
            raise DomainError(_("Line %(number)d stands outside every block.") % {"number": number})
    if opened is not None:
        raise DomainError(_("The block “%(key)s” is not closed.") % {"key": opened[1]})
    return found
