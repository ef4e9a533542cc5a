"""Pages of the reminders: one's own list and preferences, and the engine for admins."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from alliances.core.models import Alliance
from alliances.reviews.actions.reviews import do_review
from coe_hub.reminders.addresses import mark_refused
from coe_hub.reminders.delivery import run_engine
from coe_hub.reminders.models import Delivery, KindPreference, KindRule, Preference, RefusedAddress, Reminder, Run
from coe_hub.reminders.planning import plan
from coe_hub.reminders.responses import snooze
from tests.cast import Cast

DAY = date(2026, 5, 14)
NINE = datetime(2026, 5, 14, 9, tzinfo=UTC)
REVIEW = "alliance_review"


def page_of(client: Client, name: str, query: str = "") -> str:
    return client.get(reverse(name) + query).content.decode()


def bell(page: str) -> str:
    """The figure on the bell; empty where there is none."""
    found = re.search(r'<span class="bell-count">(\d+)</span>', page)
    return found.group(1) if found else ""


@pytest.fixture
def at_nine(client: Client, cast: Cast) -> Client:
    """The lead's browser, in the morning of DAY."""
    with time_machine.travel(NINE, tick=False):
        client.force_login(cast.lead)
        yield client


def test_the_bell_counts_what_is_new_until_one_looks(
    at_nine: Client, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(DAY, cast.lead, name="First")
    assert bell(page_of(at_nine, "profile_edit")) == ""
    plan(clock=NINE.astimezone)
    cache.clear()
    assert bell(page_of(at_nine, "profile_edit")) == "1"
    page = page_of(at_nine, "reminder_list")
    assert (page.count("Review of First</a>"), page.count(">New<"), bell(page)) == (1, 1, "")
    assert bell(page_of(at_nine, "profile_edit")) == ""


def test_the_list_tells_what_is_still_open_and_names_nothing_that_is_settled(
    at_nine: Client, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    done = due_on(DAY, cast.lead, name="Done soon")
    due_on(DAY, cast.lead, name="Still open", reference="2")
    plan(clock=NINE.astimezone)
    do_review(alliance=done, held_on=DAY, outcome="on_track", note="", by=cast.lead)
    page = page_of(at_nine, "reminder_list")
    assert ("Review of Still open" in page, "Done soon" in page, page.count("Settled: done")) == (True, False, 1)


def test_the_list_asks_the_same_questions_however_long_it_is(
    at_nine: Client,
    due_on: Callable[..., Alliance],
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 3):
        for number in range(count):
            due_on(DAY, cast.lead, name=f"A{count}{number}", reference=f"{count}{number}")
        plan(clock=NINE.astimezone)
        page_of(at_nine, "reminder_list")
        with django_assert_num_queries(7):
            page_of(at_nine, "reminder_list")


def test_what_was_put_off_and_is_told_again_can_be_answered_again(
    at_nine: Client, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(DAY, cast.lead)

    def answered() -> list[bool]:
        return [row.is_answered for row in at_nine.get(reverse("reminder_list")).context["rows"]]

    plan(clock=NINE.astimezone)
    told = [answered()]
    snooze(reminder=Reminder.objects.get(), until=DAY + timedelta(4), today=DAY)
    told.append(answered())
    with time_machine.travel(NINE + timedelta(4), tick=False):
        plan(clock=(NINE + timedelta(4)).astimezone)
        told.append(answered())
    assert told == [[False], [True], [False, True]]


# --- Wishes ------------------------------------------------------------------------------------------------------
def preferences(**values: str) -> dict[str, str]:
    return {"rhythm": "daily", "weekday": "0", **values}


def test_wishes_are_kept_and_shown_again(at_nine: Client, cast: Cast) -> None:
    sent = preferences(
        rhythm="weekly",
        weekday="2",
        **{f"{REVIEW}-when": "own", f"{REVIEW}-lead_days": "3、14, 14 0", f"{REVIEW}-is_muted": "on"},
    )
    answer = at_nine.post(reverse("reminder_preferences"), sent)
    assert (answer.status_code, answer["Location"]) == (302, reverse("reminder_preferences"))
    preference, kind = Preference.objects.get(), KindPreference.objects.get(kind=REVIEW)
    assert (preference.person, preference.rhythm, preference.weekday) == (cast.lead.person, "weekly", 2)
    assert (kind.lead_days, kind.is_muted) == ([14, 3, 0], True)
    page = page_of(at_nine, "reminder_preferences")
    assert re.search(rf'name="{REVIEW}-lead_days" value="14, 3, 0"', page)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a week", "Write days as numbers with commas between them, such as 30, 7, 1, 0."),
        ("-1", "Write days as numbers with commas between them, such as 30, 7, 1, 0."),
        ("9,8,7,6,5,4,3,2,1", "Give at most eight numbers, none larger than 365."),
        ("366", "Give at most eight numbers, none larger than 365."),
    ],
)
def test_lead_times_that_are_none_are_told_and_kept_on_the_page(typed: str, told: str, at_nine: Client) -> None:
    typed_days = preferences(**{f"{REVIEW}-when": "own", f"{REVIEW}-lead_days": typed})
    page = at_nine.post(reverse("reminder_preferences"), typed_days).content.decode()
    assert (told in page, f'value="{typed}"' in page, Preference.objects.count()) == (True, True, 0)


@pytest.mark.parametrize(("when", "days"), [("usual", None), ("early", [60, 30, 7, 1, 0]), ("due", [0]), ("own", [5])])
def test_plain_choices_stand_for_days(when: str, days: list[int] | None, at_nine: Client) -> None:
    at_nine.post(reverse("reminder_preferences"), preferences(**{f"{REVIEW}-when": when, f"{REVIEW}-lead_days": "5"}))
    form = at_nine.get(reverse("reminder_preferences")).context["form"]
    assert KindPreference.objects.get(kind=REVIEW).lead_days == days
    assert form[f"{REVIEW}-when"].value() == when


# --- For admins --------------------------------------------------------------------------------------------------
@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def test_rules_are_set_for_everybody(admin: Client) -> None:
    page = page_of(admin, "reminder_rules")
    data = dict(re.findall(r'<input[^>]*name="([a-z_]+-[a-z_]+)" value="([^"]*)"', page))
    assert data[f"{REVIEW}-lead_days"] == "30, 7, 1, 0"
    data |= {f"{REVIEW}-lead_days": "10", f"{REVIEW}-backup_after_days": "", f"{REVIEW}-weeks_late": "2"}
    admin.post(reverse("reminder_rules"), data)
    rule = KindRule.objects.get(kind=REVIEW)
    assert (rule.lead_days, rule.weeks_late, rule.backup_after_days, rule.single_within_days) == ([10], 2, None, 1)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("lead_days", ",", "This field is required."),
        ("backup_after_days", "29", "By then it is quiet: give at most 28 days, or leave it empty."),
    ],
)
def test_a_rule_that_cannot_be_followed_is_told(field: str, typed: str, told: str, admin: Client) -> None:
    page = page_of(admin, "reminder_rules")
    data = dict(re.findall(r'<input[^>]*name="([a-z_]+-[a-z_]+)" value="([^"]*)"', page))
    answer = admin.post(reverse("reminder_rules"), data | {f"{REVIEW}-{field}": typed})
    assert answer.context["form"].errors == {f"{REVIEW}-{field}": [told]}
    assert KindRule.objects.count() == 0


