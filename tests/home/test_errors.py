"""Pages for when something is refused or broken, and what every page carries against misuse."""

from collections.abc import Callable

import pytest
from django.test import Client

from alliances.core.models import Alliance
from alliances.journal.models import JournalEntry
from tests.cast import Cast
from tests.factories import PASSWORD


def test_an_unknown_address_is_told_in_the_frame_of_the_hub(cast: Cast, sign_in: Callable[..., Client]) -> None:
    response = sign_in(cast.stranger).get("/people/nobody-here/")
    assert (response.status_code, response.templates[0].name, response.context["me"]["name"]) == (
        404,
        "404.html",
        "Stan Stranger",
    )


def test_an_address_with_a_nul_byte_is_unknown_and_no_error(cast: Cast, sign_in: Callable[..., Client]) -> None:
    browser = sign_in(cast.admin)
    addresses = (
        "/alliances/%00/", "/alliances/%00/edit/", "/alliances/of-person/%00/", "/people/%00/", "/people/%00/edit/",
        "/people/organisations/%00/", "/people/accounts/%00/", "/people/sites/%00/edit/", "/words/stages/%00/",
        "/people/%F0%9F%92%A9/", "/people/invitation/%00/",
    )  # fmt: skip
    answers = {address: browser.get(address).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 404) | {"/people/invitation/%00/": 410}


def test_what_is_seen_but_not_ones_own_to_change_is_told(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    response = sign_in(cast.viewer).get(f"{alliance.get_absolute_url()}edit/")
    assert (response.status_code, response.templates[0].name) == (403, "403.html")


def test_a_form_that_cannot_be_trusted_is_told(cast: Cast, alliance: Alliance) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.lead)
    response = strict.post(f"{alliance.get_absolute_url()}archive/")
    alliance.refresh_from_db()
    assert (response.status_code, response.templates[0].name, alliance.is_archived) == (403, "403_csrf.html", False)


def test_what_was_written_comes_back_where_it_could_not_be_taken(cast: Cast, alliance: Alliance) -> None:
    """Without a script, which keeps it in the browser. What a page of elsewhere sent is nobody's."""
    url, text = f"{alliance.get_absolute_url()}journal/new/", "They offered to share <b>the toxicology data</b>."
    escaped = "They offered to share &lt;b&gt;the toxicology data&lt;/b&gt;."
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.lead)
    origins = ("http://testserver", "https://elsewhere.example")
    pages = [strict.post(url, {"text": text}, headers={"Origin": origin}) for origin in origins]
    assert [(page.status_code, escaped in page.content.decode()) for page in pages] == [(403, True), (403, False)]
    visitor = Client()
    page = visitor.post(url, {"text": text})
    assert (page.status_code, escaped in page.content.decode()) == (401, True)
    assert f'href="/accounts/login/?next={url}"' in page.content.decode()
    assert visitor.post(url, {"text": "short"})["Location"] == f"/accounts/login/?next={url}"
    assert visitor.post(url, {"text": text, "password": "a"}).status_code == 302
    assert JournalEntry.objects.count() == 0


def test_a_failure_of_the_hub_is_told_without_its_inside(
    cast: Cast, sign_in: Callable[..., Client], settings: object
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.home.test_errors.Broken"]
    browser = sign_in(cast.stranger)
    browser.raise_request_exception = False
    response = browser.get("/people/")
    assert (response.status_code, response.templates[0].name) == (500, "500.html")
    assert "a detail nobody may read" not in response.content.decode()


class Broken:
    """Middleware that fails on every page."""

    def __init__(self, get_response: object) -> None:
        pass

    def __call__(self, request: object) -> None:
        raise RuntimeError("a detail nobody may read")


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/people/nobody-here/", "/alliances/?format=json"])
def test_every_answer_forbids_what_no_page_needs(address: str, cast: Cast, sign_in: Callable[..., Client]) -> None:
    response = sign_in(cast.stranger).get(address)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    kept = {name: response[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")}
    assert kept == {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


def test_no_script_reads_the_session(cast: Cast) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": cast.stranger.email, "password": PASSWORD})
    session = browser.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
