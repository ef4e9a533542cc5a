"""What the words in a file mean here: of what whoever imports sees, or, of an operator's import, of all there is."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.imports.options import normal
from coe_hub.people.models import Organisation, Person, ScopeKind, User
from coe_hub.vocabulary.models import AllianceType, Stage, Word


@dataclass(frozen=True)
class Vocabulary:
    """Words by everything they are called, and those that may be used: code and name.

    `held` reads which of them an alliance has: a word's primary key, or a fixed choice itself.
    """

    meanings: dict[str, Any]
    offered: Sequence[tuple[str, str]]
    held: Callable[[Alliance], Any]

    @property
    def allowed(self) -> str:
        """Those that may be used, for the sentence that refuses another one."""
        return ", ".join(f"{code} ({name})" if name else code for code, name in self.offered)

    def find(self, text: str) -> Any | None:
        """The word called `text`: its code or its name in any language, whatever the case."""
        return self.meanings.get(normal(text))


def of_column(name: str) -> Vocabulary | None:
    """What an alliance's column of that name may hold; None where it is neither a word, a fixed choice nor a flag."""
    column: Any = Alliance._meta.get_field(name)
    if column.is_relation and issubclass(column.related_model, Word):
        return words(column.related_model, held=attrgetter(column.attname))
    if isinstance(column, BooleanField):
        return flag(held=attrgetter(name))
    return fixed(column.flatchoices, held=attrgetter(name)) if column.choices else None


def words(model: type[Word], *, held: Callable[[Alliance], Any]) -> Vocabulary:
    """All rows of a vocabulary. Codes go before names, and words in use before retired ones."""
    rows = list(model.objects.order_by("-is_active", "position", "pk"))
    meanings: dict[str, Any] = {normal(row.code): row for row in rows}
    for row in rows:
        for name in row.names.values():
            meanings.setdefault(normal(name), row)
    return Vocabulary(meanings, [(row.code, row.name) for row in rows if row.is_active], held)


def fixed(choices: Sequence[tuple[Any, Any]], *, held: Callable[[Alliance], Any]) -> Vocabulary:
    """Choices that the code knows, by code and as our export writes them in every language."""
    meanings: dict[str, Any] = {code: code for code, _label in choices if code}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            meanings |= {normal(str(label)): code for code, label in choices}
    return Vocabulary(meanings, [(code, str(label)) for code, label in choices if code], held)


def flag(*, held: Callable[[Alliance], Any]) -> Vocabulary:
    """Yes and no, in every language and as spreadsheets write them."""
    meanings = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            meanings |= {normal(_("Yes")): True, normal(_("No")): False}
    return Vocabulary(meanings, [("yes", ""), ("no", "")], held)


def vocabularies() -> dict[str, Vocabulary]:
    """Those of an alliance, by the field that says a word of them."""
    found = {
        "type": words(AllianceType, held=attrgetter("alliance_type_id")),
        "stage": words(Stage, held=attrgetter("stage_id")),
        "scope": fixed(ScopeKind.choices, held=attrgetter("scope.kind")),
    }
    for name in Alliance.EDITABLE:
        if name not in _WORDS_BY_ANOTHER_NAME and (vocabulary := of_column(name)):
            found[name] = vocabulary
    return found


_WORDS_BY_ANOTHER_NAME = {"alliance_type", "code_name"}


@dataclass(frozen=True)
class Named:
    """An organisation in a row. `key` is its primary key or, for one that is to be made, the key of its name."""

    key: int | str
    name: str = field(compare=False)


@dataclass(frozen=True)
class NewPerson:
    """Somebody who is to be made, by the key of their name."""

    key: str
    name: str = field(compare=False)


