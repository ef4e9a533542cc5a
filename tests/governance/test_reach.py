"""Use of tools and courses by site and function: counted, refused for small groups, never told of a person."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coe_hub.people.models import Person, User
from coe_hub.publishing.actions import Words, create_content, publish
from coe_hub.publishing.models import BlockKind, ContentKind
from coe_hub.usage.models import UsageEvent, note_event
from coe_hub.vocabulary.models import Function
from tests.cast import Cast
from tests.factories import make_user
from tests.governance.data import make_site
from tests.training.data import RIGHT, make_course
from toolkits.models import Tool
from training.models import QuizAttempt


@pytest.fixture
def tool(cast: Cast) -> Tool:
    words = [Words(key="title", kind=BlockKind.LINE, text="Minutes"), Words(key="t", kind=BlockKind.TEXT, text="Text")]
    draft = create_content(kind=ContentKind.TOOL, slug="minutes", words=words, by=cast.curator)
    made = Tool.objects.create(content=draft.content, toolkit="research", minutes=15, phases=["running"])
    publish(draft=draft, by=cast.admin)
    return made


def people(count: int, prefix: str, **values: Any) -> list[User]:
    return [make_user(f"{prefix}{number} Person", **values) for number in range(count)]


def figures(context: Any, kind: str) -> dict[str, tuple[int | None, int | None] | None]:
    groups = getattr(context["lists"].reach, kind)
    return {one.name: None if one.is_few else (one.uses.downloads, one.uses.finishes) for one in groups}


def used(users: list[User], *, days: int = 1, kind: str = "download", content_id: int = 1) -> None:
    """Each of them used it once, that many days ago."""
    for user in users:
        at = timezone.now() - timedelta(days)
        UsageEvent.objects.create(user=user, kind=kind, content_id=content_id, at=at)


def used_by_all(content_id: int = 1) -> None:
    """Everybody who can sign in used it once."""
    used(list(User.objects.active()), content_id=content_id)


def download(browser: Client, tool: Tool) -> None:
    assert browser.get(reverse("tool_download", args=[tool.toolkit, tool.content.slug])).status_code == 200


def take_course(browser: Client) -> None:
    """From the start to the passed quiz, page by page."""
    browser.post("/training/basics/start/")
    for number in (1, 2):
        browser.post(f"/training/basics/lessons/basics-lesson-{number}/finish/")
    browser.post("/training/basics/quiz/start/")
    attempt = QuizAttempt.objects.get()
    assert browser.post("/training/basics/quiz/", {"attempt": attempt.public_id, **RIGHT}).status_code == 302


def test_a_download_and_a_finished_course_move_the_figures_of_their_site_and_function(
    cast: Cast, tool: Tool, home: Callable[..., Any], sign_in: Callable[..., Client], tmp_path: Path
) -> None:
    make_course(tmp_path, by=cast.curator)
    function = Function.objects.get(code="research")
    users = people(5, "Sen", site=make_site("Sendai"), function=function)
    used(users)
    used(users, kind="finish")
    before = home(cast.committee)
    assert (figures(before, "sites")["Sendai"], figures(before, "functions")["Research"]) == ((5, 5), (5, 5))
    download(sign_in(users[0]), tool)
    after = home(cast.committee)
    assert (figures(after, "sites")["Sendai"], figures(after, "functions")["Research"]) == ((6, 5), (6, 5))
    take_course(sign_in(users[1]))
    after = home(cast.stranger)
    assert (figures(after, "sites")["Sendai"], figures(after, "functions")["Research"]) == ((6, 6), (6, 6))
    sign_in(users[0]).get(tool.get_absolute_url())  # reading is not downloading
    assert figures(home(cast.stranger), "sites")["Sendai"] == (6, 6)


@pytest.mark.parametrize(("count", "wanted"), [(4, None), (5, (5, None))])
def test_what_four_people_did_is_few_and_what_five_did_is_a_figure(
    count: int,
    wanted: tuple[int, int | None] | None,
    cast: Cast,
    tool: Tool,
    home: Callable[..., Any],
    sign_in: Callable[..., Client],
) -> None:
    site = make_site("Sendai")
    users = people(10, "Sen", site=site, function=Function.objects.get(code="research"))
    for user in users[:count]:
        download(sign_in(user), tool)
    assert figures(home(cast.committee), "sites")["Sendai"] == wanted
    page = sign_in(cast.committee).get(f"/governance/reach/?site={site.public_id}").text
    assert ("Minutes" in page, "Too few people to show" in page) == (wanted is not None, wanted is None)


def test_many_downloads_of_one_person_are_not_a_figure_of_a_function(cast: Cast, home: Callable[..., Any]) -> None:
    """The floor counts who acted, not who is there; each figure by itself."""
    users = people(20, "Sen", function=Function.objects.get(code="research"))
    used(users[:1] * 80)
    used(users[:6], kind="finish")
    assert figures(home(cast.committee), "functions")["Research"] == (None, 6)


def test_few_says_neither_zero_nor_a_figure_and_leads_nowhere(
    cast: Cast, tool: Tool, sign_in: Callable[..., Client]
) -> None:
    site = make_site("Sendai")
    users = people(4, "Sen", site=site)
    download(sign_in(users[0]), tool)
    page = sign_in(cast.committee).get("/governance/").text
    row = page[page.index("Too small to show<") :]
    row = row[: row.index("</tr>")]
    assert "Sendai" in row
    assert row.count('<span class="few">few</span>') == 2
    assert site.public_id not in page


def test_who_cannot_sign_in_any_more_does_not_make_a_group_large_enough(cast: Cast, home: Callable[..., Any]) -> None:
    users = people(5, "Sen", site=make_site("Sendai"))
    used(users)
    assert figures(home(cast.committee), "sites")["Sendai"] == (5, None)
    User.objects.filter(pk=users[0].pk).update(is_active=False)
    assert figures(home(cast.committee), "sites")["Sendai"] is None


def test_a_small_group_is_not_given_away_by_subtracting_the_others(cast: Cast, home: Callable[..., Any]) -> None:
    """The cast has no site and no function: the functions are complete, so the sites' sum is known."""
    people(3, "Sen", site=make_site("Sendai"))
    people(6, "Tok", site=make_site("Tokyo"))
    used_by_all()
    everybody = User.objects.active().count()
    context = home(cast.committee)
    assert figures(context, "functions") == {"No function given": (everybody, None)}
    assert figures(context, "sites") == {"Sendai": None, "Tokyo": None, "No site given": (everybody - 9, None)}


