"""Who is told of days of notice and of ends, and how, in both languages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.calendars.actions import make_feed
from coe_hub.people.models import User
from coe_hub.reminders.delivery import run_engine
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.cast import Cast
from tests.factories import make_user

TODAY = date(2026, 6, 15)
LATER = date(2029, 1, 1)
KINDS = ("agreement_notice", "agreement_end")
YEARLY = {"renewal": "automatic", "renewal_months": 12, "notice_months": 3}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def told(user: User | None = None) -> list[tuple[str, str, int, date]]:
    """Kind, title, who is told, and the day of all that agreements hold due."""
    rows = [one for kind in KINDS for one in due.iterate(until=LATER, kind=kind, user=user)]
    return [(one.kind, one.title, one.owner_id, one.due_date) for one in rows]


# What is agreed → the kind of thing that is due, and its day.
HELD: dict[str, tuple[dict[str, Any], list[tuple[str, date]]]] = {
    "renews itself": ({"expires_on": date(2026, 12, 31), **YEARLY}, [("agreement_notice", date(2026, 9, 30))]),
    "renews itself and notice came too late": (
        {"expires_on": date(2026, 7, 31), **YEARLY}, [("agreement_notice", date(2027, 4, 30))],
    ),
    "renews itself, notice today": (
        {"expires_on": date(2026, 9, 15), **YEARLY}, [("agreement_notice", TODAY)],
    ),
    "is renewed by agreement": (
        {"expires_on": date(2026, 12, 31), "renewal": "by_agreement", "notice_months": 6},
        [("agreement_notice", date(2026, 6, 30)), ("agreement_end", date(2026, 12, 31))],
    ),
    "just ends": ({"expires_on": date(2026, 12, 31), "notice_months": 3}, [("agreement_end", date(2026, 12, 31))]),
    "is over": ({"expires_on": date(2026, 6, 14)}, []),
    "is a draft": ({"expires_on": date(2026, 12, 31), "signed_on": None}, []),
    "has no end": ({}, []),
}  # fmt: skip


@pytest.mark.parametrize(("values", "held"), HELD.values(), ids=HELD)
def test_days_of_notice_and_ends_are_due(
    values: dict[str, Any], held: list[tuple[str, date]], cast: Cast, alliance: Alliance
) -> None:
    make_agreement(alliance, by=cast.lead, **values)
    assert [(kind, day) for kind, _title, _owner, day in told()] == held


def test_notice_given_leaves_the_end_alone_to_be_told(cast: Cast, alliance: Alliance) -> None:
    agreement = make_agreement(alliance, by=cast.lead, expires_on=date(2026, 12, 31), **YEARLY)
    make_agreement(alliance, by=cast.lead, amends=agreement, changes="One line", expires_on=date(2026, 11, 30))
    end(agreement, by=cast.lead, ends_on=date(2026, 12, 31))
    assert [(kind, day) for kind, _title, _owner, day in told()] == [("agreement_end", date(2026, 12, 31))]


def test_whoever_looks_after_it_is_told_else_whoever_leads(cast: Cast, alliance: Alliance) -> None:
    whole = f"({alliance.name})"
    make_agreement(alliance, by=cast.lead, title="Looked after", expires_on=date(2026, 8, 1), owner=cast.team.person)
    make_agreement(alliance, by=cast.lead, title="Led", expires_on=date(2026, 8, 2))
    gone = make_user("Gina Gone", account={"is_active": False})
    make_agreement(alliance, by=cast.lead, title="Left", expires_on=date(2026, 8, 3), owner=gone.person)
    assert [(title, owner) for _kind, title, owner, _day in told()] == [
        (f"Looked after {whole}", cast.team.person_id),
        (f"Led {whole}", cast.lead.person_id),
        (f"Left {whole}", cast.lead.person_id),
    ]
    archive_alliance(alliance=alliance)
    assert told() == []


def test_behind_a_wall_its_lead_is_told_and_nobody_else_sees_it(cast: Cast, alliance: Alliance) -> None:
    walled = make_user("Wanda Walled")
    programme = make_programme(alliance, by=walled, is_firewalled=True)
    make_agreement(alliance, by=walled, programme=programme, title="Inside", expires_on=date(2026, 8, 1))
    assert [owner for _kind, _title, owner, _day in told()] == [walled.person_id]
    assert (len(told(walled)), told(cast.lead)) == (1, [])


def test_it_is_on_today_on_the_rail_and_in_the_calendar(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(review_months=None)
    make_agreement(alliance, by=cast.lead, title="Licence", expires_on=date(2026, 9, 20), **YEARLY)
    lead = sign_in(cast.lead)
    today = lead.get(reverse("today")).content.decode()
    assert (today.count(f"Last day for notice: Licence ({alliance.name})"), today.count('class="rail-count">1')) == (
        2,
        1,
    )  # fmt: skip  the title, and again for those who hear what its button is about
    feed = make_feed(user=cast.lead).partition(":8000")[2]
    lines = Client().get(feed).content.decode().replace("\r\n ", "").splitlines()
    assert [line for line in lines if "Licence" in line and line.startswith("SUMMARY")] == [
        f"SUMMARY:Last day for notice: Licence ({alliance.name})"
    ]


ENGLISH = {
    "agreement_notice": (
        "1 thing for you: Last day for notice: ライセンス契約 (Kestrel × Northwind: KRAS degraders)",
        [
            "Without notice by then it renews itself by 12 months.",
        ],
    ),
    "agreement_end": (
        "1 thing for you: End of the term: ライセンス契約 (Kestrel × Northwind: KRAS degraders)",
        ["It ends then unless both sides agree to renew it."],
    ),
}
JAPANESE = {
    "agreement_notice": (
        "お知らせ1件：通知期限：ライセンス契約 (Kestrel × Northwind: KRAS degraders)",
        ["この日までに通知しなければ、12か月自動更新されます。"],
    ),
    "agreement_end": (
        "お知らせ1件：契約期間の終了：ライセンス契約 (Kestrel × Northwind: KRAS degraders)",
        ["双方が更新に合意しないかぎり、この日で終了します。"],
    ),
}
SOON = {
    "agreement_notice": {"expires_on": date(2026, 9, 29), **YEARLY},
    "agreement_end": {"expires_on": date(2026, 6, 29), "renewal": "by_agreement"},
}
DAY = {"en": "29 Jun 2026", "ja": "2026年6月29日"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "said"), [("en", ENGLISH), ("ja", JAPANESE)], ids=["English", "Japanese"])
def test_the_mail_names_agreement_alliance_and_day_and_says_what_happens_otherwise(
    language: str, said: dict[str, tuple[str, list[str]]], kind: str, cast: Cast, alliance: Alliance
) -> None:
    User.objects.filter(pk=cast.lead.pk).update(language=language)
    Alliance.objects.filter(pk=alliance.pk).update(review_months=None)
    make_agreement(alliance, by=cast.lead, title="ライセンス契約", **SOON[kind])
    run_engine(clock=lambda zone: datetime(2026, 6, 15, 9, tzinfo=zone))
    (message,) = mail.outbox
    subject, lines = said[kind]
    html = message.alternatives[0][0]
    assert (message.to, message.subject) == ([cast.lead.email], subject)
    for text in (message.body, html):
        assert [line for line in (*lines, DAY[language], alliance.name) if line not in text] == []


def test_a_code_name_stands_alone_in_mails(cast: Cast, alliance: Alliance) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(review_months=None, code_name="Heron")
    make_agreement(alliance, by=cast.lead, title="Kestrel–Northwind licence", **SOON["agreement_end"])
    run_engine(clock=lambda zone: datetime(2026, 6, 15, 9, tzinfo=zone))
    (message,) = mail.outbox
    assert message.subject == "1 thing for you: End of the term: Heron"
    assert "Northwind" not in message.body + message.alternatives[0][0]


# --- The mail that makes it happen ------------------------------------------------------------------------------------
def mails_of(day: date) -> dict[str, Any]:
    """The mails of that morning, by reader."""
    mail.outbox.clear()
    run_engine(clock=lambda zone: datetime(day.year, day.month, day.day, 9, tzinfo=zone))
    return {sent.to[0]: sent for sent in mail.outbox}


SAID = {
    "en": "Without notice by then it renews itself by 12 months.",
    "ja": "この日までに通知しなければ、12か月自動更新されます。",
}


@pytest.mark.parametrize("language", SAID)
def test_notice_is_given_in_time_because_of_a_mail(
    language: str, cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    User.objects.filter(pk=cast.team.pk).update(language=language)
    agreement = make_agreement(
        alliance, by=cast.lead, title="Licence C-7", expires_on=date(2026, 12, 31), owner=cast.team.person, **YEARLY
    )
    day = date(2026, 9, 30) - timedelta(days=30)
    body = mails_of(day)[cast.team.email].body
    assert (SAID[language] in body, agreement.get_absolute_url() in body) == (True, True)
    with time_machine.travel(datetime(2026, 8, 31, 9, tzinfo=UTC), tick=False):
        client = sign_in(cast.team)
        page = client.get(agreement.get_absolute_url())
        address = reverse("agreement_notice", args=[agreement.public_id])
        assert (page.context["may_give_notice"], address in page.content.decode()) == (True, True)
        form = client.get(address).context["form"]
        ending = {name: str(form.initial[name]) for name in ("given_on", "ends_on")}
        client.post(address, ending | {"side": "ours", "reason": "Strategy"})
    assert agreement.endings.get().ends_on == date(2026, 12, 31)
    told_later = [mails_of(date(2026, 9, 30) - timedelta(days=left)) for left in (14, 7, 0)]
    assert [text for sent in told_later for one in sent.values() if (text := one.body) and SAID[language] in text] == []


def test_whoever_lets_it_renew_is_asked_no_more_for_this_term(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    agreement = make_agreement(
        alliance, by=cast.lead, title="Licence C-7", expires_on=date(2026, 12, 31), owner=cast.team.person, **YEARLY
    )
    day = date(2026, 9, 30) - timedelta(days=30)
    assert SAID["en"] in mails_of(day)[cast.team.email].body
    with time_machine.travel(datetime(2026, 8, 31, 9, tzinfo=UTC), tick=False):
        said = {"decided_on": "2026-08-31", "decided_by": "Tom Team", "reason": "Nobody else makes it"}
        sign_in(cast.team).post(reverse("agreement_renew", args=[agreement.public_id]), said)
    for left, is_told in ((14, False), (0, False), (-335, True)):
        sent = mails_of(date(2026, 9, 30) - timedelta(days=left))
        assert (cast.team.email in sent and "Licence C-7" in sent[cast.team.email].body) is is_told
