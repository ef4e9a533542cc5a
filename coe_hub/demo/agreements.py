"""The contracts of the demo's alliances: programmes, agreements and amendments, and how some of them end."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from alliances.agreements.actions.agreements import add_agreement
from alliances.agreements.actions.programmes import add_programme, let_in
from alliances.agreements.actions.renewals import term_in_question
from alliances.agreements.models import Agreement, Ending, Programme, RenewalDecision
from alliances.core.models import Alliance
from coe_hub.demo import data
from coe_hub.demo.company import Company, by_code
from coe_hub.demo.days import Days
from coe_hub.lib.history import acting
from coe_hub.people.models import User
from coe_hub.vocabulary.models import AgreementKind

_AS_WRITTEN = (
    *("title", "reference", "governing_law", "changes"),
    *("renewal", "renewal_months", "notice_months", "notice_days"),
)


def write_agreements(*, company: Company, alliances: Mapping[str, Alliance], days: Days) -> dict[str, Agreement]:
    """Write down programmes and agreements of the data; agreements by key. Run in a transaction."""
    programmes = {row["key"]: _programme(row, company, alliances) for row in data.programmes()}
    kinds = by_code(AgreementKind)
    written: dict[str, Agreement] = {}
    for row in data.agreements():
        alliance = alliances[row["alliance"]]
        programme = programmes[row["programme"]] if "programme" in row else None
        by = _keeper(alliance, row.get("programme"), company)
        with acting(by=by):
            agreement = add_agreement(
                alliance=alliance,
                by=by,
                kind=kinds[row["kind"]],
                programme=programme,
                owner=company.people[row["owner"]] if "owner" in row else None,
                amends=written[row["amends"]] if "amends" in row else None,
                replaces=written[row["replaces"]] if "replaces" in row else None,
                signed_on=None if row["signed"] is None else days.working_day(row["signed"]),
                expires_on=_month_end(days.day(row["expires"])) if "expires" in row else None,
                **_as_written(row),
            )
            if "ending" in row:
                _end(agreement, row["ending"], by=by, days=days)
            if "let_renew" in row:
                _let_renew(agreement, row["let_renew"], by=by, days=days)
        written[row["key"]] = agreement
    return written


def _as_written(row: data.AgreementData) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in _AS_WRITTEN}


def _programme(row: data.ProgrammeData, company: Company, alliances: Mapping[str, Alliance]) -> Programme:
    by = company.users[row["by"]]
    with acting(by=by):
        programme = add_programme(
            alliance=alliances[row["alliance"]],
            by=by,
            is_firewalled="let_in" in row,
            name=row["name"],
            asset=row["asset"],
            phase=row["phase"],
            origin=row["origin"],
            territory=row["territory"],
            note=row.get("note", ""),
        )
        for key, access in row.get("let_in", {}).items():
            let_in(programme=programme, person=company.people[key], access=access)
    return programme


def _keeper(alliance: Alliance, programme: str | None, company: Company) -> User | None:
    """Who writes it down: whoever added the programme, else the alliance's lead."""
    if programme:
        return next(company.users[row["by"]] for row in data.programmes() if row["key"] == programme)
    return next((user for user in company.users.values() if user.person_id == alliance.lead_id), None)


def _end(agreement: Agreement, row: data.EndingData, *, by: User | None, days: Days) -> None:
    """Past the action, which asks whether there is still something to end: here the past is told."""
    given = days.working_day(row["given"])
    said = {name: row[name] for name in ("kind", "side", "reason", "survival")}
    zone = by.time_zone if by else "UTC"
    Ending.objects.create(
        agreement=agreement,
        by=by,
        given_on=given,
        ends_on=days.day(row["ends"]),
        created_at=days.hour(given, zone=zone, seed=agreement.title),
        **said,
    )


def _let_renew(agreement: Agreement, row: data.RenewalData, *, by: User | None, days: Days) -> None:
    term, decided = term_in_question(agreement, days.day(0)), days.working_day(row["decided"])
    if by and term:
        RenewalDecision.objects.create(
            agreement=agreement,
            by=by,
            decided_by=by.person,
            decided_on=decided,
            reason=row["reason"],
            term_ends_on=term,
            created_at=days.hour(decided, zone=by.time_zone, seed=agreement.title),
        )


def _month_end(day: date) -> date:
    """Contracts mostly end with a month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
