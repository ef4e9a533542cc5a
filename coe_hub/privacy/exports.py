"""Everything the hub has of a person, as one archive: from the data map, so that nothing is forgotten."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from coe_hub.api.exports.archive import Archive
from coe_hub.audit.kinds import way_to_scope
from coe_hub.lib.resources import resources
from coe_hub.lib.tables import Column
from coe_hub.people.access.models.scopes import Scope
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, User
from coe_hub.privacy.data_map import Kept, data_map

# What opens something, or was sealed so that nobody reads it.
_SECRET = frozenset({"password", "token_hash", "sealed", "sealed_secret"})


# Shown to nobody but the person, the admin who exports for them neither.
THEIRS_ALONE = ("learning", "usage")


def person_archive(person: Person, *, reader: User) -> Iterable[bytes]:
    """Entry and account, what hangs on the person, and every row that points at them, as the reader may see them. Of
    what stands behind a wall the manifest says how many rows there are: whoever is let in there exports those."""
    account = getattr(person, "user", None)
    hidden: dict[str, int] = {}
    archive = Archive({"person": person.public_id, "account": account.email if account else "", "not_shown": hidden})
    values = {name: str(getattr(person, name) or "") for name in person.EDITABLE}
    facts = {name: str(getattr(account, name)) for name in ("email", *account.EDITABLE)} if account else {}
    archive.add(
        "profile.json", [json.dumps({"person": values, "account": facts}, ensure_ascii=False, indent=1).encode()]
    )
    held = [_as_it_is(name) for name in ("kind", "title", "detail", "url")]
    archive.add_list("what-hangs-on-me", holdings(person, user=reader).shown, held)
    own: dict[str, dict[str, Any]] = {"actions": {"owner": person}}
    if account:
        own |= {"journal": {"by": account}, "reviews": {"by": account}}
    for resource in resources():
        if resource.code in own:
            found = resource.rows(reader).filter(**own[resource.code]).order_by("pk")
            archive.add_list(resource.code, resource.read(found), resource.columns())
    for kept in data_map():
        rows = kept.rows_of(person)
        if rows is None or kept.model in {User, Person}:
            continue
        if kept.purpose.code in THEIRS_ALONE and reader.person_id != person.pk:
            continue
        shown = _seen(kept, rows, reader)
        if count := rows.distinct().count() - shown.count():
            hidden[kept.model._meta.label_lower] = count
        if shown.exists():
            archive.add_list(
                f"kept/{kept.purpose.code}/{kept.model._meta.label_lower}", shown.order_by("pk"), _columns(kept, person)
            )
    return archive.stream()


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
