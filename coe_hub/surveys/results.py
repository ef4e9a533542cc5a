"""What a closed wave says: scores by theme and side, the gap between sides, how far apart people are, and comments.

A scale of other than five steps is reckoned as one of five. A mean is of all answers to the questions of a theme; an
answer is favourable from 4 on. What too few answered is not told (`surveys.floors`); it is None here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from hashlib import sha256
from statistics import fmean, pstdev
from typing import Any, NamedTuple

from coe_hub.publishing.asked import Asked, Way
from coe_hub.surveys.asking import Asking, Theme, askings_of
from coe_hub.surveys.floors import may_add_up, told_sides, values_told
from coe_hub.surveys.models import Participant, Response, Wave, WaveSide

FAVOURABLE = 4.0
# What is kept of somebody who cannot say; it counts nowhere.
CANNOT_SAY = "0"
# Where a mean counts as good, how low one and how wide a gap is marked, and from where on two sides see it differently.
GOOD, LOW, WIDE, DIFFERENT = 3.5, 3.0, 1.0, 0.5
_CLOSE, _SPREAD = 0.7, 1.1


def rounded(value: float, places: str = "0.1") -> float:
    """As people round: 3.25 is 3.3."""
    return float(Decimal(repr(round(value, 9))).quantize(Decimal(places), ROUND_HALF_UP))


class Spread(StrEnum):
    """How far apart answers are."""

    CLOSE = "close"
    SOME = "some"
    FAR = "far"


class Reading(StrEnum):
    """How two sides see a theme."""

    BOTH_HIGH = "both_high"
    BOTH_LOW = "both_low"
    ONLY_THEY_SUFFER = "only_they_suffer"
    ONLY_WE_SUFFER = "only_we_suffer"


@dataclass(frozen=True)
class Score:
    """Answers of one group to a theme or a question: how many, their mean, the share that is favourable in percent,
    and how far apart they are (standard deviation)."""

    count: int
    mean: float
    favourable: int
    deviation: float

    @property
    def is_low(self) -> bool:
        """Whether it wants somebody's eye."""
        return self.mean < LOW

    @property
    def spread(self) -> Spread:
        """How far apart they are, in a word."""
        return Spread.CLOSE if self.deviation < _CLOSE else Spread.SOME if self.deviation < _SPREAD else Spread.FAR


def score_of(values: Sequence[float]) -> Score | None:
    """The score of these values; None of none."""
    if not values:
        return None
    good = sum(value >= FAVOURABLE for value in values)
    return Score(len(values), fmean(values), int(rounded(100 * good / len(values), "1")), pstdev(values))


def gap_of(ours: Score | None, theirs: Score | None) -> float | None:
    """Ours less theirs; None where one of them is not told."""
    return ours.mean - theirs.mean if ours and theirs else None


def reading_of(ours: Score | None, theirs: Score | None) -> Reading | None:
    """How the two see it; None where one of them is not told."""
    if ours is None or theirs is None:
        return None
    ours_good, theirs_good = ours.mean >= GOOD, theirs.mean >= GOOD
    if ours_good == theirs_good:
        return Reading.BOTH_HIGH if ours_good else Reading.BOTH_LOW
    if abs(ours.mean - theirs.mean) < DIFFERENT:
        return Reading.BOTH_HIGH if (ours.mean + theirs.mean) / 2 >= GOOD else Reading.BOTH_LOW
    return Reading.ONLY_THEY_SUFFER if ours_good else Reading.ONLY_WE_SUFFER


@dataclass(frozen=True)
class Line:
    """A theme or a question with the scores of each side, of all partners together and of everybody."""

    key: str
    name: str
    sides: Sequence[Score | None]
    ours: Score | None
    theirs: Score | None
    everybody: Score | None
    before: float | None = None
    questions: "Sequence[Line]" = ()

    @property
    def gap(self) -> float | None:
        """Ours less all partners'."""
        return gap_of(self.ours, self.theirs)

    @property
    def is_wide(self) -> bool:
        """Whether the two sides see it so differently that they should talk."""
        return self.gap is not None and abs(self.gap) >= WIDE

    @property
    def is_marked(self) -> bool:
        """Whether it wants somebody's eye: a wide gap, or a low mean on a side."""
        return self.is_wide or any(score.is_low for score in (self.ours, self.theirs) if score)

    @property
    def reading(self) -> Reading | None:
        """How the two sides see it."""
        return reading_of(self.ours, self.theirs)

    @property
    def change(self) -> float | None:
        """The mean of everybody less that of the wave before."""
        return self.everybody.mean - self.before if self.everybody and self.before is not None else None


