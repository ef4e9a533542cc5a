"""Row by row: which alliance it stands for, whether it may be written, and what it changes."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from alliances.importing.files import Line
from alliances.importing.forms import AllianceRowForm, row_fields
from alliances.importing.known import Identity, Known, by_name, by_reference, identity
from alliances.importing.lookups import Lookups
from alliances.importing.plan import Planned, plan
from alliances.importing.rows import Row, RowReader
from coe_hub.people.models import Organisation, ScopeKind, User

Verdict = Planned | str
"""What a row changes, or why it is rejected."""


class Judge:
    """Judges the rows of one file, a batch at a time; remembers which it has seen."""

    def __init__(
        self, reader: RowReader, lookups: Lookups, *, today: date, by: User | None, ours: Organisation | None
    ) -> None:
        self.reader, self.lookups, self.today, self.by = reader, lookups, today, by
        self.without_reference = 0
        self._fields = row_fields(lookups)
        self._ours = [ours.pk] if ours else []
        self._seen: dict[str | Identity, int] = {}

    def batch(self, lines: Sequence[Line], *, lock: bool) -> Iterator[tuple[Line, Verdict]]:
        """A verdict for each line. With `lock`, the alliances on record stay as they are until the transaction ends."""
        rows = [self.reader.row(line) for line in lines]
        self._know_keys(rows)
        self._referenced = by_reference({one for row in rows if (one := self._reference(row))}, lock=lock)
        names = {row.given.get("name", "") for row in rows if not self._reference(row)} - {""}
        self._named = by_name(names, self.lookups, lock=lock)
        for row in rows:
            yield row.line, self._verdict(row)

    def _know_keys(self, rows: Sequence[Row]) -> None:
        texts = [text for row in rows for text in self.reader.organisations(row)]
        for row in rows:
            texts += [row.given.get("name", ""), row.given.get("lead", "")]
        self.lookups.know_keys(texts)

    def _reference(self, row: Row) -> str:
        return row.given.get("reference", "")

    def _verdict(self, row: Row) -> Verdict:
        reason = self.reader.shape_error(row.line) or self.reader.failed_formula(row) or self._seen_before(row)
        if reason:
            return reason
        found = self._known(row)
        if len(found) > 1:
            return "Several alliances have this name and these partners. Give the row and the alliance a reference."
        known = found[0] if found else None
        return self._plan(self.reader.data(row, known), known)

    def _plan(self, data: dict[str, Any], known: Known | None) -> Verdict:
        form = AllianceRowForm(data, fields=self._fields, lookups=self.lookups, known=known, before=self._ours)
        if not form.is_valid():
            return form.reasons()
        planned = plan(form.cleaned_data, known=known, today=self.today)
        if known is None and planned.scope == ScopeKind.RESTRICTED and not (planned.values["lead_id"] or self.by):
            return "scope: Nobody could see this alliance. Name its lead, or import with --by EMAIL."
        return planned

    def _key(self, row: Row) -> str | Identity | None:
        """What the row is known by: its reference, else its name and partners; None where it has neither."""
        name, partners = row.given.get("name"), row.given.get("partners") or self.reader.defaults.get("partners")
        if reference := self._reference(row):
            return reference
        return identity(name, partners, self.lookups) if name and partners else None

    def _seen_before(self, row: Row) -> str:
        key = self._key(row)
        if key is None:
            return ""
        first = self._seen.setdefault(key, row.line.number)
        if first == row.line.number:
            self.without_reference += not isinstance(key, str)
            return ""
        if isinstance(key, str):
            return f"reference: Line {first} has “{key}” already."
        return f"Line {first} has this name and these partners already. Give both rows a reference."

    def _known(self, row: Row) -> list[Known]:
        key = self._key(row)
        if isinstance(key, str):
            return [self._referenced[key]] if key in self._referenced else []
        return self._named.get(key, []) if key else []
