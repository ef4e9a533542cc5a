"""How the changes of an alliance are told."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Member, Party, StageChange
from coe_hub.audit.history import Names, Story, months_text
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Organisation, Person, Scope
from coe_hub.vocabulary.models import AllianceRole, Stage

_FIELDS = (*Alliance.EDITABLE, "archived_at")


def _party(event: Any, names: Names) -> dict[str, str]:
    return {"name": names.of(Organisation, event.organisation_id)}


def _member(event: Any, names: Names) -> dict[str, str]:
    return {"name": names.of(Person, event.person_id), "role": names.of(AllianceRole, event.role_id)}


def _replaced(model: type[Model], column: str, earlier: Any, event: Any, names: Names) -> Iterable[str]:
    """Where doubles were merged, somebody or something stands in the place of another one."""
    old, new = getattr(earlier, column), getattr(event, column)
    if old != new:
        yield _("put %(new)s in the place of %(old)s") % {"old": names.of(model, old), "new": names.of(model, new)}


def _stage(event: Any, names: Names) -> str:
    words = {"stage": names.of(Stage, event.stage_id), "date": date_text(event.on_date), "reason": event.reason}
    if event.reason:
        return _("moved it to the stage “%(stage)s” as of %(date)s: %(reason)s") % words
    return _("moved it to the stage “%(stage)s” as of %(date)s") % words


def of_alliance(alliance: Alliance) -> dict[str, Any]:
    """The filter for events of rows that hang on the alliance by a column of that name."""
    return {"alliance_id": alliance.pk}


STORIES = (
    (
        Story(
            Alliance,
            _FIELDS,
            created=lambda _event, _names: _("logged the alliance"),
            texts={"review_months": months_text},
        ),
        lambda alliance: {"pgh_obj_id": alliance.pk},
    ),
    (
        Story(
            Party,
            named=("organisation",),
            changed=partial(_replaced, Organisation, "organisation_id"),
            created=lambda event, names: _("added %(name)s as a party") % _party(event, names),
            deleted=lambda event, names: _("took %(name)s off the parties") % _party(event, names),
        ),
        of_alliance,
    ),
    (
        Story(
            Member,
            named=("person", "role"),
            changed=partial(_replaced, Person, "person_id"),
            created=lambda event, names: _("added %(name)s as %(role)s") % _member(event, names),
            deleted=lambda event, names: _("took %(name)s off as %(role)s") % _member(event, names),
        ),
        of_alliance,
    ),
    (Story(StageChange, named=("stage",), created=_stage), of_alliance),
    (Story(Scope, Scope.EDITABLE), lambda alliance: {"pgh_obj_id": alliance.scope_id}),
)
