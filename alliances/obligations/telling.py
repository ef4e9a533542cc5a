"""Whoever sees to an obligation is told when its day moves: by mail, and on their page of reminders."""

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from alliances.agreements.models import Agreement
from alliances.obligations.models import Obligation, TriggerEvent
from alliances.obligations.planning import Changes, Move
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, ScopeGrant, Sight, User
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.models.deliveries import Channel
from coe_hub.vocabulary.models import Access

KIND = "obligation"
Cause = TriggerEvent | Obligation | Agreement
# A mail names so many; the page has them all.
MOST_TOLD = 20


def tell_moves(changes: Changes, *, by: User | None, cause: Cause, why: str = "") -> None:
    """One mail to each who sees to something that moved and is still owed, and a line on their page of reminders;
    nobody is told of what they did themselves, nor of what they may not see. `cause` is what they follow from."""
    moves = [
        move
        for move in changes.moves
        if not move.fulfilment.is_settled and (move.is_back or not move.fulfilment.is_void)
    ]
    if not moves:
        return
    days = {row.pk: plan for row, plan in changes.rewritten}
    told = _by_owner(moves)
    written: list[Reminder] = []
    for person, rows in told.items():
        if by is not None and person.pk == by.person_id:
            continue
        now = timezone.now()
        for move in rows:
            plan = days[move.fulfilment.pk]
            if plan.due_on is None or plan.notice_on is None or plan.is_expected or plan.lapses_on:
                continue
            shown_on = plan.notice_on if plan.notice_on >= now.date() else plan.due_on
            written.append(
                Reminder(
                    person=person,
                    kind=KIND,
                    object_id=move.fulfilment.pk,
                    due_date=shown_on,
                    told_for=now.date(),
                    channel=Channel.PAGE,
                    on_day=now.date(),
                    send_after=now,
                )
            )
        _write(person, rows, by=by, cause=cause, why=why)
    Reminder.objects.bulk_create(written, ignore_conflicts=True)


def _by_owner(moves: Sequence[Move]) -> dict[Person, list[Move]]:
    """What moved by who sees to it: its owner or, without one, whoever leads what it stands in."""
    scopes = {move.fulfilment.obligation.scope_id for move in moves}
    leads: dict[int, int] = {}
    grants = ScopeGrant.objects.filter(
        scope__in=scopes, role__in=(Access.LEAD, Access.SPONSOR), person__user__is_active=True
    )
    for grant in sorted(grants, key=lambda one: (one.role != Access.LEAD, one.pk)):
        leads.setdefault(grant.scope_id, grant.person_id)
    owners = {
        move.fulfilment.pk: move.fulfilment.obligation.owner_id or leads.get(move.fulfilment.obligation.scope_id)
        for move in moves
    }
    wanted = {pk for pk in owners.values() if pk}
    sight = Sight.of(people=wanted, scopes=scopes)
    people = Person.objects.filter(pk__in=wanted, user__is_active=True).select_related("user")
    by_id = {person.pk: person for person in people}
    found: dict[Person, list[Move]] = defaultdict(list)
    for move in moves:
        owner = owners[move.fulfilment.pk]
        if owner in by_id and sight.reaches(owner, move.fulfilment.obligation.scope_id):
            found[by_id[owner]].append(move)
    return found


def _write(person: Person, moves: Sequence[Move], *, by: User | None, cause: Cause, why: str) -> None:
    alliance = moves[0].fulfilment.obligation.alliance
    url = moves[0].fulfilment.get_absolute_url() if len(moves) == 1 else alliance.get_absolute_url() + "obligations/"
    context = {
        "person": person,
        "by": by.person if by else None,
        "who": by.person.display_name if by else "",
        "cause": cause,
        "why": why,
        "title": alliance.title_in_mail,
        "moves": moves[:MOST_TOLD],
        "more": max(len(moves) - MOST_TOLD, 0),
        "count": len(moves),
        "url": settings.HUB_URL + url,
    }
    send_in_background(
        "dates_moved",
        to=email_of(person),
        language=mail_language(person),
        context=context,
        reply_to=email_of(by.person) if by else "",
    )