class Organisations:
    """Organisations by the keys of their names. Of several, one in use goes first, then the older one."""

    def __init__(self, sight: User | None) -> None:
        self._names: dict[int, tuple[str, ...]] = {}
        self._by_name: dict[str, int] = {}
        order = (F("archived_at").asc(nulls_first=True), "pk")
        rows = Organisation.objects.visible_to(sight).active() if sight else Organisation.objects.all()
        for pk, keys in rows.order_by(*order).values_list("pk", "name_keys").iterator():
            self.learn(pk, *keys)

    def learn(self, pk: int, *keys: str) -> None:
        """Know an organisation by the keys of its names from now on."""
        self._names[pk] = keys
        for key in keys:
            self._by_name.setdefault(key, pk)

    def find(self, text: str, key: str, *, before: Collection[int] = ()) -> Named:
        """The organisation called `text`, by its key; one of `before` goes before all others of its name."""
        for pk in before:
            if key in self._names.get(pk, ()):
                return Named(pk, text)
        return Named(self._by_name.get(key, key), " ".join(text.split()))

    def canonical(self, pk: int) -> int:
        """The organisation that a row means by the name of this one."""
        return self._by_name.get(self._names[pk][0], pk) if self._names.get(pk) else pk


class People:
    """People by e-mail and by the keys of their names, in any script and order."""

    def __init__(self, sight: User | None) -> None:
        self._found: dict[str, set[int]] = {}
        self._gone: set[int] = set()
        people = Person.objects.visible_to(sight) if sight else Person.objects.all()
        rows = people.annotate(mail=Lower("email"), sign_in=Lower("user__email"))
        columns = ("pk", "archived_at", "user__is_active", "name_keys", "mail", "sign_in")
        for pk, archived_at, is_active, keys, *addresses in rows.values_list(*columns).iterator():
            self._learn(pk, {*keys, *addresses}, is_gone=archived_at is not None or is_active is False)

    def learn(self, pk: int, key: str) -> None:
        """Know somebody new by the key of their name from now on."""
        self._learn(pk, {key}, is_gone=False)

    def _learn(self, pk: int, names: Iterable[str | None], *, is_gone: bool) -> None:
        if is_gone:
            self._gone.add(pk)
        for name in filter(None, names):
            self._found.setdefault(name, set()).add(pk)

    def find(self, text: str, key: str, *, current: int | None) -> set[int]:
        """Everybody of that address or name, by its key; where the alliance's `current` lead is, only them. Whoever is
        archived, or whose account was closed, counts only so."""
        found = self._found.get(text.lower() if "@" in text else key, set())
        return {current} if current in found else found - self._gone


def _keys(texts: Iterable[str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, hub_name(text) FROM unnest(%s::text[]) AS text", [sorted(set(texts))])
        return dict(cursor.fetchall())


class Lookups:
    """Everything a row's words are looked up in, read once an import. `sight`: of what that user sees; of None all."""

    def __init__(self, sight: User | None = None) -> None:
        self.sight = sight
        self.organisations = Organisations(sight)
        self.vocabularies = vocabularies()
        self._keys: dict[str, str] = {}
        self._people_names: dict[int, str] = {}

    @cached_property
    def people(self) -> People:
        """Read only where a file names people."""
        return People(self.sight)

    def person_name(self, pk: int) -> str:
        """What somebody is called, for telling what changes."""
        if pk not in self._people_names:
            self._people_names[pk] = str(Person.objects.get(pk=pk))
        return self._people_names[pk]

    def know_keys(self, texts: Iterable[str]) -> None:
        """Work out what these texts identify their bearers by, in one query; what was known before is forgotten."""
        self._keys = _keys(texts)

    def key(self, text: str) -> str:
        """What a name identifies its bearer by: whatever its case, accents, kana, spaces and points."""
        if text not in self._keys:
            self._keys |= _keys([text])
        return self._keys[text]

    def organisation(self, text: str, *, before: Collection[int] = ()) -> Named:
        """The organisation called `text`, or one that is to be made."""
        return self.organisations.find(text, self.key(text), before=before)
