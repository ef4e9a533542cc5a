"""Scores and gaps against figures worked out by hand, and everything that too few answered refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coe_hub.people.models import Person
from coe_hub.publishing.asked import Asked, Way
from coe_hub.surveys.actions.waves import close_wave
from coe_hub.surveys.floors import may_add_up, told_groups, told_sides, values_told
from coe_hub.surveys.models import Response, Wave
from coe_hub.surveys.results import (
    Reading,
    Score,
    Spread,
    as_five,
    gap_of,
    reading_of,
    results_of,
    rounded,
    score_of,
    tally,
)
from tests.cast import Cast
from tests.surveys.conftest import House
from tests.surveys.data import answer, make_wave


def told(score: Score | None) -> tuple[int, float, int, float] | None:
    return (
        (score.count, rounded(score.mean, "0.01"), score.favourable, rounded(score.deviation, "0.01"))
        if score
        else None
    )


# Ours: word 5 4 4 3, news 4 4 3 (one cannot say); plan 2 2 3 3. Theirs: word 2 3 2, news 3 2 1; plan 4 5 4.
OUR_ANSWERS = [("5", "4", "2"), ("4", "4", "2"), ("4", "3", "3"), ("3", "0", "3")]
THEIR_ANSWERS = [("2", "3", "4"), ("3", "2", "5"), ("2", "1", "4")]


def fill(wave: Wave, people: list[Person], rows: list[tuple[str, str, str]]) -> None:
    for person, (word, news, plan) in zip(people, rows, strict=False):
        answer(wave, person, word_kept=word, bad_news=news, one_plan=plan)


@pytest.fixture
def counted(wave: Wave, house: House) -> Wave:
    """All of us, three of them."""
    fill(wave, house.ours, OUR_ANSWERS)
    fill(wave, house.theirs, THEIR_ANSWERS)
    close_wave(wave=wave)
    return wave


def test_scores_by_theme_and_side_are_those_worked_out_by_hand(counted: Wave) -> None:
    trust, plans = results_of(counted).themes
    # Trust, ours: 5 4 4 3 4 4 3 = 27 / 7; five of seven are 4 or more. Theirs: 2 3 2 3 2 1 = 13 / 6.
    assert told(trust.ours) == (7, 3.86, 71, 0.64)
    assert told(trust.theirs) == (6, 2.17, 0, 0.69)
    assert told(trust.everybody) == (13, 3.08, 38, 1.07)
    # Plans, ours: 2 2 3 3 = 10 / 4. Theirs: 4 5 4 = 13 / 3.
    assert told(plans.ours) == (4, 2.5, 0, 0.5)
    assert told(plans.theirs) == (3, 4.33, 100, 0.47)
    assert [rounded(line.gap or 0, "0.01") for line in (trust, plans)] == [1.69, -1.83]
    assert [line.reading for line in (trust, plans)] == [Reading.ONLY_THEY_SUFFER, Reading.ONLY_WE_SUFFER]
    assert [line.is_wide for line in (trust, plans)] == [True, True]


def test_the_whole_and_each_question_are_reckoned_from_single_answers(counted: Wave) -> None:
    results = results_of(counted)
    assert told(results.whole.ours) == (11, 3.36, 45, 0.88)  # 27 + 10 = 37 / 11
    assert told(results.whole.theirs) == (9, 2.89, 33, 1.2)  # 13 + 13 = 26 / 9
    words, news = results.themes[0].questions
    assert [told(score) for score in words.sides] == [(4, 4.0, 75, 0.71), (3, 2.33, 0, 0.47)]
    assert [told(score) for score in news.sides] == [(3, 3.67, 67, 0.47), (3, 2.0, 0, 0.82)]
    assert [(one.side.label, one.asked, one.answered) for one in results.sides] == [
        ("Kestrel", 4, 4),
        ("Northwind", 4, 3),
    ]


def test_a_wave_is_compared_with_the_one_before(counted: Wave, house: House, cast: Cast) -> None:
    later = make_wave(house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs)
    fill(later, house.ours, [("5", "5", "3")] * 4)
    fill(later, house.theirs, [("4", "4", "4")] * 3)
    close_wave(wave=later)
    results = results_of(later, before=results_of(counted))
    trust, plans = results.themes
    # Trust: (8 * 5 + 6 * 4) / 14 = 4.571 less 40 / 13 = 3.077; plans: (12 + 12) / 7 less 23 / 7.
    assert [rounded(line.change or 0, "0.01") for line in (trust, plans)] == [1.49, 0.14]


def test_nothing_is_told_of_a_wave_that_is_open(wave: Wave) -> None:
    with pytest.raises(ValueError, match="open"):
        results_of(wave)


def test_a_side_too_small_is_not_told_nor_what_it_could_be_reckoned_from(wave: Wave, house: House) -> None:
    fill(wave, house.ours, OUR_ANSWERS)
    fill(wave, house.theirs, THEIR_ANSWERS[:2])
    close_wave(wave=wave)
    results = results_of(wave)
    assert [side.is_told for side in results.sides] == [True, False]
    assert [told(line.ours) is not None for line in results.themes] == [True, True]
    # Everybody less us would be them.
    assert [(line.theirs, line.everybody, line.gap, line.change) for line in results.themes] == [(None,) * 4] * 2
    assert (results.whole.theirs, results.whole.everybody) == (None, None)
    assert [one.sides[1] for line in results.themes for one in line.questions] == [None] * 3


def test_a_question_too_few_answered_is_left_out_of_its_theme(wave: Wave, house: House) -> None:
    fill(wave, house.ours, [("5", "1", "3"), ("5", "1", "3"), ("5", "0", "3"), ("5", "0", "3")])
    fill(wave, house.theirs, [("4", "2", "3")] * 4)
    close_wave(wave=wave)
    trust = results_of(wave).themes[0]
    # Of us two answered on bad news: the theme is the other question alone, and together both sides' is as well.
    assert told(trust.ours) == (4, 5.0, 100, 0.0)
    assert [told(one.ours) for one in trust.questions] == [(4, 5.0, 100, 0.0), None]
    assert told(trust.everybody) == (8, 4.5, 100, 0.5)
    assert trust.questions[1].everybody is None


def test_several_partners_are_told_together_only_where_each_is(wave: Wave) -> None:
    assert may_add_up([4, 3], 3)
    assert may_add_up([4, 0], 3)
    assert not may_add_up([4, 2], 3)
    assert not may_add_up([], 3)
    assert told_sides({1: 4, 2: 2}, 3) == {1}


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ({"a": 4, "b": 3}, {"a", "b"}),
        # One alone would be the whole less the others: another goes with it.
        ({"a": 5, "b": 4, "c": 1}, {"a"}),
        ({"a": 5, "b": 2, "c": 1}, {"a"}),
        ({"a": 5, "b": 1}, set()),
        ({}, set()),
    ],
)
def test_groups_are_told_unless_a_subtraction_gives_one_away(sizes: dict[str, int], groups: set[str]) -> None:
    assert told_groups(sizes, 3) == groups


def test_values_of_few_are_dropped() -> None:
    assert values_told({"a": [1, 2, 3], "b": [4, 5]}, 3) == {"a": [1, 2, 3]}


def test_as_who_somebody_sees_it_is_kept_only_where_enough_do(cast: Cast, house: House) -> None:
    seen = {house.ours[0]: "sponsor", **dict.fromkeys(house.ours[1:], "operational")}
    seen |= dict.fromkeys(house.theirs, "alliance")
    wave = make_wave(
        house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs, perspectives=seen
    )
    fill(wave, house.ours, OUR_ANSWERS)
    fill(wave, house.theirs, [("4", "4", "4")] * 4)
    close_wave(wave=wave)
    kept = Response.objects.filter(wave=wave).order_by("side", "perspective").values_list("side__label", "perspective")
    # Three who do the work would leave the sponsor alone: nobody of that side is told apart.
    assert list(kept) == [("Kestrel", "")] * 4 + [("Northwind", "alliance")] * 4


SCORES = {name: Score(4, mean, 50, 0.5) for name, mean in {"4.0": 4.0, "3.6": 3.6, "3.4": 3.4, "2.0": 2.0}.items()}


@pytest.mark.parametrize(
    ("ours", "theirs", "reading"),
    [
        ("4.0", "3.6", Reading.BOTH_HIGH),
        ("3.4", "2.0", Reading.BOTH_LOW),
        ("4.0", "2.0", Reading.ONLY_THEY_SUFFER),
        ("2.0", "4.0", Reading.ONLY_WE_SUFFER),
        # A small difference around the line is no difference.
        ("3.6", "3.4", Reading.BOTH_HIGH),
        ("3.4", "3.4", Reading.BOTH_LOW),
    ],
)
def test_the_four_readings(ours: str, theirs: str, reading: Reading) -> None:
    assert reading_of(SCORES[ours], SCORES[theirs]) == reading
    assert (reading_of(SCORES[ours], None), gap_of(None, SCORES[theirs])) == (None, None)


def test_figures_round_as_people_do() -> None:
    assert [rounded(one) for one in (3.25, 3.35, -0.05, 2.0)] == [3.3, 3.4, -0.1, 2.0]
    assert [score.spread for score in (Score(3, 3, 0, 0.6), Score(3, 3, 0, 1.0), Score(3, 3, 0, 1.2))] == [
        Spread.CLOSE,
        Spread.SOME,
        Spread.FAR,
    ]
    assert score_of([]) is None


def test_scales_of_other_lengths_become_five() -> None:
    assert [as_five(value, 5) for value in ("1", "5", "0")] == [1.0, 5.0, None]
    assert [as_five(value, 7) for value in ("1", "4", "7")] == [1.0, 3.0, 5.0]


def test_rankings_are_counted_by_points() -> None:
    asked = Asked("first", "What?", Way.RANKING, options=(("a", "People"), ("b", "Plans"), ("c", "Money")))
    rows = tally(asked, [["a", "b"], ["b"], ["b", "a", "c"], []])
    assert [(row.letter, row.count, row.first, row.points) for row in rows] == [
        ("b", 3, 2, 8),
        ("a", 2, 1, 5),
        ("c", 1, 0, 1),
    ]


def test_comments_and_open_answers_are_told_without_a_side(wave: Wave, house: House) -> None:
    for person in house.ours:
        answer(wave, person, {"trust": f"From {person.given_name}"}, word_kept="4", how="b", why=f"Time {person.pk}")
    fill(wave, house.theirs, THEIR_ANSWERS)
    close_wave(wave=wave)
    comments = results_of(wave).comments
    assert [one.name for one in comments] == ["Trust", "Why so rarely?"]
    assert sorted(comments[0].texts) == [f"From {person.given_name}" for person in house.ours]


def test_what_a_side_too_small_wrote_is_not_told(wave: Wave, house: House) -> None:
    fill(wave, house.ours, OUR_ANSWERS)
    answer(wave, house.theirs[0], {"trust": "Only me"}, word_kept="1")
    close_wave(wave=wave)
    assert list(results_of(wave).comments) == []


def test_five_thousand_answers_are_reckoned_in_five_queries(wave: Wave) -> None:
    side = wave.sides.get(is_ours=True)
    rows = [
        Response(wave=wave, side=side, answers={"word-kept": "4", "bad-news": "3", "one-plan": str(1 + place % 5)})
        for place in range(1_667)
    ]
    close_wave(wave=wave)
    Response.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as queries:
        whole = results_of(wave).whole
    assert (len(queries), told(whole.ours)) == (5, (5001, 3.33, 47, 0.94))
