"""What every answer tells the browser against misuse: a page, a part of one, a file, a static file, the API."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.api.actions import make_token
from coe_hub.attachments.actions import attach_file
from coe_hub.lib.headers import HEADERS
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.factories import SINCE

ALWAYS = HEADERS | {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def answers(cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]) -> dict[str, Any]:
    """One of each kind."""
    member = sign_in(cast.lead)
    file = attach_file(record=alliance, upload=pdf(), by=cast.lead)
    _token, text = make_token(user=cast.lead, name="Sheet", scope="read", expires_on=SINCE.replace(year=2099))
    return {
        "sign-in": Client().get("/accounts/login/"),
        "page": member.get("/"),
        "record": member.get(alliance.get_absolute_url()),
        "fragment": member.get("/alliances/", headers={"HX-Request": "true"}),
        "file": member.get(reverse("attachment_download", args=[file.public_id])),
        "export": member.get("/alliances/?format=csv"),
        "refused": member.get("/people/accounts/"),
        "static": Client().get("/static/js/frame.js"),
        "API": Client().get("/api/v1/alliances/", headers={"Authorization": f"Bearer {text}"}),
    }


def test_every_answer_carries_the_headers_and_nothing_of_members_is_kept(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    """V15 of the security findings."""
    found = answers(cast, alliance, sign_in)
    carried = {kind: {name: one.headers.get(name) for name in ALWAYS} for kind, one in found.items()}
    assert carried == dict.fromkeys(found, ALWAYS)
    kept = {kind: one.headers.get("Cache-Control") for kind, one in found.items()}
    private = dict.fromkeys(("page", "record", "fragment", "file", "export", "refused"), "no-store")
    assert {kind: kept[kind] for kind in private} == private
    assert kept["API"] == "private, no-cache"
    assert "camera=()" in HEADERS["Permissions-Policy"]


def test_signing_out_clears_what_the_browser_kept(cast: Cast, sign_in: Callable[..., Client]) -> None:
    answer = sign_in(cast.lead).post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
