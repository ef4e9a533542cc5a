"""Links for people at partners: what a token opens, for how long, and what it never does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from alliances.core.models import Alliance
from coe_hub.action_items.actions import edit_action, finish_action
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.logs import mask_report, masked
from coe_hub.lib.tokens import new_token
from coe_hub.people.access.models.partner_links import MOST_TRIES
from coe_hub.people.access.partner_links import WRONG_TOKENS, revoke
from coe_hub.people.directory.correspondence import mail_language
from coe_hub.people.models import PartnerLink
from coe_hub.vocabulary.models import Language
from tests.cast import Cast
from tests.reminders.items import make_contact, make_item, make_link

ENDED = "This link is no longer open"


@pytest.fixture
def item(cast: Cast, alliance: Alliance) -> ActionItem:
    """The partner's, given by the team member."""
    Alliance.objects.filter(pk=alliance.pk).update(code_name="Heron")
    return make_item(alliance, make_contact(), by=cast.team, side="theirs")


def arrive(path: str, **headers: str) -> tuple[Client, object]:
    """A browser that opened the link, and the page it was led to."""
    browser = Client(headers=headers)
    return browser, browser.get(path, follow=True)


def text_of(response: object) -> str:
    return response.content.decode()


def test_a_link_becomes_a_visit_and_leaves_the_address(item: ActionItem) -> None:
    path, _link = make_link(item)
    browser = Client()
    first = browser.get(path)
    assert (first.status_code, first["Location"], first["Cache-Control"]) == (
        302, "/p/", "max-age=0, no-cache, no-store, must-revalidate, private",
    )  # fmt: skip
    cookie = first.cookies["partner_link"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], path[3:-1] in cookie.value) == (
        "/p/", True, "Lax", False,
    )  # fmt: skip
    page = browser.get("/p/")
    assert page.status_code == 200
    shown = text_of(page)
    wanted = ["Send the data", "Heron", "8 Jun 2026", "Nia Partner", "Tom Team", "Lena Lead", "Kestrel Pharma"]
    assert [word for word in wanted if word not in shown] == []


def test_a_link_shows_nothing_else_of_the_hub(item: ActionItem, alliance: Alliance) -> None:
    path, _link = make_link(item)
    browser, page = arrive(path)
    hidden = [alliance.name, "alliances/", 'class="rail"', "search", "Vera Viewer", "/actions/"]
    assert [word for word in hidden if word in text_of(page)] == []
    others = ["/", "/alliances/", item.get_absolute_url(), alliance.get_absolute_url(), "/people/", "/search/?q=k"]
    assert [browser.get(one)["Location"].split("?")[0] for one in others] == ["/accounts/login/"] * len(others)


