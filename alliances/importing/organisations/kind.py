"""Organisations as something that can be imported: fields, rows, writing, and taking that back."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.importing.lookups import Lookups, Vocabulary, fixed
from coe_hub.imports.cells import may_mean_nothing
from coe_hub.imports.files.lines import Line
from coe_hub.imports.kinds import About, Field, Gap, ImportKind, Setting, register
from coe_hub.imports.likely import likely_names
from coe_hub.imports.outcomes import Ask, Judged, Planned, Problem
from coe_hub.imports.rows import Row, RowReader
from coe_hub.imports.run import Importer
from coe_hub.imports.undoing import Written, in_the_way, rows_that_hang_on
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.columns import heading
from coe_hub.lib.forms import column_field
from coe_hub.lib.places import countries_called, country_choices
from coe_hub.people.directory.actions import create_organisation, edit_organisation
from coe_hub.people.models import Organisation, User

FIELDS = ("name", "local_name", "reading", "kind", "country", "website")
_CALLED = {
    "name": ("organisation", "organization", "company", "company name", "partner", "会社", "会社名", "企業名", "名称"),
    "local_name": ("name in japanese", "local name", "現地名", "和名", "日本語名"),
    "reading": ("kana", "furigana", "フリガナ", "カナ", "読み"),
    "kind": ("type", "category", "種類", "区分", "業種"),
    "country": ("country code", "国", "国名"),
    "website": ("web", "url", "homepage", "web site", "ウェブサイト", "ホームページ"),
}


def _vocabularies() -> dict[str, Vocabulary]:
    """What an organisation's choices are called, in every language."""
    columns = {name: Organisation._meta.get_field(name) for name in ("kind", "country")}
    found = {"kind": fixed(columns["kind"].flatchoices, held=lambda _row: None)}  # type: ignore[union-attr]
    return found | {"country": Vocabulary(countries_called(), country_choices(), lambda _row: None)}


def _asked(name: str) -> Any:
    """The field by which a form asks for a column."""
    column: Any = Organisation._meta.get_field(name)
    return column_field(column)


def label_of(name: str) -> Any:
    """What people call a field."""
    return heading(Organisation, name)


def fields() -> list[Field]:
    """All of them, in their order."""
    known = _vocabularies()
    return [
        Field(
            name,
            label_of(name),
            About.WORD if name in known else About.TEXT,
            called=_CALLED[name],
            words=_offered(known[name]) if name in known else None,
        )
        for name in FIELDS
    ]


def _offered(vocabulary: Vocabulary) -> Any:
    return lambda: list(vocabulary.offered)


def missing(there: Collection[str]) -> list[str]:
    """An organisation has a name."""
    return [] if "name" in there else ["name"]


@dataclass
class PlannedOrganisation(Planned):
    """An organisation to make, or what differs on the one on record."""

    organisation: Organisation | None = None
    values: dict[str, Any] = field(default_factory=dict)


