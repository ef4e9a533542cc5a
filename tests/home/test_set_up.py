"""The page that leads an admin through an empty hub."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from coe_hub.lib.history import acting
from coe_hub.operations.models import Backup
from coe_hub.people.directory.actions import create_site
from coe_hub.vocabulary.models import Stage
from tests.cast import make_cast, make_open_alliance, make_secret
from tests.factories import make_user


@pytest.mark.django_db
def test_set_up_sees_by_itself_what_is_done(sign_in: Any) -> None:
    admin = make_user("Iris Installer", roles=["admin"])
    company = admin.person.organisation
    company.country = ""
    company.save()
    browser = sign_in(admin)

    def done() -> list[bool]:
        return [step.is_done for step in browser.get("/set-up/").context["steps"]]

    assert done() == [False] * 9
    company.country = "JP"
    company.save()
    create_site(organisation=company, name="Sendai", city="Sendai", country="JP", time_zone="UTC")
    with acting(by=admin):
        Stage.objects.filter(code="running").update(names={"en": "Under way"})
    browser.post("/reminders/engine/test-mail/")
    assert done() == [True, True, True, False, False, True, False, False, False]
    cast = make_cast()
    make_secret(cast)
    assert done() == [True, True, True, True, False, True, False, False, False]
    make_open_alliance(cast)
    call_command("load_tools", verbosity=0)
    # That people sign in by e-mail and password may be right as it is, which somebody says.
    assert 'value="sign_in"' in browser.get("/set-up/").content.decode()
    assert browser.post("/set-up/", {"step": "alliances"}).status_code == 400
    browser.post("/set-up/", {"step": "sign_in"})
    assert done() == [True] * 8 + [False]
    now = timezone.now()
    Backup.objects.create(started_at=now, ended_at=now, file="/backups/hub.tar")
    page = browser.get("/set-up/")
    assert {browser.get(step.url).status_code for step in page.context["steps"]} == {200}
    assert (page.context["done"], page.context["count"]) == (9, 9)


@pytest.mark.django_db
def test_words_may_be_right_as_they_came(sign_in: Any) -> None:
    browser = sign_in(make_user("Iris Installer", roles=["admin"]))
    browser.post("/set-up/", {"step": "words"})
    assert [step.is_done for step in browser.get("/set-up/").context["steps"]][2] is True