def test_only_the_hash_is_kept(item: ActionItem) -> None:
    path, link = make_link(item)
    token = path[3:-1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(one)::text FROM people_partnerlink one")
        kept = cursor.fetchone()[0]
    assert (token in kept, len(link.token_hash), len(token)) == (False, 64, 43)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_twice_changes_nothing_but_that_it_was_opened(method: str, item: ActionItem) -> None:
    path, _link = make_link(item)
    before = ActionItem.objects.values().get()
    browser = Client()
    for _time in range(2):
        asked = getattr(browser, method)
        assert [asked(path).status_code, asked("/p/").status_code] == [302, 200]
    link = PartnerLink.objects.get()
    was_opened = method == "get"  # a scanner asks with HEAD
    assert (link.opened_at is not None, link.tries, link.used_at) == (was_opened, 2 if was_opened else 0, None)
    assert ActionItem.objects.values().get() == before
    browser.get("/p/")
    first = PartnerLink.objects.get().opened_at
    with time_machine.travel(timezone.now() + timedelta(minutes=30)):
        browser.get("/p/")
    assert PartnerLink.objects.get().opened_at == first


def test_the_partner_says_that_it_is_done(item: ActionItem) -> None:
    path, _link = make_link(item)
    browser, _page = arrive(path)
    page = browser.post("/p/", {"answer": "done", "note": "With the log."}, follow=True)
    assert "This is noted as done." in text_of(page)
    item.refresh_from_db()
    assert (item.state, item.closed_by, item.close_note) == ("done", item.owner, "With the log.")
    assert PartnerLink.objects.get().used_at is not None
    browser.post("/p/", {"answer": "not_mine", "note": "Oh."})
    assert ActionItem.objects.get().returned_at is None


def test_the_partner_says_that_it_is_not_theirs(
    item: ActionItem, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    path, _link = make_link(item)
    browser, _page = arrive(path)
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post("/p/", {"answer": "not_mine", "note": "Ask Pat."}, follow=True)
    assert "We will take it from here." in text_of(page)
    item.refresh_from_db()
    assert (item.state, item.returned_note, [one.to for one in mail.outbox]) == (
        "open", "Ask Pat.", [["tom@hub.example"], ["lena@hub.example"]],
    )  # fmt: skip


def test_an_answer_that_is_none_is_refused_and_kept(item: ActionItem) -> None:
    browser, _page = arrive(make_link(item)[0])
    page = browser.post("/p/", {"answer": "perhaps", "note": "Typed"})
    assert page.context["form"].errors == {
        "answer": ["Select a valid choice. perhaps is not one of the available choices."]
    }
    assert (page.context["form"]["note"].value(), ActionItem.objects.get().state) == ("Typed", "open")


def test_the_answer_is_the_partners_whoever_is_signed_in_at_the_browser(
    cast: Cast, item: ActionItem, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.lead)
    browser.get(make_link(item)[0])
    browser.post("/p/", {"answer": "done", "note": ""})
    event = ActionItem.pgh_event_model.objects.order_by("-pgh_id")[0]
    assert (event.closed_by, event.pgh_context["user"]) == (item.owner, None)


def spoil_expire(link: PartnerLink) -> None:
    PartnerLink.objects.filter(pk=link.pk).update(
        created_at=timezone.now() - timedelta(2), expires_at=timezone.now() - timedelta(1)
    )


def spoil_share(link: PartnerLink) -> None:
    PartnerLink.objects.filter(pk=link.pk).update(tries=MOST_TRIES + 1)


@pytest.mark.parametrize("spoil", [spoil_expire, revoke, spoil_share])
def test_a_link_that_ended_says_whom_to_ask_also_in_the_middle_of_a_visit(
    spoil: Callable[[PartnerLink], None], item: ActionItem
) -> None:
    path, link = make_link(item)
    browser, page = arrive(path)
    assert page.status_code == 200
    spoil(link)
    ended = Client().get(path)
    assert (ended.status_code, ENDED in text_of(ended), "Lena Lead at Kestrel Pharma" in text_of(ended)) == (
        410, True, True,
    )  # fmt: skip
    assert [browser.get("/p/").status_code, browser.post("/p/", {"answer": "done"}).status_code] == [410, 410]
    assert ("Send the data" in text_of(ended), ActionItem.objects.get().state) == (False, "open")


def test_a_visit_ends_after_two_hours(item: ActionItem) -> None:
    browser, _page = arrive(make_link(item)[0])
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        assert browser.get("/p/").status_code == 410


def test_a_cookie_of_ones_own_making_opens_nothing(item: ActionItem) -> None:
    _path, link = make_link(item)
    browser = Client()
    browser.cookies["partner_link"] = f"{link.pk}:1:forged"
    assert [browser.get("/p/").status_code, Client().get("/p/").status_code] == [410, 410]


def test_a_closed_item_and_one_given_to_somebody_else_end_friendly(cast: Cast, item: ActionItem) -> None:
    path, _link = make_link(item)
    finish_action(item=item, by=cast.lead)
    assert "This is noted as done." in text_of(arrive(path)[1])
    other = make_item(cast.lead.person.led_alliances.get(), item.owner, by=cast.lead, side="theirs", text="Another")
    second, _link = make_link(other)
    edit_action(
        item=other, version=1, text="Not for Nia", owner=cast.lead.person, side="ours", due_on=None, note="",
        reminds_by_mail=False,
    )  # fmt: skip
    shown = text_of(arrive(second)[1])
    assert ("There is nothing left for you to do here." in shown, "Not for Nia" in shown) == (True, False)


def test_wrong_tokens_are_told_kindly_and_slowed_down_by_address(item: ActionItem) -> None:
    path, _link = make_link(item)
    guesser, other = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "198.51.100.8"}
    answers = {Client(**guesser).get(f"/p/wrong-{number}/").status_code for number in range(WRONG_TOKENS.most)}
    assert (answers, ENDED in text_of(Client(**other).get("/p/wrong/"))) == ({410}, True)
    assert Client(**guesser).get(path).status_code == 429
    assert Client(**other).get(path).status_code == 302


def test_the_page_speaks_the_readers_language_and_the_switch_changes_it(item: ActionItem) -> None:
    browser, page = arrive(make_link(item)[0], accept_language="ja")
    assert ("完了しました" in text_of(page), 'lang="ja"' in text_of(page)) == (True, True)
    browser.post("/preferences/", {"language": "en", "next": "/p/"})
    assert "It is done" in text_of(browser.get("/p/"))


# --- Our side of it ----------------------------------------------------------------------------------------------
def test_a_link_is_sent_in_the_contacts_language_and_withdrawn(
    cast: Cast,
    item: ActionItem,
    alliance: Alliance,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    item.owner.language_rows.create(language=Language.objects.get(code="ja"))
    team = sign_in(cast.team)
    with django_capture_on_commit_callbacks(execute=True):
        response = team.post(reverse("action_link_send", args=[item.public_id]), follow=True)
    assert [str(one) for one in response.context["messages"]] == ["A link is on its way to nia@northwind.example."]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["nia@northwind.example"], "Kestrel Pharmaからのお願い：Send the data")
    assert ("Heron" in sent.body, alliance.name in sent.body) == (True, False)
    path = next(line for line in sent.body.splitlines() if "/p/" in line).split("localhost:8000")[-1]
    path = path[path.index("/p/") :]
    assert arrive(path)[1].status_code == 200
    (link,) = team.get(item.get_absolute_url()).context["links"]
    assert link.opened_at is not None
    team.post(reverse("action_link_revoke", args=[item.public_id, link.pk]))
    assert arrive(path)[1].status_code == 410


def test_no_link_goes_to_people_without_an_address_or_of_our_own(
    cast: Cast, item: ActionItem, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    ours = make_item(alliance, cast.viewer.person, by=cast.lead)
    silent = make_item(alliance, make_contact("Sy Lent", email=""), by=cast.lead, side="theirs")
    lead, said = sign_in(cast.lead), []
    for one in (ours, silent):
        response = lead.post(reverse("action_link_send", args=[one.public_id]), follow=True)
        said += [str(message) for message in response.context["messages"]]
    assert said == [
        "Links are for open actions of people at the partner.",
        "No e-mail address of Sy Lent is known. Add it under People.",
    ]
    assert (PartnerLink.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize(
    ("codes", "family_name", "language"),
    [
        ([], "Partner", "en"),
        (["en"], "Partner", "en"),
        (["ja"], "Sato", "ja"),
        (["en", "ja"], "Sato", "en"),
        (["en", "ja"], "佐藤", "ja"),
        (["de"], "Müller", "en"),
    ],
)
@pytest.mark.django_db
def test_people_without_an_account_are_written_to_in_a_language_they_work_in(
    codes: list[str], family_name: str, language: str
) -> None:
    person = make_contact(family_name=family_name)
    for code in codes:
        person.language_rows.create(language=Language.objects.get(code=code))
    assert mail_language(person) == language


# --- Logs --------------------------------------------------------------------------------------------------------
def test_tokens_are_masked_in_logs_and_reports() -> None:
    secret = new_token()
    texts = {
        f"GET /p/{secret}/ HTTP/1.1": "GET /p/•••/ HTTP/1.1",
        f"https://hub.example/people/invitation/{secret}/": "https://hub.example/people/invitation/•••/",
        f"/reminders/answer/12:{secret}/?do=done": "/reminders/answer/•••/?do=done",
        f"/reminders/mute/12:{secret}/": "/reminders/mute/•••/",
        "/p/": "/p/",
        "/people/abc/": "/people/abc/",
    }
    assert {text: masked(text) for text in texts} == texts
    event = {"request": {"url": f"https://hub.example/p/{secret}/"}, "logentry": {"message": f"Gone: /p/{secret}/"}}
    assert mask_report(event) == {
        "request": {"url": "https://hub.example/p/•••/"}, "logentry": {"message": "Gone: /p/•••/"},
    }  # fmt: skip


def test_the_log_on_the_console_is_masked(settings: object) -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "coe_hub.lib.logs.MaskingFormatter"
