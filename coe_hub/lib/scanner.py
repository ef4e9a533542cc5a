"""Asking a virus scanner about a file that was handed in: clamd, where CLAMD_ADDRESS says where it is.

Its command INSTREAM takes the file over the line: pieces with their length in four bytes, an empty one at the end.
Where the scanner is not to be reached no file is taken: whoever set it wants none that was not looked at.
"""

import logging
import socket
import struct
from contextlib import closing
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_PIECE = 64 * 1024
_PATIENCE = 30  # seconds
logger = logging.getLogger(__name__)


def refuse_viruses(file: IO[bytes]) -> None:
    """Raises `ValidationError` for a file in which the scanner finds something, or that it could not be asked about."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _answer(file)
    except OSError as error:
        logger.error("The virus scanner at %s does not answer: %s", settings.CLAMD_ADDRESS, error)  # noqa: TRY400
        answer = ""
    if answer.endswith(" FOUND"):
        name = answer.removeprefix("stream: ").removesuffix(" FOUND")
        logger.warning("A file was refused: %s", name)
        words = _(
            "The virus scanner found %(name)s in this file. Delete it, and tell whoever looks after your computer."
        )
        raise ValidationError(words, params={"name": name}, code="virus")
    if not answer.endswith(" OK"):
        words = _("The virus scanner cannot look at files just now. Try again in a few minutes.")
        raise ValidationError(words, code="not_scanned")


def _answer(file: IO[bytes]) -> str:
    with closing(_line()) as line:
        line.sendall(b"zINSTREAM\0")
        file.seek(0)
        while piece := file.read(_PIECE):
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        file.seek(0)
        answer = b""
        while part := line.recv(4096):
            answer += part
    return answer.decode(errors="replace").strip("\0\n ")


def _line() -> socket.socket:
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_PATIENCE)
        line.connect(address)
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_PATIENCE)
