"""How the changes of an alliance are told."""

from typing import Any

from django.utils.translation import gettext as _

from alliances.models import (
    Alliance,
    JournalEntry,
    Member,
    Party,
    Review,
    ReviewAppointment,
    ReviewInvitee,
    StageChange,
)
from alliances.models.events import EntryKind, Outcome
from coe_hub.audit.history import Names, Sentence, Story, tell
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Organisation, Person, Scope
from coe_hub.reminders.action_items.history import STORY as ITEMS
from coe_hub.vocabulary.models import AllianceRole, Stage

_FIELDS = (
    "name",
    "code_name",
    "reference",
    "alliance_type",
    "therapeutic_area",
    "purpose",
    "lead",
    "starts_on",
    "ends_on",
    "review_months",
    "archived_at",
)

_APPOINTMENT = ("starts_at", "minutes", "time_zone", "place", "dial_in", "note", "cancelled_at", "reason")


def _party(event: Any, names: Names) -> dict[str, str]:
    return {"name": names.of(Organisation, event.organisation_id)}


def _member(event: Any, names: Names) -> dict[str, str]:
    return {"name": names.of(Person, event.person_id), "role": names.of(AllianceRole, event.role_id)}


def _stage(event: Any, names: Names) -> str:
    words = {"stage": names.of(Stage, event.stage_id), "date": date_text(event.on_date), "reason": event.reason}
    if event.reason:
        return _("moved it to the stage “%(stage)s” as of %(date)s: %(reason)s") % words
    return _("moved it to the stage “%(stage)s” as of %(date)s") % words


def _review(event: Any, _names: Names) -> str:
    words = {"outcome": Outcome(event.outcome).label, "date": date_text(event.held_on)}
    return _("reviewed it on %(date)s: %(outcome)s") % words


def _entry(event: Any, _names: Names) -> str:
    words = {"kind": EntryKind(event.kind).label, "date": date_text(event.happened_on)}
    return _("wrote in the journal: %(kind)s, %(date)s") % words


def _appointment(event: Any, _names: Names) -> str:
    return _("set a time for the review: %(time)s") % {"time": date_text(event.starts_at, "time")}


def _invitee(event: Any, names: Names) -> dict[str, str]:
    return {"name": names.of(Person, event.person_id)}


_STORIES = (
    (Story(Alliance, _FIELDS, created=lambda _event, _names: _("logged the alliance")), "pgh_obj_id"),
    (
        Story(
            Party,
            named=("organisation",),
            created=lambda event, names: _("added %(name)s as a party") % _party(event, names),
            deleted=lambda event, names: _("took %(name)s off the parties") % _party(event, names),
        ),
        "alliance_id",
    ),
    (
        Story(
            Member,
            named=("person", "role"),
            created=lambda event, names: _("added %(name)s as %(role)s") % _member(event, names),
            deleted=lambda event, names: _("took %(name)s off as %(role)s") % _member(event, names),
        ),
        "alliance_id",
    ),
    (Story(StageChange, named=("stage",), created=_stage), "alliance_id"),
    (Story(Review, created=_review), "alliance_id"),
    (Story(ReviewAppointment, _APPOINTMENT, created=_appointment), "alliance_id"),
    (
        Story(
            ReviewInvitee,
            named=("person",),
            created=lambda event, names: _("invited %(name)s to the review") % _invitee(event, names),
            deleted=lambda event, names: _("took %(name)s off the review's invitations") % _invitee(event, names),
        ),
        "appointment__alliance_id",
    ),
    (Story(JournalEntry, ("kind", "text", "happened_on"), created=_entry), "alliance_id"),
)


def alliance_sentences(alliance: Alliance) -> list[Sentence]:
    """Everything that happened to the alliance, newest first."""
    stories = [(story, {column: alliance.pk}) for story, column in _STORIES]
    of_scope = [(Story(Scope, ("kind",)), {"pgh_obj_id": alliance.scope_id}), (ITEMS, {"scope_id": alliance.scope_id})]
    return tell([*stories, *of_scope])
