"""Today for each role: what they came for, and figures that move by exactly what somebody did on a page."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core.models import Alliance
from coe_hub.people.accounts.invitations import invite
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, publish, submit, translate, write_draft
from coe_hub.usage.models import TEST_MAIL, note_visit
from coe_hub.vocabulary.models import AllianceType, Stage
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_person, make_user
from tests.governance.data import make_site, review
from tests.toolkits.data import WORDS
from tests.training.data import make_course
from toolkits.actions import create_tool
from toolkits.models import Tool
from training.actions import enrol
from training.models import Course

Today = Callable[[User], dict[str, Any]]
ONE_AND_THREE = pytest.mark.parametrize("count", [1, 3])


@pytest.fixture
def today(sign_in: Callable[..., Client]) -> Today:
    """What Today tells somebody."""
    return lambda user: sign_in(user).get("/").context


def figures(lines: Any) -> dict[str, int]:
    """The figures of some lines by their code."""
    return {line.code: line.count for line in lines if line.code}


def make_tool(cast: Cast, title: str = "Minutes", **facts: Any) -> Tool:
    """A tool that the curator wrote and the admin published."""
    words = [Words(key="title", kind="line", text=title), *WORDS[1:]]
    facts = {"toolkit": "research", "minutes": 20, "phases": ["running"], "weight": "light"} | facts
    made = create_tool(title=title, words=words, by=cast.curator, practice="core", **facts)
    publish(draft=made.content.editions.get(), by=cast.admin)
    return made


def rewrite(tool: Tool, by: User) -> Any:
    """An edition on the desk in which one block reads otherwise."""
    words = [Words(key=one.key, kind=one.kind, text=one.text) for one in tool.content.editions.get().blocks.in_order()]
    words[5] = Words(key="how", kind="text", text="Write dissent too.")
    return write_draft(content=tool.content, words=words, by=by, change_note="dissent", version=-1)


def rewrite_course(course: Course, by: User) -> Any:
    """The next edition of a course on the desk."""
    blocks = course.content.editions.get().blocks.in_order()
    words = [Words(key=one.key, kind=one.kind, text=one.text.replace("Why", "What for")) for one in blocks]
    return write_draft(content=course.content, words=words, by=by, change_note="Clearer", version=-1)


# --- Whoever works on alliances ------------------------------------------------------------------------------------
def test_the_tool_for_the_stage_is_one_click_away(
    cast: Cast, alliance: Alliance, today: Today, sign_in: Callable[..., Client]
) -> None:
    tool = make_tool(cast)
    make_tool(cast, "Exit", phases=["ending"])
    told = today(cast.lead)
    assert (told["tools_for"], [one.tool for one in told["tools"]]) == (alliance, [tool])
    address = reverse("alliance_tool", args=[alliance.public_id, tool.content.slug])
    browser = sign_in(cast.lead)
    assert f'href="{address}"' in browser.get("/").content.decode()
    assert browser.get(address)["Content-Disposition"].startswith("attachment")


def test_a_newcomer_is_told_where_to_begin_and_nothing_empty(cast: Cast, today: Today) -> None:
    told = today(cast.stranger)
    assert told["headline"] == "Nothing is waiting for you"
    assert [line.url for line in told["first_steps"]] == ["/alliances/new/", "/people/me/"]
    make_tool(cast)
    assert [line.url for line in today(cast.stranger)["first_steps"]] == [
        "/alliances/new/",
        "/toolkits/by-stage/",
        "/people/me/",
    ]


def test_the_first_alliance_takes_the_place_of_first_steps(
    cast: Cast, today: Today, sign_in: Callable[..., Client]
) -> None:
    data = {
        "partners": "Northwind Biotech", "new_partners": "on", "scope_kind": "open",
        "stage": Stage.objects.get(code="running").pk, "alliance_type": AllianceType.objects.get(code="research").pk,
        "ours": cast.stranger.person.organisation.name, "lead": cast.stranger.person.display_name,
        "stage_since": "2026-03-02",
    }  # fmt: skip
    assert sign_in(cast.stranger).post("/alliances/new/", data).status_code == 302
    told = today(cast.stranger)
    assert (len(told["alliances"]), told["alliance_count"], told["first_steps"]) == (1, 1, [])


# --- Learning ------------------------------------------------------------------------------------------------------
def test_a_begun_course_goes_on_where_one_was(
    cast: Cast, tmp_path: Path, today: Today, sign_in: Callable[..., Client]
) -> None:
    make_course(tmp_path, by=cast.curator, quiz=[])
    learner = sign_in(cast.stranger)
    learner.post("/training/basics/start/")
    before = today(cast.stranger)["course"]
    learner.post("/training/basics/lessons/basics-lesson-1/finish/")
    after = today(cast.stranger)["course"]
    assert (before.done_count, before.next_url) == (0, "/training/basics/lessons/basics-lesson-1/")
    assert (after.done_count, after.next_url) == (1, "/training/basics/lessons/basics-lesson-2/")
    assert f'href="{after.next_url}"' in learner.get("/").content.decode()
    learner.post("/training/basics/lessons/basics-lesson-2/finish/")
    told = today(cast.stranger)
    assert (told["course"], told["suggestion"]) == (None, None)


def test_of_several_begun_courses_the_one_looked_at_last_comes_first(
    cast: Cast, tmp_path: Path, today: Today, sign_in: Callable[..., Client]
) -> None:
    first, second = (make_course(tmp_path, name, by=cast.curator) for name in ("basics", "further"))
    learner = sign_in(cast.stranger)
    for minutes, course in ((9, first), (5, second)):
        with time_machine.travel(timezone.now() - timedelta(minutes=minutes), tick=False):
            enrol(course=course, by=cast.stranger)
    found = [(today(cast.stranger)["course"].course, today(cast.stranger)["more_courses"])]
    learner.get("/training/basics/lessons/basics-lesson-1/")
    found.append((today(cast.stranger)["course"].course, today(cast.stranger)["more_courses"]))
    assert found == [(second, 1), (first, 1)]


def test_one_course_is_suggested_and_says_why(cast: Cast, alliance: Alliance, tmp_path: Path, today: Today) -> None:
    def suggested(user: User) -> tuple[Any, str]:
        told = today(user)
        found = told["suggestion"]
        return (found.entry.course if found else None), told["suggestion_reason"]

    assert suggested(cast.lead) == (None, "")
    other = make_course(tmp_path, "launches", by=cast.curator, toolkit="commercial")
    assert suggested(cast.lead)[0] == other
    work = make_course(tmp_path, "work", by=cast.curator)
    role = make_course(tmp_path, "role", by=cast.curator, audience=["alliance_manager"], toolkit="commercial")
    assert [suggested(user) for user in (cast.lead, cast.manager, cast.stranger, cast.committee, cast.auditor)] == [
        (work, "Because you work on an alliance of the kind “Research”."),
        (role, "Made for people in your role."),
        (other, "A good one to begin with: short lessons, whenever you have a few minutes."),
        (None, ""),
        (None, ""),
    ]


def test_a_reader_of_japanese_is_suggested_a_translated_course(cast: Cast, tmp_path: Path) -> None:
    make_course(tmp_path, "english", by=cast.curator, languages=("en",), title={"en": "English"}, purpose={"en": "E"})
    translated = make_course(tmp_path, "both", by=cast.curator)
    aiko = make_user("Aiko Nakamura", account={"language": "ja"})
    browser = Client()
    browser.force_login(aiko)
    assert browser.get("/").context["suggestion"].entry.course == translated


# --- The committee -------------------------------------------------------------------------------------------------
def test_the_committee_reads_its_three_lists_first(
    cast: Cast, alliance: Alliance, today: Today, sign_in: Callable[..., Client]
) -> None:
    def attend() -> tuple[int, str]:
        told = today(cast.committee)
        return told["lists"].found["attend"].figure.count, told["headline"]

    day = timezone.localdate()
    review(sign_in(cast.lead), alliance, "on_track", on=day.isoformat())
    before = attend()
    review(sign_in(cast.lead), alliance, "at_risk", on=day.isoformat())
    assert (before, attend()) == (
        (0, "Nothing is waiting for you"),
        (1, "1 alliance needs the committee’s attention"),
    )
    page = sign_in(cast.committee).get("/").content.decode()
    assert (page.index("Attend to") < page.index('class="columns'), page.count("finding-card")) == (True, 3)


def test_who_works_here_every_week_reads_them_after_their_own(cast: Cast, alliance: Alliance) -> None:
    both = make_user("Mona Manager", roles=["alliance_manager", "committee"])
    browser = Client()
    browser.force_login(both)
    page = browser.get("/").content.decode()
    assert page.index('class="columns') < page.index("Attend to")


def test_the_committee_of_an_empty_hub_reads_one_line(cast: Cast, sign_in: Callable[..., Client]) -> None:
    page = sign_in(cast.committee).get("/").content.decode()
    assert (page.count("finding-card"), "The lists fill by themselves" in page) == (0, True)


# --- Curators ------------------------------------------------------------------------------------------------------
def test_the_desk_moves_with_each_step_of_an_edition(cast: Cast, today: Today, sign_in: Callable[..., Client]) -> None:
    tool, other = make_tool(cast), make_user("Otto Other", roles=["curator"])
    draft = rewrite(tool, cast.curator)
    move = reverse("tool_move", args=[tool.content.slug])

    def take(step: str, by: User) -> None:
        draft.refresh_from_db()
        sign_in(by).post(move, {"step": step, "version": draft.version})

    def desks() -> tuple[dict[str, int], dict[str, int]]:
        return figures(today(cast.curator)["desk"]), figures(today(other)["desk"])

    seen = [desks()]
    for by, step in ((cast.curator, "submit"), (cast.curator, "take_back"), (cast.curator, "submit")):
        take(step, by)
        seen.append(desks())
    line = today(other)["desk"][0]
    assert (line.title, line.text, line.url) == (
        "1 tool waits for your approval",
        "Minutes",
        reverse("tool_preview", args=[tool.content.slug]),
    )
    assert today(other)["headline"] == line.title
    take("publish", other)
    seen.append(desks())
    writing, asking = {"writing": 1}, {"approve": 1}
    assert seen == [(writing, {}), (writing, asking), (writing, {}), (writing, asking), ({}, {})]
    draft.refresh_from_db()
    assert draft.state == "published"


def test_a_course_on_the_desk_is_told_as_a_tool_is(
    cast: Cast, today: Today, sign_in: Callable[..., Client], tmp_path: Path
) -> None:
    other = make_user("Otto Other", roles=["curator"])
    course = make_course(tmp_path, by=cast.curator)
    draft = rewrite_course(course, cast.curator)
    seen = [(figures(today(cast.curator)["desk"]), figures(today(other)["desk"]))]
    submit(draft=draft)
    seen.append((figures(today(cast.curator)["desk"]), figures(today(other)["desk"])))
    assert seen == [({"writing_course": 1}, {}), ({"writing_course": 1}, {"approve_course": 1})]
    told = today(other)
    address = reverse("training_preview", args=["course", course.content.slug])
    assert (told["headline"], told["desk"][0].text, told["desk"][0].url) == (
        "1 course or lesson waits for your approval", "Course basics (en)", address,
    )  # fmt: skip
    course.content.refresh_from_db()
    with time_machine.travel(f"{course.content.next_review_on}T09:00Z", tick=False):
        assert figures(today(other)["desk"])["look_course"] >= 1


def test_an_author_may_approve_where_nobody_else_must(cast: Cast, today: Today, settings: Any) -> None:
    submit(draft=rewrite(make_tool(cast), cast.curator))
    before = figures(today(cast.curator)["desk"])
    settings.SECOND_PERSON_APPROVES = False
    assert (before, figures(today(cast.curator)["desk"])) == ({"writing": 1}, {"approve": 1, "writing": 1})


def test_the_desk_counts_translations_that_fell_behind_and_caught_up(
    cast: Cast, today: Today, sign_in: Callable[..., Client]
) -> None:
    tool = make_tool(cast)
    blocks = {one.key: one for one in tool.content.editions.get().blocks.all()}
    for key, text in (("title", "議事録"), ("how", "決定を先に書く。")):
        translate(
            content=tool.content, language="ja", key=key, text=text, source_hash=blocks[key].text_hash, by=cast.curator
        )
    draft = rewrite(tool, cast.curator)
    submit(draft=draft)
    draft.refresh_from_db()
    before = figures(today(cast.curator)["desk"])
    move = reverse("tool_move", args=[tool.content.slug])
    sign_in(cast.admin).post(move, {"step": "publish", "version": draft.version})
    behind = figures(today(cast.curator)["desk"])
    page, browser = reverse("tool_translate", args=[tool.content.slug, "ja"]), sign_in(cast.curator)
    form = browser.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    browser.post(page, typed | {"text-how": "反対意見も書く。"})
    after = figures(today(cast.curator)["desk"])
    assert (before, behind, after) == ({"writing": 1}, {"behind": 1}, {})


def test_a_tool_is_due_for_a_look_a_month_before_its_day(cast: Cast, today: Today) -> None:
    tool = make_tool(cast)
    tool.content.refresh_from_db()
    due = tool.content.next_review_on
    found = []
    for days in (31, 30, -400):
        with time_machine.travel(f"{due - timedelta(days)}T09:00Z", tick=False):
            found.append(figures(today(cast.curator)["desk"]))
    assert found == [{}, {"look": 1}, {"look": 1}]


def test_more_than_one_tool_opens_the_desk_and_names_three(cast: Cast, today: Today) -> None:
    for number in range(4):
        rewrite(make_tool(cast, f"Tool {number}"), cast.curator)
    line = today(cast.curator)["desk"][0]
    assert (line.title, line.text, line.url) == (
        "You are writing 4 tools",
        "Among them Tool 0, Tool 1, Tool 2.",
        reverse("tool_desk"),
    )


def test_the_desk_is_told_to_curators_only(cast: Cast, today: Today) -> None:
    rewrite(make_tool(cast), cast.curator)
    roles = ("stranger", "manager", "committee", "admin", "auditor")
    assert [today(getattr(cast, role))["desk"] for role in roles] == [None] * len(roles)


# --- Admins --------------------------------------------------------------------------------------------------------
def test_invitations_wait_run_out_and_are_accepted(cast: Cast, today: Today, sign_in: Callable[..., Client]) -> None:
    noor = make_person("Noor Haddad", email="noor@hub.example")

    def arrivals(days: int = 0) -> dict[str, int]:
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            return figures(today(cast.admin)["arrivals"])

    before = arrivals()
    page = reverse("invitation_create", args=[noor.public_id])
    sent = sign_in(cast.admin).post(page, {"email": "noor@hub.example", "language": "en", "roles": []})
    assert sent.status_code == 302
    assert (before, arrivals(), arrivals(days=15)) == ({}, {"invited": 1}, {"ran_out": 1})
    noor.invitations.update(accepted_at=timezone.now())
    assert arrivals() == {}


def test_an_admin_alone_is_led_through_the_set_up(db: None, today: Today) -> None:
    def steps() -> tuple[str, list[str]]:
        context = today(ada)
        return context["headline"], [line.url for line in context["arrivals"]]

    ada = make_user("Ada Admin", roles=["admin"])
    mail, sites, words, people = "/reminders/engine/", "/people/sites/", "/words/", "/people/accounts/invite/"
    company = f"/people/organisations/{ada.person.organisation.public_id}/edit/"
    alliances, tools, providers, backup = "/import/", "/toolkits/", "/company-sign-in/", mail
    rest = [tools, providers, backup]
    assert steps() == ("The hub is ready to be set up", [company, sites, words, people, alliances, mail, *rest])
    make_site("Sendai")
    note_visit(user=ada, page=TEST_MAIL)
    assert steps()[1] == [company, words, people, alliances, *rest]
    bea = make_person("Bea Second", email="bea@hub.example")
    invite(person=bea, email="bea@hub.example", roles=[], language="en", by=ada)
    assert steps()[1] == ["/people/accounts/", company, words, alliances, *rest]
    make_user("Cai Third")
    assert steps() == ("Nothing is waiting for you", ["/people/accounts/"])


# --- Auditors ------------------------------------------------------------------------------------------------------
def test_an_auditor_counts_what_is_open_to_read(
    cast: Cast, secret: Alliance, today: Today, sign_in: Callable[..., Client]
) -> None:
    def seen() -> tuple[dict[str, int], str]:
        told = today(cast.auditor)
        return figures(told["reading"]), told["headline"]

    found = [seen()]
    alliance = make_alliance("Open", by=cast.lead)
    found.append(seen())
    make_tool(cast)
    found.append(seen())
    sign_in(cast.lead).post(reverse("alliance_archive", args=[alliance.public_id]))
    found.append(seen())
    one, tools, nothing = "You can read 1 alliance", {"tools": 1}, "Nothing is waiting for you"
    assert found == [
        ({}, nothing),
        ({"alliances": 1}, one),
        ({"alliances": 1} | tools, one),
        (tools, nothing),
    ]


def test_every_line_opens_for_its_reader(
    cast: Cast, alliance: Alliance, today: Today, sign_in: Callable[..., Client]
) -> None:
    rewrite(make_tool(cast), cast.curator)
    invite(person=make_person("Noor Haddad"), email="noor@hub.example", roles=[], language="en", by=cast.admin)
    parts = {"stranger": "first_steps", "curator": "desk", "admin": "arrivals", "auditor": "reading"}
    for role, part in parts.items():
        user = getattr(cast, role)
        lines = today(user)[part]
        answers = [sign_in(user).get(line.url).status_code for line in lines]
        assert answers == [200] * len(lines), role
        assert lines, role


# --- As many queries for three as for one --------------------------------------------------------------------------
@pytest.fixture
def fill(cast: Cast, tmp_path: Path) -> Callable[[int], User]:
    """So many of everything that Today could list, in Japanese; and who is on all of it."""

    def make(count: int) -> User:
        aiko = make_user("Aiko Nakamura", account={"language": "ja"})
        for number in range(count):
            make_member(make_alliance(f"A{number}", by=cast.lead), aiko.person, role="team_member")
            make_tool(cast, f"Published {number}")
            submit(draft=rewrite(make_tool(cast, f"Asked {number}"), cast.curator))
            enrol(course=make_course(tmp_path, f"course-{number}", by=cast.curator, lessons=count), by=aiko)
            invite(
                person=make_person(f"N{number} Haddad"), email="n@hub.example", roles=[], language="en", by=cast.admin
            )
        return aiko

    return make


@ONE_AND_THREE
@pytest.mark.parametrize(
    ("roles", "queries"),
    [([], 22), (["committee"], 25), (["curator"], 24), (["admin"], 24), (["auditor"], 11)],
)
def test_today_asks_as_often_for_three_as_for_one(
    roles: list[str],
    queries: int,
    count: int,
    fill: Callable,
    sign_in: Callable[..., Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = fill(count)
    User.objects.filter(pk=user.pk).update(roles=roles)
    browser = sign_in(User.objects.get(pk=user.pk))
    browser.get("/")
    with django_assert_num_queries(queries):
        told = browser.get("/").context
    assert len(told["alliances"]) == count
