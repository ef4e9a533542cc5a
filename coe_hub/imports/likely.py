"""Names in a file that are likely somebody who is known, or one another, under another spelling."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import Any
from unicodedata import combining, normalize

from coe_hub.people.directory.lookup import with_organisation
from coe_hub.people.doubles.likeness import bare_name
from coe_hub.people.models import Organisation, Person

_ALIKE = 0.88
_BEGINNING = 4
# Among more names than these that begin alike, spelling tells little and takes long.
_MOST = 60
_SHORTEST = 5


def likely_names(names: Sequence[str], *, user: Any) -> dict[str, list[str]]:
    """Of the names of new organisations in a file: each that may be another one, with the names it may be, what is
    known and what is most like it first."""
    known = _known_organisations(user)
    keys = {name: bare(name) for name in names}
    called: dict[str, list[str]] = {}
    for name, key in keys.items():
        called.setdefault(key, []).append(name)
    found: dict[str, list[tuple[float, str]]] = {}

    def note(name: str, key: str, likeness: float) -> None:
        """A name that is known goes before one that stands in the file too."""
        others = [(likeness, text) for text in known.get(key, ())]
        others += [(likeness - 0.01, text) for text in called.get(key, ()) if text != name]
        if others:
            found.setdefault(name, []).extend(others)

    for name, key in keys.items():
        note(name, key, 1)
    for one, other, likeness in _pairs({*keys.values(), *known}):
        for key, its in ((one, other), (other, one)):
            for name in called.get(key, ()):
                note(name, its, likeness)
    return {name: _best(others) for name, others in found.items()}


def _best(others: Iterable[tuple[float, str]]) -> list[str]:
    return list(dict.fromkeys(text for _likeness, text in sorted(others, key=lambda one: -one[0])))[:5]


def is_one(name: str, other: str) -> bool:
    """Whether two names differ in nothing but legal form, case, accents, spaces and points."""
    return bare(name) == bare(other)


@lru_cache(maxsize=10_000)
def bare(name: str) -> str:
    """A name without legal form, case, accents, spaces and points."""
    return bare_name(_folded(name))


def _folded(name: str) -> str:
    plain = normalize("NFKD", normalize("NFKC", name).casefold())
    return normalize("NFC", "".join(sign for sign in plain if not combining(sign)))


def _known_organisations(user: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in Organisation.objects.visible_to(user).active().values_list("name", "local_name"):
        for name in filter(None, row):
            found.setdefault(bare(name), []).append(row[0])
    return found


def _pairs(keys: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """Bare names that begin alike and differ in little, or of which one is the beginning of the other."""
    beginnings: dict[str, list[str]] = {}
    for key in sorted(keys):
        beginnings.setdefault(key[:_BEGINNING], []).append(key)
    for alike in beginnings.values():
        for one, other in combinations(alike, 2):
            if len(one) >= _SHORTEST and other.startswith(one):
                yield one, other, 0.5
            elif len(alike) <= _MOST:
                matcher = SequenceMatcher(None, one, other)
                if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                    yield one, other, ratio


def likely_people(texts: Sequence[str], *, user: Any) -> dict[str, list[tuple[str, str]]]:
    """Of texts that name nobody exactly: whom they may mean, as a value that names them and as people read it. “A.
    Keller” may be Anna Keller, in either order."""
    people: dict[str, list[Person]] = {}
    rows = Person.objects.visible_to(user).available().select_related("organisation", "user").order_by("pk")
    for person in rows:
        for name in {person.family_name, person.latin_name.split(" ")[-1] if person.latin_name else ""} - {""}:
            people.setdefault(_folded(name), []).append(person)
    found = {}
    for text in texts:
        words = [word.strip(".,") for word in _folded(text).replace("　", " ").split()]
        likely = [person for word in words for person in people.get(word, ()) if _may_be(person, words)]
        found[text] = [(_value(person), with_organisation(person)) for person in dict.fromkeys(likely)][:5]
    return found


def _may_be(person: Person, words: Sequence[str]) -> bool:
    """Whether each word is one of the person's names, or how one begins."""
    names = _folded(f"{person.given_name} {person.family_name} {person.latin_name}").split()
    return _each_begins_one(words, names)


def _each_begins_one(words: Sequence[str], names: Sequence[str]) -> bool:
    return all(any(name.startswith(word) for name in names) for word in words if word)


def _value(person: Person) -> str:
    """What names this person alone."""
    account = getattr(person, "user", None)
    return (account.email if account else "") or person.email or str(person)


def alike_people(texts: Sequence[str]) -> dict[str, list[str]]:
    """Of names in one file: which fuller one of the same file each may be. “A. Keller” may be Anna Keller."""
    words = {text: [word.strip(".,") for word in _folded(text).replace("　", " ").split()] for text in texts}
    return {
        text: [
            other
            for other in texts
            if len(other) > len(text) and len(words[text]) > 1 and _each_begins_one(words[text], words[other])
        ][:5]
        for text in texts
    }
