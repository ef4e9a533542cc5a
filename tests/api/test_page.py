"""What docs/api.md prints, run as it stands there."""

import json
import re
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from alliances.obligations.models import Fulfilment, Obligation
from coe_hub.api.models import WebhookCall
from coe_hub.api.webhooks.actions import make_webhook
from coe_hub.api.webhooks.sending import headers_of
from coe_hub.lib.resources import resources
from tests.api.data import Program
from tests.cast import Cast
from tests.factories import make_alliance

PAGE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")


def code(named: str) -> str:
    """The program of the page in which a function has that name."""
    [found] = [one for one in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if f"def {named}(" in one]
    return found


def requests_of(heading: str) -> list[tuple[str, str, dict[str, str], str]]:
    """Each request that is printed below the heading: method, address, headers, body."""
    part = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL).partition(f"### {heading}\n")[2].partition("\n### ")[0]
    found = []
    for block in re.findall(r"(?:^    \S.*\n(?:^    .*\n)*)", part, re.MULTILINE):
        first, *rest = [line[4:] for line in block.splitlines()]
        headers = dict(line.split(": ", 1) for line in rest if re.match(r"[A-Z][\w-]+: ", line))
        body = "\n".join(line for line in rest if line.partition(":")[0] not in headers)
        found.append((*first.split(" ", 1), headers, body))
    return found


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Runs a program of the page as its owner would, against the hub of the test."""

    def run_it(program: Program, *texts: str) -> dict[str, Any]:
        def answer(request: Any) -> Any:
            path = "/" + request.full_url.split("/", 3)[3]
            given = program.client.get(path, headers=dict(request.header_items()))
            assert given.status_code == 200, (path, given.content)
            return BytesIO(given.content)

        monkeypatch.setattr("urllib.request.urlopen", answer)
        names: dict[str, Any] = {}
        for text in texts:
            exec(text.replace("hubapi_…", program.text), names)  # noqa: S102  the page's own lines
        return names

    return run_it


def test_a_spreadsheet_tool_reads_the_portfolio(
    cast: Cast, alliance: Alliance, secret: Alliance, run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    run(Program(cast.stranger, scope="read"), code("rows"))
    assert capsys.readouterr().out.startswith(f"{alliance.name} {alliance.stage} Lena Lead ")


def test_a_contract_system_writes_obligations(cast: Cast, alliance: Alliance) -> None:
    system = Program(cast.lead)
    words = {"bk6wcvfhf8": alliance.public_id, "anna.keller@kestrel.example": cast.lead.email}
    for method, address, headers, body in requests_of("A contract system writes obligations"):
        for name, value in words.items():
            address, body = address.replace(name, value), body.replace(name, value)
        given = system.ask(method, address, json.loads(body), **headers)
        assert given.status_code in {200, 201}, (address, given.content)
        day = Fulfilment.objects.filter(fulfilled_on=None).first()
        words["due-days/<id>"] = f"due-days/{day.public_id}" if day else ""
        words["<id>"] = Obligation.objects.get().public_id
    [day] = Fulfilment.objects.all()
    assert (str(day.due_on), day.fulfilled_on, day.fulfilled_by) == (
        "2027-04-30", timezone.localdate(), cast.lead.person,
    )  # fmt: skip


def test_a_data_warehouse_follows_changes(cast: Cast, alliance: Alliance, run: Any) -> None:
    [(method, address, _headers, _body)] = requests_of("A data warehouse follows changes")
    program = Program(cast.viewer, scope="read")
    assert program.ask(method, address).status_code == 200
    follow = run(program, code("rows").partition("\n\n\nfor ")[0], code("follow"))["follow"]
    tables: dict[str, dict[str, Any]] = {one.code: {} for one in resources()}
    since = {one: follow(one, table) for one, table in tables.items()}
    write_entry(alliance=alliance, kind="call", text="Called", happened_on=timezone.localdate(), by=cast.lead)
    make_alliance("Heron", by=cast.lead, partners=["Heron Bio"])
    for one, table in tables.items():
        assert isinstance(follow(one, table, since[one]), datetime)
    assert [row["fields"]["text"] for row in tables["journal"].values()] == ["Called"]
    assert {row["columns"]["name"] for row in tables["alliances"].values()} == {alliance.name, "Heron"}


def test_a_receiver_knows_the_hub_by_its_signature(cast: Cast) -> None:
    hook, secret = make_webhook(user=cast.admin, name="W", address="https://w.example/", resources=["journal"])
    call = WebhookCall(pk=815, webhook=hook, body={})
    names: dict[str, Any] = {}
    exec(code("is_from_the_hub"), names)  # noqa: S102  the page's own lines
    is_from_the_hub = names["is_from_the_hub"]
    signature = headers_of(call, b"{}", timezone.now())["X-Hub-Signature"]
    assert is_from_the_hub(signature, b"{}", secret)
    assert not is_from_the_hub(signature, b"{} ", secret)
    assert not is_from_the_hub(signature, b"{}", "another")
    names["time"] = SimpleNamespace(time=lambda: time.time() + 301)
    assert not is_from_the_hub(signature, b"{}", secret)


def test_every_kind_of_record_stands_in_the_table() -> None:
    table = PAGE.partition("## What is there\n")[2].partition("\n\n")[0]
    assert {name for row in table.splitlines()[2:] for name in re.findall(r"`([\w-]+)`", row.split("|")[1])} == {
        one.code for one in resources()
    }