def test_a_person_in_small_groups_of_both_breakdowns_is_not_given_away(cast: Cast, home: Callable[..., Any]) -> None:
    """Without the colleague of the cast; two small sites and functions that overlap, beside two large ones."""
    User.objects.exclude(pk=cast.committee.pk).update(is_active=False)
    research, legal = Function.objects.get(code="research"), Function.objects.get(code="legal")
    basel, osaka = make_site("Basel"), make_site("Osaka")
    for number in range(20):
        make_user(f"B{number} Basel", site=basel, function=research)
    Person.objects.filter(pk=cast.committee.person_id).update(site=basel, function=research)
    make_user("One Osaka", site=osaka, function=legal)
    make_user("Two Osaka", site=osaka, function=research)
    used_by_all()
    context = home(cast.committee)
    assert (figures(context, "sites"), figures(context, "functions")) == (
        {"Basel": None, "Osaka": None},
        {research.name: None, legal.name: None},
    )


def test_downloads_of_more_than_a_year_ago_are_left_out(cast: Cast, home: Callable[..., Any]) -> None:
    users = people(5, "Sen", site=make_site("Sendai"))
    for days in (364, 366):
        used(users, days=days)
    assert figures(home(cast.committee), "sites")["Sendai"] == (5, None)


def test_growing_use_and_finished_courses_are_celebrated_without_naming_anybody(
    cast: Cast, tool: Tool, home: Callable[..., Any], sign_in: Callable[..., Client]
) -> None:
    site = make_site("Sendai")
    users = people(5, "Sen", site=site)
    used(users, days=100)
    used(users[:4])
    used(users[:4], kind="finish")
    assert home(cast.committee)["lists"].celebrate == []
    download(sign_in(users[4]), tool)
    used(users[4:], kind="finish")
    assert [one.title for one in home(cast.committee)["lists"].celebrate] == ["Sendai finished 5 courses"]
    download(sign_in(users[4]), tool)
    url = f"/governance/reach/?site={site.public_id}"
    assert [(one.title, one.text, one.url) for one in home(cast.committee)["lists"].celebrate] == [
        ("Sendai uses more tools", "6 downloads in the last 90 days, 5 in the 90 before.", url),
        ("Sendai finished 5 courses", "In the last 90 days.", url),
    ]


def test_growth_that_few_people_made_is_not_celebrated(cast: Cast, home: Callable[..., Any]) -> None:
    users = people(20, "Sen", site=make_site("Sendai"), function=Function.objects.get(code="research"))
    for days in (100, 2, 1):
        used(users[:4], days=days)
    used(users[:4], kind="finish")
    assert home(cast.committee)["lists"].celebrate == []


def test_the_list_behind_a_site_has_its_tools_and_no_people(
    cast: Cast, tool: Tool, sign_in: Callable[..., Client]
) -> None:
    """A tool that few used is few; so is the next one, by whose figure the first would be known."""
    site = make_site("Sendai")
    users = people(12, "Sen", site=site)
    used([*users[:7], users[0]], content_id=tool.content_id)
    used(users[:6], content_id=tool.content_id + 1000)
    used(users[:1] * 3, content_id=tool.content_id + 1001)
    for user in users[:5]:
        note_event(user=user, kind="finish", course_id=7)
    response = sign_in(cast.committee).get(f"/governance/reach/?site={site.public_id}")
    assert [(use.downloads, use.finishes, entry and entry.title) for use, entry in response.context["rows"]] == [
        (8, 0, "Minutes"),
        (0, 5, None),
        (None, 0, None),
        (None, 0, None),
    ]
    assert "Person" not in response.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?site={site}", 200),
        ("?function=research", 200),
        ("?site={site}&function=research", 404),
        ("", 404),
        ("?site=nowhere", 404),
        ("?function=%00", 404),
    ],
)
def test_the_list_is_of_one_known_group(query: str, status: int, cast: Cast, sign_in: Callable[..., Client]) -> None:
    site = make_site("Sendai")
    people(6, "Sen", site=site, function=Function.objects.get(code="research"))
    address = f"/governance/reach/{query.format(site=site.public_id)}"
    assert sign_in(cast.committee).get(address).status_code == status
