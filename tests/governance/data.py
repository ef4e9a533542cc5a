"""What people do on the pages that the dashboard counts, and what it says then."""

from typing import Any

from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.people.directory.actions import create_site
from coe_hub.people.models import Site
from coe_hub.vocabulary.models import Stage
from tests.factories import make_organisation

TODAY = "2026-11-23"


def make_site(name: str) -> Site:
    company = make_organisation("Kestrel Pharma")
    return create_site(organisation=company, name=name, city=name, country="JP", time_zone="Asia/Tokyo")


def move(browser: Client, alliance: Alliance, stage: str, on: str = TODAY) -> None:
    data = {"stage": Stage.objects.get(code=stage).pk, "on_date": on, "reason": ""}
    assert browser.post(reverse("stage_change", args=[alliance.public_id]), data).status_code == 302


def review(browser: Client, alliance: Alliance, outcome: str, on: str = TODAY) -> None:
    data = {"outcome": outcome, "note": "", "held_on": on}
    assert browser.post(reverse("review_create", args=[alliance.public_id]), data).status_code == 302


def rows(browser: Client, url: str) -> list[str]:
    """Names on the list behind a figure."""
    page = browser.get(url).context["page"]
    return sorted(str(getattr(one, "alliance", one)) for one in page.object_list)


def found(context: Any, code: str) -> tuple[int, int]:
    figure = context["lists"].found[code].figure
    return figure.count, figure.hidden
