"""Today: what needs me, what is mine, what others did since I was here."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from alliances.reviews.actions.reviews import do_review
from alliances.stages.actions import change_stage
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Stage
from tests.cast import Cast
from tests.factories import make_alliance, make_member

TODAY = date(2026, 6, 1)  # a Monday


@pytest.fixture(autouse=True)
def _on_the_first_of_june() -> object:
    with time_machine.travel("2026-06-01T09:00Z", tick=False):
        yield


def due_in(days: int, by: User, name: str, **values: object) -> Alliance:
    """An alliance whose review is due in so many days."""
    alliance = make_alliance(name, by=by, review_months=12, **values)
    due = TODAY + timedelta(days)
    Alliance.objects.filter(pk=alliance.pk).update(last_reviewed_on=due.replace(year=due.year - 1))
    return alliance


def test_what_needs_me_is_late_or_soon_and_mine(cast: Cast, sign_in: Callable[..., Client]) -> None:
    for days in (31, 30, 8, 7, 0, -40):
        due_in(days, cast.lead, f"in {days}")
    due_in(0, cast.team, "somebody else's")
    archive_alliance(alliance=due_in(0, cast.lead, "archived"))
    context = sign_in(cast.lead).get("/").context
    assert [(item.title, item.due_date) for item in context["items"]] == [
        (f"in {days}", TODAY + timedelta(days)) for days in (-40, 0, 7, 8, 30)
    ]
    assert (context["this_week"], context["rail"][0].count) == (3, 3)


def test_a_long_list_goes_on_on_a_page_of_its_own(cast: Cast, sign_in: Callable[..., Client]) -> None:
    for place in range(52):
        due_in(place % 26, cast.lead, f"{place:02}", reference=str(place))
    client = sign_in(cast.lead)
    today = client.get("/")
    context = today.context
    assert (len(context["items"]), context["due_count"], context["this_week"]) == (20, 52, 16)
    assert 'href="/due/">See all 52</a>' in today.content.decode()
    pages = [client.get("/due/", {"page": number}) for number in (1, 2)]
    assert [[item.title for item in page.context["items"]] for page in pages] == [
        [f"{place + more:02}" for place in range(25) for more in (0, 26)],
        ["25", "51"],
    ]
    assert "52 things need you in the next 30 days" in pages[0].content.decode()


def test_my_alliances_are_those_i_lead_or_work_on(cast: Cast, sign_in: Callable[..., Client]) -> None:
    due_in(9, cast.team, "Led")
    make_member(due_in(5, cast.lead, "Worked on"), cast.team.person, role="adviser")
    due_in(1, cast.lead, "Not mine")
    make_member(make_alliance("Over", by=cast.lead, stage="closed"), cast.team.person, role="adviser")
    context = sign_in(cast.team).get("/").context
    assert ([one.name for one in context["alliances"]], context["alliance_count"]) == (["Worked on", "Led"], 2)


def test_the_first_visit_tells_of_a_fortnight_the_next_of_what_came_since(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    alliance = make_alliance("Amber", by=cast.lead)
    make_member(alliance, cast.team.person, role="team_member")

    def write(when: str, text: str) -> None:
        with time_machine.travel(when, tick=False):
            write_entry(alliance=alliance, kind="note", text=text, happened_on=date(2026, 5, 1), by=cast.lead)

    def read(when: str) -> tuple[bool, list[str]]:
        with time_machine.travel(when, tick=False):
            client = sign_in(cast.team)
            context = client.get("/").context
        return context["is_first_visit"], [one.text for one in context["news"]]

    alliance.stage_changes.all().delete()
    write("2026-05-10T09:00Z", "long ago")
    write("2026-05-25T09:00Z", "last week")
    visits = [read("2026-06-01T09:00Z")]
    write("2026-06-01T10:00Z", "after the visit")
    visits += [
        read("2026-06-01T09:20Z"),
        read("2026-06-02T09:00Z"),
        read("2026-06-02T09:20Z"),
        read("2026-06-03T09:00Z"),
    ]
    assert visits == [
        (True, ["last week"]),
        (True, ["after the visit", "last week"]),  # twenty minutes later is the same visit
        (False, ["after the visit"]),
        (False, ["after the visit"]),
        (False, []),
    ]


def test_news_are_sentences_about_what_others_did_on_mine(cast: Cast, sign_in: Callable[..., Client]) -> None:
    alliance = make_alliance("Amber", by=cast.lead)
    alliance.stage_changes.all().delete()
    make_member(alliance, cast.team.person, role="team_member")
    happenings = [
        lambda: write_entry(alliance=alliance, kind="call", text="Called", happened_on=TODAY, by=cast.lead),
        lambda: write_entry(alliance=alliance, kind="meeting", text="Met", happened_on=TODAY, by=cast.manager),
        lambda: write_entry(alliance=alliance, kind="note", text="My own", happened_on=TODAY, by=cast.team),
        lambda: do_review(alliance=alliance, held_on=TODAY, outcome="watch", note="Slow", by=cast.lead),
        lambda: change_stage(
            alliance=alliance, stage=Stage.objects.get(code="closed"), on_date=TODAY, reason="Done", by=cast.lead
        ),
    ]
    for minute, happen in enumerate(happenings):
        with time_machine.travel(f"2026-06-01T08:{minute:02}Z", tick=False):
            happen()
    write_entry(alliance=make_alliance("Other", by=cast.lead), kind="note", text="x", happened_on=TODAY, by=cast.lead)
    page = sign_in(cast.team).get("/")
    news = page.context["news"]
    assert page.text.count("Amber · 1 Jun 2026") == len(news)
    assert [(one.sentence, one.text, one.alliance, one.url) for one in news] == [
        (sentence, text, "Amber", alliance.get_absolute_url())
        for sentence, text in (
            ("Lena Lead moved it to the stage “Closed”", "Done"),
            ("Lena Lead reviewed it: Watch", "Slow"),
            ("Mia Manager noted a meeting", "Met"),
            ("Lena Lead noted a call", "Called"),
        )
    ]


def test_the_day_is_that_of_the_readers_clock(cast: Cast, sign_in: Callable[..., Client]) -> None:
    User.objects.filter(pk=cast.lead.pk).update(time_zone="Asia/Tokyo")
    with time_machine.travel("2026-06-01T20:00Z", tick=False):
        assert sign_in(cast.lead).get("/").context["today"] == date(2026, 6, 2)


def test_the_figure_of_the_rail_moves_with_the_readers_own_doing(cast: Cast, sign_in: Callable[..., Client]) -> None:
    alliance = due_in(0, cast.lead, "Due")
    lead = sign_in(cast.lead)
    before = lead.get("/people/").context["rail"][0].count
    lead.post(f"{alliance.get_absolute_url()}review/", {"outcome": "watch", "held_on": "2026-06-01", "note": ""})
    assert (before, lead.get("/people/").context["rail"][0].count) == (1, 0)


def test_nothing_is_offered_to_an_auditor_that_would_be_refused(cast: Cast, sign_in: Callable[..., Client]) -> None:
    offered = {role: "top_action" in sign_in(getattr(cast, role)).get("/").context for role in ("auditor", "stranger")}
    assert offered == {"auditor": False, "stranger": True}
