"""Pages of obligations and events, as people use them."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.obligations.models import Fulfilment, Obligation, TriggerEvent
from tests.alliances.obligations.data import TODAY, due_days, event, make_programme, only, owe
from tests.cast import Cast

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def at(name: str, *records: Any) -> str:
    """The address of a page, of these records."""
    return reverse(name, args=[one if isinstance(one, str) else one.public_id for one in records])


NEW = {
    "title": "Royalty report", "kind": "reporting", "clause": "7.2", "responsible": "ours", "counts_from": "period",
    "period": "quarter", "first_on": "2026-06-30", "last_on": "2026-12-31", "count": "45", "unit": "days",
    "direction": "after", "off_day": "after", "country": "JP", "flow": "", "certainty": "firm",
    "condition_state": "unknown", "owner": "Tom Team",
}  # fmt: skip


def test_obligation_create_plans_its_days(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.team).post(at("obligation_create", alliance), NEW)
    obligation = Obligation.objects.get()
    assert (response.status_code, response["Location"]) == (302, obligation.get_absolute_url())
    assert (obligation.owner, obligation.scope) == (cast.team.person, alliance.scope)
    assert due_days(obligation) == [date(2026, 8, 14), date(2026, 11, 16), date(2027, 2, 15)]


@pytest.mark.parametrize(("changed", "field", "error"), [
    ({"counts_from": "event"}, "__all__",
     ("Say what its day is counted from: a day, an event, another obligation, or a period with the day from which it "
      "runs.")),
    ({"flow": "out", "amount": "5"}, "__all__", "Money needs an amount, a currency, and whether we pay or receive it."),
    ({"flow": "out", "amount": "5", "currency": "XXQ"}, "currency",
     "Use the three letters of a currency, such as USD or JPY."),
    ({"owner": "Stan Nobody"}, "owner",
     "Nobody you can see is called “Stan Nobody”. Check the spelling, or type their e-mail address."),
    ({"last_on": "2026-01-01"}, "__all__", "The last period ends before the first."),
])  # fmt: skip
def test_obligation_create_says_what_to_mend(
    alliance: Alliance, cast: Cast, sign_in: SignIn, changed: dict[str, str], field: str, error: str
) -> None:
    response = sign_in(cast.team).post(at("obligation_create", alliance), NEW | changed)
    assert response.status_code == 200
    assert response.context["form"].errors == {field: [error]}


def test_an_event_is_moved_after_a_look_at_what_moves(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    package = event(alliance, expected_on=date(2026, 4, 3))
    option = owe(alliance, "Option deadline", event=package, count=30)
    client, address = sign_in(cast.lead), at("event_step", alliance, package, "expect")
    data = {"on": "2026-04-17", "why": "The site is late", "version": "1"}
    shown = client.post(address, data)
    assert [(str(one.fulfilment), one.before, one.after) for one in shown.context["moves"]] == [
        ("Option deadline", date(2026, 5, 3), date(2026, 5, 17))
    ]
    assert due_days(option) == [date(2026, 5, 3)]
    other_day = client.post(address, data | {"on": "2026-04-18", "confirmed": "1", "seen": shown.context["seen"]})
    assert other_day.status_code == 200
    done = client.post(address, data | {"confirmed": "1", "seen": shown.context["seen"]}, follow=True)
    assert [str(one) for one in done.context["messages"]] == [
        "Written down. 1 day moved with it; whoever sees to it is told."
    ]
    assert due_days(option) == [date(2026, 5, 17)]
    history = client.get(f"/alliances/{alliance.public_id}/history/").content.decode()
    assert "moved “Option deadline” from 3 May 2026 to 17 May 2026" in history
    assert "The site is late" in history


def test_the_second_of_two_who_move_it_sees_it_anew(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    package = event(alliance, expected_on=date(2026, 4, 3))
    address = at("event_step", alliance, package, "expect")
    for user in (cast.lead, cast.team):
        data = {"on": "2026-04-17", "version": "1", "confirmed": "1", "seen": "2026-04-17 1"}
        response = sign_in(user).post(address, data)
    assert response.context["form"].non_field_errors() == ["Somebody else saved this record while you were editing it."]
    assert response.context["form"]["version"].value() == "2"


def test_fulfilled_is_one_click_and_so_is_taking_it_back(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    row = only(owe(alliance, owner=cast.viewer.person))
    client = sign_in(cast.viewer)
    assert client.post(at("fulfilment_fulfil", row), {"next": "/alliances/obligations/"})["Location"] == (
        "/alliances/obligations/"
    )
    assert only(row.obligation).fulfilled_on == TODAY
    client.post(at("fulfilment_take_back", row))
    assert only(row.obligation).fulfilled_on is None


def test_from_today_it_is_done_in_the_row(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    row = only(owe(alliance, fixed_on=date(2026, 6, 16), owner=cast.team.person))
    client = sign_in(cast.team)
    assert f"/alliances/obligations/{row.public_id}/fulfilled/" in client.get("/").content.decode()
    done = client.post(at("fulfilment_fulfil", row), headers={"hx-request": "true"})
    assert (done["HX-Trigger"], "Undo" in done.content.decode()) == ("due-changed", True)
    back = client.post(at("fulfilment_take_back", row), headers={"hx-request": "true"})
    assert "autofocus" in back.content.decode()


@pytest.mark.parametrize(("way", "data", "fact"), [
    ("waive", {"why": "By side letter"}, {"waived_on": TODAY, "waived_why": "By side letter"}),
    ("dispute", {"why": "Not as agreed"}, {"disputed_on": TODAY, "disputed_why": "Not as agreed"}),
    ("void", {"why": "Study stopped"}, {"voided_on": TODAY, "voided_why": "Study stopped"}),
    ("extend", {"why": "HSR filing", "to": "2026-08-15"},
     {"extended_to": date(2026, 8, 15), "due_on": date(2026, 8, 15), "extended_why": "HSR filing"}),
])  # fmt: skip
def test_fulfilment_settle(
    alliance: Alliance, cast: Cast, sign_in: SignIn, way: str, data: dict[str, str], fact: dict[str, Any]
) -> None:
    row = only(owe(alliance))
    client, address = sign_in(cast.team), at("fulfilment_settle", row, way)
    assert client.post(address, {}).context["form"].errors["why"] == ["This field is required."]
    assert client.post(address, data)["Location"] == row.get_absolute_url()
    saved = Fulfilment.objects.get(pk=row.pk)
    assert {name: getattr(saved, name) for name in fact} == fact
    assert client.get(row.get_absolute_url()).status_code == 200


def test_only_its_owner_and_who_may_edit_settle_it(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    row = only(owe(alliance, owner=cast.team.person))
    users = {"lead": cast.lead, "viewer": cast.viewer, "stranger": cast.stranger, "auditor": cast.auditor}
    answers = {name: sign_in(user).get(at("fulfilment_fulfil", row)).status_code for name, user in users.items()}
    assert answers == {"lead": 200, "viewer": 403, "stranger": 403, "auditor": 403}


def test_obligation_detail_says_the_rule_and_why_each_day(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    one = owe(alliance, period="half", first_on=date(2026, 6, 1), last_on=date(2026, 12, 31), count=30)
    owe(alliance, "Payment", after=one, count=15)
    row = one.fulfilments.earliest("due_on")
    client = sign_in(cast.viewer)
    assert client.get(at("fulfilment_detail", row))["Location"] == row.get_absolute_url()
    context = client.get(at("obligation_detail", alliance, one)).context
    assert context["rule"] == "30 calendar days after the end of each half-year"
    assert [one.due_on for one in context["due"]] == [date(2026, 7, 30), date(2027, 1, 30)]
    assert [str(one) for one in context["followers"]] == ["Payment"]
    assert [sentence.what for sentence in context["sentences"]] == ["wrote down what is owed: “Royalty report”"]


def test_event_detail_offers_what_can_be_said_of_it_now(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    package = event(alliance, expected_on=date(2026, 7, 1))
    owe(alliance, "Option deadline", event=package, count=30)
    client, page = sign_in(cast.team), at("event_detail", alliance, package)

    def steps() -> list[str]:
        return [step for step, _words in client.get(page).context["steps_now"]]

    assert steps() == ["occur", "receive", "expect", "void"]
    for step, then in (
        ("receive", ["contest", "deem", "reopen", "void"]),
        ("contest", ["receive", "deem", "occur", "expect", "reopen", "void"]),
        ("deem", ["reopen"]),
    ):
        version = TriggerEvent.objects.get().version
        data = {"on": "2026-06-15", "why": "As agreed", "clause": "4.3", "version": str(version)}
        client.post(
            at("event_step", alliance, package, step), data | {"confirmed": "1", "seen": f"2026-06-15 {version}"}
        )
        assert steps() == then
    assert [str(row) for row in client.get(page).context["rows"]] == ["Option deadline"]


def test_event_edit_and_obligation_archive_and_restore(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    package, one = event(alliance), owe(alliance)
    client = sign_in(cast.team)
    client.post(at("event_edit", alliance, package), {"name": "Complete package", "version": "1"})
    package.refresh_from_db()
    assert package.name == "Complete package"
    client.post(at("obligation_archive", alliance, one))
    assert list(Fulfilment.objects.living()) == []
    client.post(at("obligation_restore", alliance, one))
    assert [str(row) for row in Fulfilment.objects.living()] == ["Royalty report"]


def test_event_create_leads_to_what_is_counted_from_it(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    response = client.post(at("event_create", alliance), {"name": "Approval", "expected_on": "2026-09-01"})
    approval = TriggerEvent.objects.get()
    assert response["Location"] == approval.get_absolute_url()
    form = client.get(f"{at('obligation_create', alliance)}?event={approval.public_id}").context["form"]
    assert (form["counts_from"].value(), form["event"].value()) == ("event", approval.pk)


# --- Lists and figures ------------------------------------------------------------------------------------------------
def listed(client: Client, query: str = "") -> list[str]:
    """The titles on the page over all alliances."""
    return [str(row) for row in client.get(f"/alliances/obligations/{query}").context["page"]]


def test_obligation_list_is_narrowed(alliance: Alliance, secret: Alliance, cast: Cast, sign_in: SignIn) -> None:
    owe(alliance, "Late payment", fixed_on=date(2026, 6, 1), owner=cast.team.person, kind="financial", flow="out",
        amount=Decimal("10.50"), currency="USD")  # fmt: skip
    owe(alliance, "Notice", fixed_on=date(2026, 6, 20), kind="notice", responsible="partner")
    owe(alliance, "Report", fixed_on=date(2027, 6, 20), owner=cast.team.person)
    owe(secret, "Hidden", fixed_on=date(2026, 6, 20), owner=cast.team.person)
    client = sign_in(cast.team)
    assert listed(client) == ["Late payment", "Hidden", "Report"]
    assert listed(client, "?of=alliances") == ["Late payment", "Hidden", "Notice", "Report"]
    assert listed(sign_in(cast.stranger), "?of=all") == ["Late payment", "Notice", "Report"]
    assert listed(client, "?of=all&when=month") == ["Late payment", "Hidden", "Notice"]
    assert listed(client, "?of=all&state=overdue") == ["Late payment"]
    assert listed(client, "?of=all&responsible=partner") == ["Notice"]
    assert listed(client, "?of=all&kind=financial&flow=out") == ["Late payment"]
    assert listed(client, f"?of=all&alliance={secret.public_id}") == ["Hidden"]
    assert listed(client, f"?of=all&owner={cast.team.person.public_id}&since=2027-01-01") == ["Report"]
    assert listed(client, "?of=all&q=repor") == ["Report"]
    assert client.get("/alliances/obligations/?of=nonsense").status_code == 404


def test_the_file_has_what_is_asked_of_it(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    owe(alliance, "Upfront", fixed_on=date(2026, 6, 20), kind="financial", clause="6.1", flow="out",
        amount=Decimal("2500000.25"), currency="USD", owner=cast.lead.person)  # fmt: skip
    response = sign_in(cast.lead).get("/alliances/obligations/?format=json")
    assert json.loads(response.getvalue()) == [
        {
            "alliance": alliance.name, "agreement": "", "clause": "6.1", "title": "Upfront", "kind": "Financial",
            "responsible": "Our side", "owner": "Lena Lead", "due_on": "2026-06-20", "notice_on": "2026-06-06",
            "state": "Due", "amount": "2500000.25", "currency": "USD", "why": "on the day: 20 Jun 2026",
        }
    ]  # fmt: skip
    page = sign_in(cast.lead).get("/alliances/obligations/?columns=amount,currency")
    assert [[cell["text"] for cell in row] for row in page.context["table"]["rows"]] == [["2,500,000.25", "USD"]]


def test_figures_move_by_exactly_what_one_record_says(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    owe(alliance, "Other", fixed_on=date(2026, 8, 1), flow="out", amount=Decimal("100.10"), currency="USD")
    owe(alliance, "Yen", fixed_on=date(2026, 8, 1), flow="in", amount=Decimal("5000000"), currency="JPY")
    client = sign_in(cast.lead)

    def figures() -> list[tuple[str, Decimal, Decimal]]:
        money = client.get("/alliances/obligations/?of=all").context["money"]
        return [(one.currency, one.flow_in, one.flow_out) for one in money]

    assert figures() == [("JPY", Decimal("5000000.00"), Decimal(0)), ("USD", Decimal(0), Decimal("100.10"))]
    data = NEW | {"counts_from": "fixed", "fixed_on": "2026-09-30", "count": "0", "off_day": "stays", "period": "",
                  "first_on": "", "last_on": "", "flow": "out", "amount": "0.05", "currency": "usd"}  # fmt: skip
    client.post(at("obligation_create", alliance), data)
    assert figures() == [("JPY", Decimal("5000000.00"), Decimal(0)), ("USD", Decimal(0), Decimal("100.15"))]
    one = Obligation.objects.get(title="Royalty report")
    changed = data | {"amount": "1.05", "version": str(one.version)}
    client.post(at("obligation_edit", alliance, one), changed)
    assert figures() == [("JPY", Decimal("5000000.00"), Decimal(0)), ("USD", Decimal(0), Decimal("101.15"))]
    client.post(at("fulfilment_settle", only(one), "waive"), {"why": "By side letter"})
    assert figures() == [("JPY", Decimal("5000000.00"), Decimal(0)), ("USD", Decimal(0), Decimal("100.10"))]


# --- Behind a wall ----------------------------------------------------------------------------------------------------
def test_behind_a_wall_nobody_else_can_tell_that_it_is_there(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    pages = [
        "/alliances/obligations/?of=all", "/alliances/obligations/?of=all&format=json", alliance.get_absolute_url(),
        at("alliance_obligations", alliance), f"/alliances/{alliance.public_id}/agreements/",
        f"/alliances/{alliance.public_id}/history/", "/search/?q=umbra", "/",
    ]  # fmt: skip
    outsider = sign_in(cast.lead)

    def seen() -> list[str]:
        texts = []
        for page in pages:
            response = outsider.get(page)
            texts.append(
                b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()
            )
        return [
            text.replace(text[text.find("csrfmiddlewaretoken") : text.find("csrfmiddlewaretoken") + 120], "")
            for text in texts
        ]

    before = [len(text) for text in seen()]
    hidden = make_programme(alliance, "Umbra", cast.team.person)
    secret = event(alliance, "Umbra readout", programme=hidden, expected_on=date(2026, 6, 20))
    owed = owe(alliance, "Umbra payment", event=secret, programme=hidden, flow="out", amount=Decimal(5), currency="EUR",
               owner=cast.team.person)  # fmt: skip
    assert [len(text) for text in seen()] == before
    addresses = [owed.get_absolute_url(), secret.get_absolute_url(), at("fulfilment_fulfil", only(owed))]
    assert [outsider.get(page).status_code for page in addresses] == [404, 404, 404]
    insider = sign_in(cast.team)
    assert [insider.get(page).status_code for page in addresses] == [200, 200, 200]


def test_whoever_is_let_in_behind_a_wall_alone_has_a_list_of_it(secret: Alliance, cast: Cast, sign_in: SignIn) -> None:
    hidden = make_programme(secret, "Inner", cast.stranger.person)
    owe(secret, "Outer payment", fixed_on=date(2026, 6, 20))
    inner = owe(secret, "Inner payment", fixed_on=date(2026, 6, 20), programme=hidden)
    client = sign_in(cast.stranger)
    response = client.get(at("alliance_obligations", secret))
    assert [str(row) for row in response.context["page"]] == ["Inner payment"]
    assert client.get(inner.get_absolute_url()).status_code == 200
    assert client.get(secret.get_absolute_url()).status_code == 404
    assert sign_in(cast.curator).get(at("alliance_obligations", secret)).status_code == 404
    outside = client.post(at("obligation_create", secret), NEW | {"owner": ""})
    assert outside.context["form"].errors == {"programme": ["This field is required."]}
    client.post(at("obligation_create", secret), NEW | {"owner": "", "programme": str(hidden.pk)})
    assert Obligation.objects.get(title="Royalty report").scope == hidden.scope
    assert TriggerEvent.objects.count() == 0
