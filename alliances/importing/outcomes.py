"""What any import did, in figures."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Outcome:
    """`columns`: field → heading. `is_written` says whether the counts stand in the database."""

    columns: dict[str, str] = field(default_factory=dict)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    reasons: list[str] = field(default_factory=list)
    rejected_file: Path | None = None
    is_written: bool = False
