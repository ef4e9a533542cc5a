"""What a health check says: its results beside those of the one before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.core.participants import Participant, participants
from alliances.health.models import HealthCheck, HealthCheckQuerySet
from coe_hub.documents.ratings import Series, course, gaps, spider
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import join_words
from coe_hub.people.models import Organisation, Side
from coe_hub.surveys.models import Perspective
from coe_hub.surveys.results import Line, Reading, Results, Score, Spread, results_of, results_of_all, rounded
from coe_hub.vocabulary.models import Access

OURS, THEIRS = "side-ours", "side-theirs"
_FEWEST_AXES = 3
_MOST_TIMES = 8


def checks_of(alliance: Alliance) -> HealthCheckQuerySet:
    """All health checks of the alliance, the newest first."""
    found: HealthCheckQuerySet = HealthCheck.objects.filter(alliance=alliance).active()
    return found.newest_first().select_related("wave__edition__content__questionnaire", "by__person")


def results_of_check(check: HealthCheck) -> Results:
    """What the check says, compared with the last one before it that asked. Raises `ValueError` where it is open."""
    assert check.wave is not None  # noqa: S101  callers ask of waves
    earlier = (
        HealthCheck.objects.counted()
        .of_health()
        .filter(alliance=check.alliance_id, wave__closes_on__lt=check.wave.closes_on)
    )
    before = earlier.select_related("wave__edition__content").order_by("-wave__closes_on", "-pk").first()
    compared = results_of(before.wave) if before and before.wave else None
    return results_of(check.wave, before=compared)


@dataclass(frozen=True)
class ThemeTold:
    """A theme as a page tells it: its figures, how the two sides see it, in words."""

    line: Line
    words: str
    advice: str
    tone: str
    icon: str

    @property
    def cells(self) -> list[str]:
        """The mean of each side, as text."""
        return [figure(score) for score in self.line.sides]


def figure(score: Score | None) -> str:
    """A mean as text; a dash where it is not told."""
    return f"{rounded(score.mean):.1f}" if score else "–"


def signed(value: float | None) -> str:
    """A gap or a change as text, with its sign; a dash where it is not told."""
    if value is None:
        return "–"
    number = rounded(value)
    return f"{number:+.1f}".replace("-", "−") if number else "0.0"


def reading_words(reading: Reading | None) -> tuple[str, str, str, str]:
    """How the two sides see a theme, what to do with it, the tone of the pill and its icon."""
    told: dict[Reading | None, tuple[str, str, str, str]] = {
        Reading.BOTH_HIGH: (
            _("Both sides see it as good"),
            _("Say so to each other, and keep what makes it so."),
            "good",
            "check-circle",
        ),
        Reading.BOTH_LOW: (
            _("Both sides suffer from it"),
            _("Begin here: nobody needs convincing."),
            "late",
            "exclamation-circle",
        ),
        Reading.ONLY_THEY_SUFFER: (
            _("They suffer, we do not see it"),
            _("Ask them for an example before you answer."),
            "soon",
            "eye",
        ),
        Reading.ONLY_WE_SUFFER: (
            _("We suffer, they do not see it"),
            _("Tell them with an example what it costs us."),
            "soon",
            "eye",
        ),
        None: (_("Not told"), _("Too few people of one side answered."), "neutral", ""),
    }
    return told[reading]


def spread_words(spread: Spread) -> str:
    """How far apart answers are."""
    return {
        Spread.CLOSE: _("close together"),
        Spread.SOME: _("some spread"),
        Spread.FAR: _("far apart"),
    }[spread]


_TURNED = {
    Reading.ONLY_THEY_SUFFER: Reading.ONLY_WE_SUFFER,
    Reading.ONLY_WE_SUFFER: Reading.ONLY_THEY_SUFFER,
}


def themes_told(results: Results, *, as_partner: bool = False) -> list[ThemeTold]:
    """Each theme in words; the partner's reader is told it as their side sees it."""
    found = []
    for one in results.themes:
        reading = one.reading
        if as_partner and reading:
            reading = _TURNED.get(reading, reading)
        found.append(ThemeTold(one, *reading_words(reading)))
    return found


def talk_first(told: Iterable[ThemeTold]) -> list[ThemeTold]:
    """What to talk about first: marked themes, the widest gap on top, then what both sides see as low."""
    marked = [one for one in told if one.line.is_marked]
    return sorted(marked, key=lambda one: -abs(one.line.gap or 0))


