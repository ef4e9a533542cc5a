"""What tests share: settings that make them fast and alone, and the cast."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone, translation

from alliances.core.models import Alliance
from coe_hub.celery import app as celery_app
from coe_hub.people.models import User
from tests import databases
from tests.cast import Cast, make_cast, make_open_alliance, make_secret

TEST_SETTINGS = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "CACHES": {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in ("default", "files")
    },
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    # Mails come in the order in which they were planned.
    "EMAIL_SENDERS": 1,
    # Otherwise each test client reads the whole folder of static files.
    "WHITENOISE_AUTOREFRESH": True,
}


# Files with these begin: whole minutes are waited for there, and at the end both cores shall have something to do.
SLOW = ("runner", "processes", "browser")
STAYING = {"cast", "demo"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, in the order of `SLOW`, else as they stand; in a file, tests without the cast first.

    The cast, or the demo company, stays until the end of the file, and who has none expects nobody there.
    """
    files = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    ranks = {item: [not item.get_closest_marker(name) for name in SLOW] for item in items}
    items.sort(key=lambda item: (ranks[item], files[item.path], not STAYING.isdisjoint(item.fixturenames)))


@pytest.fixture(scope="session", autouse=True)
def _fast_and_alone() -> Iterator[None]:
    """Cheap passwords, a cache and files of this process alone, tasks run where they are called."""
    celery_app.conf.task_always_eager = True
    with override_settings(**TEST_SETTINGS):
        yield


@pytest.fixture(scope="session", autouse=True)
def _just_signed_in() -> Iterator[None]:
    """Whoever a test lets in has just said who they are, as on the page for signing in."""

    def note(request: Any, user: User, **_options: Any) -> None:
        record_authentication(request, user, method="password")

    user_logged_in.connect(note)
    yield
    user_logged_in.disconnect(note)


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """No limits, sessions or language left over from the test before."""
    cache.clear()
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A database with the starter words, as on every hub; a fresh one after each test that commits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: databases.start_anew())
        with django_db_blocker.unblock():
            close = databases.open_copy()
        yield
        with django_db_blocker.unblock():
            close()


@pytest.fixture
def words(transactional_db: None) -> None:
    """A database of this test alone, with the starter words, in which servers and workers see what is saved."""


@pytest.fixture(scope="module")
def casting(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The rows of the cast, made once for a file: 200 queries, which most tests would spend most of their time with."""
    with databases.shared_rows(django_db_blocker):
        yield make_cast()


@pytest.fixture
def cast(casting: Cast, db: None) -> Cast:
    """One account for each way of standing to an alliance. Lead, team and viewer are named on alliances only."""
    return deepcopy(casting)


@pytest.fixture
def alliance(cast: Cast) -> Alliance:
    """An open alliance with a lead, a team member and a viewer."""
    return make_open_alliance(cast)


@pytest.fixture
def secret(cast: Cast) -> Alliance:
    """A restricted alliance with a lead, a team member and a viewer, and a partner nobody else may know."""
    return make_secret(cast)


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A browser in which this user has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
