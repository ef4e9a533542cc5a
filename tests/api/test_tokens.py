"""One's own tokens, on pages."""

from typing import Any

from coe_hub.api.models import ApiToken
from tests.api.data import Program
from tests.cast import Cast


def test_token_create_shows_the_token_once_and_token_revoke_ends_it(cast: Cast, sign_in: Any) -> None:
    browser = sign_in(cast.lead)
    refused = browser.post("/people/me/tokens/new/", {"name": "", "expires_on": "2099-01-01"}).context["form"]
    assert refused.errors.keys() == {"name", "scope", "expires_on"}
    assert refused.errors["expires_on"] == ["Choose a day within a year from today."]
    until = browser.get("/people/me/tokens/new/").context["form"].initial["expires_on"]
    words = {"name": "Sheet", "scope": "read", "expires_on": until.isoformat()}
    page = browser.post("/people/me/tokens/new/", words)
    token, text = ApiToken.objects.get(), page.context["text"]
    assert (text in page.content.decode(), token.hint) == (True, text[-4:])
    assert browser.post("/people/me/tokens/new/", words).context["form"].errors.keys() == {"__all__"}
    shown = browser.get("/people/me/tokens/")
    assert (text in shown.content.decode(), shown.context["good"]) == (False, [token])
    assert sign_in(cast.admin).get(f"/people/me/tokens/{token.pk}/revoke/").status_code == 404
    assert browser.post(f"/people/me/tokens/{token.pk}/revoke/").status_code == 302
    assert browser.get("/people/me/tokens/").context["ended"] == [token]


def test_api_docs_shows_every_address(cast: Cast, sign_in: Any) -> None:
    page = sign_in(cast.stranger).get("/api/v1/docs/")
    shown = {one["path"] for _tag, operations in page.context["tags"] for one in operations}
    assert shown == set(Program(cast.stranger).client.get("/api/v1/openapi.json").json()["paths"])
