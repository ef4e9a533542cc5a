"""The pieces pages are built of: what they say, in both languages, and that they refuse what they do not know."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from coe_hub.lib.dates import ago, date_text

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False), translation.override("en"):
        yield


@dataclass
class Somebody:
    display_name: str = "Aiko <b>Nakamura</b>"
    initials: str = "AN"
    is_gone: bool = False

    def get_absolute_url(self) -> str:
        return "/people/abc/"


def draw(tag: str, *, query: str = "", **context: Any) -> str:
    """The tag's markup, with its white space folded."""
    request = RequestFactory().get(f"/list/{query}")
    markup = Template("{% load hub %}" + tag).render(Context({"request": request, "today": TODAY, **context}))
    return re.sub(r"\s+", " ", markup).strip()


def words(markup: str) -> str:
    """What is left to read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


class TestDates:
    @pytest.mark.parametrize(
        ("style", "english", "japanese"),
        [
            ("full", "26 Nov 2026", "2026年11月26日"),
            ("short", "26 Nov", "11月26日"),
            ("weekday", "Thu 26 Nov", "11月26日（木）"),
            ("long", "Thursday 26 November", "11月26日（木）"),
            ("month", "Nov 2026", "2026年11月"),
        ],
    )
    def test_date_text_follows_the_language(self, style, english, japanese):
        assert date_text(date(2026, 11, 26), style) == english
        with translation.override("ja"):
            assert date_text(date(2026, 11, 26), style) == japanese

    def test_short_dates_of_other_years_say_the_year(self):
        assert date_text(date(2027, 1, 5), "short") == "5 Jan 2027"
        assert date_text(date(2025, 12, 31), "weekday") == "31 Dec 2025"

    def test_times_are_read_on_the_reader_s_clock(self):
        with timezone.override("Asia/Tokyo"):
            assert date_text(datetime(2026, 11, 22, 16, 5, tzinfo=UTC), "time") == "23 Nov 2026, 01:05"

    def test_nothing_reads_as_nothing(self):
        assert (date_text(None), ago(None)) == ("", "")

    def test_unknown_style_is_refused(self):
        with pytest.raises(KeyError):
            date_text(TODAY, "nice")

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 11, 24), "24 Nov 2026"),
            (date(2026, 11, 23), "today"),
            (date(2026, 11, 22), "yesterday"),
            (date(2026, 11, 19), "Thursday"),
            (date(2026, 11, 16), "last week"),
            (date(2026, 11, 2), "3 weeks ago"),
            (date(2026, 8, 20), "3 months ago"),
            (date(2024, 11, 1), "2 years ago"),
        ],
    )
    def test_ago(self, day, expected):
        assert ago(day) == expected


class TestIcon:
    def test_icon_is_decoration(self):
        assert 'aria-hidden="true"' in draw('{% icon name="sun" %}')

    def test_icon_with_title_is_read_out_and_escaped(self):
        markup = draw('{% icon name="sun" title=title %}', title="<b>")
        assert 'role="img"><title>&lt;b&gt;</title>' in markup

    @pytest.mark.parametrize("name", ["no-such-icon", "../package", ""])
    def test_unknown_icon_is_refused(self, name):
        with pytest.raises(TemplateSyntaxError, match="no icon named"):
            draw("{% icon name=name %}", name=name)


class TestSigns:
    def test_pill_has_tone_and_escaped_word(self):
        assert draw('{% pill text=text tone="soon" %}', text="<i>") == '<span class="pill soon">&lt;i&gt;</span>'

    def test_pill_refuses_an_unknown_tone(self):
        with pytest.raises(TemplateSyntaxError, match="no tone"):
            draw('{% pill text="x" tone="pink" %}')

    @pytest.mark.parametrize(
        ("day", "state", "text"),
        [
            (date(2026, 11, 21), "late", "2 days late"),
            (date(2026, 11, 22), "late", "1 day late"),
            (date(2026, 11, 23), "soon", "Today"),
            (date(2026, 11, 24), "soon", "Tomorrow"),
            (date(2026, 11, 26), "soon", "Thu 26 Nov"),
            (date(2026, 12, 7), "soon", "7 Dec"),
            (date(2026, 12, 8), "later", "8 Dec"),
            (date(2027, 3, 1), "later", "1 Mar 2027"),
        ],
    )
    def test_due_badge_speaks_by_shape_and_word(self, day, state, text):
        markup = draw("{% due_badge date=day today=today %}", day=day)
        assert f'class="due {state}" datetime="{day.isoformat()}"' in markup
        assert words(markup).removeprefix("Soon: ") == text

    def test_the_three_states_have_three_shapes(self):
        days = [date(2026, 11, 1), date(2026, 11, 25), date(2027, 5, 1)]
        shapes = {re.search(r"<svg.*?>(.*?)</svg>", draw("{% due_badge date=day %}", day=day))[1] for day in days}
        assert len(shapes) == 3

    def test_due_badge_in_japanese(self):
        with translation.override("ja"):
            assert "11月26日（木）" in draw("{% due_badge date=day %}", day=date(2026, 11, 26))

    def test_stage_stepper_marks_where_it_stands(self):
        steps = [
            {"label": "Forming", "detail": "Mar 2025", "state": "done"},
            {"label": "Running", "detail": "", "state": "current"},
        ]
        markup = draw("{% stage_stepper steps=steps %}", steps=steps)
        assert words(markup) == "Forming (done) Mar 2025 Running"
        assert markup.count('aria-current="step"') == 1

    def test_progress_needs_no_style_attribute(self):
        markup = draw('{% progress value=0.5 maximum=2 label="Done" %}')
        assert 'value="0.5" max="2" aria-label="Done"' in markup


class TestPeople:
    def test_person_chip_links_and_escapes(self):
        markup = draw('{% person_chip person=person line="Lead" aside="Sendai" %}', person=Somebody())
        assert '<a class="person-name" href="/people/abc/">Aiko &lt;b&gt;Nakamura&lt;/b&gt;</a>' in markup
        assert words(markup).endswith("Lead Sendai")

    def test_person_chip_without_link(self):
        assert "<a " not in draw("{% person_chip person=person linked=False %}", person=Somebody())


class TestBlocks:
    def test_due_row_names_its_action_for_those_who_hear_it(self):
        markup = draw(
            '{% due_row date=today title="Review" text="Why" action_label="Do it" action_url="/r/" primary=True %}'
        )
        assert words(markup) == "Soon: Today Review Why Do it : Review"
        assert 'class="button small primary" href="/r/"' in markup

    @pytest.mark.parametrize(
        ("tag", "expected"),
        [
            ('{% fact label="Ends" value="May" %}', "<div><dt>Ends</dt><dd>May</dd></div>"),
            ('{% fact label="Ends" value=0 %}', "<div><dt>Ends</dt><dd>0</dd></div>"),
            ('{% fact label="Ends" value="" %}', ""),
            ('{% fact label="Ends" value=None empty="open" %}', '<div><dt>Ends</dt><dd class="muted">open</dd></div>'),
        ],
    )
    def test_fact(self, tag, expected):
        assert draw(tag) == expected

    def test_block_tags_keep_markup_of_the_page_and_escape_words(self):
        assert draw("{% fact_block label=label %}<b>x</b>{% endfact_block %}", label="<") == (
            "<div><dt>&lt;</dt><dd><b>x</b></dd></div>"
        )
        assert words(draw('{% panel title="Tool" reason="Because" %}<p>Body</p>{% endpanel %}')) == "Tool Because Body"
        assert words(draw('{% timeline_entry line="Monday" %}<b>x</b>{% endtimeline_entry %}')) == "x Monday"

    def test_timeline_text_keeps_its_lines(self):
        assert "one<br>two" in draw('{% timeline_item title="Note" text=text %}', text="one\ntwo")

    def test_empty_state_offers_the_next_step(self):
        markup = draw('{% empty_state title="Nothing yet" action_label="Add" action_url="/new/" icon="sun" %}')
        assert words(markup) == "Nothing yet Add"

    def test_unknown_arguments_are_refused(self):
        with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument"):
            draw('{% empty_state title="x" colour="red" %}')


class TestLists:
    def test_paginator_keeps_the_rest_of_the_question(self):
        page = Paginator(range(120), 50).page(2)
        markup = draw("{% paginator page=page %}", query="?q=kras&page=2", page=page)
        assert words(markup) == "51–100 of 120 Previous 1 2 3 Next"
        assert re.findall(r'href="([^"]+)"', markup) == [
            "?q=kras&amp;page=1",
            "?q=kras&amp;page=1",
            "?q=kras&amp;page=2",
            "?q=kras&amp;page=3",
            "?q=kras&amp;page=3",
        ]

    def test_paginator_of_one_page_only_counts(self):
        assert words(draw("{% paginator page=page %}", page=Paginator([1, 2], 50).page(1))) == "1–2 of 2"

    def test_paginator_of_nothing(self):
        assert words(draw("{% paginator page=page %}", page=Paginator([], 50).page(1))) == "Nothing to show"

    @pytest.mark.parametrize(
        ("query", "direction", "target"),
        [
            ("", None, "?sort=name"),
            ("?sort=name&page=3&q=a", "ascending", "?sort=-name&amp;q=a"),
            ("?sort=-name", "descending", "?sort=name"),
            ("?sort=other", None, "?sort=name"),
        ],
    )
    def test_sort_header(self, query, direction, target):
        markup = draw('{% sort_header field="name" label="Name" %}', query=query)
        assert f'href="{target}"' in markup
        assert (f'aria-sort="{direction}"' in markup) is (direction is not None)

    def test_sort_header_knows_the_page_s_own_order(self):
        assert 'aria-sort="descending"' in draw('{% sort_header field="on" label="On" default="-on" %}')

    def test_filter_chips_take_one_filter_off(self):
        chips = [{"label": "Type", "value": "<b>", "url": "?a=1"}]
        markup = draw("{% filter_chips chips=chips clear_url='/list/' %}", chips=chips)
        assert words(markup) == "Type &lt;b&gt; Take this filter off Clear all"
        assert draw("{% filter_chips chips=chips %}", chips=[]) == ""

    def test_hidden_query_keeps_all_but_what_is_named(self):
        markup = draw('{% hidden_query exclude="q page" %}', query='?q=a&page=2&type=r&type=d&x="')
        assert re.findall(r'name="(\w+)" value="([^"]*)"', markup) == [("type", "r"), ("type", "d"), ("x", "&quot;")]

    def test_tabs_say_which_is_open(self):
        items = [{"label": "People", "url": "#p", "is_active": True, "count": 3}]
        markup = draw('{% tabs items=items label="Parts" %}', items=items)
        assert words(markup) == "People 3"
        assert 'aria-current="page"' in markup


class TestErrorPages:
    def test_500_needs_no_request_and_no_database(self):
        assert "Something broke on our side" in render_to_string("500.html")

    @pytest.mark.parametrize("name", ["403.html", "404.html", "403_csrf.html", "500.html", "503.html", "507.html"])
    def test_error_pages_run_under_the_strict_policy(self, name):
        markup = render_to_string(name, {}, RequestFactory().get("/x/"))
        assert re.findall(r"<style|style=|<script(?! [^>]*src=)|\bon\w+=", markup) == []


def _tokens() -> dict[str, tuple[str, str]]:
    source = (Path(django_settings.BASE_DIR) / "static/css/tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", source)
    return {name: (light, dark) for name, light, dark in found}


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "grounds", "least"),
    [
        ("ink", "paper surface sunk amber-soft red-soft green-soft teal-soft", 4.5),
        ("muted", "paper surface sunk", 4.5),
        ("teal", "paper surface sunk teal-soft", 4.5),
        ("on-teal", "teal teal-strong", 4.5),
        ("amber", "paper surface amber-soft", 4.5),
        ("red", "paper surface red-soft", 4.5),
        ("green", "paper surface green-soft", 4.5),
        ("edge", "paper surface", 3.0),
    ],
)
def test_colours_can_be_read_in_both_themes(text, grounds, least, theme):
    """WCAG 2.2 AA: 4.5 for text, 3 for the edges of fields."""
    tokens = _tokens()
    measured = {ground: _contrast(tokens[text][theme], tokens[ground][theme]) for ground in grounds.split()}
    assert {ground: ratio for ground, ratio in measured.items() if ratio < least} == {}
