"""Agreements and programmes for tests, made through their actions."""

from datetime import date
from typing import Any

from alliances.agreements.actions.agreements import add_agreement
from alliances.agreements.actions.endings import give_notice, terminate
from alliances.agreements.actions.programmes import add_programme
from alliances.agreements.models import Agreement, Ending, Programme
from alliances.core.models import Alliance
from coe_hub.people.models import User
from coe_hub.vocabulary.models import AgreementKind

SIGNED = date(2024, 7, 1)


def make_agreement(alliance: Alliance, *, by: User, kind: str = "licence", **values: Any) -> Agreement:
    """An agreement signed on `SIGNED` between the alliance's parties, unless said otherwise."""
    values = {"title": "Licence agreement", "signed_on": SIGNED} | values
    return add_agreement(alliance=alliance, by=by, kind=AgreementKind.objects.get(code=kind), **values)


def make_programme(alliance: Alliance, *, by: User, name: str = "KRAS G12D", **values: Any) -> Programme:
    """A programme, open to whoever sees the alliance unless it `is_firewalled`."""
    return add_programme(alliance=alliance, by=by, name=name, **values)


def end(agreement: Agreement, *, by: User, ends_on: date, kind: str = "notice", **values: Any) -> Ending:
    """Notice or termination, declared on `SIGNED` by us."""
    usual = {"given_on": SIGNED, "side": "ours", "reason": "", "survival": "", "ends_on": ends_on}
    act = give_notice if kind == "notice" else terminate
    return act(agreement=agreement, by=by, **usual | values)
