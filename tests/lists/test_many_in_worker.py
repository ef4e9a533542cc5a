"""More rows than a page waits for: the worker looks them through and changes them, and their page says how far."""

from collections.abc import Callable

import pytest
from django.test import Client

from alliances.core.models import Alliance
from coe_hub.lib.errors import DomainError
from coe_hub.lib.long_work import tell_progress
from coe_hub.lists.changing import start
from coe_hub.lists.models import ChangeJob, ManyChange
from coe_hub.lists.tasks import change_many_rows, take_up_changes
from coe_hub.people.models import Organisation
from tests.cast import Cast
from tests.factories import make_alliance
from tests.refusals import refused

ADDRESS = "/lists/organisations/change/?q=Tick"
ROWS = 51
LONG_AGO = "2026-01-01T00:00Z"


class Browser:
    """Somebody who changes the organisations Tick 00 to Tick 50."""

    def __init__(self, client: Client, capture: Callable) -> None:
        self.client, self.capture = client, capture

    def look(self, **sent: object) -> ManyChange:
        """Ask what would come of it; the worker is through with it."""
        with self.capture(execute=True):
            self.answer = self.client.post(ADDRESS, {"which": "all", "do": "look", **sent})
        return ManyChange.objects.latest("pk")

    def step(self, change: ManyChange, do: str) -> object:
        """A button of its page; the page as it is then."""
        url = change.get_absolute_url()
        with self.capture(execute=True):
            assert self.client.post(f"{url}start/", {"do": do})["Location"] == url
        change.refresh_from_db()
        return self.client.get(url)


@pytest.fixture
def browser(cast: Cast, sign_in: Callable, django_capture_on_commit_callbacks: Callable) -> Browser:
    Organisation.objects.bulk_create(
        Organisation(name=f"Tick {number:02}", kind="biotech", is_public=True) for number in range(ROWS)
    )
    return Browser(sign_in(cast.admin), django_capture_on_commit_callbacks)


def _countries() -> set[str]:
    return set(Organisation.objects.filter(name__startswith="Tick").values_list("country", flat=True))


def test_many_rows_are_looked_through_and_changed_by_the_worker(cast: Cast, browser: Browser) -> None:
    change = browser.look(country="JP")
    url = change.get_absolute_url()
    assert (browser.answer["Location"], change.state, _countries()) == (url, "looked", {""})
    page = browser.client.get(url)
    told = page.context["told"]
    assert (told["changed"], told["refused"], told["changed_shown"][0]) == (
        ROWS,
        0,
        ["Tick 00", [["Country", "", "Japan"]]],
    )
    # Somebody else's change in between: all of it waits, and the row is named.
    Organisation.objects.filter(name="Tick 07").update(version=9)
    page = browser.step(change, "save")
    assert (change.state, page.context["told"]["refused_shown"], _countries()) == (
        "looked",
        [["Tick 07", "Somebody changed it meanwhile. Look again."]],
        {""},
    )
    with refused(
        DomainError("Some of these cannot be changed so. Leave them out, or choose something else."),
    ):
        start(change=change, job=ChangeJob.SAVE)
    # Back to the choice, with what was entered; or without that row; or with it, looked at again.
    form = browser.client.get(page.context["again_url"]).context["form"]
    assert (form["country"].value(), form["which"].value()) == ("JP", "all")
    assert len(browser.step(change, "without").context["change"].keys) == ROWS - 1
    page = browser.step(browser.look(country="JP"), "save")
    assert (page.context["change"].state, _countries()) == ("done", {"JP"})
    history = Organisation.objects.get(name="Tick 00").events.latest("pgh_id")  # type: ignore[attr-defined]
    assert history.pgh_context["user"] == cast.admin.pk


def test_one_change_at_a_time_and_one_that_was_killed_says_so(browser: Browser) -> None:
    change = browser.look(country="JP")
    mine, client = ManyChange.objects.filter(pk=change.pk), browser.client
    mine.update(state="working", job="save")
    tell_progress(change.work, 20)
    part = client.get(change.get_absolute_url() + "?part=progress", headers={"HX-Request": "true"})
    assert ("Changing: 20 of 51 rows." in part.content.decode(), part.context["is_heard"]) == (True, True)
    refused = client.post(ADDRESS, {"which": "all", "do": "look", "country": "DE"})
    assert refused.context["form"].non_field_errors() == [
        "Another change of many rows of yours is under way. Wait until it has ended, then start this one."
    ]
    # The worker was killed in the middle; another one is given the same task.
    change_many_rows(change.pk)
    page = client.get(change.get_absolute_url())
    assert (page.context["change"].message, _countries()) == (
        "The hub stopped in the middle of it. Nothing was changed; start it again.",
        {""},
    )
    assert browser.step(change, "look").context["told"]["changed"] == ROWS
    # What no worker began is taken up; what nobody heard of keeps nobody from the next; what is old goes.
    mine.update(state="waiting", job="look", begun_at=LONG_AGO)
    with browser.capture(execute=True):
        take_up_changes()
    assert mine.get().state == "looked"
    mine.update(state="working", begun_at=LONG_AGO)
    assert client.get(change.get_absolute_url()).context["is_heard"] is False
    assert (browser.look(country="DE").state, mine.get().state) == ("looked", "failed")
    mine.update(asked_at=LONG_AGO)
    take_up_changes()
    assert not mine.exists()


def test_rights_are_looked_at_again_when_it_runs(cast: Cast, browser: Browser, sign_in: Callable) -> None:
    change = browser.look(country="JP")
    assert sign_in(cast.manager).get(change.get_absolute_url()).status_code == 404
    client = sign_in(cast.admin)
    type(cast.admin).objects.filter(pk=cast.admin.pk).update(roles=[])
    browser.client = client
    page = browser.step(change, "save")
    assert (change.state, page.context["change"].message, _countries()) == (
        "failed",
        "These are not yours to change any more.",
        {""},
    )


def test_many_alliances_go_the_same_way(cast: Cast, sign_in: Callable, browser: Browser) -> None:
    led = [make_alliance(f"Tick {number:02}", by=cast.manager, lead=None) for number in range(ROWS)]
    client = browser.client = sign_in(cast.manager)
    sent = {"which": "all", "lead": "Lena Lead", "stage": "closed", "do": "look"}
    with browser.capture(execute=True):
        answer = client.post("/alliances/edit/?q=tick", sent)
    change = ManyChange.objects.get()
    page = client.get(answer["Location"])
    assert (page.context["told"]["changed"], page.context["change"].back) == (len(led), "/alliances/?q=tick")
    assert client.get(page.context["again_url"]).context["form"]["lead"].value() == "Lena Lead"
    Alliance.objects.filter(pk=led[0].pk).update(version=9)
    assert browser.step(change, "save").context["told"]["refused_shown"] == [
        ["Tick 00", "Somebody changed it meanwhile. Look again."]
    ]
    assert Alliance.objects.filter(lead=cast.lead.person).count() == 0
    browser.step(change, "look")
    assert browser.step(change, "save").context["change"].state == "done"
    assert Alliance.objects.filter(lead=cast.lead.person, stage__code="closed").count() == len(led)


# By way of many_change_detail and many_change_start.
