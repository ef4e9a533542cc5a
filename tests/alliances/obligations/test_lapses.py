"""What ends with its agreement and what survives it, and events that are days of their agreement."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.agreements.actions.agreements import edit_agreement
from alliances.agreements.actions.endings import take_back
from alliances.agreements.models import Agreement, Ending
from alliances.core.models import Alliance
from alliances.obligations.actions.events import Step, move_event
from alliances.obligations.actions.fulfilments import fulfil
from alliances.obligations.following import settle
from alliances.obligations.models import Fulfilment, Lapse, Obligation, TriggerEvent
from coe_hub import due
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.alliances.obligations.data import TODAY, due_days, event, only, owe
from tests.cast import Cast

SignIn = Callable[..., Client]
ENDS = date(2026, 12, 31)
YEARLY = {"expires_on": ENDS, "renewal": "automatic", "renewal_months": 12, "notice_months": 3}
POSTED = {"given_on": "2026-06-15", "side": "ours", "reason": "Strategy", "ends_on": "2026-12-31"}


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def agreement(alliance: Alliance, cast: Cast) -> Agreement:
    return make_agreement(alliance, by=cast.lead, **YEARLY)


def states(obligation: Obligation, on: date = TODAY) -> list[tuple[date | None, str]]:
    """The days on which it is due, and where each stands."""
    rows = Fulfilment.objects.filter(obligation=obligation).with_row().with_state(on).order_by("due_on", "pk")
    assert [row.state for row in rows] == [row.state_on(on) for row in rows]
    return [(row.due_on, str(row.state)) for row in rows]


def test_whoever_ends_an_agreement_is_asked_what_survives(
    alliance: Alliance, agreement: Agreement, cast: Cast, sign_in: SignIn
) -> None:
    amendment = make_agreement(alliance, by=cast.lead, amends=agreement, changes="One line")
    owe(alliance, "Royalties", kind="financial", agreement=agreement, fixed_on=date(2027, 3, 1), clause="8.4")
    owe(alliance, "Option", kind="option", agreement=amendment, fixed_on=date(2027, 2, 1))
    owe(alliance, "Secrecy", kind="other", agreement=agreement, event=event(alliance, "Disclosure"))
    owe(alliance, "Of another", kind="option", fixed_on=date(2027, 2, 1))
    fulfil(fulfilment=only(owe(alliance, "Done", agreement=agreement, fixed_on=date(2026, 5, 1))), by=cast.lead)
    form = sign_in(cast.lead).get(reverse("agreement_notice", args=[agreement.public_id])).context["form"]
    labels = dict(form.fields["survives"].choices)
    assert list(labels.values()) == [
        "Option (Option · next due 1 Feb 2027)",
        "Royalties (Financial · Clause 8.4 · next due 1 Mar 2027)",
        "Secrecy (Other · no day yet)",
    ]
    assert [labels[key] for key in form.fields["survives"].initial] == list(labels.values())[1:]


def test_what_is_not_ticked_is_owed_until_the_last_day_alone_and_its_owner_is_told(
    alliance: Alliance, agreement: Agreement, cast: Cast, sign_in: SignIn,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    kept = owe(alliance, "Royalties", kind="financial", agreement=agreement, fixed_on=date(2027, 3, 1))
    ended = owe(
        alliance, "Committee meets", kind="governance", agreement=agreement, owner=cast.team.person,
        period="half", first_on=date(2026, 6, 1), last_on=date(2027, 6, 30), count=0,
    )  # fmt: skip
    client = sign_in(cast.lead)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("agreement_notice", args=[agreement.public_id]),
            POSTED | {"survives": [kept.public_id]},
            follow=True,
        )
    assert [str(one) for one in answer.context["messages"]] == [
        "Written down. 1 duty ends on 31 Dec 2026; what survives stays where it is."
    ]
    assert states(kept) == [(date(2027, 3, 1), "upcoming")]
    assert states(ended) == [(date(2026, 6, 30), "upcoming"), (ENDS, "upcoming"), (date(2027, 6, 30), "void")]
    told = [item.title for item in due.items(until=date(2028, 1, 1), user=cast.lead) if item.kind == "obligation"]
    assert told == ["Committee meets", "Committee meets", "Royalties"]
    (sent,) = [one for one in mail.outbox if one.to == [cast.team.email]]
    assert "Committee meets: 30 Jun 2027 → owed no more: its agreement ends on 31 Dec 2026" in sent.body
    page = client.get(ended.get_absolute_url()).content.decode()
    assert "not owed beyond 31 Dec 2026, when its agreement ends" in page
    assert "let “Committee meets” end with its agreement" in page


def test_an_ending_taken_back_undoes_it(alliance: Alliance, agreement: Agreement, cast: Cast) -> None:
    one = owe(alliance, "Option", kind="option", agreement=agreement, fixed_on=date(2027, 2, 1))
    ending = end(agreement, by=cast.lead, ends_on=ENDS, lapsing=[one.public_id])
    assert states(one) == [(date(2027, 2, 1), "void")]
    take_back(ending=ending, by=cast.lead, reason="The other one")
    assert states(one) == [(date(2027, 2, 1), "upcoming")]


def test_without_a_day_it_is_owed_until_the_agreement_has_ended(
    alliance: Alliance, agreement: Agreement, cast: Cast
) -> None:
    phase = event(alliance, "Phase 2 begins")
    one = owe(alliance, "Option", kind="option", agreement=agreement, event=phase, count=30)
    end(agreement, by=cast.lead, ends_on=ENDS, lapsing=[one.public_id])
    assert (states(one), states(one, date(2027, 1, 1))) == ([(None, "upcoming")], [(None, "void")])
    move_event(event=phase, version=phase.version, by=cast.lead, step=Step.EXPECT, on=date(2026, 12, 20))
    assert states(one) == [(date(2027, 1, 19), "void")]
    phase.refresh_from_db()
    move_event(event=phase, version=phase.version, by=cast.lead, step=Step.EXPECT, on=date(2026, 11, 20))
    assert states(one) == [(date(2026, 12, 20), "upcoming")]


def test_obligation_survive(alliance: Alliance, agreement: Agreement, cast: Cast, sign_in: SignIn) -> None:
    one = owe(alliance, "Option", kind="option", agreement=agreement, fixed_on=date(2027, 2, 1))
    end(agreement, by=cast.lead, ends_on=ENDS, lapsing=[one.public_id])
    client, address = sign_in(cast.lead), reverse("obligation_survive", args=[alliance.public_id, one.public_id])
    assert client.get(one.get_absolute_url()).context["lapses_on"] == ENDS
    assert client.post(address)["Location"] == one.get_absolute_url()
    assert (states(one), client.get(one.get_absolute_url()).context["lapses_on"]) == (
        [(date(2027, 2, 1), "upcoming")], None,
    )  # fmt: skip
    assert "said that “Option” survives its agreement" in client.get(one.get_absolute_url()).content.decode()


def test_what_is_behind_a_wall_is_asked_of_those_behind_it_alone(
    alliance: Alliance, agreement: Agreement, cast: Cast, sign_in: SignIn
) -> None:
    walled = make_programme(alliance, by=cast.manager, name="Walled", is_firewalled=True)
    hidden = owe(alliance, "Hidden", kind="option", agreement=agreement, programme=walled, fixed_on=date(2027, 2, 1))
    owe(alliance, "Before", agreement=agreement, programme=walled, fixed_on=date(2026, 12, 1))
    lead, behind = sign_in(cast.lead), sign_in(cast.manager)
    address = reverse("agreement_notice", args=[agreement.public_id])
    assert "survives" not in lead.get(address).context["form"].fields
    answer = lead.post(address, POSTED, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["Written down. What is owed stays where it is."]
    assert (Ending.objects.count(), Lapse.objects.count(), states(hidden)) == (1, 0, [(date(2027, 2, 1), "upcoming")])

    def asked(user: User | None) -> list[tuple[str, str, date, int | None]]:
        found = [one for one in due.items(until=date(2028, 1, 1), user=user) if one.kind == "obligation_survival"]
        return [(one.text.title, one.text.why, one.due_date, one.owner_id) for one in found]

    said = (
        "Does it survive its agreement: Hidden", "The agreement it stands in ends on 31 Dec 2026.", date(2026, 6, 29),
        cast.manager.person_id,
    )  # fmt: skip
    assert (asked(None), asked(cast.manager), asked(cast.lead)) == ([said], [said], [])
    page = behind.get(hidden.get_absolute_url())
    assert page.context["asked"].agreement_ends_on == ENDS
    places = [alliance.public_id, hidden.public_id]
    assert lead.post(reverse("obligation_lapse", args=places)).status_code == 404
    behind.post(reverse("obligation_lapse", args=places))
    assert (states(hidden), asked(None)) == ([(date(2027, 2, 1), "void")], [])
    behind.post(reverse("obligation_survive", args=places))
    assert (states(hidden), asked(None)) == ([(date(2027, 2, 1), "upcoming")], [])
    history = behind.get(hidden.get_absolute_url()).content.decode()
    assert history.index("said that “Hidden” survives its agreement") < history.index("let “Hidden” end with its")
    assert "Hidden" not in lead.get(f"{alliance.get_absolute_url()}history/").content.decode()


def test_whoever_sees_behind_the_wall_is_asked_when_they_end_the_agreement(
    alliance: Alliance, agreement: Agreement, cast: Cast, sign_in: SignIn
) -> None:
    walled = make_programme(alliance, by=cast.lead, name="Walled", is_firewalled=True)
    hidden = owe(alliance, "Hidden", kind="option", agreement=agreement, programme=walled, fixed_on=date(2027, 2, 1))
    address = reverse("agreement_notice", args=[agreement.public_id])
    sign_in(cast.lead).post(address, POSTED | {"survives": [hidden.public_id]})
    assert [(one.obligation, one.survives) for one in Lapse.objects.all()] == [(hidden, True)]
    assert "obligation_survival" not in {one.kind for one in due.items(until=date(2028, 1, 1), user=None)}


# --- Events that are days of their agreement ------------------------------------------------------------------------
def moved(agreement: Agreement, cast: Cast, **values: object) -> None:
    """The agreement with other days."""
    agreement.refresh_from_db()
    parties = [(one.organisation, one.side) for one in agreement.parties.select_related("organisation")]
    edit_agreement(agreement=agreement, version=agreement.version, parties=parties, by=cast.manager, **values)


def test_days_of_an_agreement_stay_in_step_with_it(alliance: Alliance, agreement: Agreement, cast: Cast) -> None:
    begins = event(alliance, "Effective date", agreement=agreement, point="effective")
    expiry = event(alliance, "Expiry", agreement=agreement, point="expiry")
    formed = owe(alliance, "Committee formed", event=begins, count=30, agreement=agreement)
    talks = owe(alliance, "Talks on renewal", event=expiry, count=90, direction="before", agreement=agreement)
    assert (begins.occurred_on, expiry.expected_on) == (date(2024, 7, 1), ENDS)
    assert (due_days(formed), due_days(talks)) == ([date(2024, 7, 31)], [date(2026, 10, 2)])
    moved(agreement, cast, effective_on=date(2026, 7, 1), expires_on=date(2027, 3, 31))
    assert (due_days(formed), due_days(talks)) == ([date(2026, 7, 31)], [date(2026, 12, 31)])
    begins.refresh_from_db()
    assert (begins.expected_on, begins.occurred_on, str(begins.state)) == (date(2026, 7, 1), None, "expected")


def test_notice_and_termination_move_the_day_on_which_an_agreement_ends(
    alliance: Alliance, agreement: Agreement, cast: Cast
) -> None:
    expiry = event(alliance, "Expiry", agreement=agreement, point="expiry")
    back = owe(alliance, "Data given back", event=expiry, count=30, agreement=agreement)
    ending = end(agreement, by=cast.lead, kind="termination", ends_on=date(2026, 9, 30))
    assert due_days(back) == [date(2026, 10, 30)]
    take_back(ending=ending, by=cast.lead, reason="Too early")
    assert due_days(back) == [date(2027, 1, 30)]


def test_a_term_that_renews_itself_moves_its_end(alliance: Alliance, agreement: Agreement, cast: Cast) -> None:
    expiry = event(alliance, "Expiry", agreement=agreement, point="expiry")
    talks = owe(alliance, "Talks on renewal", event=expiry, count=90, direction="before", agreement=agreement)
    for day, found in ((ENDS, date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))):
        with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tick=False):
            settle()
        expiry.refresh_from_db()
        assert expiry.reckoned_from == found
    assert due_days(talks) == [date(2027, 10, 2)]


def test_what_is_a_day_of_its_agreement_is_moved_there(
    alliance: Alliance, agreement: Agreement, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.lead)
    create = reverse("event_create", args=[alliance.public_id])
    page = client.post(create, {"name": "Expiry", "point": "expiry"})
    assert page.context["form"].non_field_errors() == ["Say whose day it is: choose the agreement."]
    client.post(create, {"name": "Expiry", "point": "expiry", "agreement": agreement.pk, "expected_on": "2030-01-01"})
    made = TriggerEvent.objects.get()
    assert (made.expected_on, client.get(made.get_absolute_url()).context["steps_now"]) == (ENDS, [])
    with pytest.raises(DomainError, match="Its day is that of the agreement"):
        move_event(event=made, version=made.version, by=cast.lead, step=Step.OCCUR, on=TODAY)
    edit = reverse("event_edit", args=[alliance.public_id, made.public_id])
    client.post(edit, {"name": "Own day", "point": "", "agreement": agreement.pk, "version": made.version})
    made.refresh_from_db()
    assert (made.point, made.expected_on) == ("", ENDS)
