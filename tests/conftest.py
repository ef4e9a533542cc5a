"""What tests share: settings that make them fast and alone, and the cast."""

import io
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone, translation

from alliances.core.models import Alliance
from coe_hub.celery import app as celery_app
from coe_hub.people.models import User
from tests.factories import grant, make_alliance, make_organisation, make_user

TEST_SETTINGS = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    # Otherwise each test client reads the whole folder of static files.
    "WHITENOISE_AUTOREFRESH": True,
}


@pytest.fixture(scope="session", autouse=True)
def _fast_and_alone() -> Iterator[None]:
    """Cheap passwords, a cache and files of this process alone, tasks run where they are called."""
    celery_app.conf.task_always_eager = True
    with override_settings(**TEST_SETTINGS):
        yield


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """No limits, sessions or language left over from the test before."""
    cache.clear()
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """The starter words are there, as on every hub."""
    with django_db_blocker.unblock():
        call_command("load_starter", stdout=io.StringIO())


@pytest.fixture
def words(transactional_db: None) -> None:
    """The starter words, for tests with committed data: the test before may have emptied every table."""
    call_command("load_starter", stdout=io.StringIO())


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """One account for each way of standing to an alliance. Lead, team and viewer are named on alliances only."""
    return SimpleNamespace(
        lead=make_user("Lena Lead"),
        team=make_user("Tom Team"),
        viewer=make_user("Vera Viewer"),
        stranger=make_user("Stan Stranger"),
        manager=make_user("Mia Manager", roles=["alliance_manager"]),
        committee=make_user("Carl Committee", roles=["committee"]),
        curator=make_user("Cora Curator", roles=["curator"]),
        admin=make_user("Ada Admin", roles=["admin"]),
        auditor=make_user("Aldo Auditor", roles=["auditor"]),
    )


def _named_alliance(cast: SimpleNamespace, name: str, **values: object) -> Alliance:
    alliance = make_alliance(name, by=cast.lead, **values)
    grant(alliance, cast.team.person, "team")
    grant(alliance, cast.viewer.person, "viewer")
    return alliance


@pytest.fixture
def alliance(cast: SimpleNamespace) -> Alliance:
    """An open alliance with a lead, a team member and a viewer."""
    return _named_alliance(cast, "Kestrel × Northwind: KRAS degraders")


@pytest.fixture
def secret(cast: SimpleNamespace) -> Alliance:
    """A restricted alliance with a lead, a team member and a viewer, and a partner nobody else may know."""
    hidden = make_organisation("Umbra Therapeutics", is_public=False)
    return _named_alliance(
        cast, "Umbra acquisition talks", kind="restricted", stage="exploring", partners=[hidden.name]
    )


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A browser in which this user has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
