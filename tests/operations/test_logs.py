"""Each request has a number; its lines, its answer, its tasks and the page of a fault carry it, and say no secret."""

import json
import logging
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from django.http import Http404
from django.test import Client, override_settings

from coe_hub import celery
from coe_hub.api.actions import make_token
from coe_hub.lib.logs import JsonFormatter, MaskingFormatter, ShortRefusals
from coe_hub.lib.request_ids import carrying, current_request_id
from coe_hub.people.accounts.actions import edit_account
from tests.cast import Cast
from tests.factories import PASSWORD

MADE = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, settings: Any) -> Callable[[], list[dict[str, Any]]]:
    """The requests' own lines as JSON has them, under the number they carried."""
    settings.REQUESTS_LOGGED_AS = logging.INFO
    caplog.handler.setFormatter(JsonFormatter())
    caplog.set_level(logging.INFO)
    return lambda: [one for one in map(json.loads, caplog.text.splitlines()) if one["logger"] == "coe_hub.requests"]


def record(text: str, *values: Any, wrong: BaseException | None = None, level: int = logging.WARNING) -> Any:
    return logging.LogRecord("x", level, __file__, 1, text, values, (type(wrong), wrong, None) if wrong else None)


def test_a_request_has_a_line_of_its_own(
    cast: Cast, sign_in: Callable[..., Client], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    response = sign_in(cast.lead).get("/people/?q=secret+word")
    [line] = lines()
    number, took, at = response["X-Request-ID"], line.pop("milliseconds"), line.pop("at")
    assert line == {
        "level": "INFO", "logger": "coe_hub.requests", "message": "GET /people/ 200", "request": number,
        "view": "person_list", "method": "GET", "path": "/people/", "status": 200, "account": cast.lead.pk,
    }  # fmt: skip
    assert (type(took), at.endswith("+00:00"), MADE.fullmatch(response["X-Request-ID"]) is not None) == (
        int,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("sent", "is_behind", "is_taken"),
    [
        ("req-0123456789abcdef", True, True),
        ("req-0123456789abcdef", False, False),  # nobody but a proxy names a request
        ("short", True, False),
        ("a" * 65, True, False),
        ('x" onload="alert(1)', True, False),
        ("aaaaaaaa\tbbbbbbb", True, False),
    ],
)
def test_the_proxys_number_is_taken_where_it_may_be_one(sent: str, is_behind: bool, is_taken: bool, db: None) -> None:
    with override_settings(BEHIND_PROXY=is_behind):
        answered = Client().get("/accounts/login/", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (answered == sent, MADE.fullmatch(answered) is not None) == (is_taken, not is_taken)


def test_the_page_of_a_fault_says_its_number(cast: Cast, sign_in: Callable[..., Client], settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.home.test_errors.Broken"]
    browser = sign_in(cast.stranger)
    browser.raise_request_exception = False
    response = browser.get("/people/")
    assert f"<code>{response['X-Request-ID']}</code>" in response.content.decode()


def test_secrets_and_mail_addresses_stay_out() -> None:
    told = record(
        "GET /p/%s/ by noor.haddad+x@kestrel.example through postgres://hub:s3cr3t-Pw@db:5432/hub"
        " with hubapi_%s hubscim_%s",
        "a" * 32, "b" * 32, "c" * 32,
    )  # fmt: skip
    words = "GET /p/•••/ by •••@kestrel.example through postgres://hub:•••@db:5432/hub with hubapi_••• hubscim_•••"
    assert MaskingFormatter("%(message)s").format(told) == words
    assert json.loads(JsonFormatter().format(told))["message"] == words


def test_nobody_forges_a_line() -> None:
    forged = record(
        "Not Found: %s", "/x\n2026-11-30 CRITICAL root: \x1b[31mall is lost\u2028", wrong=ValueError("a\nb")
    )
    lines = MaskingFormatter("%(levelname)s %(message)s").format(forged).split("\n")
    assert lines[0] == r"WARNING Not Found: /x\n2026-11-30 CRITICAL root: \x1b[31mall is lost\u2028"
    assert [line for line in lines[1:] if not line.startswith("    ")] == []
    assert "\n" not in JsonFormatter().format(forged)


@pytest.mark.parametrize(
    ("level", "wrong", "is_short"),
    [
        (logging.WARNING, Http404("no"), True),
        (logging.ERROR, OperationalError("server closed the connection"), True),
        (logging.ERROR, ValueError("a fault of ours"), False),
    ],
)
def test_a_refusal_is_one_line_and_a_fault_has_its_traceback(level: int, wrong: BaseException, is_short: bool) -> None:
    told = record("Told", wrong=wrong, level=level)
    assert (ShortRefusals().filter(told), told.exc_info is None) == (True, is_short)


def test_a_task_carries_the_number_of_the_request_that_handed_it_over() -> None:
    """As Celery's own signals have it; test_faults.py asks a worker in another process."""
    headers: dict[str, Any] = {"id": "task-1"}
    with carrying("req-12345678"):
        celery.before_task_publish.send(sender="x", headers=headers)
    task = type("Task", (), {"request": headers})()
    celery.task_prerun.send(sender=task, task_id="task-1", task=task)
    inside = current_request_id()
    celery.task_postrun.send(sender=task, task_id="task-1", task=task)
    assert (headers["request_id"], inside, current_request_id()) == ("req-12345678", "req-12345678", "")


def test_a_slow_question_is_told_without_what_was_asked_with(
    cast: Cast, sign_in: Callable[..., Client], settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_QUERY_SECONDS = 0.0
    sign_in(cast.lead).get("/people/", {"q": "Quillfeather"})
    told = [one.getMessage() for one in caplog.records if one.name == "coe_hub.lib.database"]
    assert (len(told) > 3, any("Quillfeather" in line for line in told)) == (True, False)


def test_what_no_page_offers_leaves_a_line(
    cast: Cast, sign_in: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    browser, url = sign_in(cast.admin), f"/people/accounts/{cast.team.person.public_id}/"
    browser.post(url, {"roles": ["king"], "is_active": "on", "reason": "a coup"})
    browser.post(url, {"roles": ["curator"], "is_active": "on"})  # no reason: a slip is nobody's attempt
    assert [one.getMessage() for one in caplog.records if one.name == "coe_hub.lib.forms"] == [
        "Sent what no page offers: roles of AccountForm"
    ]


def test_who_came_in_what_was_refused_and_whose_rights_changed_is_a_log_of_its_own(
    cast: Cast, sign_in: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(JsonFormatter())
    caplog.set_level(logging.INFO, logger="coe_hub.security")
    visitor, here = Client(REMOTE_ADDR="203.0.113.7"), "203.0.113.7"
    for password in ("wrong", PASSWORD):
        visitor.post("/accounts/login/", {"login": cast.team.email, "password": password})
    visitor.get("/reminders/engine/")
    visitor.get("/alliances/?format=csv")
    edit_account(account=cast.viewer, roles=["curator"], is_active=True, by=cast.admin, reason="A new desk")
    make_token(user=cast.lead, name="Sheet", scope="read", expires_on=date(2099, 1, 1))
    told = [one for one in map(json.loads, caplog.text.splitlines()) if one["logger"] == "coe_hub.security"]
    team, viewer, lead = cast.team.pk, cast.viewer.pk, cast.lead.pk
    assert [(one["event"], one.get("account"), one.get("about"), one.get("address")) for one in told] == [
        ("sign_in_failed", None, None, here),
        ("signed_in", None, team, here),
        ("refused", team, None, here),
        ("export", team, None, here),
        ("account_changed", None, viewer, None),
        ("token_made", None, lead, None),
    ]
    assert (told[2]["level"], told[2]["message"]) == ("WARNING", "reminder_engine was refused with 403")
    assert cast.team.email not in caplog.text
