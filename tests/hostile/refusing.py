"""What a form must refuse, whatever it is for: text of which nothing is seen, days out of all time, hidden nonsense."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from tests.hostile.forms import Form, Forms

# What can be seen of it, by the kind of field: nothing, the beginning of time, more than any number, no choice.
BAD = {
    "text": "\u200b\u2060",
    "textarea": "\r\n\u200b",
    "search": "\u200b",
    "email": "nobody＠＠nowhere",
    "url": "\u200b",
    "date": "0001-01-01",
    "time": "25:61",
    "datetime-local": "2026-02-31T25:61",
    "number": "99999999999999999999999",
    "select": "zzz",
    "radio": "zzz",
    "hidden": "zzz",
}
# Such words make text read other than it is stored, or cannot be stored at all.
HARMFUL = ("a\u202eb", "a\x00b")
_TEXTS = {"text", "textarea", "search", "email", "url"}
# What is typed there counts for nothing until somebody chooses it: own days where days are not one's own.
_COUNTS_WHEN_CHOSEN = {"reminder_preferences"}


@dataclass(frozen=True)
class Opened:
    """Somebody who may change everything, before one form."""

    client: Client
    place: str
    form: Form

    def post(self, **changes: str) -> tuple[int, set[str]]:
        """What the hub answers, and the names of the fields that it finds wrong; nothing of it is kept."""
        data = self.form.values | {name: [value] for name, value in changes.items()}
        with transaction.atomic():
            response = self.client.post(self.form.action, data)
            transaction.set_rollback(True)
        if response.status_code == 302 or response.streaming:
            return response.status_code, set()
        return response.status_code, Forms(response.content.decode(), self.form.action).wrong


def _takes_what_is_none(one: Opened) -> Iterator[str]:
    """Text that is wanted and of which nothing is seen, and a day out of all time, are told at their fields."""
    bad = {name: BAD[kind] for name, kind in one.form.kinds.items() if kind in BAD and kind != "hidden"}
    status, wrong = one.post(**bad)
    expected = {name for name in bad if one.form.kinds[name] == "date"}
    expected |= {name for name in bad if name in one.form.names_wanted and one.form.kinds[name] in _TEXTS}
    if status == 200:
        yield from (f"{name}: nothing is said of {bad[name]!r}" for name in sorted(expected - wrong))
    elif expected:
        yield f"answers {status} to what is none"


def _takes_what_does_harm(one: Opened) -> Iterator[str]:
    """Signs that make a text read other than it is stored, or that cannot be stored; for a person, a part of a name."""
    texts = [name for name, kind in one.form.kinds.items() if kind in _TEXTS]
    for harm in HARMFUL if texts and one.place not in _COUNTS_WHEN_CHOSEN else ():
        status, wrong = one.post(**dict.fromkeys(texts, harm))
        if status != 200 or not wrong:
            yield f"answers {status} to {harm!r}"
    for name, url in one.form.pickers.items():
        if "people/suggest/" in url and name not in one.post(**{name: "ad"})[1]:
            yield f"{name}: takes a part of a name"


def _carries_twice(one: Opened) -> Iterator[str]:
    """What a form was opened with stands in it once: of two, the browser sends both."""
    yield from (f"{name}: stands twice" for name in ("version", "base") if len(one.form.values.get(name, ())) > 1)


def _falls_over_what_is_hidden(one: Opened) -> Iterator[str]:
    """What a page sends hidden may be anything."""
    hidden = [name for name, kind in one.form.kinds.items() if kind == "hidden" and name != "csrfmiddlewaretoken"]
    for nonsense in ("zzz", "99999999999999999999999", "\x00") if hidden else ():
        if (status := one.post(**dict.fromkeys(hidden, nonsense))[0]) not in {200, 302, 400, 404, 409}:
            yield f"answers {status} to {nonsense!r} in what is hidden"


def what_it_takes(one: Opened) -> Iterator[str]:
    """What the form takes that is none, and does not say at its field."""
    for way in (_carries_twice, _takes_what_is_none, _takes_what_does_harm, _falls_over_what_is_hidden):
        yield from way(one)
