"""What the words in a file mean here. An import is run by an operator, so it looks at everything the hub holds."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower
from django.utils import translation

from alliances.core.models import Alliance
from alliances.importing.options import FIELDS, normal
from coe_hub.lib.sql import Fold
from coe_hub.people.directory.lookup import SEPARATOR
from coe_hub.people.models import Organisation, Person, ScopeKind
from coe_hub.vocabulary.models import AllianceType, Stage, Word


@dataclass(frozen=True)
class Vocabulary:
    """Words by everything they are called, and those that may be used, for the sentence that refuses another one.

    `held` reads which of them an alliance has: a word's primary key, or a fixed choice itself.
    """

    meanings: dict[str, Any]
    allowed: str
    held: Callable[[Alliance], Any]

    def find(self, text: str) -> Any | None:
        """The word called `text`: its code or its name in any language, whatever the case."""
        return self.meanings.get(normal(text))


def of_column(name: str) -> Vocabulary | None:
    """What an alliance's column of that name may hold; None where it is neither a word nor a fixed choice."""
    column: Any = Alliance._meta.get_field(name)
    if column.is_relation and issubclass(column.related_model, Word):
        return words(column.related_model, held=attrgetter(column.attname))
    return fixed(column.flatchoices, held=attrgetter(name)) if column.choices else None


def words(model: type[Word], *, held: Callable[[Alliance], Any]) -> Vocabulary:
    """All rows of a vocabulary. Codes go before names, and words in use before retired ones."""
    rows = list(model.objects.order_by("-is_active", "position", "pk"))
    meanings: dict[str, Any] = {normal(row.code): row for row in rows}
    for row in rows:
        for name in row.names.values():
            meanings.setdefault(normal(name), row)
    return Vocabulary(meanings, ", ".join(f"{row.code} ({row.name})" for row in rows if row.is_active), held)


def fixed(choices: Sequence[tuple[Any, Any]], *, held: Callable[[Alliance], Any]) -> Vocabulary:
    """Choices that the code knows, by code and as our export writes them in every language."""
    meanings: dict[str, Any] = {code: code for code, _label in choices if code}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            meanings |= {normal(str(label)): code for code, label in choices}
    return Vocabulary(meanings, ", ".join(f"{code} ({label})" for code, label in choices if code), held)


@dataclass(frozen=True)
class Named:
    """An organisation in a row. `key` is its primary key or, for one that is to be made, its folded name."""

    key: int | str
    name: str = field(compare=False)


class Organisations:
    """Organisations by folded name, in either script; of several, one in use goes first, then the older one."""

    def __init__(self) -> None:
        self._names: dict[int, tuple[str, str]] = {}
        self._by_name: dict[str, int] = {}
        rows = Organisation.objects.annotate(one=Fold("name"), other=Fold("local_name"))
        order = (F("archived_at").asc(nulls_first=True), "pk")
        for pk, *names in rows.order_by(*order).values_list("pk", "one", "other").iterator():
            self.learn(pk, *names)

    def learn(self, pk: int, name: str, local_name: str = "") -> None:
        """Know an organisation by its folded names from now on."""
        self._names[pk] = (name, local_name)
        for folded in filter(None, (name, local_name)):
            self._by_name.setdefault(folded, pk)

    def find(self, text: str, folded: str, *, before: Collection[int] = ()) -> Named:
        """The organisation called `text`; one of `before` goes before all others of its name."""
        for pk in before:
            if folded in self._names.get(pk, ()):
                return Named(pk, text)
        return Named(self._by_name.get(folded, folded), text)

    def canonical(self, pk: int) -> int:
        """The organisation that a row means by the name of this one."""
        return self._by_name.get(self._names[pk][0], pk) if pk in self._names else pk


class People:
    """People by e-mail and by name in any script and order."""

    def __init__(self) -> None:
        self._found: dict[str, set[int]] = {}
        self._gone: set[int] = set()
        space = Value(" ")
        rows = Person.objects.annotate(
            mail=Lower("email"),
            sign_in=Lower("user__email"),
            western=Fold(Concat("given_name", space, "family_name")),
            eastern=Fold(Concat("family_name", space, "given_name")),
            latin=Fold("latin_name"),
        )
        columns = ("pk", "archived_at", "user__is_active", "mail", "sign_in", "western", "eastern", "latin")
        for pk, archived_at, is_active, *names in rows.values_list(*columns).iterator():
            self._learn(pk, names, is_gone=archived_at is not None or is_active is False)

    def _learn(self, pk: int, names: Iterable[str | None], *, is_gone: bool) -> None:
        if is_gone:
            self._gone.add(pk)
        for name in filter(None, names):
            self._found.setdefault(_without_spaces(name), set()).add(pk)

    def find(self, folded: str, *, current: int | None) -> set[int]:
        """Everybody called that; where the alliance's `current` lead is, only them. Whoever is archived, or whose
        account was closed, counts only so."""
        name = folded.split(SEPARATOR)[0]
        found = self._found.get(_without_spaces(name), set())
        return {current} if current in found else found - self._gone


def _without_spaces(text: str) -> str:
    return "".join(text.split())


class Lookups:
    """Everything a row's words are looked up in, read once an import."""

    def __init__(self) -> None:
        self.organisations = Organisations()
        self.vocabularies = {
            "type": words(AllianceType, held=attrgetter("alliance_type_id")),
            "stage": words(Stage, held=attrgetter("stage_id")),
            "scope": fixed(ScopeKind.choices, held=attrgetter("scope.kind")),
        }
        for name in FIELDS:
            if name in Alliance.EDITABLE and (vocabulary := of_column(name)):
                self.vocabularies[name] = vocabulary
        self._folded: dict[str, str] = {}

    @cached_property
    def people(self) -> People:
        """Read only where a file names people."""
        return People()

    def fold_all(self, texts: Iterable[str]) -> None:
        """Fold these texts as the database does, in one query; what was folded before is forgotten."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, hub_fold(text) FROM unnest(%s::text[]) AS text", [sorted(set(texts))])
            self._folded = dict(cursor.fetchall())

    def fold(self, text: str) -> str:
        """The text as people look for it."""
        if text not in self._folded:
            self._folded |= self._fold_one(text)
        return self._folded[text]

    def _fold_one(self, text: str) -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT hub_fold(%s)", [text])
            return {text: cursor.fetchone()[0]}

    def organisation(self, text: str, *, before: Collection[int] = ()) -> Named:
        """The organisation called `text`, or one that is to be made."""
        return self.organisations.find(text, self.fold(text), before=before)
