"""The page that leads an admin through an empty hub."""

from typing import Any

import pytest

from coe_hub.lib.history import acting
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

    def done() -> list[bool | None]:
        return [step.is_done for step in browser.get("/set-up/").context["steps"]]

    outside = [None, None]
    assert done() == [False, False, False, False, False, False, False, *outside]
    company.country = "JP"
    company.save()
    create_site(organisation=company, name="Sendai", city="Sendai", country="JP", time_zone="UTC")
    with acting(by=admin):
        Stage.objects.filter(code="running").update(names={"en": "Under way"})
    browser.post("/reminders/engine/test-mail/")
    assert done() == [True, True, True, False, False, True, False, *outside]
    cast = make_cast()
    make_secret(cast)
    assert done() == [True, True, True, True, False, True, False, *outside]
    make_open_alliance(cast)
    page = browser.get("/set-up/")
    assert [step.is_done for step in page.context["steps"]][4] is True
    assert {browser.get(step.url).status_code for step in page.context["steps"] if step.url} == {200}
    assert (page.context["done"], page.context["count"]) == (6, 7)
