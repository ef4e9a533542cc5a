"""A file of rows as lines of text cells, and the files that are not read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.errors import DomainError

LARGEST = 200 * 1024**2
"""Bytes of a file, and of a workbook once unpacked. Larger ones are split by whoever made them."""
MOST_COLUMNS = 500

CSV_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
XLSX_ENDINGS = (".xlsx",)
_MACROS = (".xlsm", ".xltm", ".xlam", ".xlsb")
# How files begin that are often given another file's name.
_SIGNATURES = (
    (b"PK\x03\x04", gettext_lazy("a ZIP archive or an Excel workbook")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an Office file with a password, or of the format before 2007")),
    (b"\x89PNG", gettext_lazy("a PNG picture")),
    (b"\xff\xd8\xff", gettext_lazy("a JPEG picture")),
    (b"GIF8", gettext_lazy("a GIF picture")),
    (b"%PDF", gettext_lazy("a PDF document")),
    (b"\x1f\x8b", gettext_lazy("a gzip archive")),
)


@dataclass(frozen=True)
class Line:
    """One row of the file: where it begins in there, its cells as text, and what keeps it from being read, if
    anything does."""

    number: int
    cells: list[str]
    problem: str = ""


Lines = Iterator[Line]


def printable(path: Path) -> str:
    """A file's name as text that can be printed and stored, whatever bytes it is made of."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def check_file(path: Path) -> None:
    """Raises `DomainError` unless `path` is a file of a size and a kind that can be read."""
    name = printable(path)
    try:
        size = path.stat().st_size if path.is_file() else None
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise DomainError(
            _("“%(name)s” cannot be opened: %(reason)s.") % {"name": name, "reason": getattr(error, "strerror", error)}
        ) from error
    if size is None:
        sentence = _("“%(name)s” is not a file.") if exists else _("There is no file “%(name)s”. Check the path.")
        raise DomainError(sentence % {"name": name})
    check_name_and_size(name, size)


def check_name_and_size(name: str, size: int) -> None:
    """Raises `DomainError` where a file of that name and size is not read."""
    if not size:
        raise DomainError(_("“%(name)s” is empty.") % {"name": name})
    if size > LARGEST:
        raise DomainError(
            _("“%(name)s” has %(size)s MB; at most %(most)d MB are read. Split it.")
            % {"name": name, "size": f"{size / 1024**2:,.0f}", "most": LARGEST // 1024**2}
        )
    ending = Path(name).suffix.lower()
    if ending in _MACROS:
        raise DomainError(_("“%(name)s” may hold macros. Save it as XLSX, without them.") % {"name": name})
    if ending not in CSV_ENDINGS + XLSX_ENDINGS:
        raise DomainError(
            _("“%(name)s” must end in %(endings)s. Save it as CSV UTF-8 or XLSX.")
            % {"name": name, "endings": ", ".join(CSV_ENDINGS + XLSX_ENDINGS)}
        )


LARGEST_SENT = 100 * 1024**2
LARGEST_BOOK_SENT = 20 * 1024**2
"""Bytes of a file, and of a workbook, that is sent by a browser and looked at while its page waits."""


def refuse_large(name: str, size: int) -> None:
    """Raises `DomainError` where a file that a browser sent is too large to be looked at at once."""
    is_book = Path(name).suffix.lower() in XLSX_ENDINGS
    most = LARGEST_BOOK_SENT if is_book else LARGEST_SENT
    if size > most:
        sentence = _(
            "“%(name)s” has more than %(most)d MB. Split it, or ask an operator to bring it in by the command."
        )
        if is_book:
            sentence = _("“%(name)s” has more than %(most)d MB, which is much for a workbook. Save it as CSV UTF-8.")
        raise DomainError(sentence % {"name": name, "most": most // 1024**2})


def first_bytes(path: Path) -> bytes:
    """The file's beginning. Raises `DomainError` where it may not be read."""
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise DomainError(
            _("“%(name)s” cannot be read: %(reason)s.") % {"name": printable(path), "reason": error.strerror}
        ) from error


def refuse_other_kind(path: Path) -> None:
    """Raises `DomainError` where a file that should be text begins as another kind of file does."""
    beginning = first_bytes(path)
    for signature, kind in _SIGNATURES:
        if beginning.startswith(signature):
            raise DomainError(
                _("“%(name)s” is %(kind)s, not CSV. Save it as CSV UTF-8 or XLSX, or give it its right name.")
                % {"name": printable(path), "kind": kind}
            )


def refuse_many_columns(path: Path, count: int) -> None:
    """Raises `DomainError` where no list of people is that wide."""
    if count > MOST_COLUMNS:
        raise DomainError(
            _("“%(name)s” has %(count)d columns; at most %(most)d are read. Take out those that are not needed.")
            % {"name": printable(path), "count": count, "most": MOST_COLUMNS}
        )