def _series(results: Results) -> list[Series]:
    ours = [one.side.label for one in results.sides if one.side.is_ours]
    theirs = [one.side.label for one in results.sides if not one.side.is_ours]
    themes = results.themes
    return [
        Series(join_words(ours), OURS, [one.ours.mean if one.ours else None for one in themes]),
        Series(join_words(theirs), THEIRS, [one.theirs.mean if one.theirs else None for one in themes]),
    ]


class Pictures(NamedTuple):
    """The spider, where there are themes enough for one, the gap theme by theme, and what their colours stand for."""

    spider: SafeString | None
    gaps: SafeString
    series: Sequence[Series]


def pictures(results: Results) -> Pictures:
    """How the sides see each theme, drawn."""
    series, names = _series(results), [one.name for one in results.themes]
    told = "; ".join(
        _("%(theme)s: %(ours)s and %(theirs)s")
        % {"theme": one.name, "ours": figure(one.ours), "theirs": figure(one.theirs)}
        for one in results.themes
    )
    web = None
    if len(names) >= _FEWEST_AXES:
        web = spider(axes=names, series=series, title=_("How both sides see the alliance"), description=told)
    drawn = gaps(rows=names, series=series, title=_("Where the two sides see it differently"), description=told)
    return Pictures(web, drawn, series)


class Past(NamedTuple):
    """A check in the course of time."""

    check: HealthCheck
    on: date
    results: Results


def past_of(alliance: Alliance) -> list[Past]:
    """The last counted checks, the oldest first."""
    counted = HealthCheck.objects.counted().of_health().filter(alliance=alliance).newest_first()
    checks = list(counted.select_related("wave__edition__content")[:_MOST_TIMES])
    results = results_of_all(one.wave for one in checks if one.wave)
    return [Past(one, one.on, results[one.wave_id]) for one in reversed(checks) if one.wave_id]


def course_of(past: Sequence[Past]) -> SafeString | None:
    """How the means of both sides moved; nothing to draw of one check."""
    if len(past) < 2:
        return None
    ours = [one.results.whole.ours.mean if one.results.whole.ours else None for one in past]
    theirs = [one.results.whole.theirs.mean if one.results.whole.theirs else None for one in past]
    times = [date_text(one.on, "month") for one in past]
    told = "; ".join(
        _("%(when)s: %(ours)s and %(theirs)s")
        % {"when": when, "ours": figure(one.results.whole.ours), "theirs": figure(one.results.whole.theirs)}
        for when, one in zip(times, past, strict=True)
    )
    series = [Series(_("Our side"), OURS, ours), Series(_("The partner"), THEIRS, theirs)]
    return course(times=times, series=series, title=_("How it moved"), description=told)


def usual_perspective(one: Participant) -> str:
    """As who somebody of the alliance sees it, by what their roles let them do; who pays for it is chosen by hand."""
    given = {member.role.access for member in one.members}
    if Access.SPONSOR in given:
        return Perspective.SPONSOR
    return Perspective.ALLIANCE if one.is_lead or Access.LEAD in given else Perspective.OPERATIONAL


class SidePeople(NamedTuple):
    """A side that can be asked, with the alliance's people on it."""

    label: str
    is_ours: bool
    organisation: Organisation | None
    people: list[Participant]


def sides_of(alliance: Alliance) -> list[SidePeople]:
    """The sides of the alliance: ours as one, each partner by itself. Who stands on the partners' side and belongs to
    none of them answers with the first."""
    everybody = participants(alliance)
    organisations = {side: [one.organisation for one in alliance.parties.all() if one.side == side] for side in Side}
    ours, theirs = organisations[Side.OURS], organisations[Side.THEIRS]
    label = join_words(one.name for one in ours) or _("Our side")
    mine = [one for one in everybody if one.side == Side.OURS]
    found = [SidePeople(label, True, ours[0] if len(ours) == 1 else None, mine)]
    rest = [one for one in everybody if one.side == Side.THEIRS]
    known = {one.pk for one in theirs}
    for place, organisation in enumerate(theirs):
        strangers = [one for one in rest if one.person.organisation_id not in known] if place == 0 else []
        own = [one for one in rest if one.person.organisation_id == organisation.pk]
        found.append(SidePeople(organisation.name, False, organisation, own + strangers))
    return found
