"""Health checks: both sides are asked, read where they differ, and take something on together."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.health.actions import begin_check, show_results, take_on_together
from alliances.health.checks import figure, signed
from alliances.health.due import HEALTH
from alliances.health.models import HealthCheck
from coe_hub import due
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import Person, User
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, close_wave
from coe_hub.surveys.models import Questionnaire, Wave
from tests.cast import Cast
from tests.factories import make_alliance
from tests.surveys.data import OURS, THEIRS, answer, make_questionnaire, people_of

TODAY = timezone.localdate()


class House:
    """An alliance with four people a side, and a questionnaire."""

    def __init__(self, alliance: Alliance, cast: Cast) -> None:
        self.alliance, self.cast = alliance, cast
        self.questionnaire: Questionnaire = make_questionnaire(cast.curator)
        self.ours = people_of(alliance, "ours", OURS)
        self.theirs = people_of(alliance, "theirs", THEIRS)

    def begin(self, *, by: User | None = None, days: int = 14, **values: Any) -> HealthCheck:
        """A health check that opens today."""
        sides = [
            SideToAsk("Kestrel", True, [Invitee(one) for one in self.ours]),
            SideToAsk("Northwind", False, [Invitee(one) for one in self.theirs]),
        ]
        given = {"sides": sides, "is_anonymous": True, "minimum": 3} | values
        return begin_check(
            alliance=self.alliance,
            questionnaire=self.questionnaire,
            opens_on=TODAY,
            closes_on=TODAY + timedelta(days=days),
            by=by or self.cast.lead,
            **given,
        ).check

    def answered(self) -> HealthCheck:
        """A check that all answered: trust differs, plans both sides see as low."""
        check = self.begin()
        assert check.wave is not None
        for person in self.ours:
            answer(check.wave, person, {"trust": "We call."}, word_kept="5", bad_news="4", one_plan="2")
        for person in self.theirs:
            answer(check.wave, person, word_kept="2", bad_news="2", one_plan="2")
        close_wave(wave=check.wave)
        return check


@pytest.fixture
def house(cast: Cast, alliance: Alliance) -> House:
    return House(alliance, cast)


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser posts that touched nothing."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in {None, "", False}}


def test_health_create_asks_both_sides_from_the_alliance(
    house: House, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    address = f"/alliances/{house.alliance.public_id}/health/new/"
    form = lead.get(address).context["form"]
    assert [side.label for side in form.sides] == ["Kestrel Pharma", "Northwind Biotech"]
    with django_capture_on_commit_callbacks(execute=True):
        begun = lead.post(address, fields_of(form) | {"questionnaire": house.questionnaire.pk})
    check = HealthCheck.objects.get()
    assert begun["Location"] == check.get_absolute_url()
    assert check.wave is not None
    assert sorted(message.to[0].split("@")[1] for message in mail.outbox) == [
        *["hub.example"], *["ours.example"] * 4, *["theirs.example"] * 4,
    ]  # fmt: skip
    seen = dict(check.wave.participants.values_list("person__given_name", "perspective"))
    assert (seen["Lena"], seen["Oda"]) == ("alliance", "operational")


def test_health_create_says_beforehand_where_a_side_is_too_small(cast: Cast, lead: Client) -> None:
    alliance = make_alliance("Small", by=cast.lead)
    questionnaire = make_questionnaire(cast.curator)
    people_of(alliance, "theirs", ["Tara One"])
    address = f"/alliances/{alliance.public_id}/health/new/"
    page = lead.get(address)
    assert page.context["form"].is_too_small
    assert f"/alliances/{alliance.public_id}/health/talk/" in page.content.decode()
    refused = lead.post(address, fields_of(page.context["form"]) | {"questionnaire": questionnaire.pk})
    assert "talk guide" in str(refused.context["form"].non_field_errors())
    assert Wave.objects.count() == 0


def test_two_checks_at_once_could_be_subtracted_and_are_refused(house: House) -> None:
    house.begin()
    with pytest.raises(DomainError, match="under way"):
        house.begin()


def test_while_it_is_open_no_page_tells_how_many_have_answered(house: House, lead: Client) -> None:
    check = house.begin()
    addresses = [check.get_absolute_url(), f"/alliances/{house.alliance.public_id}/health/", "/alliances/health/"]
    before = [stable(lead.get(address)) for address in addresses]
    assert check.wave is not None
    for person in house.ours:
        answer(check.wave, person, word_kept="1", bad_news="1", one_plan="1")
    assert [stable(lead.get(address)) for address in addresses] == before


def stable(response: Any) -> str:
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode())


def test_health_detail_tells_where_both_sides_differ(house: House, lead: Client) -> None:
    page = lead.get(house.answered().get_absolute_url())
    told = [(one.line.name, one.cells, signed(one.line.gap), one.words) for one in page.context["told"]]
    assert told == [
        ("Trust", ["4.5", "2.0"], "+2.5", "They suffer, we do not see it"),
        ("Plans", ["2.0", "2.0"], "0.0", "Both sides suffer from it"),
    ]
    assert [one.line.name for one in page.context["first"]] == ["Trust", "Plans"]
    assert "We call." in page.content.decode()
    assert page.context["pictures"].spider is None  # two themes make no web
    assert page.content.decode().count('role="img"') == 1


def test_a_side_too_small_is_told_on_no_page(house: House, lead: Client) -> None:
    check = house.begin()
    assert check.wave is not None
    for person in house.ours:
        answer(check.wave, person, word_kept="5", bad_news="5", one_plan="5")
    for person in house.theirs[:2]:
        answer(check.wave, person, {"trust": "Only two of us"}, word_kept="1", bad_news="1", one_plan="1")
    close_wave(wave=check.wave)
    for address in (check.get_absolute_url(), f"/alliances/{house.alliance.public_id}/health/"):
        page = lead.get(address)
        assert [one.cells for one in page.context["told"]] == [["5.0", "–"]] * 2
        assert "Only two of us" not in page.content.decode()
    [row] = lead.get("/alliances/health/").context["rows"]
    assert (figure(row.results.whole.ours), figure(row.results.whole.theirs)) == ("5.0", "–")


def test_joint_action_create_gives_each_side_its_part(
    house: House, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    check = house.answered()
    address = f"/alliances/health/{check.public_id}/act/"
    data = {
        "text": "Ring each other on Mondays",
        "theme": "trust",
        "our_owner": house.ours[0].public_id,
        "their_owner": house.theirs[0].public_id,
        "due_on": (TODAY + timedelta(days=30)).isoformat(),
        "tells_now": "on",
    }
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert lead.post(address, data)["Location"] == check.get_absolute_url()
    items = ActionItem.objects.filter(text="Ring each other on Mondays").order_by("side")
    assert [(one.side, one.owner.given_name, one.source_url) for one in items] == [
        ("ours", "Oda", check.get_absolute_url()),
        ("theirs", "Tara", check.get_absolute_url()),
    ]
    assert [one.note for one in items] == [
        "Together with Tara One, Northwind Biotech.",
        "Together with Oda One, Kestrel Pharma.",
    ]
    assert [message.to for message in mail.outbox] == [["tara@theirs.example"]]
    assert [one.theme for one in lead.get(check.get_absolute_url()).context["joint_actions"]] == ["trust"]


def test_both_parts_need_somebody_of_their_side(house: House, cast: Cast) -> None:
    check = house.answered()
    given = {"check": check, "text": "A", "theme": "", "due_on": None, "tells_now": False, "by": cast.lead}
    with pytest.raises(DomainError, match="on our side"):
        take_on_together(our_owner=house.theirs[0], their_owner=house.theirs[1], **given)
    with pytest.raises(DomainError, match="at the partner"):
        take_on_together(our_owner=house.ours[0], their_owner=house.ours[1], **given)
    assert ActionItem.objects.count() == 0


def test_health_show_writes_to_both_sides_and_the_partner_reads_it_as_theirs(
    house: House, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    check = house.answered()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/alliances/health/{check.public_id}/show/")
    assert len(mail.outbox) == 8
    text = next(str(one.body) for one in mail.outbox if one.to == ["tara@theirs.example"])
    client = Client()
    client.get(re.search(r"/p/\S+", text).group())  # type: ignore[union-attr]
    page = client.get("/p/")
    assert [one.words for one in page.context["told"]] == ["We suffer, they do not see it", "Both sides suffer from it"]
    assert "/alliances/" not in page.content.decode()


def test_nobody_is_shown_results_that_are_not_there(house: House, cast: Cast) -> None:
    with pytest.raises(DomainError, match="not opened yet"):
        show_results(check=house.begin(), by=cast.lead)


def test_health_close_opens_the_answers_once(house: House, lead: Client) -> None:
    check = house.begin()
    address = f"/alliances/health/{check.public_id}/close/"
    assert lead.get(address).status_code == 200
    assert [lead.post(address).status_code for _time in range(2)] == [302, 302]
    check.refresh_from_db()
    assert check.wave is not None
    assert check.wave.is_counted


def test_health_remind_writes_to_those_who_have_not_answered(
    house: House, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    check = house.begin()
    assert check.wave is not None
    answer(check.wave, house.theirs[0], word_kept="1")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"/alliances/health/{check.public_id}/remind/")
    assert len(mail.outbox) == 7


def test_health_talk_is_a_check_for_small_alliances(house: House, lead: Client) -> None:
    address = f"/alliances/{house.alliance.public_id}/health/talk/"
    assert [theme.name for theme in lead.get(address).context["asking"].themes] == ["Trust", "Plans"]
    noted = lead.post(address, {"talked_on": TODAY.isoformat(), "note": "Both see the plan as late."})
    check = HealthCheck.objects.get()
    assert noted["Location"] == check.get_absolute_url()
    assert "Both see the plan as late." in lead.get(check.get_absolute_url()).content.decode()


def due_of(person: Person) -> list[tuple[str, Any]]:
    found = due.items(until=TODAY + timedelta(days=400), owner_id=person.pk)
    return [(one.kind, one.due_date) for one in found if one.kind in {HEALTH, "wave"}]


def test_the_next_check_is_due_half_a_year_later(house: House, cast: Cast) -> None:
    assert due_of(cast.lead.person) == []
    with time_machine.travel("2026-03-31T09:00Z"):
        lead_talked = HealthCheck.objects.create(
            alliance=house.alliance, talked_on="2026-03-31", note="Good", by=cast.lead
        )
    assert [(kind, str(day)) for kind, day in due_of(cast.lead.person)] == [(HEALTH, "2026-09-30")]
    lead_talked.archived_at = timezone.now()
    lead_talked.save()
    assert due_of(cast.lead.person) == []


def test_who_is_asked_has_it_among_what_is_due_until_it_is_handed_in(house: House) -> None:
    check = house.begin()
    assert check.wave is not None
    assert due_of(house.ours[0]) == [("wave", check.wave.closes_on)]
    answer(check.wave, house.ours[0], word_kept="1")
    assert due_of(house.ours[0]) == []
    close_wave(wave=check.wave)
    assert due_of(house.ours[1]) == []


def test_alliance_health_shows_how_it_moved(house: House, lead: Client) -> None:
    first = house.answered()
    Wave.objects.filter(pk=first.wave_id).update(opens_on=TODAY - timedelta(days=200), closes_on=TODAY)
    second = house.begin(days=20)
    assert second.wave is not None
    for person in [*house.ours, *house.theirs]:
        answer(second.wave, person, word_kept="4", bad_news="4", one_plan="4")
    close_wave(wave=second.wave)
    page = lead.get(f"/alliances/{house.alliance.public_id}/health/")
    moved = [
        (figure(one.results.whole.ours), figure(one.results.whole.theirs), signed(one.results.whole.gap))
        for one in page.context["past"]
    ]
    # First: ours (5 + 4 + 2) / 3, theirs 2.
    assert moved == [("3.7", "2.0", "+1.7"), ("4.0", "4.0", "0.0")]
    assert "<polyline" in page.content.decode()
    trust = lead.get(second.get_absolute_url()).context["told"][0].line
    assert signed(trust.change) == "+0.8"  # from (4.5 + 2.0) / 2


def test_health_list_has_those_never_asked_on_top(house: House, lead: Client, cast: Cast) -> None:
    house.answered()
    make_alliance("Another", by=cast.lead)
    rows = lead.get("/alliances/health/").context["rows"]
    assert [(row.alliance.name, row.on is None) for row in rows] == [
        ("Another", True),
        (house.alliance.name, False),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_health_list_asks_as_often_for_three_as_for_one(
    count: int, cast: Cast, lead: Client, django_assert_max_num_queries: Any
) -> None:
    questionnaire = make_questionnaire(cast.curator)
    for number in range(count):
        alliance = make_alliance(f"Amber {number}", by=cast.lead)
        house = House.__new__(House)
        house.alliance, house.cast, house.questionnaire = alliance, cast, questionnaire
        house.ours = people_of(alliance, "ours", [f"{name}{number}" for name in OURS])
        house.theirs = people_of(alliance, "theirs", [f"{name}{number}" for name in THEIRS])
        house.answered()
    lead.get("/alliances/health/")
    with django_assert_max_num_queries(12):
        assert len(lead.get("/alliances/health/").context["rows"]) == count
