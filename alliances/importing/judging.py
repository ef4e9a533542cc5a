"""Row by row: which alliance it stands for, whether it may be written, and what it changes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from alliances.core.models import Side
from alliances.importing.defaults import all_defaults, check_words, our_organisation, require_defaults
from alliances.importing.fields import several
from alliances.importing.forms import AllianceRowForm, row_fields
from alliances.importing.known import Identity, Known, by_name, by_reference, identity
from alliances.importing.lookups import Lookups
from alliances.importing.plan import SIDES, PlannedAlliance, plan
from alliances.importing.writing import write
from coe_hub.imports.files.lines import Line
from coe_hub.imports.kinds import Setting
from coe_hub.imports.likely import bare
from coe_hub.imports.options import ADDED
from coe_hub.imports.outcomes import Ask, Judged, Problem
from coe_hub.imports.rows import Row, RowReader
from coe_hub.imports.run import Importer
from coe_hub.people.models import ScopeKind
from coe_hub.vocabulary.models import Phase


class AllianceImporter(Importer):
    """Judges the rows of one file, a batch at a time, and writes them; remembers which it has seen."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        options = setting.options
        self.reader = RowReader(setting, several(options.separator))
        self.lookups = Lookups(setting.sight)
        ours = our_organisation(setting.by)
        self.defaults = all_defaults(self.reader, ours=ours)
        require_defaults(self.defaults, setting.places)
        check_words(options, self.defaults, self.lookups)
        self._ours = [ours.pk] if ours else []
        self._fields = row_fields(self.lookups, options)
        self._seen: dict[str | Identity, int] = {}
        self._new: Counter[tuple[str, str, str]] = Counter()
        self._apart: set[tuple[str, ...]] = set()
        self._figures = Counter(without_reference=0, open_before_signature=0)

    def more(self) -> Mapping[str, int]:
        return self._figures

    def asked(self) -> Iterable[tuple[tuple[str, str, str], int]]:
        return self._new.items()

    def apart(self) -> Iterable[tuple[str, ...]]:
        return sorted(self._apart)

    def write(self, planned: Sequence[PlannedAlliance]) -> None:
        setting = self.setting
        write(planned, by=setting.by, today=setting.today, reason=setting.reason, lookups=self.lookups)

    def judge(self, lines: Sequence[Line], *, lock: bool) -> Iterator[Judged]:
        rows = [self.reader.row(line) for line in lines]
        self._know_keys(rows)
        references = {one for row in rows if (one := self._reference(row))}
        self._referenced = by_reference(references, lock=lock, sight=self.setting.sight)
        names = {row.given.get("name", "") for row in rows if not self._reference(row)} - {""}
        self._named = by_name(names, self.lookups, lock=lock)
        for row in rows:
            judged = self._verdict(row)
            judged.problems += row.notes
            self._count(judged.planned)
            yield judged

    def _count(self, planned: PlannedAlliance | None) -> None:
        if planned is None or not planned.is_change:
            return
        is_open = planned.is_new and planned.scope == ScopeKind.OPEN
        self._figures["open_before_signature"] += is_open and planned.values["stage"].phase == Phase.FORMING
        for side, organisations in planned.sides.items():
            name = "partners" if side == Side.THEIRS else "our_organisation"
            for one in organisations:
                if isinstance(one.key, str):
                    self._new[Ask.ORGANISATION, name, one.name] += 1
        self._note_apart([one.name for side in planned.sides.values() for one in side])

    def _note_apart(self, names: Sequence[str]) -> None:
        alike: dict[str, list[str]] = {}
        for name in names if len(names) > 1 else ():
            alike.setdefault(bare(name), []).append(name)
        self._apart |= {tuple(sorted(those)) for those in alike.values() if len(those) > 1}

    def _know_keys(self, rows: Sequence[Row]) -> None:
        texts = [text for row in rows for text in self._organisations(row)]
        for row in rows:
            texts += [row.given.get("name", ""), row.given.get("lead", "").removeprefix(ADDED)]
        self.lookups.know_keys(texts)

    def _organisations(self, row: Row) -> Iterator[str]:
        for name in SIDES:
            yield from row.given.get(name) or self.defaults.get(name) or ()

    def _reference(self, row: Row) -> str:
        return row.given.get("reference", "")

    def _verdict(self, row: Row) -> Judged:
        if reason := self.reader.shape_error(row.line) or self._seen_before(row):
            return _refused(row, reason)
        found = self._known(row)
        if len(found) > 1:
            return _refused(
                row,
                _("Several alliances have this name and these partners. Give the row and the alliance a reference."),
            )
        known = found[0] if found else None
        if known and known.refusal:
            return Judged(row.line, problems=[Problem("reference", self._reference(row), known.refusal)])
        return self._plan(row, known)

    def _data(self, row: Row, known: Known | None) -> dict[str, Any]:
        """What the form judges. A new alliance takes every default that its row does not say otherwise; one on record
        keeps what it has where a cell is empty and a default exists, and is cleared where none does."""
        if known is None:
            return row.given | {name: value for name, value in self.defaults.items() if not row.given.get(name)}
        return {name: value for name, value in row.given.items() if value or name not in self.defaults}

    def _form(self, data: dict[str, Any], known: Known | None) -> AllianceRowForm:
        return AllianceRowForm(
            data,
            lookups=self.lookups,
            known=known,
            before=self._ours,
            options=self.setting.options,
            fields=self._fields,
        )

    def _plan(self, row: Row, known: Known | None) -> Judged:
        data = self._data(row, known)
        form = self._form(data, known)
        problems: list[Problem] = []
        if not form.is_valid():
            problems = form.problems(row.said)
            left = self._without_wrong_cells(form, data)
            if left is None or not (form := self._form(left, known)).is_valid():
                return Judged(row.line, problems=problems)
        planned = plan(form.cleaned_data, known=known, today=self.setting.today, lookups=self.lookups)
        is_closed = known is None and planned.scope == ScopeKind.RESTRICTED
        if is_closed and not (planned.values["lead_id"] or self.setting.by):
            sentence = _("Nobody could see this alliance. Name its lead, or import with --by EMAIL.")
            return Judged(row.line, problems=[Problem("scope", row.said.get("scope", ""), sentence)])
        return Judged(row.line, planned, [*problems, *form.notes])

    def _without_wrong_cells(self, form: AllianceRowForm, data: dict[str, Any]) -> dict[str, Any] | None:
        """What is left where cells that are wrong are left out; None where the row cannot do without one: what is not
        known is not taken for empty where a default would speak for it."""
        if not self.setting.options.skip_cells or "__all__" in form.errors:
            return None
        for name in form.errors:
            if form.known is None and (form.fields[name].required or name in self.defaults):
                return None
        return {name: value for name, value in data.items() if name not in form.errors}

    def _key(self, row: Row) -> str | Identity | None:
        """What the row is known by: its reference, else its name and partners; None where it has neither."""
        name, partners = row.given.get("name"), row.given.get("partners") or self.defaults.get("partners")
        if reference := self._reference(row):
            return reference
        return identity(name, partners, self.lookups) if name and partners else None

    def _seen_before(self, row: Row) -> str:
        key = self._key(row)
        if key is None:
            return ""
        first = self._seen.setdefault(key, row.line.number)
        if first == row.line.number:
            self._figures["without_reference"] += not isinstance(key, str)
            return ""
        if isinstance(key, str):
            return "reference: " + _("Line %(line)d has “%(key)s” already.") % {"line": first, "key": key}
        return _("Line %(line)d has this name and these partners already. Give both rows a reference.") % {
            "line": first
        }

    def _known(self, row: Row) -> list[Known]:
        key = self._key(row)
        if isinstance(key, str):
            return [self._referenced[key]] if key in self._referenced else []
        return self._named.get(key, []) if key else []


def _refused(row: Row, reason: str) -> Judged:
    return Judged(row.line, problems=[Problem("", "", reason)])
