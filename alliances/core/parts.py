"""What the rooms of the wing add to an alliance's record: the record opens itself by this one register.

A room registers a `Part` at start and is from then on on the record page, in its tabs, in its history, in Today's news
and in the words that tools are filled in with. Adding a noun edits no file of the core.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from alliances.core.news import NewsSource
from coe_hub.audit.history import Story, register_stories
from coe_hub.lib.tables import Column
from coe_hub.vocabulary.models import Tier

if TYPE_CHECKING:
    from alliances.core.models import Alliance, AllianceQuerySet
    from coe_hub.people.models import User


@dataclass(frozen=True)
class Offer:
    """How a light alliance, which shows only the parts it uses, comes to one that it does not use yet: what the part is
    called, and its page, which takes the alliance's public id. `in_use()` is the expression, for rows of alliances,
    that says whether the part holds anything."""

    label: Promise
    url_name: str
    in_use: Callable[[], Exists]


@dataclass(frozen=True)
class RecordPage:
    """An alliance as one reader opens it: what a part needs to know to say something of itself. What is `unused` says
    nothing (`unused_parts`)."""

    alliance: "Alliance"
    user: "User"
    may_edit: bool
    today: date
    unused: "Sequence[Part]" = ()


@dataclass(frozen=True)
class Matter:
    """One thing that wants somebody's eye on a record."""

    title: str
    text: str
    date: date | None
    action_label: str
    action_url: str


@dataclass(frozen=True)
class Button:
    """Something to do with the alliance, in the head of its page; one of them at most is the primary one. Readers who
    change nothing have those that are `for_readers`."""

    label: str
    url: str
    is_primary: bool = False
    for_readers: bool = False


@dataclass(frozen=True)
class Panel:
    """A piece of the overview: a template and the names it reads; pieces stand in the order of `place`.

    `is_aside` puts it beside, not into, the column.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    place: int = 0
    is_aside: bool = False


@dataclass(frozen=True)
class Brief:
    """What a part says on the alliance's one page of paper: a heading and lines (what, and a word or day beside it),
    the most telling first, since a page holds few. Pieces stand in the order of `place`."""

    title: str
    lines: Sequence[tuple[str, str]]
    place: int = 0


@dataclass(frozen=True)
class Overview:
    """What one part says on the overview: what matters now, what is missing (offered as help), what it shows.

    It is said in one go, so that a part asks the database once for all of it.
    """

    matters: Sequence[Matter] = ()
    gaps: Sequence[Matter] = ()
    buttons: Sequence[Button] = ()
    panels: Sequence[Panel] = ()


class RecordTab(TextChoices):
    """The record's tabs in their order: few, so that it stays calm with many parts; what hangs on an alliance is a
    page below one of them."""

    OVERVIEW = "overview", gettext_lazy("Overview")
    WORK = "work", gettext_lazy("Work")
    PEOPLE = "people", gettext_lazy("People")
    AGREEMENT = "agreement", gettext_lazy("Agreement")
    GOVERNANCE = "governance", gettext_lazy("Governance")
    HEALTH = "health", gettext_lazy("Health")
    HISTORY = "history", gettext_lazy("History")


@dataclass(frozen=True)
class Page:
    """A page of the record below one of its tabs; `url_name` takes the alliance's public id. Pages of one tab stand in
    the order of `place`, and the tab opens with the first."""

    tab: RecordTab
    label: Promise
    url_name: str
    place: int = 0


@dataclass(frozen=True)
class Tab:
    """A list over all alliances, whose `url_name` takes no id; lists stand in the order of `place`."""

    label: Promise
    url_name: str
    place: int


@dataclass(frozen=True)
class ListColumns:
    """Columns that a part adds to the list of alliances; `read` adds to a query what they need, `filters` gives new
    filters by them."""

    columns: Callable[[], Sequence[Column]]
    read: Callable[["AllianceQuerySet"], "AllianceQuerySet"]
    filters: Callable[[], Mapping[str, Any]] = field(default=dict)


@dataclass(frozen=True)
class Part:
    """A noun that hangs on an alliance. All but its code may be left out.

    Parts speak in the order of `place`, which is also how what happened in one moment is told, the oldest first.

    `pages` are its pages of one alliance, `over_all` the list over all that a reader sees.
    `overview(page)` is what it says on the overview, `brief(page)` on one page of paper. `stories` are how changes of
    its models are told, each with the function that gives the filter for one alliance's events. `news` is what Today
    tells the alliance's people of it. `panels_on` are pieces that it shows on the pages of other parts, by the name of
    their address.
    `placeholders(alliance)` are the words that tools leave blank and this part knows. `call_off(alliance)` is what
    follows when the alliance is archived or closed. `list_columns` stand beside the alliance's own in files. A part
    with an `offer` is optional: a light alliance has its pages and its place on the overview only once it is in use.
    """

    code: str
    place: int
    pages: Sequence[Page] = ()
    over_all: Tab | None = None
    overview: Callable[[RecordPage], Overview] = field(default=lambda _page: Overview())
    brief: Callable[[RecordPage], Sequence[Brief]] = field(default=lambda _page: ())
    stories: Sequence[tuple[Story, Callable[["Alliance"], Mapping[str, Any]]]] = ()
    news: Sequence[NewsSource] = ()
    panels_on: Mapping[str, Callable[[RecordPage], Sequence[Panel]]] = field(default_factory=dict)
    placeholders: Callable[["Alliance"], Mapping[str, str]] = field(default=lambda _alliance: {})
    call_off: Callable[["Alliance"], None] | None = None
    list_columns: ListColumns | None = None
    offer: Offer | None = None


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a part; called once, at start, by the room that owns it."""
    _parts[part.code] = part
    register_stories(story for story, _where in part.stories)


