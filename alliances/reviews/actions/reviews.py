"""Doing a review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.core.actions.partnerships import locked_alliance, settle_review_day
from alliances.core.models import Alliance
from alliances.reviews.actions.appointments import close_appointment
from alliances.reviews.models import Review
from coe_hub.action_items.actions import add_action, finish_action
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import Person, User


@dataclass(frozen=True)
class NewAction:
    """Something that a review gave somebody to do."""

    text: str
    owner: Person
    side: str
    due_on: date | None = None
    tells_now: bool = False


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
    """Write down a review, with the actions it finished and those it gave, of which
    people at the partner are told at once where that is wanted; the rhythm counts from its day on, and its
    appointment is closed.

    Raises `DomainError` where a later one is on record, or an action was cancelled meanwhile.
    """
    alliance = locked_alliance(alliance)
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
    settle_review_day(alliance)
    for item in finished:
        finish_action(item=item, by=by)
    for new in new_actions:
        add_action(
            scope=alliance.scope,
            by=by,
            text=new.text,
            owner=new.owner,
            side=new.side,
            due_on=new.due_on,
            tells_now=new.tells_now,
            source_label=_("Review of %(date)s") % {"date": date_text(held_on)},
            source_url=f"{alliance.get_absolute_url()}#reviews",
        )
    close_appointment(review=review)
    return review
