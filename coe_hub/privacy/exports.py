"""Everything the hub has of a person, as one archive: from the data map, so that nothing is forgotten."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from coe_hub.api.exports.archive import Archive, register_own
from coe_hub.audit.kinds import way_to_scope
from coe_hub.lib.tables import Column
from coe_hub.people.access.models.scopes import Scope
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, User
from coe_hub.privacy.data_map import Kept, data_map

# What opens something, or was sealed so that nobody reads it.
_SECRET = frozenset({"password", "token_hash", "sealed", "sealed_secret"})


# Shown to nobody but the person, the admin who exports for them neither.
THEIRS_ALONE = ("learning", "usage")


def person_archive(person: Person, *, reader: User) -> Iterable[bytes]:
    """What the hub has of somebody, for whoever asks an admin for it; people with an account take their own along."""
    archive = Archive({"person": person.public_id}, lambda _done, _of: None)
    values = {name: str(getattr(person, name) or "") for name in person.EDITABLE}
    archive.add("profile.json", [json.dumps({"person": values}, ensure_ascii=False, indent=1).encode()])
    add_rows(archive, person, reader)
    return archive.stream()


def add_rows(archive: Archive, person: Person, reader: User) -> None:
    """Every row of the data map that points at the person, as the reader may see it. Of what stands behind a wall
    `not-shown.json` says how many rows there are: whoever is let in there exports those."""
    hidden: dict[str, int] = {}
    for kept in data_map():
        rows = kept.rows_of(person)
        if rows is None or kept.model in {User, Person}:
            continue
        if kept.purpose.code in THEIRS_ALONE and reader.person_id != person.pk:
            continue
        shown, name = _seen(kept, rows, reader), kept.model._meta.label_lower
        if count := rows.distinct().count() - shown.count():
            hidden[name] = count
        if shown.exists():
            archive.add_list(f"kept/{kept.purpose.code}/{name}", shown.order_by("pk"), _columns(kept, person))
    archive.add("kept/not-shown.json", [json.dumps(hidden, indent=1).encode()])


def register_all() -> None:
    """Have all of the data map in the archive that everybody takes along."""
    register_own(add_rows)


def _seen(kept: Kept, rows: Any, reader: User) -> Any:
    way = way_to_scope(kept.model)
    rows = kept.model._base_manager.filter(pk__in=rows.values("pk"))
    if not way:
        return rows
    granted = ScopeGrant.objects.filter(person=reader.person_id).values("scope")
    open_to_them = Scope.objects.filter(Q(kind=ScopeKind.OPEN) | Q(pk__in=granted)).values("pk")
    return rows.filter(**{f"{'__'.join(way)}__in": open_to_them})


def _columns(kept: Kept, person: Person) -> list[Column]:
    account = getattr(person, "user", None)
    mine = {person.pk} if account is None else {person.pk, account.pk}

    def as_what(row: Any) -> str:
        """By which of its columns the row is of this person."""
        found = []
        for name in kept.whose:
            column = kept.model._meta.get_field(name)
            wanted = account.pk if column.related_model is User and account else person.pk
            if getattr(row, column.attname) == wanted and wanted in mine:
                found.append(name)
        return " ".join(found)

    plain = [
        one.name
        for one in kept.model._meta.concrete_fields
        if not one.is_relation and one.name not in _SECRET and not getattr(one, "generated", False)
    ]
    return [Column("as", "as", as_what), *(_as_it_is(name) for name in plain)]


def _as_it_is(name: str) -> Column:
    """A column of that name, for programs."""
    return Column(name, name, lambda row: "" if (value := getattr(row, name)) is None else str(value))
