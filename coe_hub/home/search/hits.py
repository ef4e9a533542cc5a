"""What matches, as the page shows it: a title and a passage with the words marked, one line, an address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from coe_hub.home.search.highlight import Marker, stem_mates
from coe_hub.home.search.matches import Match
from coe_hub.lib.findable import Thing, findables
from coe_hub.lib.search import Words


@dataclass(frozen=True)
class Hit:
    """One thing found. `passage` is empty where its title says enough; the languages are those of the two texts.

    `without` are the words that it does not have.
    """

    title: SafeString
    line: SafeString
    passage: SafeString | str
    url: str
    language: str
    passage_language: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """Something to show, and the words of the search that it does not have."""

    thing: Thing
    without: tuple[str, ...] = ()


def things(rows: Mapping[str, list[Match]], words: Words) -> dict[str, list[Found]]:
    """What these matches are, in their order. What they are was asked with the reader's eyes, so it is not again.

    A few queries for each kind that has a match.
    """
    found = {}
    for kind in findables():
        if matched := rows.get(kind.kind):
            known = kind.things([match.id for match in matched], words)
            found[kind.kind] = [Found(known[one.id], _without(one, words)) for one in matched if one.id in known]
    return found


def _without(match: Match, words: Words) -> tuple[str, ...]:
    return tuple(word for place, word in enumerate(words.all) if match.missing >> place & 1)


def marked(found: Mapping[str, list[Found]], words: Words) -> dict[str, list[Hit]]:
    """The same with words marked. One query."""
    everything = [one.thing for group in found.values() for one in group]
    texts = [text for one in everything for text in (one.title.text, one.line, one.body.text if one.body else "")]
    marker = Marker(words, stem_mates(words, texts))
    return {kind: [_hit(one, marker) for one in group] for kind, group in found.items()}


def _hit(found: Found, marker: Marker) -> Hit:
    one = found.thing
    body = one.body if one.body and (one.is_summary or marker.is_in(one.body.text)) else None
    return Hit(
        title=marker.title(one.title.text),
        line=marker.title(one.line),
        passage=marker.passage(body.text) if body else "",
        url=one.url,
        language=one.title.language,
        passage_language=body.language if body else "",
        without=found.without,
    )
