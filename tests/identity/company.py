"""The company's identity provider: oidc-provider from npm, certified by the OpenID Foundation, run by Node."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.http import HttpResponse
from django.test import Client

from coe_hub.lib.identity_providers import IdentityProvider
from tests.lib.ical_js import node

SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT_ID, SECRET = "hub", "a secret between the two"
SIGN_IN, BACK = "/accounts/company/kestrel/", "/accounts/company/kestrel/return/"


def somebody(name: str, **claims: Any) -> dict[str, Any]:
    """What the provider says of a person, `Given Family`, with a verified address of the company's."""
    given, family = name.split()
    known = {"given_name": given, "family_name": family, "name": name, "email_verified": True}
    return {**known, "email": f"{given.lower()}@hub.example", **claims}


class Company:
    """A provider that runs: whom it knows, and how somebody signs in there and comes back."""

    def __init__(self, issuer: str, hub: str) -> None:
        self.issuer, self.hub = issuer, hub
        self.people: dict[str, dict[str, Any]] = {}

    def settings(self, **values: Any) -> tuple[IdentityProvider, ...]:
        """What the hub is told of it."""
        usual = {
            "code": "kestrel", "name": "Kestrel ID", "local_name": "ケストレルID", "issuer": self.issuer,
            "client_id": CLIENT_ID, "secret": SECRET, "domains": ("hub.example",),
            "scopes": ("openid", "profile", "email", "groups"),
        }  # fmt: skip
        return (IdentityProvider(**{**usual, **values}),)

    def knows(self, login: str, name: str, **claims: Any) -> None:
        """From now on this login is that person."""
        self.people[login] = somebody(name, **claims)
        requests.post(f"{self.issuer}/people", data=json.dumps(self.people), timeout=10)

    def way_back(self, browser: Client, login: str, **form: str) -> str:
        """Sign in at the provider, from the hub's page on; the path on which it sends the browser back."""
        at_provider = requests.Session()
        address = browser.post(SIGN_IN, form).context["address"]
        page = at_provider.get(address, timeout=10)
        action = re.search(r'action="([^"]+)"', page.text)
        assert action, page.text
        answer = at_provider.post(
            action[1], {"prompt": "login", "login": login, "password": "x"}, allow_redirects=False, timeout=10
        )
        while not answer.headers["Location"].startswith(self.hub):
            answer = at_provider.get(answer.headers["Location"], allow_redirects=False, timeout=10)
        return answer.headers["Location"].removeprefix(self.hub)

    def sign_in(self, browser: Client, login: str, **form: str) -> HttpResponse:
        """The whole way; what the hub answers in the end."""
        return browser.get(self.way_back(browser, login, **form))


def question(address: str) -> dict[str, str]:
    """What the hub asks of the provider, by the address it sends a browser to."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def running_company(hub: str) -> Iterator[Company]:
    """The provider, until the end."""
    given = {
        "client_id": CLIENT_ID, "client_secret": SECRET, "callback": hub + BACK, "left": f"{hub}/accounts/login/",
        "people": {},
    }  # fmt: skip
    command = [*node(), str(SCRIPT), json.dumps(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("LISTENING "):
                break
        else:
            raise AssertionError("The provider did not start: " + "".join(said))
        try:
            yield Company(line.split()[1], hub)
        finally:
            process.terminate()
