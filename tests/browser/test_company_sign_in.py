"""Somebody signs in by the company, in a real browser at a real provider: company_sign_in, company_return,
company_sign_out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from coe_hub.people.models import User
from tests.browser.watching import Watch
from tests.factories import make_user
from tests.identity.company import Company, running_company

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def company(base_url: str) -> Iterator[Company]:
    with running_company(base_url) as started:
        yield started


def test_in_by_the_company_for_the_first_time_and_out_again(
    words: None, browser: Browser, browser_context_args: dict[str, Any], company: Company, settings: Any
) -> None:
    make_user("Ada Admin", roles=["admin"])
    settings.IDENTITY_PROVIDERS = company.settings()
    company.knows("n1", "Nina Neu", locale="en")
    context, watch = browser.new_context(**browser_context_args), Watch()
    watch.follow(context)
    # The provider's own pages ask for a font from elsewhere
    context.route(re.compile(r"^https://"), lambda route: route.abort())
    page = context.new_page()
    page.goto("/toolkits/")
    page.get_by_role("button", name="Sign in with Kestrel ID").click()
    page.get_by_placeholder("Enter any login").fill("n1")
    page.get_by_placeholder("and password").fill("anything")
    page.get_by_role("button", name="Sign-in").click()
    expect(page).to_have_url(f"{company.hub}/toolkits/")
    made = User.objects.get(email="nina@hub.example")
    assert made.person.display_name == "Nina Neu"
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page).to_have_url(f"{company.hub}/accounts/login/")
    # The provider has forgotten them as well
    page.get_by_role("button", name="Sign in with Kestrel ID").click()
    expect(page.get_by_placeholder("Enter any login")).to_be_visible()
    context.close()
    assert [one for one in watch.complaints() if company.hub in one] == []
