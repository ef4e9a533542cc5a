"""Rows for tests, made the way the product makes them: through its actions wherever it has one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress

from alliances.core.actions.members import add_member
from alliances.core.actions.partnerships import log_alliance
from alliances.core.models import Alliance, Side
from coe_hub.people.access.actions import set_grant
from coe_hub.people.directory.actions import create_organisation, create_person, create_site
from coe_hub.people.models import Organisation, Person, Site, User
from coe_hub.reminders.working_days import WorkCalendar
from coe_hub.vocabulary.models import AllianceRole, AllianceType, Stage

PASSWORD = "an even longer sentence"
OURS = "Kestrel Pharma"
THEIRS = "Northwind Biotech"
SINCE = date(2026, 3, 2)


def make_organisation(name: str, **values: Any) -> Organisation:
    """The organisation of that name; made, and public, where it is not there."""
    found = Organisation.objects.filter(name=name).first()
    return found or create_organisation(name=name, **{"is_public": True, **values})


def make_person(name: str, **values: Any) -> Person:
    """A person at our company, public unless said otherwise; `name` is "Given Family"."""
    given, _space, family = name.rpartition(" ")
    values.setdefault("organisation", values.pop("at", None) or make_organisation(OURS, kind="pharma"))
    return create_person(**{"family_name": family, "given_name": given, "is_public": True, **values})


def make_site(place: WorkCalendar) -> Site:
    """A site of our company in that place."""
    return create_site(
        organisation=make_organisation(OURS, kind="pharma"),
        name=f"{place.time_zone} {place.country} {place.subdivision}",
        city="City",
        country=place.country,
        subdivision=place.subdivision,
        time_zone=place.time_zone,
    )


def make_user(name: str, *, roles: Iterable[str] = (), account: dict[str, Any] | None = None, **values: Any) -> User:
    """An account for a new person: `given@hub.example` with `PASSWORD`. `account` are further fields of the account."""
    email = f"{name.split()[0].lower()}@hub.example"
    user = User.objects.create_user(
        email, PASSWORD, person=make_person(name, **values), roles=list(roles), **(account or {})
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_alliance(name: str, *, by: User, stage: str = "running", kind: str = "open", **values: Any) -> Alliance:
    """An alliance in its stage since `SINCE`, reviewed every quarter; `partners` and `ours` are lists of names."""
    partners = [make_organisation(one) for one in values.pop("partners", [THEIRS])]
    ours = [make_organisation(one) for one in values.pop("ours", [OURS])]
    defaults = {"lead": by.person, "stage_since": SINCE, "review_months": 3}
    return log_alliance(
        by=by,
        name=name,
        stage=Stage.objects.get(code=stage),
        alliance_type=AllianceType.objects.get(code=values.pop("type", "research")),
        scope_kind=kind,
        ours=ours,
        partners=partners,
        **defaults | values,
    )


def make_member(alliance: Alliance, person: Person, *, role: str, side: str = Side.OURS) -> None:
    """Give the person a role on the alliance, with the access that comes with it."""
    add_member(alliance=alliance, person=person, roles=[AllianceRole.objects.get(code=role)], side=side)


def grant(alliance: Alliance, person: Person, role: str) -> None:
    """Open the alliance's scope to the person, without a role on the alliance."""
    set_grant(scope=alliance.scope, person=person, roles=[role])
