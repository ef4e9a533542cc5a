"""What is written down about an alliance: its stage, its journal, its reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.actions.appointments import cancel_open_appointment, close_appointment
from alliances.models import Alliance, JournalEntry, Review, StageChange
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import Person, User
from coe_hub.reminders.action_items.actions import add_action, finish_action
from coe_hub.reminders.action_items.models import ActionItem
from coe_hub.vocabulary.models import Phase, Stage


@dataclass(frozen=True)
class NewAction:
    """Something that a review gave somebody to do."""

    text: str
    owner: Person
    side: str
    due_on: date | None = None


def _locked(alliance: Alliance) -> Alliance:
    return Alliance.objects.select_for_update(of=("self",)).select_related("stage", "scope").get(pk=alliance.pk)


@transaction.atomic
def change_stage(*, alliance: Alliance, stage: Stage, on_date: date, reason: str, by: User) -> StageChange:
    """Move the alliance to another stage as of `on_date`. Raises `DomainError` where it is there already,
    or where a later change is on record."""
    alliance = _locked(alliance)
    if alliance.stage_id == stage.pk:
        raise DomainError(_("The alliance is in this stage already. Choose another one."), field="stage")
    latest = alliance.stage_changes.order_by("-on_date", "-pk").first()
    if latest and on_date < latest.on_date:
        raise DomainError(
            _("The last change was on %(date)s. Choose that day or a later one.") % {"date": date_text(latest.on_date)},
            field="on_date",
        )
    change = StageChange(alliance=alliance, stage=stage, on_date=on_date, reason=reason, by=by)
    change.full_clean()
    change.save()
    alliance.stage = stage
    save_record(alliance, fields=["stage"])
    if stage.phase == Phase.CLOSED:
        cancel_open_appointment(alliance)
    return change


@transaction.atomic
def write_entry(*, alliance: Alliance, kind: str, text: str, happened_on: date, by: User) -> JournalEntry:
    """Add a line to the journal."""
    entry = JournalEntry(alliance=alliance, kind=kind, text=text, happened_on=happened_on, by=by)
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def edit_entry(*, entry: JournalEntry, version: int, kind: str, text: str, happened_on: date) -> None:
    """Correct a line. Raises `LostUpdateError` where it was saved since `version`."""
    entry.kind, entry.text, entry.happened_on = kind, text, happened_on
    entry.full_clean()
    save_record(entry, fields=["kind", "text", "happened_on"], version=version)


@transaction.atomic
def do_review(
    *,
    alliance: Alliance,
    held_on: date,
    outcome: str,
    note: str,
    by: User,
    finished: Iterable[ActionItem] = (),
    new_actions: Iterable[NewAction] = (),
) -> Review:
    """Write down a review, with the actions it finished and those it gave; the rhythm counts from its day on, and its
    appointment is closed.

    Raises `DomainError` where a later one is on record, or an action was cancelled meanwhile.
    """
    alliance = _locked(alliance)
    latest = alliance.reviews.order_by("-held_on").first()
    if latest and held_on < latest.held_on:
        raise DomainError(
            _("The last review was held on %(date)s. Choose that day or a later one.")
            % {"date": date_text(latest.held_on)},
            field="held_on",
        )
    review = Review(
        alliance=alliance, held_on=held_on, due_on=alliance.next_review_on, outcome=outcome, note=note, by=by
    )
    review.full_clean()
    review.save()
    alliance.last_reviewed_on = held_on
    save_record(alliance, fields=["last_reviewed_on"])
    for item in finished:
        finish_action(item=item, by=by)
    source = {
        "source_label": _("Review of %(date)s") % {"date": date_text(held_on)},
        "source_url": f"{alliance.get_absolute_url()}#reviews",
    }
    for new in new_actions:
        values = {"text": new.text, "owner": new.owner, "side": new.side, "due_on": new.due_on}
        add_action(scope=alliance.scope, by=by, **values, **source)
    close_appointment(review=review)
    return review
