"""The demo company: what is loaded, once, and only where it may be."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import F, Max, Min
from django.test import override_settings
from django.utils import timezone

from alliances.agreements.models import Agreement, AgreementParty, Ending, Programme, RenewalDecision
from alliances.core.activity import activity_since
from alliances.core.models import Alliance, Member, Party, Side, StageChange
from alliances.goals.models import Goal, Signatory, SignOff
from alliances.issues.models import Issue, IssueSignature, IssueStep, Risk
from alliances.journal.models import JournalEntry
from alliances.obligations.models import Fulfilment, Lapse, Obligation, TriggerEvent
from alliances.reviews.models import Review
from coe_hub import due
from coe_hub.action_items.models import ActionItem
from coe_hub.attachments.models import Attachment, Folder, StoredFile
from coe_hub.demo import data
from coe_hub.demo.days import Days, add_months
from coe_hub.demo.loading import load_demo
from coe_hub.people.models import Organisation, Person, Scope, ScopeGrant, Site, User
from coe_hub.usage.models import UsageEvent
from coe_hub.vocabulary.management.commands.load_starter import load_starter
from governance.committees.models import Committee
from governance.dashboard.reports.reach import reach
from governance.meetings.models import AgendaItem, Meeting, MeetingAction, Minutes
from tests import databases
from tests.factories import make_alliance, make_user

DEMO_MODELS = (
    *(Organisation, Site, Person, User, Alliance, Party, Member, StageChange, JournalEntry, Review, ActionItem),
    *(Goal, Signatory, SignOff, Issue, IssueStep, IssueSignature, Risk, Folder, Attachment, StoredFile),
    *(Programme, Agreement, AgreementParty, Ending),
)
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


@pytest.fixture
def demo_hub(db, settings):
    settings.HUB_DEMO = True
    return settings


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """The demo company, loaded once for the tests that only read it."""
    with override_settings(HUB_DEMO=True), databases.shared_rows(django_db_blocker):
        now = timezone.now()
        yield SimpleNamespace(now=now, loaded=load_demo(now=now))


@pytest.fixture
def demo(company, db):
    """When the company was loaded, and what that said."""
    return company


def row_counts():
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    kept = [model for model in events if model._meta.managed and not model._meta.proxy]
    return {model._meta.label: model._base_manager.count() for model in (*DEMO_MODELS, Scope, ScopeGrant, *kept)}


def test_load_demo_brings_a_whole_company(demo):
    loaded = demo.loaded

    assert (loaded.alliances, loaded.people, loaded.accounts) == (40, 133, 61)
    counts = row_counts()
    # How many meetings two years have, the day says; each has actions, and final minutes a folder.
    counts["action_items.ActionItem"] -= MeetingAction.objects.count()
    counts["attachments.Folder"] -= Meeting.objects.filter(folder__isnull=False).count()
    assert {model.__name__: counts[model._meta.label] for model in DEMO_MODELS} == {
        "Organisation": 56,
        "Site": 9,
        "Person": 133,
        "User": 61,
        "Alliance": 40,
        "Party": 109,
        "Member": 264,
        "StageChange": 166,
        "JournalEntry": 341,
        "Review": 136,
        "ActionItem": 23,
        "Goal": 12,
        "Signatory": 29,
        "SignOff": 23,
        "Issue": 6,
        "IssueStep": 15,
        "IssueSignature": 10,
        "Risk": 14,
        "Folder": 4,
        "Attachment": 7,
        "StoredFile": 5,
        "Programme": 11,
        "Agreement": 62,
        "AgreementParty": 172,
        "Ending": 4,
    }
    told = Obligation.objects.filter(tells_partner=True)
    assert (RenewalDecision.objects.count(), Lapse.objects.exists(), told.exists()) == (2, True, True)
    for model in DEMO_MODELS:
        relations = [field.name for field in model._meta.fields if field.is_relation]
        for row in model._default_manager.all():
            row.clean_fields(exclude=relations)
    assert not Organisation.objects.filter(parent__isnull=False, parent__is_public=False).exists()
    assert not Member.objects.filter(side=Side.THEIRS, person__is_public=True).exists()
    assert not Member.objects.filter(side=Side.OURS, person__is_public=False).exists()
    assert {scope.kind for scope in Scope.objects.filter(alliance__code_name__gt="")} == {"restricted"}


def test_load_demo_makes_today_lively_for_the_scientist(demo):
    now = demo.now
    scientist = User.objects.get(email="scientist@hub.example")

    items = due.items(until=due.horizon(now.date()), user=scientist, owner_id=scientist.person_id)
    news = activity_since(user=scientist, since=now - timedelta(days=14), limit=10)

    assert scientist.check_password("partnering")
    assert set(settings.DEMO_SIGN_INS) <= set(User.objects.active().values_list("email", flat=True))
    assert scientist.emailaddress_set.filter(verified=True, primary=True).count() == 1
    assert (scientist.language, scientist.time_zone) == ("ja", "Asia/Tokyo")
    kinds = Counter(item.kind for item in items)
    assert kinds.pop("obligation") >= 1  # how many, the day of the quarter says
    # As near as the next meeting is, or as long ago as what an earlier one decided.
    for kind in ("pre_read", "minutes_due", "minutes_approval", "decision"):
        kinds.pop(kind, None)
    assert kinds == {"alliance_review": 3, "action_item": 5, "value_look": 1, "goal_sign_off": 2, "risk": 1}
    assert len(news) >= 3


@pytest.mark.parametrize("today", [date(2026, 11, 23) + timedelta(days=days) for days in range(0, 371, 7)])
def test_scientist_has_something_late_and_something_soon_on_every_day_of_the_year(today):
    days = Days(datetime.combine(today, datetime.min.time(), tzinfo=UTC))
    led = [row for row in data.alliances() if row["lead"] == "aiko" and row["last_reviewed"] is not None]

    nexts = [add_months(days.working_day(row["last_reviewed"]), row["review_months"]) for row in led]
    left = sorted((day - today).days for day in nexts)

    assert left[0] < 0
    assert 0 <= left[1] <= left[2] <= 30


@pytest.mark.parametrize("email", ["scientist@hub.example", "manager@hub.example"])
@pytest.mark.parametrize("today", [date(2026, 11, 23) + timedelta(days=days) for days in range(7)])
def test_scientist_and_manager_have_two_or_three_actions_this_week_whatever_the_weekday(email, today):
    people = {row["email"]: row["key"] for row in data.people()}
    days = Days(datetime.combine(today, datetime.min.time(), tzinfo=UTC))
    mine = [row for row in data.actions() if row["owner"] == people[email] and "closed" not in row and row["due"]]

    left = [(days.working_day(row["due"]) - today).days for row in mine]

    assert 2 <= len([one for one in left if 0 <= one <= 7]) <= 4
    assert len([one for one in left if one < 0]) >= 1


def test_load_demo_actions_are_of_both_sides_in_every_state(demo):
    found = ActionItem.objects.all()
    assert {(one.side, one.state) for one in found} >= {
        ("ours", "open"), ("ours", "done"), ("ours", "cancelled"), ("theirs", "open"), ("theirs", "done"),
    }  # fmt: skip
    assert found.overdue(timezone.localdate()).count() >= 3
    assert found.filter(returned_at__isnull=False).count() == 1
    for one in found:
        one.clean_fields()
        assert one.closed_at is None or one.created_at <= one.closed_at <= timezone.now()


def test_load_demo_owes_and_is_owed_in_many_currencies_and_behind_walls(demo):
    owed = Obligation.objects.select_related("alliance")
    assert 300 <= owed.count() <= 400
    assert len(set(owed.exclude(currency="").values_list("currency", flat=True))) >= 4
    assert owed.exclude(scope=F("alliance__scope")).values("programme").distinct().count() == 2
    today = timezone.localdate()
    states = Counter(row.state for row in Fulfilment.objects.with_state(today))
    assert set(states) >= {"upcoming", "overdue", "fulfilled", "waived", "void"}
    assert states["overdue"] < states["fulfilled"] / 20
    assert {one.state.value for one in TriggerEvent.objects.all()} >= {
        "expected", "contested", "deemed", "occurred", "void",
    }  # fmt: skip
    relations = [field.name for field in Obligation._meta.fields if field.is_relation]
    for row in owed:
        row.clean_fields(exclude=relations)


def test_load_demo_committees_met_for_two_years_in_both_languages(demo):
    now = demo.now

    committees = Committee.objects.all()
    assert (committees.filter(alliance__isnull=False).count(), committees.own().count()) == (13, 1)
    assert Meeting.objects.held().count() >= 90
    # One of each; that of today may have begun.
    assert Meeting.objects.to_come().filter(starts_at__gt=now - timedelta(days=1)).count() == 14
    states = Counter(Minutes.objects.filter(meeting__held_at__isnull=False).values_list("state", flat=True))
    assert states["final"] > 70
    assert not [one for one in AgendaItem.objects.all() if "{" in one.title + one.said]
    said = AgendaItem.objects.exclude(said="").values_list("said", flat=True)
    assert {any(ord(letter) > 0x3000 for letter in text) for text in said} == {True, False}
    for meeting in Meeting.objects.held():
        assert meeting.local_day.weekday() < 5


def test_load_demo_tells_a_past_of_working_days(demo):
    now = demo.now

    told = [
        *StageChange.objects.values_list("on_date", "created_at"),
        *JournalEntry.objects.values_list("happened_on", "created_at"),
        *Review.objects.values_list("held_on", "created_at"),
    ]
    assert [day for day, _at in told if day.weekday() > 4] == []
    assert [day for day, at in told if at > now or abs(at.date() - day) > timedelta(days=1)] == []
    for alliance in Alliance.objects.select_related("stage"):
        assert alliance.stage_changes.order_by("-on_date", "-pk").first().stage == alliance.stage
        latest = alliance.reviews.order_by("-held_on", "-pk").first()
        if latest:
            assert latest.held_on == alliance.last_reviewed_on


def test_load_demo_history_names_the_authors(demo):
    written = apps.get_model("journal", "JournalEntryEvent").objects.values_list("by", "pgh_context")
    assert [by for by, context in written if context["user"] != by] == []
    scientist = User.objects.get(email="scientist@hub.example")
    logged = apps.get_model("alliances", "AllianceEvent").objects.filter(lead=scientist.person_id, pgh_label="insert")
    assert {event.pgh_context["user"] for event in logged} == {scientist.pk}


def test_load_demo_opens_alliances_to_those_named_on_our_side(demo):
    secret = Alliance.objects.get(code_name="Project Larch")

    granted = set(secret.scope.grants.values_list("person", flat=True))

    ours = set(secret.members.filter(side=Side.OURS).values_list("person", flat=True))
    assert granted == ours | {secret.lead_id}
    assert not Alliance.objects.visible_to(User.objects.get(email="admin@hub.example")).filter(pk=secret.pk).exists()


@pytest.mark.sweep
def test_load_demo_comes_beside_a_first_admin_and_a_second_time_changes_nothing(demo_hub, capsys):
    call_command("create_admin", "anna@company.example")
    capsys.readouterr()
    call_command("load_demo")
    before = row_counts()
    assert (Alliance.objects.count(), User.objects.count()) == (40, 62)

    call_command("load_demo")

    assert capsys.readouterr().out.splitlines() == [
        "Demo company: 40 alliances, 133 people, 61 accounts with the password partnering.",
        "Demo company: here already, nothing changed.",
    ]
    assert row_counts() == before


def test_load_demo_is_refused_without_hub_demo(demo_hub):
    demo_hub.HUB_DEMO = False

    with pytest.raises(CommandError, match="This hub is no demo"):
        call_command("load_demo")

    assert User.objects.count() == 0


def test_load_demo_is_refused_beside_other_alliances(demo_hub):
    load_starter()
    make_alliance("Ours × Theirs", by=make_user("Lena Lead"))

    with pytest.raises(CommandError, match="This hub has alliances of its own"):
        call_command("load_demo")

    assert (Alliance.objects.count(), User.objects.count()) == (1, 1)


def test_load_demo_is_refused_where_an_account_has_one_of_its_addresses(demo_hub):
    call_command("create_admin", "admin@hub.example")

    with pytest.raises(CommandError, match="This hub has an account admin@hub"):
        call_command("load_demo")

    assert User.objects.count() == 1


@pytest.mark.parametrize(("day", "moved"), [(FRIDAY, FRIDAY), (SATURDAY, FRIDAY), (SUNDAY, FRIDAY)])
def test_weekends_move_back_to_friday(day, moved):
    monday = Days(datetime(2026, 11, 23, 6, tzinfo=UTC))

    assert monday.working_day((day - monday.now.date()).days) == moved


def test_hours_are_the_same_each_time_and_never_in_the_future():
    days = Days(datetime(2026, 11, 23, 6, tzinfo=UTC))
    first = days.hour(FRIDAY, zone="Asia/Tokyo", seed="a")

    assert first == days.hour(FRIDAY, zone="Asia/Tokyo", seed="a")
    assert first != days.hour(FRIDAY, zone="Asia/Tokyo", seed="b")
    assert 9 <= first.hour < 17
    assert days.hour(date(2026, 11, 23), zone="America/New_York", seed="a") == days.now


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 10, 5), 3, date(2027, 1, 5)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_are_counted_as_the_database_counts_them(day, months, later):
    assert add_months(day, months) == later


def test_two_years_of_use_fill_both_tables_of_the_dashboard_and_are_written_once(demo, demo_hub):
    now = demo.now
    call_command("load_tools")
    call_command("load_courses")

    call_command("load_demo_usage")

    written = UsageEvent.objects.count()
    oldest, newest = UsageEvent.objects.aggregate(first=Min("at"), last=Max("at")).values()
    assert (now - timedelta(days=731) < oldest < now - timedelta(days=500), newest <= timezone.now()) == (True, True)
    found = reach(timezone.now())
    for groups in (found.sites, found.functions):
        shown = [one.uses for one in groups if one.uses.downloads is not None and one.uses.finishes is not None]
        assert len(shown) >= 2
        assert min(min(uses.downloads, uses.finishes) for uses in shown) >= 5
    call_command("load_demo_usage")
    assert UsageEvent.objects.count() == written


def test_use_is_loaded_into_no_hub_but_a_demo(db, settings):
    settings.HUB_DEMO = False
    with pytest.raises(CommandError, match=r"This hub is no demo\. Set HUB_DEMO=1"):
        call_command("load_demo_usage")
    assert UsageEvent.objects.count() == 0
