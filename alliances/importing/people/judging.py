"""Row by row: whom a row means, what of them it changes, and which roles they come to have."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Side
from alliances.importing.lookups import Lookups, Named
from alliances.importing.people.fields import COLUMNS, label_of, vocabularies
from alliances.importing.people.known import Known
from alliances.importing.people.writing import write
from coe_hub.imports.cells import may_mean_nothing
from coe_hub.imports.files.lines import Line
from coe_hub.imports.kinds import Setting
from coe_hub.imports.options import CUT
from coe_hub.imports.outcomes import Ask, Judged, Planned, Problem
from coe_hub.imports.rows import Row, RowReader
from coe_hub.imports.run import Importer
from coe_hub.lib.fields import AddressField, TextField
from coe_hub.people.directory.names import parted
from coe_hub.people.models import Organisation, Person

_ROLES_JOINED_BY = ";"
_WORDS = ("function", "roles")


@dataclass
class PlannedPerson(Planned):
    """A person to make, or what differs on the one on record; and roles to give them. `key` tells rows of one new
    person from those of another."""

    person: Person | None = None
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    organisation: Named | None = None
    alliance: Alliance | None = None
    roles: list[Any] = field(default_factory=list)
    side: str = ""


class PeopleImporter(Importer):
    """Judges the rows of one list of people, and writes them."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.reader = RowReader(setting, {"roles": _ROLES_JOINED_BY})
        self.lookups = Lookups(setting.sight)
        self.known = Known(self.lookups)
        self.words = vocabularies()
        self.made: dict[str, Person] = {}
        self._new: dict[str, int] = {}
        self._given: set[tuple[Any, int, int]] = set()
        self._organisations: Counter[tuple[str, str, str]] = Counter()

    def asked(self) -> Iterable[tuple[tuple[str, str, str], int]]:
        return self._organisations.items()

    def write(self, planned: Sequence[PlannedPerson]) -> None:
        write(planned, made=self.made, lookups=self.lookups)

    def judge(self, lines: Sequence[Line], *, lock: bool) -> Iterator[Judged]:
        rows = [self.reader.row(line) for line in lines]
        self._read(rows)
        for row in rows:
            judged = self._verdict(row)
            judged.problems += row.notes
            yield judged

    def _read(self, rows: Sequence[Row]) -> None:
        """What is on record of all that these rows name."""
        names = [name for row in rows if (name := _name_in(row))]
        self.lookups.know_keys([*names, *(row.given["organisation"] for row in rows if row.given.get("organisation"))])
        self.known.read(
            addresses=[row.given["email"] for row in rows if row.given.get("email")],
            names=names,
            alliances=[row.given["alliance"] for row in rows if row.given.get("alliance")],
        )

    def _verdict(self, row: Row) -> Judged:
        if reason := self.reader.shape_error(row.line):
            return Judged(row.line, problems=[Problem("", "", reason)])
        problems: list[Problem] = []
        values = self._values(row, problems)
        organisation = self._organisation(row, problems)
        person = self._person(row, values, organisation, problems)
        alliance, roles = self._roles(row, problems)
        planned = PlannedPerson(person=person, organisation=organisation, alliance=alliance, roles=roles)
        if not any(not one.is_note for one in problems) or self.setting.options.skip_cells:
            self._plan(planned, values, row, problems)
        wrong = [one for one in problems if not one.is_note]
        if wrong and (not self.setting.options.skip_cells or not self._can_do_without(wrong)):
            return Judged(row.line, problems=problems)
        return Judged(row.line, planned, problems)

    @staticmethod
    def _can_do_without(wrong: Iterable[Problem]) -> bool:
        """Whether what is wrong may be left out: not who somebody is, nor where they belong. A wrong address may, of
        somebody new as well: they come in without one, which the report says."""
        return not any(one.name in {"", "name", "family_name", "organisation"} for one in wrong)

    def _values(self, row: Row, problems: list[Problem]) -> dict[str, Any]:
        """What the cells say of the person's columns; an empty one says nothing."""
        values: dict[str, Any] = {}
        if name := row.given.get("name"):
            parts = parted(name, reading=row.given.get("reading", ""))
            values |= {"family_name": parts.family, "given_name": parts.given}
            if parts.note:
                problems.append(Problem("name", name, parts.note, is_note=True))
        for column in COLUMNS:
            text = row.given.get(column)
            if not text:
                continue
            if column == "function":
                if (word := self._word("function", text, problems)) is not None:
                    values["function"] = word
            elif (told := self._text(column, text, problems)) is not None:
                values[column] = told
        return values

    def _text(self, column: str, text: str, problems: list[Problem]) -> str | None:
        model: Any = Person._meta.get_field(column)
        most = model.max_length
        if len(text) > most and self.setting.options.others(column) == CUT:
            problems.append(
                Problem(column, text[:100], _("Cut to %(most)d characters.") % {"most": most}, is_note=True)
            )
            text = text[: most - 1] + "…"
        asked: Any = AddressField if column == "email" else TextField
        try:
            return asked(max_length=most, validators=list(model.validators)).clean(text)
        except ValidationError as error:
            if may_mean_nothing(text):
                problems.append(Problem(column, text, _("“%(text)s” is no address.") % {"text": text}, Ask.NOTHING))
            else:
                ask = Ask.LONG if len(text) > most else ""
                problems.append(Problem(column, text[:100], " ".join(dict.fromkeys(error.messages)), ask))
            return None

    def _word(self, name: str, text: str, problems: list[Problem]) -> Any:
        word = self.words[name].find(text)
        others = self.setting.options.others(name)
        if word is None and others is not None:
            if not others:
                return None
            word = self.words[name].find(others)
        if word is None or not word.is_active:
            sentence = _("“%(text)s” is not known here. Use one of: %(allowed)s.")
            told = sentence % {"text": text, "allowed": self.words[name].allowed}
            problems.append(Problem(name, text, told, Ask.NOTHING if may_mean_nothing(text) else Ask.WORD))
            return None
        return word

    def _organisation(self, row: Row, problems: list[Problem]) -> Named | None:
        text = row.given.get("organisation")
        if not text:
            return None
        named = self.lookups.organisation(text)
        if isinstance(named.key, str):
            most = Organisation._meta.get_field("name").max_length or 300
            if may_mean_nothing(text):
                sentence = _("“%(text)s” is no organisation's name.") % {"text": text}
                problems.append(Problem("organisation", text, sentence, Ask.NOTHING))
            elif len(text) > most:
                sentence = _("This name has more than %(most)d characters.") % {"most": most}
                problems.append(Problem("organisation", text[:100], sentence))
            else:
                self._organisations[Ask.ORGANISATION, "organisation", text] += 1
        return named

    def _person(
        self, row: Row, values: Mapping[str, Any], organisation: Named | None, problems: list[Problem]
    ) -> Person | None:
        """Whom the row means, among those on record: by the address, else by name and organisation."""
        if (address := values.get("email")) and (found := self.known.of_address(address)):
            return self._only(found, problems, "email", address)
        name = f"{values.get('family_name', '')} {values.get('given_name', '')}".strip()
        if not name:
            return None
        of_name = self.known.of_name(name)
        if organisation is not None:
            of_name = [one for one in of_name if one.organisation_id == organisation.key]
        if address:
            # Somebody of another address is somebody else.
            of_name = [one for one in of_name if not one.email and not hasattr(one, "user")]
        return self._only(of_name, problems, "name", name)

    @staticmethod
    def _only(found: Sequence[Person], problems: list[Problem], name: str, text: str) -> Person | None:
        """The one of them; where there are several, that is a problem."""
        if len(found) > 1:
            told = _("Several people may be meant. Merge them first, or give an address.")
            problems.append(Problem(name, text, told))
        return found[0] if len(found) == 1 else None

    def _roles(self, row: Row, problems: list[Problem]) -> tuple[Alliance | None, list[Any]]:
        """The alliance and the roles on it that the row gives."""
        text, said = row.given.get("alliance", ""), row.given.get("roles") or []
        roles = [word for one in said if (word := self._word("roles", one, problems)) is not None]
        if not text:
            if roles:
                problems.append(Problem("alliance", "", _("Name the alliance on which they have the role.")))
            return None, []
        found = self.known.alliances(text)
        if len(found) != 1:
            sentence = _("No alliance that you may change is called “%(text)s”. Give its reference or its whole name.")
            if found:
                sentence = _("Several alliances are called “%(text)s”. Give the reference.")
            problems.append(Problem("alliance", text, sentence % {"text": text}, Ask.RECORD))
            return None, []
        if not said:
            problems.append(Problem("roles", "", _("Say which role they have on the alliance.")))
        return found[0], roles

    def _plan(self, planned: PlannedPerson, values: dict[str, Any], row: Row, problems: list[Problem]) -> None:
        """What is to be written of it; what stands already is no change."""
        person, organisation = planned.person, planned.organisation
        if person is None:
            self._plan_new(planned, values, row, problems)
        else:
            planned.pk, planned.label = person.pk, str(person)
            if hasattr(person, "user"):
                values.pop("email", None)
            planned.values = {name: value for name, value in values.items() if getattr(person, name) != value}
            planned.changes = {
                str(label_of(name)): (str(getattr(person, name) or ""), str(value))
                for name, value in planned.values.items()
            }
            if organisation and organisation.key != person.organisation_id:
                planned.changes[str(label_of("organisation"))] = (str(person.organisation), organisation.name)
            else:
                planned.organisation = None
        self._plan_roles(planned, problems)
        planned.is_change = planned.is_new or bool(planned.values or planned.changes or planned.roles)

    def _plan_new(self, planned: PlannedPerson, values: dict[str, Any], row: Row, problems: list[Problem]) -> None:
        if not values.get("family_name"):
            problems.append(Problem("name", "", _("Give the person's name.")))
            return
        names = ("family_name", "given_name", "latin_name")
        planned.label = Person(**{name: values.get(name, "") for name in names}).display_name
        organisation = planned.organisation
        planned.key = values.get("email") or f"{planned.label}|{organisation.key if organisation else ''}".casefold()
        first = self._new.setdefault(planned.key, row.line.number)
        planned.is_new = first == row.line.number
        planned.values = values if planned.is_new else {}
        planned.tell_new = partial(_new, planned)
        if planned.is_new and organisation is None:
            del self._new[planned.key]
            problems.append(Problem("organisation", "", _("Say where they work.")))

    def _plan_roles(self, planned: PlannedPerson, problems: list[Problem]) -> None:
        alliance = planned.alliance
        if alliance is None:
            planned.roles = []
            return
        whom = planned.person.pk if planned.person else planned.key
        held = self.known.roles(alliance, planned.person) if planned.person else set()
        fresh = [one for one in planned.roles if one.pk not in held]
        planned.roles = [one for one in fresh if (whom, alliance.pk, one.pk) not in self._given]
        self._given |= {(whom, alliance.pk, one.pk) for one in planned.roles}
        planned.side = self._side(planned, alliance)
        if planned.roles:
            names = ", ".join(one.name for one in planned.roles)
            planned.changes[str(label_of("roles"))] = ("", f"{alliance.name}: {names}")

    def _side(self, planned: PlannedPerson, alliance: Alliance) -> str:
        """Ours where their organisation is on our side of the alliance; else the partner’s."""
        key: Any = planned.organisation.key if planned.organisation else None
        if key is None and planned.person:
            key = planned.person.organisation_id
        if not isinstance(key, int):
            return Side.THEIRS
        return Side.OURS if self.known.is_ours(alliance, key) else Side.THEIRS


def _name_in(row: Row) -> str:
    """What the row calls somebody, family name first."""
    given = row.given
    if name := given.get("name"):
        parts = parted(name, reading=given.get("reading", ""))
        family, first = parts.family, parts.given
    else:
        family, first = "", ""
    return f"{given.get('family_name') or family} {given.get('given_name') or first}".strip()


def _new(planned: PlannedPerson) -> dict[str, str]:
    """What somebody new would be, as people read it; their name heads the row."""
    found = {str(label_of("organisation")): planned.organisation.name if planned.organisation else ""}
    names = ("family_name", "given_name", "latin_name")
    found |= {str(label_of(name)): str(value or "") for name, value in planned.values.items() if name not in names}
    return found
