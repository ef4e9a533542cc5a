"""Writing a batch of planned rows at once. The audit triggers see each row all the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.actions.members import settle_access_together
from alliances.core.actions.partnerships import LOOK
from alliances.core.models import Alliance, Party, StageChange
from alliances.importing.defaults import our_organisation
from alliances.importing.lookups import Lookups, Named, NewPerson
from alliances.importing.plan import PlannedAlliance
from alliances.importing.undoing import before
from coe_hub.lib.bulk import insert
from coe_hub.lib.errors import DomainError
from coe_hub.people.directory.actions import create_person
from coe_hub.people.directory.names import parted
from coe_hub.people.models import Organisation, Scope, ScopeGrant, User
from coe_hub.reminders.review_days import settle_review_days
from coe_hub.vocabulary.models import Access, Phase


def write(planned: Sequence[PlannedAlliance], *, by: User | None, today: date, reason: str, lookups: Lookups) -> None:
    """Make new alliances and change known ones. Runs inside the caller's transaction, within `history.acting`."""
    _make_organisations(planned, lookups)
    _make_people(planned, by=by, lookups=lookups)
    _create([one for one in planned if one.known is None], by=by, today=today, lookups=lookups)
    changed = [one for one in planned if one.known]
    for one in changed:
        one.undo = before(one)
    _update(changed, by=by, today=today, reason=reason, lookups=lookups)
    _settle_days(planned)
    for one in changed:
        one.pk, one.undo["version"] = one.record.alliance.pk, one.record.alliance.version


def _settle_days(planned: Iterable[PlannedAlliance]) -> None:
    """Of those that have such a day, or had one."""
    reviewed, looked_at = (
        [one.pk or one.record.alliance.pk for one in planned if one.known or any(map(one.values.get, names))]
        for names in (("review_months",), ("rationale", "value_hypothesis"))
    )
    settle_review_days(Alliance.objects.filter(pk__in=reviewed), leader="lead")
    settle_review_days(Alliance.objects.filter(pk__in=looked_at), leader="lead", rhythm=LOOK)


def _make_organisations(planned: Iterable[PlannedAlliance], lookups: Lookups) -> None:
    """New ones are found by those who see one of their alliances, as if logged in a browser."""
    named = (one for row in planned for side in row.sides.values() for one in side)
    new = {one.key: Organisation(name=one.name) for one in named if isinstance(one.key, str)}
    made = dict(zip(new, Organisation.objects.bulk_create(new.values()), strict=True))
    for key, organisation in made.items():
        lookups.organisations.learn(organisation.pk, key)
    for row in planned:
        keys = {one.key for side in row.sides.values() for one in side if one.key in made}
        row.organisations = [made.pop(key).pk for key in keys if key in made]


def _make_people(planned: Iterable[PlannedAlliance], *, by: User | None, lookups: Lookups) -> None:
    """New leads work where whoever imports does. Raises `DomainError` where nobody says where that is."""
    for row in planned:
        new = row.values.get("lead_id")
        if not isinstance(new, NewPerson):
            continue
        found = lookups.people.find(new.name, new.key, current=None)
        if not found:
            if (organisation := our_organisation(by)) is None:
                raise DomainError(_("Say by --by EMAIL in whose organisation new people work."))
            name = parted(new.name)
            person = create_person(
                family_name=name.family, given_name=name.given, organisation=organisation, is_public=True
            )
            lookups.people.learn(person.pk, new.key)
            row.people, found = [person.pk], {person.pk}
        row.values["lead_id"] = next(iter(found))


def _pk(one: Named, lookups: Lookups) -> int:
    found = one.key if isinstance(one.key, int) else lookups.organisations.find(one.name, one.key).key
    assert isinstance(found, int)  # noqa: S101  CONFIG: made before anything refers to it
    return found


def _create(planned: Sequence[PlannedAlliance], *, by: User | None, today: date, lookups: Lookups) -> None:
    scopes = insert(Scope, [{"kind": one.scope} for one in planned])
    rows = [_columns(one, scope) for one, scope in zip(planned, scopes, strict=True)]
    for one, pk in zip(planned, insert(Alliance, rows), strict=True):
        one.pk = pk
        one.undo = {"version": 1, "organisations": one.organisations, "people": one.people}
    insert(
        Party,
        [
            {"alliance_id": one.pk, "organisation_id": _pk(named, lookups), "side": side, "position": position}
            for one in planned
            for side, organisations in one.sides.items()
            for position, named in enumerate(organisations)
        ],
    )
    stages = [
        {
            "alliance_id": one.pk,
            "stage_id": row["stage_id"],
            "on_date": _since(one.values, today),
            "by_id": by.pk if by else None,
        }
        for one, row in zip(planned, rows, strict=True)
    ]
    insert(StageChange, stages)
    insert(ScopeGrant, list(_grants(rows, by)))


