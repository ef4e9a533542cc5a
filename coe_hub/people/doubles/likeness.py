"""Which records may be one: of the same address, or of names that read alike."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Lower

from coe_hub.lib.sql import Fold
from coe_hub.people.directory.lookup import likely_duplicates, people_alike
from coe_hub.people.models import Organisation, Person, User

# What a company is, in law, says little of which one it is.
_LEGAL_WORDS = """
ab ag bv co company corp corporation gmbh gk inc incorporated kg kk limited llc llp ltd nv oy plc pte pty sa sarl sas se
spa srl the 株式会社 有限会社 合同会社
"""
_LEGAL = frozenset(_LEGAL_WORDS.split())
_LEGAL_SIGNS = re.compile("株式会社|有限会社|合同会社|\\(株\\)")
_WORD = re.compile(r"\w+")
# How alike two names are that begin alike, to be one.
_ALIKE = 0.9
_BEGINNING = 4
MOST_GROUPS = 50


def double_people(user: User) -> list[list[Person]]:
    """Groups of visible people who may be one person: of one address, or of one name in any script and order.

    It reads the names of all of them once.
    """
    space = Value(" ")
    people = Person.objects.visible_to(user).active()
    folded = people.annotate(
        address=Lower("email"),
        western=Fold(Concat("given_name", space, "family_name")),
        latin=Fold("latin_name"),
    )
    rows = folded.order_by("western", "pk").values_list("pk", "address", "western", "latin")
    keys = [
        (pk, {f"@{address}" if address else "", *(" ".join(sorted(_WORD.findall(name))) for name in names)} - {""})
        for pk, address, *names in rows
    ]
    found = people.select_related("organisation", "site", "user")
    return _read(found, _groups(keys, ()))


def double_organisations(user: User) -> list[list[Organisation]]:
    """Groups of visible organisations that may be one: by names that differ in their legal form, or in a letter or two,
    unless each has a country of its own.

    It reads the names of all of them once.
    """
    visible = Organisation.objects.visible_to(user).active()
    rows = (
        visible.annotate(one=Fold("name"), other=Fold("local_name"))
        .order_by("one", "pk")
        .values_list("pk", "country", "one", "other")
    )
    named = [(pk, {(bare_name(name), country) for name in names if name}) for pk, country, *names in rows]
    return _read(visible, _groups(named, _of_one_country({key for _pk, own in named for key in own})))


def _of_one_country(keys: Collection[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of a name and a country that may be one. Who has no country goes with the first that has one."""
    countries: dict[str, list[str]] = {}
    for name, country in sorted(keys):
        countries.setdefault(name, []).append(country)
    for name, of_name in countries.items():
        if not of_name[0] and len(of_name) > 1:
            yield (name, ""), (name, of_name[1])
    for one, other in _spelt_alike(countries):
        shared = set(countries[one]) & set(countries[other])
        if not shared and (not countries[one][0] or not countries[other][0]):
            yield (one, countries[one][0]), (other, countries[other][0])
        for country in shared:
            yield (one, country), (other, country)


def bare_name(folded: str) -> str:
    """A company's name without what it is in law, spaces and points."""
    words = _WORD.findall(_LEGAL_SIGNS.sub(" ", folded).replace(".", ""))
    return "".join([word for word in words if word not in _LEGAL] or words)


def likely_doubles(record: Any, *, user: User) -> list[Any]:
    """Visible records that may be the same as this one, for its own page."""
    if isinstance(record, Person):
        name = f"{record.given_name} {record.family_name}"
        alike: Sequence[Any] = people_alike(user=user, name=record.latin_name or name, email=record.email)
        groups: Iterable[Sequence[Any]] = double_people(user)
    else:
        alike = likely_duplicates(user=user, text=record.name)
        groups = double_organisations(user)
    grouped = [one for group in groups if record in group for one in group]
    return [one for one in dict.fromkeys([*grouped, *alike]) if one != record]


def _spelt_alike(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that begin alike and differ in little."""
    beginnings: dict[str, list[str]] = {}
    for name in sorted(names):
        beginnings.setdefault(name[:_BEGINNING], []).append(name)
    for alike in beginnings.values():
        for one, other in combinations(alike, 2):
            if SequenceMatcher(None, one, other).ratio() >= _ALIKE:
                yield one, other


def _groups(keys: Sequence[tuple[int, set[Any]]], same: Iterable[tuple[Any, Any]]) -> list[list[int]]:
    """Ids that share a key, where keys of a pair count as one; each id in one group."""
    parent: dict[Any, Any] = {}

    def root(one: Any) -> Any:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for pk, own in keys:
        for key in own:
            parent[root(key)] = root(pk)
    for one, other in same:
        parent[root(one)] = root(other)
    found: dict[Any, list[int]] = {}
    for pk, _own in keys:
        found.setdefault(root(pk), []).append(pk)
    return [group for group in found.values() if len(group) > 1]


def _read(rows: Any, groups: Sequence[Sequence[int]]) -> list[list[Any]]:
    shown = groups[:MOST_GROUPS]
    read = rows.in_bulk([pk for group in shown for pk in group])
    return [sorted((read[pk] for pk in group), key=lambda one: (str(one), one.pk)) for group in shown]
