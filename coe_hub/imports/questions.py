"""What is to be settled before an import is written: one question a word, however many rows have it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coe_hub.imports.kinds import Field, kind_of
from coe_hub.imports.likely import alike_people, bare, is_one, likely_people
from coe_hub.imports.models import Import
from coe_hub.imports.options import ADDED, ALL_OTHERS, CUT, DAY_FIRST, MONTH_FIRST, normal
from coe_hub.imports.outcomes import Ask
from coe_hub.lib.access import GlobalRole

EMPTY, REJECT, NEW, ADD, TO = "empty", "reject", "new", "add:", "to:"
# Of people: who else is named in the file that a name may mean.
_IN_THE_FILE = "in the file"
_MOST = 200
_MOST_OTHERS = 40


@dataclass
class Question:
    """What one word is to be. `choices`: value and text; `may_type`: whether something else may be typed."""

    key: str
    ask: str
    field: Field
    text: str
    count: int
    choices: list[tuple[str, str]]
    initial: str
    may_type: str = ""  # the address of a picker, "day" or "text"
    is_likely: bool = True

    @property
    def rows(self) -> str:
        """In how many rows it stands."""
        return ngettext("in %(count)d row", "in %(count)d rows", self.count) % {"count": self.count}


@dataclass
class Group:
    """The questions of one field; of `total` the first ones are asked."""

    title: str
    questions: list[Question] = field(default_factory=list)
    total: int = 0

    @property
    def is_likely(self) -> bool:
        """Whether they want an answer."""
        return self.questions[0].is_likely


def key_of(ask: str, name: str, text: str) -> str:
    """What a question is known by on its page, and once it was answered."""
    return hashlib.sha256(f"{ask}\n{name}\n{normal(text)}".encode()).hexdigest()[:12]


def open_questions(run: Import, *, again: bool = False) -> list[Group]:
    """The questions that the last look through the file left, those of a field together; with `again` those, too, that
    were left as they are. New organisations that look like no other ask nothing, but may be joined."""
    kind = kind_of(run.kind)
    fields = {one.code: one for one in kind.fields()}
    asked = [one for one in _merged(run.outcome.get("asked", [])) if one[1] in fields and one[0] in set(Ask)]
    settled = [one for one in asked if key_of(*one[:3]) in run.settled]
    asked = [one for one in asked if key_of(*one[:3]) not in run.settled][:2000] + (settled[:2000] if again else [])
    # A name that was found only now may mean a new organisation that was settled before.
    likely = _likely(run, kind, [*asked, *(one for one in settled[:2000] if one[0] == Ask.ORGANISATION)])
    groups: dict[tuple[bool, str], Group] = {}
    for ask, name, text, count in asked:
        question = _question(ask, fields[name], text, count, likely, run)
        if question is None:
            continue
        if question.key in run.settled:
            question.initial = NEW if ask == Ask.ORGANISATION else REJECT
        group = groups.setdefault((question.is_likely, name), Group(str(fields[name].label)))
        group.total += 1
        if len(group.questions) < (_MOST if question.is_likely else _MOST_OTHERS):
            group.questions.append(question)
    for (is_likely, name), group in groups.items():
        group.title = _title(group, fields[name], is_likely=is_likely)
    order = list(fields)
    return [groups[key] for key in sorted(groups, key=lambda key: (not key[0], order.index(key[1])))]


def count_open(groups: Iterable[Group]) -> int:
    """How many of them want an answer."""
    return sum(group.total for group in groups if group.is_likely)


def _merged(asked: Iterable[list[Any]]) -> list[tuple[str, str, str, int]]:
    """Of days in either order, and of texts that are too long, one question a field, with the first as an example."""
    found: dict[tuple[str, str, str], list[Any]] = {}
    for ask, name, text, count in asked:
        one = "" if ask in {Ask.ORDER, Ask.LONG} else normal(text)
        entry = found.setdefault((ask, name, one), [text, 0])
        entry[1] += count
    return [(ask, name, text, count) for (ask, name, _one), (text, count) in found.items()]


def _likely(run: Import, kind: Any, asked: Iterable[tuple[str, str, str, int]]) -> dict[tuple[str, str], list[Any]]:
    """Whom or what texts may mean, by question and text."""
    organisations = [text for ask, _name, text, _count in asked if ask == Ask.ORGANISATION]
    people = [text for ask, _name, text, _count in asked if ask == Ask.PERSON]
    found: dict[tuple[str, str], list[Any]] = {}
    if organisations and kind.likely:
        found |= {(Ask.ORGANISATION, text): names for text, names in kind.likely(organisations, user=run.by).items()}
    if people:
        found |= {(Ask.PERSON, text): names for text, names in likely_people(people, user=run.by).items()}
        found |= {(_IN_THE_FILE, text): names for text, names in alike_people(people).items()}
    return found


def _title(group: Group, about: Field, *, is_likely: bool) -> str:
    count, ask, label = group.total, group.questions[0].ask, str(about.label)
    if ask == Ask.ORGANISATION:
        if not is_likely:
            return _("%(field)s: other new organisations (%(count)d)") % {"field": label, "count": count}
        sentence = ngettext(
            "%(field)s: %(count)d new organisation may be another one",
            "%(field)s: %(count)d new organisations may be others",
            count,
        )
    elif ask == Ask.ORDER:
        sentence = _("%(field)s: day or month first?")
    elif ask == Ask.LONG:
        sentence = _("%(field)s: texts that are too long")
    else:
        sentence = ngettext("%(field)s: %(count)d word is not known", "%(field)s: %(count)d words are not known", count)
    return sentence % {"field": label, "count": count}


def _question(ask: str, about: Field, text: str, count: int, likely: Mapping[Any, Any], run: Import) -> Question | None:
    make = _MAKERS.get(ask)
    key = key_of(ask, about.code, text)
    return make(key, about, text, count, likely, run) if make else None


def _word(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    choices = [(REJECT, _("Not settled: as wrong")), (EMPTY, _("Leave empty"))]
    choices += [(TO + code, name or code) for code, name in (about.words() if about.words else [])]
    if about.adds and run.by.has_role(GlobalRole.ADMIN):
        choices += [(ADD + like, label) for like, label in about.adds()]
    return Question(key, Ask.WORD, about, text, count, choices, REJECT)


def _nothing(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    question = _word(key, about, text, count, likely, run)
    question.ask, question.initial = Ask.NOTHING, EMPTY
    if about.about == "organisation":
        question.choices.append((NEW, _("Is a name")))
    return question


def _day(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    choices = [(REJECT, _("Not settled: as wrong")), (EMPTY, _("Leave empty"))]
    return Question(key, Ask.DAY, about, text, count, choices, REJECT, may_type="day")


def _order(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    # What the column's other days show is proposed, unless they show both.
    proved = run.outcome.get("orders", {}).get(about.code, {})
    choices = [(REJECT, _("Not settled: as wrong"))]
    for order, name in ((DAY_FIRST, _("Day first, then month")), (MONTH_FIRST, _("Month first, then day"))):
        shown = _("%(order)s, as in %(text)s") % {"order": name, "text": proved[order]} if order in proved else name
        choices.append((TO + order, shown))
    initial = TO + next(iter(proved)) if len(proved) == 1 else REJECT
    return Question(key, Ask.ORDER, about, text, count, choices, initial)


def _long(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    choices = [(REJECT, _("Not settled: as wrong")), (TO + CUT, _("Cut them to what fits"))]
    return Question(key, Ask.LONG, about, "", count, choices, REJECT)


def _person(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    found = likely.get((Ask.PERSON, text), [])
    choices = [(REJECT, _("Not settled: as wrong")), (EMPTY, _("Leave empty"))]
    choices += [(TO + value, label) for value, label in found]
    if about.adds and not found:
        same = likely.get((_IN_THE_FILE, text), [])
        choices += [(TO + name, _("The same as %(name)s") % {"name": name}) for name in same]
        choices += [(ADD + like, label) for like, label in about.adds()]
    initial = TO + found[0][0] if len(found) == 1 else REJECT
    return Question(key, Ask.PERSON, about, text, count, choices, initial, may_type="person_suggest")


def _record(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    choices = [(REJECT, _("Not settled: as wrong")), (EMPTY, _("Leave empty"))]
    return Question(key, Ask.RECORD, about, text, count, choices, REJECT, may_type="text")


def _organisation(key: str, about: Field, text: str, count: int, likely: Any, run: Import) -> Question:
    names = likely.get((Ask.ORGANISATION, text), [])
    choices = [
        (NEW, _("A new one of its own")),
        *((TO + name, _("The same as %(name)s") % {"name": name}) for name in names),
    ]
    same = [name for name in names if is_one(name, text)]
    # Of some spellings in one file the longest is the one, then the first by alphabet.
    new = {one[2] for one in run.outcome.get("asked", []) if one[0] == Ask.ORGANISATION}
    known = [name for name in same if name not in new or key_of(Ask.ORGANISATION, about.code, name) in run.settled]
    best = known[0] if known else min([text, *same], key=lambda name: (-len(name), name))
    # Names that a row has beside one another are affiliates: they may be joined, and nobody is led to it.
    apart = {bare(one) for pair in run.outcome.get("apart", []) for one in pair}
    initial = NEW if best == text or bare(text) in apart else TO + best
    return Question(
        key, Ask.ORGANISATION, about, text, count, choices, initial, "organisation_suggest", is_likely=bool(names)
    )


_MAKERS: dict[str, Callable[..., Question]] = {
    Ask.WORD: _word,
    Ask.NOTHING: _nothing,
    Ask.DAY: _day,
    Ask.ORDER: _order,
    Ask.LONG: _long,
    Ask.PERSON: _person,
    Ask.RECORD: _record,
    Ask.ORGANISATION: _organisation,
}


def theirs_of(question: Question) -> str:
    """The word that is settled, as `Options.values` keeps it."""
    return ALL_OTHERS if question.ask in {Ask.ORDER, Ask.LONG} else normal(question.text)


def settled_words(run: Import) -> list[tuple[str, str, str, str]]:
    """What was settled: field, its label, theirs, ours as people read it."""
    fields = {one.code: one for one in kind_of(run.kind).fields()}
    found = []
    for name, words in run.words.items():
        about = fields.get(name)
        if about is None or name not in run.columns:
            continue
        names = dict(about.words()) if about.words else {}
        found += [(name, str(about.label), theirs, names.get(ours) or _as_read(ours)) for theirs, ours in words.items()]
    return found[:500]


def _as_read(ours: str) -> str:
    if ours.startswith(ADDED):
        return _("%(name)s (new)") % {"name": ours.removeprefix(ADDED)}
    return ours
