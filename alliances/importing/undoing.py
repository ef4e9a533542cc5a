"""Taking an import of alliances back: what it made goes, what it changed is as it was, as long as nobody went on."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.actions.members import settle_access
from alliances.core.actions.partnerships import LOOK
from alliances.core.models import Alliance, Party, StageChange, Standing
from alliances.importing.plan import PlannedAlliance
from coe_hub.imports.undoing import Written, in_the_way, rows_that_hang_on
from coe_hub.lib.records import Record
from coe_hub.people.doubles.references import columns_to
from coe_hub.people.models import Organisation, Person, Scope, ScopeGrant, User
from coe_hub.reminders.review_days import settle_review_days

# What an import itself writes beside the alliance, and what goes with it.
_OWN = {Party, StageChange, Standing, ScopeGrant, Alliance}


def before(planned: PlannedAlliance) -> dict[str, Any]:
    """What is put back when a change is undone, as JSON takes it."""
    alliance = planned.record.alliance
    found: dict[str, Any] = {"organisations": planned.organisations, "people": planned.people, "values": {}}
    for attribute in planned.values:
        column: Any = Alliance._meta.get_field(attribute)
        value = getattr(alliance, column.attname)
        found["values"][column.attname] = value.isoformat() if isinstance(value, date) else value
    if planned.sides:
        found["parties"] = [[one.organisation_id, one.side, one.position] for one in planned.record.parties]
    if planned.scope:
        found["scope"] = alliance.scope.kind
    return found


def take_back(rows: Sequence[Written], *, by: User) -> list[str]:
    """Undo what an import wrote; answers with what stands in the way, and then nothing was undone."""
    alliances = (
        Alliance.objects.select_for_update(of=("self",)).select_related("scope").in_bulk([row.pk for row in rows])
    )
    if obstacles := _obstacles(rows, alliances, by):
        return obstacles
    _put_back([(alliances[row.pk], row.undo) for row in rows if not row.is_new])
    try:
        _remove([alliances[row.pk] for row in rows if row.is_new])
    except (ProtectedError, RestrictedError):
        return [_("Other records refer to what came in.")]
    _remove_unused(Organisation, {pk for row in rows for pk in row.undo.get("organisations", ())})
    _remove_unused(Person, {pk for row in rows for pk in row.undo.get("people", ())})
    return []


def _obstacles(rows: Sequence[Written], alliances: dict[int, Alliance], by: User) -> list[str]:
    editable = set(Alliance.objects.filter(pk__in=alliances).editable_by(by).values_list("pk", flat=True))
    found = [in_the_way(row, _("is no longer there")) for row in rows if row.pk not in alliances]
    found += [
        in_the_way(row, _("was changed since"))
        for row in rows
        if row.pk in alliances and (alliances[row.pk].version != row.undo["version"] or row.pk not in editable)
    ]
    new = [row for row in rows if row.is_new and row.pk in alliances]
    scopes = {alliances[row.pk].scope_id: row.pk for row in new}
    hanging = rows_that_hang_on(Alliance, [row.pk for row in new], but=_OWN)
    for scope, nouns in rows_that_hang_on(Scope, list(scopes), but=_OWN).items():
        hanging.setdefault(scopes[scope], []).extend(nouns)
    moved = _moved_on([row.pk for row in new])
    for row in new:
        if row.pk in hanging:
            found.append(in_the_way(row, _("has %(things)s by now") % {"things": ", ".join(hanging[row.pk])}))
        elif row.pk in moved:
            found.append(in_the_way(row, _("has come into another stage since")))
    return found


def _moved_on(made: Collection[int]) -> set[int]:
    changes = StageChange.objects.filter(alliance__in=made).values_list("alliance", flat=True)
    return {pk for pk, count in Counter(changes).items() if count > 1}


def _put_back(changed: Iterable[tuple[Alliance, dict[str, Any]]]) -> None:
    for alliance, undo in changed:
        lead = alliance.lead_id
        for attribute, value in undo["values"].items():
            column: Any = Alliance._meta.get_field(attribute)
            setattr(alliance, attribute, column.to_python(value) if not column.is_relation else value)
        alliance.version += 1
        alliance.updated_at = timezone.now()
        alliance.save()
        if "parties" in undo:
            alliance.parties.all().delete()
            Party.objects.bulk_create(
                Party(alliance=alliance, organisation_id=pk, side=side, position=position)
                for pk, side, position in undo["parties"]
            )
        if "scope" in undo:
            alliance.scope.kind = undo["scope"]
            alliance.scope.save(update_fields=["kind"])
        if "stage_change" in undo:
            StageChange.objects.filter(pk=undo["stage_change"]).delete()
        if lead != alliance.lead_id:
            people = Person.objects.filter(pk__in=[pk for pk in (lead, alliance.lead_id) if pk])
            settle_access(alliance=alliance, people=people)
        settle_review_days(Alliance.objects.filter(pk=alliance.pk), leader="lead")
        settle_review_days(Alliance.objects.filter(pk=alliance.pk), leader="lead", rhythm=LOOK)


def _remove(made: Sequence[Alliance]) -> None:
    Alliance.objects.filter(pk__in=[one.pk for one in made]).delete()
    Scope.objects.filter(pk__in=[one.scope_id for one in made]).delete()


def _remove_unused(model: type[Record], came: set[int]) -> None:
    """Those that came with it and that nobody else needs; the others stay."""
    for column in columns_to(model):
        came -= set(
            column.model._base_manager.filter(**{f"{column.name}__in": came}).values_list(column.attname, flat=True)
        )
    model._base_manager.filter(pk__in=came, version=1).delete()
