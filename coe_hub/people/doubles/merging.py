"""Making one of several, and taking it apart again. Every step is written down in a way that can be gone back."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import MERGE, UNDONE_MERGE, acting
from coe_hub.lib.records import Record
from coe_hub.people.doubles.models import MERGED, Merge, MergeKind
from coe_hub.people.doubles.references import Clash, columns_to, rule_of
from coe_hub.people.doubles.sight import refuse_hidden_sight
from coe_hub.people.models import Organisation, Person, User

Double = Person | Organisation
Step = dict[str, Any]


@transaction.atomic
def merge(*, kept: Double, doubles: Sequence[Double], values: dict[str, Any], by: User) -> Merge:
    """Let `kept` be all of them, with these `values` of its own; the doubles are put away.

    Raises `DomainError` where two of them have an account, or where the account would see what `by` may not know of.
    """
    kind = MergeKind.PERSON if isinstance(kept, Person) else MergeKind.ORGANISATION
    kept, *doubles = _locked(kind, [kept, *doubles])
    if isinstance(kept, Person):
        refuse_hidden_sight([kept, *doubles], by=by)
    with acting(by=by, reason=MERGE):
        steps: list[Step] = []
        for double in doubles:
            steps += _move_all(double, kept)
            steps.append(_write(double, {"archived_at": timezone.now()}))
        kept.refresh_from_db()
        steps += _write_own(kept, values)
        _refuse_ring(kept)
        return Merge.objects.create(
            kind=kind, kept_id=kept.pk, gone=[double.pk for double in doubles], steps=steps, by=by
        )


def _refuse_ring(kept: Double) -> None:
    """Raise `DomainError` where an organisation came to stand below itself, by way of others."""
    above = kept.parent if isinstance(kept, Organisation) else None
    while above is not None:
        if above.pk == kept.pk:
            raise DomainError(_("One of them belongs to another by way of a third. Change that first."))
        above = above.parent


def _locked(kind: str, records: Sequence[Double]) -> list[Any]:
    """The records as they are now, and nobody else's to change; in the order given. Raises `DomainError` where one was
    put away meanwhile."""
    pks = [record.pk for record in records]
    rows = MERGED[kind]._default_manager.filter(pk__in=pks, archived_at__isnull=True).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update()}
    if len(found) != len(set(pks)) or len(pks) != len(set(pks)) or len(pks) < 2:
        raise DomainError(_("Somebody merged or archived one of them meanwhile. Look at them again."))
    return [found[pk] for pk in pks]


def _move_all(double: Any, kept: Any) -> list[Step]:
    """Everything that names `double` names `kept` from now on."""
    steps: list[Step] = []
    for column in columns_to(type(double)):
        steps += _move(column, double, kept)
    return steps


def _move(column: Any, double: Any, kept: Any) -> list[Step]:
    rows = column.model._base_manager.filter(**{column.name: double.pk})
    steps = []
    if column.model is type(kept) and rows.filter(pk=kept.pk).exists():  # it cannot stand below itself
        kept.refresh_from_db()
        above = getattr(double, column.attname)
        steps.append(_write(kept, {column.attname: None if above == kept.pk else above}))
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    if not pks:
        return steps
    try:
        with transaction.atomic():
            _point(column, pks, kept.pk)
        return [*steps, _moved(column, pks, double, kept)]
    except IntegrityError:
        return [*steps, *_move_one_by_one(column, rows.order_by("pk"), double, kept)]


def _move_one_by_one(column: Any, rows: Iterable[Any], double: Any, kept: Any) -> list[Step]:
    """Where some of the rows are there already."""
    steps: list[Step] = []
    for row in list(rows):
        try:
            with transaction.atomic():
                _point(column, [row.pk], kept.pk)
            steps.append(_moved(column, [row.pk], double, kept))
        except IntegrityError:
            steps += _settle(column, row, kept)
    return steps


def _settle(column: Any, row: Any, kept: Any) -> list[Step]:
    rule = rule_of(column)
    if rule.clash is None:
        raise DomainError(
            _("Something names two of them and may not name one twice, such as a tool its owner. Change that first.")
        )
    if rule.clash is Clash.STAYS:
        return []
    twin = _twin(column, row, kept)
    if rule.clash is Clash.MERGED:
        return [*_move_all(row, twin), _write(row, {"archived_at": timezone.now()})]
    better = rule.better(twin, row) if rule.better and twin else {}
    steps = [_write(twin, better)] if better else []
    steps.append({"did": "dropped", "row": serializers.serialize("json", [row])})
    row.delete()
    return steps


def _twin(column: Any, row: Any, kept: Any) -> Any:
    """The row of the kept record that says the same."""
    constraints = (one for one in column.model._meta.constraints if isinstance(one, models.UniqueConstraint))
    beside = next((set(one.fields) - {column.name} for one in constraints if column.name in one.fields), set())
    same = {name: getattr(row, row._meta.get_field(name).attname) for name in beside}
    return column.model._base_manager.filter(**same, **{column.name: kept.pk}).first()


def _point(column: Any, pks: Collection[int], to: int) -> None:
    """Let these rows name another record. A record that somebody has open on a form counts as saved meanwhile."""
    raised = {"version": F("version") + 1} if issubclass(column.model, Record) else {}
    column.model._base_manager.filter(pk__in=pks).update(**{column.attname: to}, **raised)


def _moved(column: Any, pks: Sequence[int], double: Any, kept: Any) -> Step:
    place = {"model": column.model._meta.label, "column": column.attname, "of": double.pk, "to": kept.pk}
    return {"did": "moved", **place, "rows": list(pks)}


def _write(row: Any, values: dict[str, Any]) -> Step:
    """Write these values, whatever else the row says."""
    before = {name: getattr(row, name) for name in values}
    raised = {"version": F("version") + 1} if isinstance(row, Record) else {}
    type(row)._base_manager.filter(pk=row.pk).update(**values, **raised)
    return {
        "did": "wrote",
        "model": row._meta.label,
        "row": row.pk,
        "before": {name: _plain(value) for name, value in before.items()},
        "after": {name: _plain(value) for name, value in values.items()},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _write_own(kept: Any, values: dict[str, Any]) -> list[Step]:
    """The values that were chosen for the kept record, each as it stands in its column."""
    columns = {kept._meta.get_field(name).attname: getattr(value, "pk", value) for name, value in values.items()}
    changed = {name: value for name, value in columns.items() if getattr(kept, name) != value}
    if hasattr(kept, "user"):
        changed.pop("email", None)
        if kept.email != kept.user.email:
            changed["email"] = kept.user.email
    if not changed:
        return []
    before = type(kept)._base_manager.get(pk=kept.pk)
    set_values(kept, values)
    kept.full_clean(exclude=["email"])
    return [_write(before, changed)]


@transaction.atomic
def undo(*, done: Merge, by: User) -> None:
    """Take the merge apart: each row names again what it named, unless somebody changed that meanwhile.

    Raises `DomainError` where it is too late, or where what was kept was merged itself since.
    """
    done = Merge.objects.select_for_update().get(pk=done.pk)
    kept = MERGED[done.kind]._default_manager.select_for_update().get(pk=done.kept_id)
    if not done.is_undoable:
        raise DomainError(_("This merge cannot be undone any more."))
    if kept.is_archived:
        raise DomainError(_("It was merged into another one since. Undo that first."))
    with acting(by=by, reason=UNDONE_MERGE):
        for step in reversed(done.steps):
            _BACK[step["did"]](step)
        done.undone_at = timezone.now()
        done.save(update_fields=["undone_at"])


def _move_back(step: Step) -> None:
    model: Any = apps.get_model(step["model"])
    column = next(one for one in model._meta.concrete_fields if one.attname == step["column"])
    still = model._base_manager.filter(pk__in=step["rows"], **{column.attname: step["to"]})
    for pk in list(still.values_list("pk", flat=True)):
        _try(partial(_point, column, [pk], step["of"]))


def _write_back(step: Step) -> None:
    model: Any = apps.get_model(step["model"])
    row = model._base_manager.filter(pk=step["row"]).first()
    if row is None:
        return
    same = {
        name: row._meta.get_field(name).to_python(value)
        for name, value in step["before"].items()
        if _plain(getattr(row, name)) == step["after"][name]
    }
    if same:
        _try(partial(_write, row, same))


def _put_back(step: Step) -> None:
    for one in serializers.deserialize("json", step["row"]):
        _try(one.save)  # as it was, with its own key


def _try(act: Any) -> None:
    """What cannot be put back, because another row took its place since, stays as it is."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        pass


_BACK = {"moved": _move_back, "wrote": _write_back, "dropped": _put_back}
