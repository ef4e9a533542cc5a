"""A file of rows as lines of text cells, whatever it turns out to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coe_hub.lib.errors import DomainError

LARGEST = 200 * 1024**2
"""Bytes of a file, and of a workbook once unpacked. Larger ones are split by whoever made them."""

CSV_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
XLSX_ENDINGS = (".xlsx", ".xlsm")
# How files begin that are often given another file's name.
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)


@dataclass(frozen=True)
class Line:
    """One row of the file: where it begins in there, and its cells as text."""

    number: int
    cells: list[str]


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
        raise DomainError(f"“{name}” cannot be opened: {getattr(error, 'strerror', error)}.") from error
    if size is None:
        raise DomainError(f"“{name}” is not a file." if exists else f"There is no file “{name}”. Check the path.")
    if not size:
        raise DomainError(f"“{name}” is empty.")
    if size > LARGEST:
        raise DomainError(f"“{name}” has {size / 1024**2:,.0f} MB; at most {LARGEST // 1024**2} MB are read. Split it.")
    if path.suffix.lower() not in CSV_ENDINGS + XLSX_ENDINGS:
        raise DomainError(
            f"“{name}” must end in {', '.join(CSV_ENDINGS + XLSX_ENDINGS)}. Save it as CSV UTF-8 or XLSX."
        )


def first_bytes(path: Path) -> bytes:
    """The file's beginning. Raises `DomainError` where it may not be read."""
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise DomainError(f"“{printable(path)}” cannot be read: {error.strerror}.") from error


def refuse_other_kind(path: Path) -> None:
    """Raises `DomainError` where a file that should be text begins as another kind of file does."""
    beginning = first_bytes(path)
    for signature, kind in _SIGNATURES:
        if beginning.startswith(signature):
            raise DomainError(
                f"“{printable(path)}” is {kind}, not CSV in UTF-8. Save it as CSV UTF-8, or give it its right name."
            )