def figure(page: str, label: str) -> str:
    """The figure beside that label on the page of the engine."""
    return re.search(rf"<dt>{label}</dt><dd>(?:<a[^>]*>)?([\d,]+)", page).group(1)


def test_each_figure_of_the_engine_moves_with_what_it_counts(
    admin: Client, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    labels = (
        "Waiting to go out",
        "Kept for the next digests",
        "Sent in 7 days",
        "Failed in 7 days",
        "Perhaps sent twice",
    )

    def figures() -> list[str]:
        page = page_of(admin, "reminder_engine")
        return [figure(page, label) for label in labels]

    with time_machine.travel(NINE, tick=False):
        assert figures() == ["0"] * 5
        due_on(DAY, cast.lead)
        due_on(DAY + timedelta(7), cast.team, name="Other")
        plan(clock=NINE.astimezone)
        assert figures() == ["2", "1", "0", "0", "0"]
        Delivery.objects.filter(channel="single").update(
            sending_since=NINE, claimed_until=NINE - timedelta(1), claim="a worker that died"
        )
        run_engine(clock=NINE.astimezone)
        assert figures() == ["0", "0", "2", "0", "1"]
        Delivery.objects.filter(channel="single").update(state="failed")
        assert figures() == ["0", "0", "1", "1", "1"]


def test_the_page_says_when_nothing_runs(admin: Client) -> None:
    assert "No reminders are going out" in page_of(admin, "reminder_engine")
    Run.objects.create()  # it began, and never came to its end
    assert "No reminders are going out" in page_of(admin, "reminder_engine")
    Run.objects.create(ended_at=timezone.now())
    page = page_of(admin, "reminder_engine")
    assert "No reminders are going out" not in page
    assert "The hub looks for what is due every five minutes, last on" in page
    Run.objects.filter(ended_at__isnull=False).update(ended_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "No reminders are going out" in page_of(admin, "reminder_engine")


def test_a_refused_address_is_told_to_admins_once_and_gets_no_mail_until_it_is_right(
    admin: Client,
    due_on: Callable[..., Alliance],
    cast: Cast,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            mark_refused(email="Lena@hub.example", person=cast.lead.person, error="550 no such user")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([cast.admin.email], "The address of Lena Lead takes no mail")
    ]
    due_on(DAY, cast.lead)
    plan(clock=NINE.astimezone)
    assert Reminder.objects.get().channel == "page"
    page = page_of(admin, "reminder_engine")
    assert "550 no such user" in page
    admin.post(reverse("address_trust", args=[RefusedAddress.objects.get().pk]))
    plan(clock=(NINE + timedelta(1)).astimezone)
    assert list(Reminder.objects.order_by("told_for").values_list("channel", flat=True)) == ["page", "digest"]


def test_the_log_says_to_whom_and_how_it_ended_and_never_about_which_alliance(
    admin: Client, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(DAY, cast.lead, name="Umbra", kind="restricted")
    due_on(DAY, cast.team, name="Other")
    run_engine(clock=NINE.astimezone)
    Delivery.objects.filter(person=cast.team.person).update(state="failed", last_error="450 busy")
    page = page_of(admin, "delivery_list")
    assert ("Umbra" in page, page.count("Reviews of alliances"), "450 busy" in page) == (False, 2, True)
    failed = page_of(admin, "delivery_list", "?state=failed")
    assert ("Tom Team" in failed, "Lena Lead" in failed) == (True, False)
    assert re.search(r"<h1>\s*1 mail\s*</h1>", failed)


def test_the_log_asks_the_same_questions_however_long_it_is(
    admin: Client,
    due_on: Callable[..., Alliance],
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for user in (cast.lead, cast.team, cast.viewer):
        due_on(DAY, user)
        run_engine(clock=NINE.astimezone)
        page_of(admin, "delivery_list")
        with django_assert_num_queries(3):
            page_of(admin, "delivery_list")