@dataclass(frozen=True)
class SideCount:
    """A side: how many were asked, how many answered, and whether it is told."""

    side: WaveSide
    asked: int
    answered: int
    is_told: bool


@dataclass(frozen=True)
class Comments:
    """What was added to a theme or answered to an open question, by whomever, in an order of chance."""

    name: str
    texts: Sequence[str]


@dataclass(frozen=True)
class Results:
    """All that is told of a wave."""

    wave: Wave
    asking: Asking
    sides: Sequence[SideCount]
    themes: Sequence[Line]
    whole: Line
    comments: Sequence[Comments] = field(default=())

    @property
    def is_told(self) -> bool:
        """Whether anything is told at all."""
        return any(side.is_told for side in self.sides)

    @property
    def withheld(self) -> list[SideCount]:
        """Sides that answered too little to be told."""
        return [side for side in self.sides if not side.is_told]

    @property
    def answered(self) -> int:
        """How many answered."""
        return sum(side.answered for side in self.sides)

    @property
    def asked(self) -> int:
        """How many were asked."""
        return sum(side.asked for side in self.sides)


@dataclass
class _Heap:
    """The values of one side by question, and what it added in words."""

    count: int = 0
    values: dict[str, list[float]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


def results_of(wave: Wave, *, before: "Results | None" = None, language: str | None = None) -> Results:
    """What the wave says; of one that is open nothing, whoever asks. Five queries, however many answers.

    `before` is the wave it is compared with. Raises `ValueError` where the wave is still open.
    """
    [read] = _read([wave], language)
    return _results(read, before)


def results_of_all(waves: Iterable[Wave], language: str | None = None) -> dict[int, Results]:
    """What each of the waves says, by its id; five queries, however many. Raises as `results_of`."""
    return {read.wave.pk: _results(read, None) for read in _read(list(waves), language)}


class _Read(NamedTuple):
    """A wave with all that is reckoned from."""

    wave: Wave
    asking: Asking
    sides: Sequence[WaveSide]
    asked: Mapping[int, int]
    responses: Sequence[tuple[int, Mapping[str, Any], Mapping[str, str]]]


def _read(waves: Sequence[Wave], language: str | None) -> list[_Read]:
    if not all(wave.is_counted for wave in waves):
        raise ValueError("Nothing is told of a wave that is open.")
    askings = askings_of([wave.edition for wave in waves], language)
    sides: dict[int, list[WaveSide]] = {wave.pk: [] for wave in waves}
    for side in WaveSide.objects.filter(wave__in=waves).order_by("position", "pk"):
        sides[side.wave_id].append(side)
    asked: Counter[int] = Counter(Participant.objects.filter(wave__in=waves).values_list("side", flat=True))
    responses: dict[int, list[Any]] = {wave.pk: [] for wave in waves}
    rows = Response.objects.filter(wave__in=waves).values_list("wave", "side", "answers", "comments")
    for wave, *response in rows:
        responses[wave].append(tuple(response))
    return [_Read(one, askings[one.edition_id], sides[one.pk], asked, responses[one.pk]) for one in waves]


def _results(read: _Read, before: "Results | None") -> Results:
    wave, asking, sides = read.wave, read.asking, read.sides
    heaps = _heaps(read)
    told = told_sides({side: heap.count for side, heap in heaps.items()}, wave.floor)
    counts = [SideCount(side, read.asked[side.pk], heaps[side.pk].count, side.pk in told) for side in sides]
    reckoning = _Reckoning(wave.floor, sides, heaps)
    same = _same_questions(before.asking, asking) if before else set()
    means = {line.key: line.everybody.mean for line in (before.themes if before else ()) if line.everybody}
    themes = [
        reckoning.theme(theme, means.get(theme.key) if theme.key in same else None)
        for theme in asking.themes
        if _scales(theme.questions)
    ]
    last = before.whole.everybody if before else None
    comparable = before is not None and {one.key for one in before.themes} == {one.key for one in themes} <= same
    whole = reckoning.line("", "", _scales(asking.questions), last.mean if last and comparable else None)
    return Results(wave, asking, counts, themes, whole, list(_comments(wave, asking, heaps, told)))


def _scales(questions: Iterable[Asked]) -> list[Asked]:
    return [asked for asked in questions if asked.way == Way.SCALE]


def _same_questions(before: Asking, now: Asking) -> set[str]:
    """Themes whose scales are those of the wave before, so that their means can be compared."""
    then = {theme.key: {asked.key for asked in _scales(theme.questions)} for theme in before.themes}
    return {
        theme.key for theme in now.themes if then.get(theme.key) == {asked.key for asked in _scales(theme.questions)}
    }


def as_five(value: str, steps: int) -> float | None:
    """The value of a scale of that many steps as one of five; None where they could not say."""
    step = int(value)
    return None if not 1 <= step <= steps else float(step) if steps == 5 else 1 + (step - 1) * 4 / (steps - 1)


def _heaps(read: _Read) -> dict[int, _Heap]:
    heaps = {side.pk: _Heap() for side in read.sides}
    scales = {asked.key: asked.steps for asked in _scales(read.asking.questions)}
    open_ones = {asked.key for asked in read.asking.questions if asked.way == Way.OPEN}
    for side, answers, comments in read.responses:
        heap = heaps[side]
        heap.count += 1
        for key, value in answers.items():
            if key in scales and (number := as_five(value, scales[key])) is not None:
                heap.values.setdefault(key, []).append(number)
            elif key in open_ones:
                heap.texts.setdefault(key, []).append(value)
        for key, text in comments.items():
            heap.texts.setdefault(f"theme:{key}", []).append(text)
    return heaps


@dataclass(frozen=True)
class _Reckoning:
    """Scores of lines, none from fewer answers than the floor."""

    floor: int
    sides: Sequence[WaveSide]
    heaps: Mapping[int, _Heap]

    def theme(self, theme: Theme, before: float | None) -> Line:
        """The theme with its questions."""
        scales = _scales(theme.questions)
        line = self.line(theme.key, theme.name, scales, before)
        questions = [self.line(asked.key, asked.text, [asked], None) for asked in scales]
        return Line(**{**vars(line), "questions": questions})

    def line(self, key: str, name: str, scales: Sequence[Asked], before: float | None) -> Line:
        """The scores of these questions together."""
        ours = [side.pk for side in self.sides if side.is_ours]
        theirs = [side.pk for side in self.sides if not side.is_ours]
        keys = [asked.key for asked in scales]
        return Line(
            key=key,
            name=name,
            sides=[self._score([side.pk], keys) for side in self.sides],
            ours=self._score(ours, keys),
            theirs=self._score(theirs, keys),
            everybody=self._score([*ours, *theirs], keys),
            before=before,
        )

    def _score(self, sides: Sequence[int], keys: Sequence[str]) -> Score | None:
        """Of several sides only what is told of each of them that answered."""
        if not may_add_up([self.heaps[side].count for side in sides], self.floor):
            return None
        values: list[float] = []
        for side in sides:
            of_side = {key: self.heaps[side].values.get(key, []) for key in keys}
            told = values_told(of_side, self.floor)
            if len(sides) > 1:
                # What one side's own line keeps back would be the sum less the others'.
                told = {key: found for key, found in told.items() if self._is_told_everywhere(key, sides)}
            values += [value for found in told.values() for value in found]
        return score_of(values)

    def _is_told_everywhere(self, key: str, sides: Sequence[int]) -> bool:
        return may_add_up([len(self.heaps[side].values.get(key, [])) for side in sides], self.floor)


def _comments(wave: Wave, asking: Asking, heaps: Mapping[int, _Heap], told: set[int]) -> Iterable[Comments]:
    """Texts by theme, of the sides that are told, in an order that has nothing to do with how they came."""
    for theme in asking.themes:
        keys = [(f"theme:{theme.key}", theme.name)]
        keys += [(asked.key, asked.text) for asked in theme.questions if asked.way == Way.OPEN]
        for key, name in keys:
            texts = [text for side in told for text in heaps[side].texts.get(key, [])]
            if texts:
                yield Comments(name, sorted(texts, key=lambda text: _chance(wave, text)))


def _chance(wave: Wave, text: str) -> str:
    return sha256(f"{wave.public_id} {text}".encode()).hexdigest()


@dataclass(frozen=True)
class Tally:
    """How often an answer to a question was chosen: by `count` people, of them `first` as the most important, with
    points where answers are ranked (three for the first place, two for the second, one for the third)."""

    letter: str
    text: str
    count: int
    first: int
    points: int


def tally(asked: Asked, given: Iterable[Any]) -> list[Tally]:
    """The answers to a question of choice or ranking, the one with most points first."""
    chosen = [value if isinstance(value, list) else [value] for value in given if value]
    rows = []
    for letter, text in asked.options:
        places = [one.index(letter) for one in chosen if letter in one]
        points = sum(3 - place for place in places) if asked.way == Way.RANKING else len(places)
        rows.append(Tally(letter, text, len(places), places.count(0), points))
    return sorted(rows, key=lambda row: (-row.points, -row.first, row.letter))
