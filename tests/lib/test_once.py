"""A form that is sent twice makes one thing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory

from coe_hub.action_items.models import ActionItem
from coe_hub.lib.once import once
from coe_hub.people.models import Organisation, Person
from tests.architecture import urls
from tests.cast import Cast
from tests.factories import OURS, make_organisation

FORM = {"csrfmiddlewaretoken": "one-page", "version": 0, "name": "Orbit Labs", "kind": "academia"}
NEW = "/people/organisations/new/"


@pytest.fixture
def manager(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.manager)


def test_the_second_answer_leads_to_what_the_first_made(manager: Client, cast: Cast) -> None:
    first, second = manager.post(NEW, FORM), manager.post(NEW, FORM)
    [made] = Organisation.objects.filter(name="Orbit Labs")
    assert [first["Location"], second["Location"]] == [made.get_absolute_url()] * 2


def test_another_page_another_text_or_another_account_is_another_thing(
    manager: Client, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    make_organisation(OURS)
    person = {"version": 0, "organisation": OURS, "family_name": "Quill", "confirm_new": "on"}
    for client, changes in (
        (manager, {"csrfmiddlewaretoken": "one"}),
        (manager, {"csrfmiddlewaretoken": "two"}),
        (manager, {"csrfmiddlewaretoken": "one", "given_name": "Una"}),
        (sign_in(cast.admin), {"csrfmiddlewaretoken": "one"}),
    ):
        client.post("/people/new/", person | changes)
    assert Person.objects.filter(family_name="Quill").count() == 4


def test_a_refused_form_may_be_sent_again(manager: Client) -> None:
    wrong = FORM | {"kind": "nothing"}
    answers = [manager.post(NEW, wrong).context["form"].errors.keys() for _ in range(2)]
    assert answers == [{"kind"}, {"kind"}]
    assert manager.post(NEW, FORM).status_code == 302


def test_the_quick_form_for_an_action_makes_one(cast: Cast, alliance: Any, sign_in: Callable[..., Client]) -> None:
    lead = sign_in(cast.lead)
    form = {"csrfmiddlewaretoken": "one-page", "text": "Send the data", "owner": "Lena Lead"}
    address = f"/alliances/{alliance.public_id}/actions/new/"
    assert [lead.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert ActionItem.objects.filter(text="Send the data").count() == 1


@pytest.mark.usefixtures("words")
def test_of_two_that_come_at_once_the_second_waits_for_the_first(cast: Cast) -> None:
    made: list[str] = []
    both = Barrier(2)

    @once
    def view(request: HttpRequest) -> HttpResponse:
        made.append("made")
        cache.get("anything")
        return redirect(f"/made/{len(made)}/")

    def send() -> str:
        request = RequestFactory().post("/new/", {"csrfmiddlewaretoken": "one-page"})
        request.user = cast.manager
        both.wait()
        try:
            return view(request)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(send), pool.submit(send)]]
    assert (answers, made) == (["/made/1/", "/made/1/"], ["made"])


# Views that make something of a form but need no key, with the reason.
OTHERWISE = {
    "calendar_create": "there is one address; making it again replaces it",
    "directory_secret_create": "as webhook_create",
    "token_create": "a second one of the same name is refused",
    "webhook_create": "its answer shows a secret that is not kept",
}


def test_every_view_that_makes_something_of_a_form_does_it_once() -> None:
    creating = {one.name: one.callback for one in urls.patterns() if one.name and one.name.endswith("_create")}
    assert {name for name, view in creating.items() if not getattr(view, "is_done_once", False)} == set(OTHERWISE)
    also = {one.name for one in urls.patterns() if getattr(one.callback, "is_done_once", False)} - set(creating)
    assert also == {
        "agenda_propose",
        "agenda_send",
        "agreement_notice",
        "agreement_renew",
        "agreement_terminate",
        "alliances_edit",
        "attachment_replace",
        "decision_follow",
        "decision_step",
        "edition_comment",
        "health_talk",
        "issue_step",
        "launch_answer",
        "line_record",
        "many_edit",
        "meeting_call",
        "meeting_plan",
        "minutes_circulate",
        "minutes_comment",
        "minutes_correct",
        "obligation_paste",
        "obligation_patterns",
        "organisation_merge",
        "person_merge",
        "stage_change",
        "tool_attach",
    }
