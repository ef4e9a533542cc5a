"""The rows of `docs/access.csv` that are about training, asked for cell by cell."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture import urls
from training import views
from training.actions import enrol, start_attempt, submit_attempt
from training.models import Course

NAMES = sorted(one.name for one in urls.patterns() if one.callback.__module__ == views.__name__)


@pytest.fixture
def objects(cast: SimpleNamespace, course: Course) -> SimpleNamespace:
    """A course, its first lesson, and the stranger's try at its quiz."""
    attempt = start_attempt(enrolment=enrol(course=course, by=cast.stranger))
    submit_attempt(attempt=attempt, chosen={})
    return SimpleNamespace(
        course=lambda _name: ["basics"],
        lesson=lambda _name: ["basics", "basics-lesson-1"],
        attempt=lambda _name: ["basics", attempt.public_id],
    )


def _answer(client: Client, method: str, address: str) -> str:
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    is_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return "sign-in" if is_sign_in else str(response.status_code)


def test_every_cell_is_what_is_answered(
    cast: SimpleNamespace, objects: SimpleNamespace, sign_in: Callable[..., Client]
) -> None:
    browsers = {role: sign_in(user) for role, user in vars(cast).items()} | {"anonymous": Client()}
    rows = [row for row in urls.rows() if row["name"] in NAMES]
    assert sorted({row["name"] for row in rows}) == NAMES
    wrong = {
        (row["name"], row["method"], role): answered
        for row in rows
        for role, browser in browsers.items()
        if (answered := _answer(browser, row["method"], urls.address(row["name"], row["object"], objects))) != row[role]
    }
    assert wrong == {}