def _columns(planned: PlannedAlliance, scope: int) -> dict[str, Any]:
    """A new alliance as the database has it."""
    found: dict[str, Any] = {"scope_id": scope, "last_reviewed_on": None}
    for attribute, value in planned.values.items():
        column: Any = Alliance._meta.get_field(attribute)
        found[column.attname] = getattr(value, "pk", value)
    return found


def _since(values: Mapping[str, Any], today: date) -> date:
    """Since when it is in its stage, as its dates tell it: since it began or, where it is closed, since it ended."""
    starts, ends = values["starts_on"], values["ends_on"]
    known = (ends or starts) if values["stage"].phase == Phase.CLOSED else starts
    return min(known or today, today)


def _grants(rows: Iterable[Mapping[str, Any]], by: User | None) -> Iterator[dict[str, Any]]:
    """As when an alliance is logged in a browser: the lead may lead it, whoever logs it can go on working on it."""
    for row in rows:
        scope, lead = row["scope_id"], row["lead_id"]
        if lead:
            yield {"scope_id": scope, "person_id": lead, "role": Access.LEAD}
        if by and by.person_id != lead:
            yield {"scope_id": scope, "person_id": by.person_id, "role": Access.TEAM}


def _update(planned: Sequence[PlannedAlliance], *, by: User | None, today: date, reason: str, lookups: Lookups) -> None:
    leads = {one.record.alliance.pk: one.record.alliance.lead_id for one in planned if "lead_id" in one.values}
    _update_alliances(planned)
    _update_scopes(planned)
    _change_stages(planned, by=by, today=today, reason=reason)
    _set_parties(planned, lookups)
    led = [one.record.alliance for one in planned if one.record.alliance.pk in leads]
    settle_access_together((one, person) for one in led for person in (leads[one.pk], one.lead_id) if person)


def _update_alliances(planned: Sequence[PlannedAlliance]) -> None:
    """Every change raises the version, so that somebody editing in a browser gets the merge page."""
    names = {"version", "updated_at"}
    for one in planned:
        for attribute, value in one.values.items():
            setattr(one.record.alliance, attribute, value)
            names.add(Alliance._meta.get_field(attribute).name)
        one.record.alliance.version += 1
        one.record.alliance.updated_at = timezone.now()
    Alliance.objects.bulk_update([one.record.alliance for one in planned], sorted(names))


def _update_scopes(planned: Iterable[PlannedAlliance]) -> None:
    scopes = []
    for one in planned:
        if one.scope:
            one.record.alliance.scope.kind = one.scope
            scopes.append(one.record.alliance.scope)
    Scope.objects.bulk_update(scopes, ["kind"])


def _change_stages(planned: Iterable[PlannedAlliance], *, by: User | None, today: date, reason: str) -> None:
    """As of today, or of the day of a change that was entered for later: the newest says where an alliance stands."""
    changes = [one for one in planned if "stage" in one.values]
    moved = [one.record.alliance for one in changes]
    latest = dict(
        StageChange.objects.filter(alliance__in=moved)
        .values("alliance")
        .annotate(Max("on_date"))
        .values_list("alliance", "on_date__max")
    )
    made = StageChange.objects.bulk_create(
        StageChange(
            alliance=one, stage_id=one.stage_id, on_date=max(latest.get(one.pk, today), today), reason=reason, by=by
        )
        for one in moved
    )
    for one, change in zip(changes, made, strict=True):
        one.undo["stage_change"] = change.pk


def _set_parties(planned: Iterable[PlannedAlliance], lookups: Lookups) -> None:
    gone: list[int] = []
    moved: list[Party] = []
    new: list[Party] = []
    for one in planned:
        present = {party.organisation_id: party for party in one.record.parties}
        wanted = {
            _pk(named, lookups): (side, position)
            for side, organisations in one.sides.items()
            for position, named in enumerate(organisations)
        }
        gone += [party.pk for pk, party in present.items() if party.side in one.sides and pk not in wanted]
        for pk, place in wanted.items():
            party = present.get(pk)
            if party is None:
                party = Party(alliance=one.record.alliance, organisation_id=pk)
                new.append(party)
            elif (party.side, party.position) != place:
                moved.append(party)
            party.side, party.position = place
    Party.objects.filter(pk__in=gone).delete()
    Party.objects.bulk_update(moved, ["side", "position"])
    Party.objects.bulk_create(new)
