"""A health check under way and after it: one more asked, another day, groups, the next agenda, ways of working."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core import signals
from alliances.core.models import Alliance
from alliances.differences.models import Difference
from alliances.health.actions import show_results
from alliances.health.checks import results_of_check
from alliances.health.models import HealthCheck
from coe_hub.people.models import Person
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, close_wave
from coe_hub.surveys.breakdowns import groups_of
from coe_hub.surveys.models import Participant, Response, Wave
from governance.meetings.models import Meeting
from tests.alliances.test_health import House
from tests.api.data import Program
from tests.cast import Cast
from tests.governance.committees_data import make_committee, plan, put, sit
from tests.surveys.data import answer, make_questionnaire, people_of

TODAY = timezone.localdate()


@pytest.fixture
def house(cast: Cast, alliance: Any) -> House:
    return House(alliance, cast)


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def next_meeting(house: House, *people: Person, days: int = 20, **values: Any) -> Meeting:
    committee = make_committee(house.alliance, by=house.cast.lead, **values)
    for person in people:
        sit(committee, person)
    return plan(committee, by=house.cast.lead, starts_at=timezone.now() + timedelta(days=days))


def test_health_edit_moves_the_last_day_and_participant_create_asks_one_more(
    house: House, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    check = house.begin()
    page = check.get_absolute_url()
    [late] = people_of(house.alliance, "ours", ["Lea Late"])
    form = lead.get(page + "ask/").context["form"]
    offered = [label for _key, label in form.fields["person"].choices]
    assert "Lea Late · Kestrel" in offered
    assert not any(label.startswith("Olga") for label in offered)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answered = lead.post(
            reverse("participant_create", args=[check.public_id]), {"person": late.public_id, "perspective": "finance"}
        )
    assert answered["Location"] == page
    assert Participant.objects.get(person=late).perspective == "finance"
    assert [message.to for message in mail.outbox] == [["lea@ours.example"]]
    form = lead.get(page + "edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    refused = lead.post(page + "edit/", values | {"closes_on": (TODAY - timedelta(1)).isoformat()})
    assert refused.context["form"].errors == {
        "closes_on": ["Choose a day from today on, and four months after it opened at most."]
    }
    assert lead.post(page + "edit/", values | {"closes_on": (TODAY + timedelta(40)).isoformat()})["Location"] == page
    check.wave.refresh_from_db()
    assert check.wave.closes_on == TODAY + timedelta(40)
    # Somebody else who opened the form before that meets the merge page.
    assert lead.post(page + "edit/", values | {"closes_on": TODAY.isoformat()}).status_code == 409
    close_wave(wave=check.wave)
    assert [lead.get(page + one).status_code for one in ("edit/", "ask/")] == [404, 404]


def test_health_agenda_puts_what_both_see_differently_on_the_next_meeting(house: House, lead: Client) -> None:
    check = house.answered()
    page = check.get_absolute_url()
    first = [one.line.key for one in lead.get(page).context["first"]]
    assert first == ["trust", "plans"]
    lead.post(page + "agenda/", {"theme": ["trust"]})
    assert "No meeting of this alliance is planned." in lead.get(page).content.decode()
    meeting = next_meeting(house, house.cast.lead.person, house.theirs[0])
    for _time in "ab":
        assert lead.post(page + "agenda/", {"theme": ["trust", "plans", "nonsense"]})["Location"] == page + "#first"
    [trust, plans] = meeting.agenda.order_by("position")
    assert [trust.title, plans.title] == ["How both sides see it: Trust", "How both sides see it: Plans"]
    assert trust.source_url == f"{page}#theme-trust"
    assert lead.get(page).context["on_agenda"] == ["trust", "plans"]
    # The partner's page of the results offers none of it.
    show_results(check=check, by=house.cast.lead)


def seen_by(people: list[Person], *perspectives: str) -> list[Invitee]:
    return [Invitee(person, seen) for person, seen in zip(people, perspectives, strict=True)]


def test_groups_of_a_side_are_told_where_none_is_given_away(house: House, lead: Client) -> None:
    more = people_of(house.alliance, "ours", ["Pat Five", "Pim Six", "Pia Seven"])
    ours = seen_by([*house.ours, *more], *["operational"] * 3, *["sponsor"] * 3, "finance")
    sides = [
        SideToAsk("Kestrel", True, ours),
        SideToAsk("Northwind", False, seen_by(house.theirs, *["operational"] * 4)),
    ]
    check = house.begin(sides=sides)
    for place, one in enumerate(ours):
        given = {"word_kept": "5" if place < 3 else "2", "one_plan": "3", "bad_news": "4"}
        if place == 2:
            given["bad_news"] = "0"
        answer(check.wave, one.person, **given)
    for person in house.theirs:
        answer(check.wave, person, word_kept="2", bad_news="2", one_plan="2")
    close_wave(wave=check.wave)
    # One of finance alone would be the side less the others: another group goes with it.
    kept = sorted(Response.objects.filter(wave=check.wave, side__is_ours=True).values_list("perspective", flat=True))
    assert kept == ["", "", "", "", *["sponsor"] * 3]
    assert groups_of(results_of_check(check)) == []
    assert "By where they see it from" not in lead.get(check.get_absolute_url()).content.decode()


def test_groups_are_told_theme_by_theme(house: House, lead: Client) -> None:
    more = people_of(house.alliance, "ours", ["Pat Five", "Pim Six"])
    ours = seen_by([*house.ours, *more], *["operational"] * 3, *["sponsor"] * 3)
    sides = [
        SideToAsk("Kestrel", True, ours),
        SideToAsk("Northwind", False, seen_by(house.theirs, *["operational"] * 4)),
    ]
    check = house.begin(sides=sides)
    for place, one in enumerate(ours):
        works = place < 3
        given = {"word_kept": "5" if works else "2", "one_plan": "3"}
        # Of the sponsors one cannot say: theirs is not told, and so that of the others is not either.
        given["bad_news"] = "0" if place == 5 else "1"
        answer(check.wave, one.person, **given)
    for person in house.theirs:
        answer(check.wave, person, word_kept="2", bad_news="2", one_plan="2")
    close_wave(wave=check.wave)
    found = groups_of(results_of_check(check))
    assert [(one.side, one.name) for one in found] == [("Kestrel", "Does the work"), ("Kestrel", "Sponsors it")]
    means = [[score.mean if score else None for score in one.scores] for one in found]
    assert means == [[5.0, 3.0], [2.0, 3.0]]
    assert "By where they see it from" in lead.get(check.get_absolute_url()).content.decode()


BLOCKS = [
    ("title", "line", "How we work"),
    ("purpose", "line", "To know."),
    ("working", "theme", "How your side works"),
    ("decide", "asked", "How are decisions taken?\n\n1 = By whoever knows most\n5 = By agreement of all"),
    ("plan", "asked", "How are plans treated?\n\n1 = As a first guess\n5 = As a promise"),
]


def test_a_culture_profile_proposes_differences_and_is_no_health_check(house: House, lead: Client) -> None:
    health = house.answered()
    page = f"/alliances/{house.alliance.public_id}/differences/"
    assert "A culture profile asks both sides" in lead.get(page).content.decode()
    culture = make_questionnaire(house.cast.curator, use="culture", slug="how-we-work", blocks=BLOCKS)
    asked = lead.get(f"/alliances/{house.alliance.public_id}/health/new/?of=culture").context["form"]
    assert asked["questionnaire"].value() in {culture.pk, culture}
    house.questionnaire = culture
    check = house.begin()
    for person in house.ours:
        answer(check.wave, person, decide="1", plan="4")
    for person in house.theirs:
        answer(check.wave, person, decide="5", plan="4")
    close_wave(wave=check.wave)
    proposed = lead.get(page).context["proposed"]
    assert [(one.asked.key, one.our_way, one.their_way) for one in proposed] == [
        ("decide", "By whoever knows most", "By agreement of all")
    ]
    form = lead.get(f"{page}new/?{proposed[0].as_difference}").context["form"]
    values = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    assert (values["topic"], values["ours"]) == ("How are decisions taken?", "By whoever knows most")
    assert lead.post(page + "new/", values).status_code == 302
    assert Difference.objects.get().theirs == "By agreement of all"
    assert lead.get(page).context["proposed"] == []
    # It stands in no trend of health, and is not compared with a health check.
    record = lead.get(f"/alliances/{house.alliance.public_id}/health/").context
    assert [one.check.pk for one in record["past"]] == [health.pk]
    text = lead.get(check.get_absolute_url()).content.decode()
    assert "Culture profile, " in text
    assert "Talk about this first" not in text
    assert lead.post(check.get_absolute_url() + "agenda/", {"theme": "working"}).status_code == 404


def test_a_culture_profile_too_small_to_be_told_proposes_nothing(house: House, lead: Client) -> None:
    house.questionnaire = make_questionnaire(house.cast.curator, use="culture", slug="how-we-work", blocks=BLOCKS)
    check: HealthCheck = house.begin()
    for person in house.ours:
        answer(check.wave, person, decide="1", plan="4")
    for person in house.theirs[:2]:
        answer(check.wave, person, decide="5", plan="4")
    close_wave(wave=check.wave)
    assert lead.get(f"/alliances/{house.alliance.public_id}/differences/").context["proposed"] == []
    put(next_meeting(house, house.cast.lead.person), "Anything")
    assert [one.their_way for one in lead.get(check.get_absolute_url()).context["ways"]] == ["", ""]


def test_a_program_is_told_no_more_of_few_people_than_a_page(house: House, lead: Client) -> None:
    check: HealthCheck = house.begin()
    for person in [*house.ours[:2], *house.theirs]:
        answer(check.wave, person, word_kept="5", one_plan="3", bad_news="4")
    close_wave(wave=check.wave)
    [told] = Program(house.cast.lead).items("health-checks/")
    whole = lead.get(check.get_absolute_url()).context["results"].whole
    assert (told["columns"]["ours"], told["columns"]["theirs"]) == (None, "4.0")
    assert (whole.ours, whole.theirs.mean, whole.everybody) == (None, 4, None)


def test_who_had_none_for_a_year_is_on_the_dashboard_and_by_itself_in_the_list(house: House, lead: Client) -> None:
    check = house.answered()
    lists = [lead.get(f"/alliances/health/{query}").context["rows"] for query in ("", "?asked=long_ago")]
    assert [len(rows) for rows in lists] == [1, 0]
    exported = b"".join(lead.get("/alliances/health/?format=csv").streaming_content).decode("utf-8-sig")
    assert exported.split("\r\n")[0] == "Alliance,Last health check,Our side,The partner,Address"
    assert ",3.7,2.0," in exported
    [told] = Program(house.cast.lead).items("health-checks/")
    assert (told["id"], told["alliance"]) == (check.public_id, house.alliance.public_id)
    assert [told["columns"][one] for one in ("on", "is_talk", "ours", "theirs")] == [
        check.wave.closes_on.isoformat(), False, "3.7", "2.0",
    ]  # fmt: skip
    assert lead.get("/alliances/health/?format=doc").status_code == 400
    Wave.objects.filter(pk=check.wave.pk).update(opens_on=TODAY - timedelta(400), closes_on=TODAY - timedelta(380))
    assert len(lead.get("/alliances/health/?asked=long_ago").context["rows"]) == 1
    found = Alliance.objects.filter(signals.rule_of("health_old")(TODAY))
    assert list(found) == [house.alliance]
