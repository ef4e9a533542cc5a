"""The agreements of one alliance as its page and files list them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from alliances.agreements.models import Agreement, AgreementParty, AgreementQuerySet, Programme, Renewal
from alliances.agreements.states import BINDING, ENDED, Standing, State, with_states
from alliances.core.models import Alliance
from coe_hub.attachments.models import Attachment
from coe_hub.lib.tables import Column, column_of
from coe_hub.lib.text import join_words
from coe_hub.people.accounts.readers import ForReader

if TYPE_CHECKING:
    from coe_hub.people.models import User

_SHOWN_DAYS = 3


@dataclass(frozen=True)
class Day:
    """A day on which something comes up for an agreement."""

    date: date
    title: str
    text: str
    url: str


def agreements_of(user: "User", alliance: Alliance, today: date) -> list[Any]:
    """The alliance's agreements that the user sees, with `state`, `ends_on` and `notice_on`; by kind, then the newest
    first. One query."""
    return _OF_ALLIANCE.objects(user, alliance=alliance.pk, today=today)


def rows_of_alliance(user: "User", *, alliance: int, today: date) -> AgreementQuerySet:
    """The same as a query, for files."""
    seen = Agreement.objects.visible_to(user).active().filter(alliance=alliance)
    rows = with_states(seen, today).select_related("alliance", "kind", "programme", "owner", "amends", "replaces")
    return rows.order_by("kind__position", "-signed_on", "pk")


_OF_ALLIANCE = ForReader(rows_of_alliance)


def sorted_out(agreements: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """What stands or is drafted, and what has ended; each with its `amendments_shown`, below what they amend."""
    rows = list(agreements)
    for one in rows:
        amending = [other for other in rows if other.amends_id == one.pk]
        one.amendments_shown = sorted(amending, key=lambda other: (other.signed_on or date.max, other.pk))
    shown = {one.pk for one in rows}
    whole = [one for one in rows if one.amends_id not in shown]
    return [one for one in whole if one.state not in ENDED], [one for one in whole if one.state in ENDED]


def next_days(agreements: Iterable[Any], today: date) -> list[Day]:
    """The days that come up next: until when notice can be given, and when something ends or renews itself."""
    binding = [one for one in agreements if one.state in BINDING and not one.amends_id]
    days = [day for one in binding for day in _days(one) if day.date >= today]
    return sorted(days, key=lambda day: (day.date, day.title))[:_SHOWN_DAYS]


def _days(agreement: Any) -> Iterable[Day]:
    url = agreement.get_absolute_url()
    if agreement.notice_on:
        yield Day(agreement.notice_on, agreement.title, _("Last day for notice"), url)
    if agreement.ends_on:
        yield Day(agreement.ends_on, agreement.title, end_text(agreement), url)


def end_text(agreement: Any) -> str:
    """What happens at the end of the term."""
    if agreement.state == State.NOTICE_GIVEN:
        return _("Last day in force")
    if agreement.renewal == Renewal.AUTOMATIC and _is_let_renew(agreement):
        return _("Renews itself by %(count)d months, as decided") % {"count": agreement.renewal_months}
    if agreement.renewal == Renewal.AUTOMATIC:
        return _("Renews itself by %(count)d months") % {"count": agreement.renewal_months}
    if agreement.renewal == Renewal.BY_AGREEMENT:
        return _("Ends unless both sides agree to renew it")
    return _("Ends")


def _is_let_renew(agreement: Any) -> bool:
    return Standing(agreement.state, agreement.ends_on, agreement.notice_on, agreement.renewed_until).is_let_renew


def file_count(user: "User", alliance: Alliance) -> int:
    """How many files and links of the alliance and what belongs to it the user sees."""
    here = Q(folder__scope=alliance.scope) | Q(folder__scope__parent=alliance.scope)
    return Attachment.objects.visible_to(user).active().filter(here).count()


def file_rows(agreements: "QuerySet[Any]") -> "QuerySet[Any]":
    """The agreements with all that files of them hold."""
    parties = AgreementParty.objects.select_related("organisation").order_by("position", "pk")
    return agreements.prefetch_related(Prefetch("parties", parties))


def agreement_columns() -> Sequence[Column]:
    """The columns of the list in files."""
    return [
        column_of(Agreement, "title", width=48),
        column_of(Agreement, "kind", width=24),
        column_of(Agreement, "reference"),
        Column("state", _("State"), lambda one: str(State(one.state).label)),
        column_of(Agreement, "programme", width=24),
        Column("parties", _("Parties"), _parties, width=40),
        column_of(Agreement, "signed_on", width=13),
        column_of(Agreement, "effective_on", width=13),
        Column("ends_on", _("Runs until"), lambda one: one.ends_on, width=13),
        Column("notice_on", _("Notice until"), lambda one: one.notice_on, width=13),
        column_of(Agreement, "expires_on", width=13, is_usual=False),
        column_of(Agreement, "renewal", width=32),
        column_of(Agreement, "renewal_months", is_usual=False),
        column_of(Agreement, "notice_months", is_usual=False),
        column_of(Agreement, "notice_days", is_usual=False),
        column_of(Agreement, "owner", width=24, is_usual=False),
        column_of(Agreement, "amends", width=32),
        column_of(Agreement, "changes", width=48),
        column_of(Agreement, "replaces", width=32, is_usual=False),
        column_of(Agreement, "governing_law"),
        column_of(Agreement, "note", width=60, is_usual=False),
        Column(
            "url", _("Address in the hub"), lambda one: one.get_absolute_url(), width=54, is_link=True, is_usual=False
        ),
    ]


def programme_columns() -> Sequence[Column]:
    """The columns of the list of programmes in files."""
    return [
        column_of(Programme, "name", width=40),
        Column("alliance", _("Alliance"), lambda one: one.alliance.name, width=40),
        column_of(Programme, "asset", width=28),
        column_of(Programme, "phase", width=16),
        column_of(Programme, "origin", width=16),
        column_of(Programme, "territory", width=28),
        column_of(Programme, "note", width=60, is_usual=False),
        Column("url", _("Address in the hub"), Programme.get_absolute_url, width=54, is_link=True, is_usual=False),
    ]


def _parties(agreement: Agreement) -> str:
    return join_words(str(party.organisation) for party in agreement.parties.all())