def parts() -> list[Part]:
    """Every part, in the order in which they speak."""
    return sorted(_parts.values(), key=lambda part: (part.place, part.code))


def unused_parts(alliance: "Alliance") -> list[Part]:
    """The optional parts that a light alliance does not use yet; none of an alliance of another tier. One query."""
    optional = [(part, part.offer) for part in parts() if part.offer and alliance.tier == Tier.LIGHT]
    if not optional:
        return []
    in_use = {f"uses_{part.code}": offer.in_use() for part, offer in optional}
    [row] = type(alliance).objects.filter(pk=alliance.pk).annotate(**in_use).values(*in_use)
    return [part for part, _offer in optional if not row[f"uses_{part.code}"]]


def pages_by_tab(*, without: "Iterable[Part]" = ()) -> dict[RecordTab, list[Page]]:
    """The record's tabs in their order, each with its pages; without those of some parts, and without empty tabs."""
    hidden = {part.code for part in without}
    pages = sorted(
        (page for part in parts() if part.code not in hidden for page in part.pages), key=lambda page: page.place
    )
    found = {tab: [page for page in pages if page.tab == tab] for tab in RecordTab}
    return {tab: below for tab, below in found.items() if below}


def lists_over_all() -> list[Tab]:
    """The lists over all alliances in their order."""
    return sorted((part.over_all for part in parts() if part.over_all), key=lambda tab: tab.place)


def overviews(page: RecordPage) -> list[Overview]:
    """What every part says on the overview, but for those that are not used."""
    hidden = {part.code for part in page.unused}
    return [part.overview(page) for part in parts() if part.code not in hidden]


def briefs(page: RecordPage) -> list[Brief]:
    """What the parts say on one page of paper, those that have something to say, in the order of their places."""
    said = [brief for part in parts() for brief in part.brief(page) if brief.lines]
    return sorted(said, key=lambda brief: brief.place)


def panels_on(url_name: str, page: RecordPage) -> list[Panel]:
    """What other parts show on the page of one of them, in the order of their places."""
    found = [panel for part in parts() if url_name in part.panels_on for panel in part.panels_on[url_name](page)]
    return sorted(found, key=lambda panel: panel.place)


def news_sources() -> Iterable[NewsSource]:
    """All that Today's news is made of."""
    return [source for part in parts() for source in part.news]


def placeholders(alliance: "Alliance") -> dict[str, str]:
    """The words that tools leave blank, as far as a part knows them."""
    return {name: text for part in parts() for name, text in part.placeholders(alliance).items()}


def list_columns() -> list[ListColumns]:
    """What the parts add to the list of alliances in files."""
    return [part.list_columns for part in parts() if part.list_columns]


def call_off(alliance: "Alliance") -> None:
    """The alliance is over, or put away: nothing of it is due any more."""
    for part in parts():
        if part.call_off:
            part.call_off(alliance)
