"""What matches, as the page shows it: a title and a passage with the words marked, one line, an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, F, When
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.home.search.highlight import Marker, stem_mates
from coe_hub.home.search.kinds import CONTENTS, Kind
from coe_hub.home.search.matching import Match
from coe_hub.lib.places import country_name
from coe_hub.lib.search import Words
from coe_hub.lib.text import reader_language
from coe_hub.people.models import Organisation, Person
from coe_hub.publishing.models import TITLE, Content, ContentKind, EditionText
from toolkits.models import ToolFormat, Toolkit

_PURPOSE = "purpose"


@dataclass(frozen=True)
class Text:
    """A text of something found, and the language it is in."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Thing:
    """Something found, before its words are marked. `known_as` holds all its names.

    A passage is taken from `body`: always where it is a summary, else where a word stands in it.
    """

    title: Text
    line: str
    url: str
    known_as: str
    body: Text | None = None
    is_summary: bool = False


@dataclass(frozen=True)
class Hit:
    """One thing found. `passage` is empty where its title says enough; the languages are those of the two texts."""

    title: SafeString
    line: SafeString
    passage: SafeString | str
    url: str
    language: str
    passage_language: str


def things(rows: Mapping[str, list[Match]], words: Words) -> dict[str, list[Thing]]:
    """What these matches are, in their order. What they are was asked with the reader's eyes, so it is not again.

    Seven queries at most, and none for a kind without a match.
    """
    ids = {kind: [match.id for match in found] for kind, found in rows.items()}
    loaders = {Kind.ALLIANCES: _alliances, Kind.ORGANISATIONS: _organisations, Kind.PEOPLE: _people}
    known = {kind: load(ids[kind]) for kind, load in loaders.items() if ids.get(kind)}
    contents = [one for source in CONTENTS for one in ids.get(source.kind, ())]
    if contents:
        loaded = _contents(contents, words)
        known |= {source.kind: loaded for source in CONTENTS if source.kind in ids}
    return {kind: [known[Kind(kind)][one] for one in found if one in known[Kind(kind)]] for kind, found in ids.items()}


def marked(found: Mapping[str, list[Thing]], words: Words) -> dict[str, list[Hit]]:
    """The same with words marked. One query."""
    everything = [thing for group in found.values() for thing in group]
    texts = [text for one in everything for text in (one.title.text, one.line, one.body.text if one.body else "")]
    marker = Marker(words, stem_mates(words, texts))
    return {kind: [_hit(one, marker) for one in group] for kind, group in found.items()}


def _hit(one: Thing, marker: Marker) -> Hit:
    body = one.body if one.body and (one.is_summary or marker.is_in(one.body.text)) else None
    return Hit(
        title=marker.title(one.title.text),
        line=marker.title(one.line),
        passage=marker.passage(body.text) if body else "",
        url=one.url,
        language=one.title.language,
        passage_language=body.language if body else "",
    )


def _alliances(ids: list[int]) -> dict[int, Thing]:
    found = Alliance.objects.filter(pk__in=ids).with_row().annotate(known_as=F("folded"), about=F("purpose"))
    return {
        one.pk: Thing(
            title=Text(one.name),
            line=" · ".join([one.stage.name, *one.partner_names.shown]),
            url=one.get_absolute_url(),
            known_as=one.known_as,
            body=Text(one.about),
        )
        for one in found
    }


def _organisations(ids: list[int]) -> dict[int, Thing]:
    return {
        one.pk: Thing(
            title=Text(one.display_name),
            line=country_name(one.country) or one.get_kind_display(),
            url=one.get_absolute_url(),
            known_as=one.folded,
        )
        for one in Organisation.objects.filter(pk__in=ids)
    }


def _people(ids: list[int]) -> dict[int, Thing]:
    return {
        one.pk: Thing(
            title=Text(one.display_name),
            line=" · ".join(filter(None, [one.title_text, str(one.organisation), str(one.site or "")])),
            url=one.get_absolute_url(),
            known_as=one.folded,
        )
        for one in Person.objects.filter(pk__in=ids).select_related("site", "organisation")
    }


def _contents(ids: list[int], words: Words) -> dict[int, Thing]:
    facts = Content.objects.filter(pk__in=ids).values(
        *("pk", "kind", "slug", "tool__toolkit", "tool__minutes", "tool__file_format", "course__minutes"),
        *("lesson__minutes", "lesson__course__content", "lesson__course__content__slug"),
    )
    rows = {row["pk"]: row for row in facts}
    courses = {row["lesson__course__content"] for row in rows.values()} - {None}
    titles, bodies = _lines([*ids, *courses]), _telling_texts(ids, words)
    return {pk: _content(row, titles, bodies.get(pk)) for pk, row in rows.items() if pk in titles}


def _lines(ids: list[int]) -> dict[int, dict[str, dict[str, str]]]:
    """Titles and purposes by content, key and language."""
    found = EditionText.objects.live().filter(edition__content__in=ids, key__in=[TITLE, _PURPOSE])
    lines: dict[int, dict[str, dict[str, str]]] = {}
    for content, key, language, text in found.values_list("edition__content", "key", "language", "text"):
        lines.setdefault(content, {}).setdefault(key, {})[language] = text
    return lines


def _telling_texts(ids: list[int], words: Words) -> dict[int, Text]:
    """By content, the text below its title that shows best why it matched, in the reader's language if one does."""
    found = EditionText.objects.live().filter(words.any_found(), edition__content__in=ids).exclude(key=TITLE)
    foreign = Case(When(language=reader_language(), then=0), default=1)
    best = found.order_by("edition__content", foreign, words.rank(), "position").distinct("edition__content")
    rows = best.values_list("edition__content", "text", "language")
    return {content: Text(text, language) for content, text, language in rows}


def _content(row: dict[str, Any], lines: dict[int, dict[str, dict[str, str]]], telling: Text | None) -> Thing:
    own = lines[row["pk"]]
    minutes = row["tool__minutes"] or row["course__minutes"] or row["lesson__minutes"]
    length = _("%(minutes)s min") % {"minutes": minutes}
    if row["kind"] == ContentKind.TOOL:
        line = [Toolkit(row["tool__toolkit"]).label, length, ToolFormat(row["tool__file_format"]).label]
        url = reverse("tool_detail", args=[row["tool__toolkit"], row["slug"]])
    elif row["kind"] == ContentKind.COURSE:
        line, url = [_("Course"), length], reverse("course_detail", args=[row["slug"]])
    else:
        course = _in_reader_language(lines[row["lesson__course__content"]][TITLE])
        line = [_("Lesson of “%(course)s”") % {"course": course.text}, length]
        url = reverse("lesson_detail", args=[row["lesson__course__content__slug"], row["slug"]])
    return Thing(
        title=_in_reader_language(own[TITLE]),
        line=" · ".join(map(str, line)),
        url=url,
        known_as=" ".join(own[TITLE].values()),
        body=telling or (_in_reader_language(own[_PURPOSE]) if _PURPOSE in own else None),
        is_summary=True,
    )


def _in_reader_language(texts: dict[str, str]) -> Text:
    """In the reader's language, else in the one it was written in."""
    language = reader_language()
    chosen = language if language in texts else settings.LANGUAGE_CODE
    return Text(texts[chosen], chosen)
