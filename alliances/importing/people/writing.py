"""Writing people and their roles, and taking that back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from alliances.core.actions.members import add_member, settle_access
from alliances.core.models import Member
from alliances.importing.lookups import Lookups, Named
from coe_hub.imports.undoing import Written, in_the_way, rows_that_hang_on
from coe_hub.lib.editing import set_values
from coe_hub.people.directory.actions import create_organisation, edit_person
from coe_hub.people.doubles.references import columns_to
from coe_hub.people.models import Organisation, Person, PersonLanguage, ScopeGrant, User

if TYPE_CHECKING:
    from alliances.importing.people.judging import PlannedPerson


def write(planned: Sequence["PlannedPerson"], *, made: dict[str, Person], lookups: Lookups) -> None:
    """Make people, change them and give them roles. `made`: those who came with the file, by the key of their rows."""
    undos: list[dict[str, Any]] = [{"organisations": [], "members": [], "values": {}} for _one in planned]
    _make(planned, undos, made, lookups)
    for one, undo in zip(planned, undos, strict=True):
        person = _written(one, undo, made, lookups)
        if one.alliance is not None and one.roles:
            held = set(one.alliance.members.values_list("pk", flat=True))
            members = add_member(alliance=one.alliance, person=person, roles=one.roles, side=one.side)
            undo["members"] = [member.pk for member in members if member.pk not in held]
        one.pk = person.pk
    versions = dict(Person.objects.filter(pk__in=[one.pk for one in planned]).values_list("pk", "version"))
    for one, undo in zip(planned, undos, strict=True):
        one.undo = undo | {"version": versions[one.pk or 0]}


def _make(
    planned: Sequence["PlannedPerson"], undos: Sequence[dict[str, Any]], made: dict[str, Person], lookups: Lookups
) -> None:
    """All new people at once; the database's own rules hold for each, and its audit trail sees each."""
    new: dict[str, Person] = {}
    for one, undo in zip(planned, undos, strict=True):
        if one.is_new:
            assert one.organisation is not None  # noqa: S101  CONFIG: the judge asks for it
            person = Person(organisation_id=_organisation(one.organisation, lookups, undo))
            set_values(person, {"is_public": True, **one.values})
            person.clean_fields(exclude=_LOOKED_UP)
            new[one.key] = person
    made |= dict(zip(new, Person.objects.bulk_create(new.values()), strict=True))


# Looked up already; to ask the database for each of them again took most of the time.
_LOOKED_UP = ("organisation", "function", "site")


def _written(one: "PlannedPerson", undo: dict[str, Any], made: dict[str, Person], lookups: Lookups) -> Person:
    if one.person is None:
        return made[one.key]
    values = dict(one.values)
    if one.organisation is not None:
        found = _organisation(one.organisation, lookups, undo)
        values["organisation"] = Organisation.objects.get(pk=found)
    if values:
        person = Person.objects.get(pk=one.person.pk)
        for name in values:
            column: Any = Person._meta.get_field(name)
            undo["values"][column.attname] = getattr(person, column.attname)
        edit_person(person=person, version=person.version, **values)
        return person
    return one.person


def _organisation(named: Named, lookups: Lookups, undo: dict[str, Any]) -> int:
    found = named.key if isinstance(named.key, int) else lookups.organisations.find(named.name, named.key).key
    if isinstance(found, int):
        return found
    made = create_organisation(name=named.name, is_public=True)
    lookups.organisations.learn(made.pk, found)
    undo["organisations"].append(made.pk)
    return made.pk


def take_back(rows: Sequence[Written], *, by: User) -> list[str]:
    """Undo what an import wrote; answers with what stands in the way, and then nothing was undone."""
    people = Person.objects.select_for_update(of=("self",)).in_bulk([row.pk for row in rows])
    latest: dict[int, Written] = {}
    for row in rows:
        # Rows come with the last one first: its version is the one that the import left.
        latest.setdefault(row.pk, row)
    found = [in_the_way(row, _("is no longer there")) for row in rows if row.pk not in people]
    found += [
        in_the_way(row, _("was changed since"))
        for pk, row in latest.items()
        if pk in people and people[pk].version != row.undo["version"]
    ]
    own = {Member, ScopeGrant, PersonLanguage}
    hanging = rows_that_hang_on(Person, [row.pk for row in rows if row.is_new], but=own)
    members = {pk for row in rows for pk in row.undo["members"]}
    made = [row.pk for row in rows if row.is_new]
    for pk in Member.objects.filter(person__in=made).exclude(pk__in=members).values_list("person", flat=True):
        hanging.setdefault(pk, []).append(str(Member._meta.verbose_name))
    found += [
        in_the_way(row, _("has %(things)s by now") % {"things": ", ".join(hanging[row.pk])})
        for row in rows
        if row.is_new and row.pk in hanging
    ]
    if found:
        return found
    try:
        _put_back(rows, people, members)
    except (ProtectedError, RestrictedError):
        return [_("Other records refer to what came in.")]
    return []


def _put_back(rows: Sequence[Written], people: dict[int, Person], members: set[int]) -> None:
    given = list(Member.objects.filter(pk__in=members).select_related("alliance__scope", "person"))
    for member in given:
        member.delete()
        settle_access(alliance=member.alliance, people=[member.person])
    for row in rows:
        person = people[row.pk]
        if row.is_new:
            person.delete()
        elif values := row.undo["values"]:
            edit_person(person=person, version=person.version, **_as_values(values))
    came = {pk for row in rows for pk in row.undo["organisations"]}
    for column in columns_to(Organisation):
        used = column.model._base_manager.filter(**{f"{column.name}__in": came})
        came -= set(used.values_list(column.attname, flat=True))
    Organisation.objects.filter(pk__in=came, version=1).delete()


def _as_values(values: dict[str, Any]) -> Any:
    """Values by the names that the action takes."""
    found = {}
    for attribute, value in values.items():
        column: Any = Person._meta.get_field(attribute)
        found[column.name] = column.related_model.objects.get(pk=value) if column.is_relation and value else value
    return found