class OrganisationImporter(Importer):
    """Judges the rows of one list of organisations, and writes them."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.reader = RowReader(setting, {})
        self.lookups = Lookups(setting.sight)
        self.words = _vocabularies()
        self._asks = {name: _asked(name) for name in FIELDS if name not in self.words}
        self._seen: dict[Any, int] = {}
        self._new: dict[tuple[str, str, str], int] = {}

    def asked(self) -> Any:
        return self._new.items()

    def judge(self, lines: Sequence[Line], *, lock: bool) -> Iterator[Judged]:
        rows = [self.reader.row(line) for line in lines]
        self.lookups.know_keys([row.given.get("name", "") for row in rows])
        for row in rows:
            judged = self._verdict(row)
            judged.problems += row.notes
            yield judged

    def _verdict(self, row: Row) -> Judged:
        if reason := self.reader.shape_error(row.line):
            return Judged(row.line, problems=[Problem("", "", reason)])
        problems: list[Problem] = []
        values = {name: told for name in FIELDS if (told := self._value(name, row, problems)) not in {None, ""}}
        if any(one.name == "name" for one in problems) or (problems and not self.setting.options.skip_cells):
            return Judged(row.line, problems=problems)
        if "name" not in values:
            return Judged(row.line, problems=[*problems, Problem("name", "", _("Give the organisation a name."))])
        named = self.lookups.organisation(values["name"])
        first = self._seen.setdefault(named.key, row.line.number)
        if first != row.line.number:
            sentence = _("Line %(line)d has this organisation already.") % {"line": first}
            return Judged(row.line, problems=[Problem("name", values["name"], sentence)])
        if isinstance(named.key, str):
            self._new[Ask.ORGANISATION, "name", values["name"]] = 1
            planned = PlannedOrganisation(label=values["name"], is_new=True, values=values)
            planned.tell_new = partial(_new, values)
        else:
            planned = self._changed(Organisation.objects.get(pk=named.key), values)
        return Judged(row.line, planned, problems)

    @staticmethod
    def _changed(organisation: Organisation, values: dict[str, Any]) -> PlannedOrganisation:
        """What differs; the name by which it is known stays, in whatever spelling the row has it."""
        differing = {
            name: value for name, value in values.items() if name != "name" and getattr(organisation, name) != value
        }
        changes = {
            str(label_of(name)): (str(getattr(organisation, name)), str(value)) for name, value in differing.items()
        }
        return PlannedOrganisation(
            label=organisation.name,
            is_change=bool(differing),
            changes=changes,
            pk=organisation.pk,
            organisation=organisation,
            values=differing,
        )

    def _value(self, name: str, row: Row, problems: list[Problem]) -> Any:
        text = row.given.get(name)
        if not text:
            return None
        try:
            return self._word(name, text) if name in self.words else self._asks[name].clean(text)
        except ValidationError as error:
            ask = Ask.NOTHING if may_mean_nothing(text) else Ask.WORD if name in self.words else ""
            problems.append(Problem(name, text[:100], " ".join(error.messages), ask))
            return None

    def _word(self, name: str, text: str) -> Any:
        others = self.setting.options.others(name)
        word = self.words[name].find(text)
        if word is None and others is not None:
            return self.words[name].find(others) if others else None
        if word is None:
            raise ValidationError(_("“%(text)s” is not known here.") % {"text": text})
        return word

    def write(self, planned: Sequence[PlannedOrganisation]) -> None:
        for one in planned:
            if one.organisation is None:
                made = create_organisation(is_public=True, **one.values)
                one.pk, one.undo = made.pk, {"version": made.version}
                continue
            undo = {name: getattr(one.organisation, name) for name in one.values}
            edit_organisation(organisation=one.organisation, version=one.organisation.version, **one.values)
            one.undo = {"version": one.organisation.version, "values": undo}


def take_back(rows: Sequence[Written], *, by: User) -> list[str]:
    """Undo what an import wrote; answers with what stands in the way, and then nothing was undone."""
    known = Organisation.objects.select_for_update(of=("self",)).in_bulk([row.pk for row in rows])
    hanging = rows_that_hang_on(Organisation, [row.pk for row in rows if row.is_new])
    found = []
    for row in rows:
        if row.pk not in known:
            found.append(in_the_way(row, _("is no longer there")))
        elif known[row.pk].version != row.undo["version"]:
            found.append(in_the_way(row, _("was changed since")))
        elif row.pk in hanging:
            found.append(in_the_way(row, _("has %(things)s by now") % {"things": ", ".join(hanging[row.pk])}))
    if found:
        return found
    for row in rows:
        if not row.is_new:
            edit_organisation(organisation=known[row.pk], version=known[row.pk].version, **row.undo["values"])
    try:
        Organisation.objects.filter(pk__in=[row.pk for row in rows if row.is_new]).delete()
    except (ProtectedError, RestrictedError):
        return [_("Other records refer to what came in.")]
    return []


def gaps(ids: Sequence[int], user: Any, _run: str) -> list[Gap]:
    """What is missing of these organisations, as the user sees them."""
    rows = Organisation.objects.visible_to(user).filter(pk__in=ids)
    if count := rows.filter(country="").count():
        return [Gap(ngettext("%(count)d without a country", "%(count)d without a country", count) % {"count": count})]
    return []


def urls(ids: Sequence[int], user: Any) -> dict[int, str]:
    """Addresses of the organisations that the user sees, by id."""
    rows = Organisation.objects.visible_to(user).filter(pk__in=ids)
    return {one.pk: one.get_absolute_url() for one in rows}


def register_all() -> None:
    """Offer it."""
    register(
        ImportKind(
            code="organisations",
            label=gettext_lazy("Organisations"),
            hint=gettext_lazy("Partners and others, with country, kind and name in the local script."),
            roles=(GlobalRole.ALLIANCE_MANAGER, GlobalRole.ADMIN),
            fields=fields,
            start=OrganisationImporter,
            missing=missing,
            take_back=take_back,
            gaps=gaps,
            urls=urls,
            likely=likely_names,
            place=30,
        )
    )


def _new(values: dict[str, Any]) -> dict[str, str]:
    """What a new one would hold, as people read it; its name heads the row."""
    organisation = Organisation(**values)
    return {str(label_of(name)): _text(organisation, name) for name in values if name != "name"}


def _text(organisation: Organisation, name: str) -> str:
    said = getattr(organisation, f"get_{name}_display", None)
    return str(said() if said else getattr(organisation, name) or "")
