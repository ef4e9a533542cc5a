"""What attackers found and no other test names: addresses that forms lead to, the database's log, rows of blanks."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from coe_hub.action_items.actions import add_action
from coe_hub.home.search.highlight import Marker
from coe_hub.lib.mail import Mail
from coe_hub.lib.search import Words
from coe_hub.lib.tasks import _sealed, send_mail
from coe_hub.run.postgres import SETTINGS
from tests.cast import Cast

_ELSEWHERE = (
    "open",
    "today",
    "//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\\evil.example",
    "\n",
)


def test_what_a_form_leads_to_is_a_page_of_the_hub_and_never_an_error(
    cast: Cast, alliance: object, sign_in: Callable[..., Client]
) -> None:
    """V4: the name of a view, or another site, where an address is expected."""
    item = add_action(scope=alliance.scope, text="Look", owner=cast.lead.person, side="ours", by=cast.lead)
    member = sign_in(cast.lead)
    done, again = (reverse(name, args=[item.public_id]) for name in ("action_finish", "action_reopen"))
    for target in _ELSEWHERE:
        for browser in (Client(), member):
            answer = browser.post("/preferences/", {"theme": "dark", "next": target})
            assert (answer.status_code, answer["Location"]) == (302, "/")
        answers = [member.post(url, {"next": target}) for url in (done, again)]
        assert [one.status_code for one in answers] == [302, 302]
        assert [one["Location"].startswith("/") and "evil" not in one["Location"] for one in answers] == [True, True]


def test_the_database_writes_no_values_of_failing_statements_to_its_log() -> None:
    """V16."""
    quiet = {
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length_on_error": "0",
    }
    assert {name: SETTINGS.get(name) for name in quiet} == quiet
    script = (Path(settings.BASE_DIR) / "docs" / "deployment" / "database.sh").read_text(encoding="utf-8")
    for role in ("hub_owner", "hub_app"):
        for name, value in quiet.items():
            assert f"ALTER ROLE {role} SET {name} = {value};" in script


def test_a_row_of_blanks_costs_no_more_than_its_length() -> None:
    """V17: with 400,000 blanks of each kind what is quadratic takes ten minutes."""
    marker = Marker(Words(""))
    for blank in (" ", "\n", "\t \n"):
        assert marker.passage(f"before{blank * 400_000}after | cell") == "before after · cell"


def test_what_lies_in_the_broker_opens_nothing() -> None:
    """V12: the link of an invitation opens an account, and is sealed until a worker sends it."""
    link = "http://testserver/people/invitation/a-secret-of-some-length/"
    lies = _sealed(Mail(subject="Welcome", text=link, html=link))
    assert [word in str(lies) for word in ("invitation", "secret", "Welcome")] == [False] * 3
    send_mail("ida@x.example", **lies)
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["ida@x.example"], "Welcome", link)
