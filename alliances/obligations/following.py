"""What follows the agreement it stands under: which obligations end with it, and events that are days of its own."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements import duties
from alliances.agreements.models import Agreement, Ending, Renewal
from alliances.core.models import Alliance
from alliances.core.parts import Panel
from alliances.obligations.filters import still_owed
from alliances.obligations.models import Fulfilment, Kind, Lapse, Obligation, Point, TriggerEvent
from alliances.obligations.planning import lock_plan, replan
from alliances.obligations.points import days_of
from alliances.obligations.telling import tell_moves
from coe_hub.lib.dates import date_text
from coe_hub.lib.history import acting
from coe_hub.lib.records import save_record
from coe_hub.people.models import User

# So many rows stand on an agreement's page.
_SHOWN = 5
# Proposals alone: money and reports of the time before the end, and the care for patients, go on after it; of "other",
# such as confidentiality, nothing shall be lost unless somebody says so.
_SURVIVING = {Kind.FINANCIAL, Kind.REPORTING, Kind.SAFETY, Kind.OTHER}


def duties_under(agreement: Agreement, user: User) -> list[duties.Duty]:
    """What is still owed under it and its amendments, as far as the user may change it: what is soonest due first."""
    of = [agreement.pk, *agreement.amendments.values_list("pk", flat=True)]
    rows = Obligation.objects.editable_by(user).active().filter(agreement__in=of)
    owed = Fulfilment.objects.filter(obligation__in=rows).unsettled().order_by("-due_on", "pk")
    # The last one of each obligation counts, which is the soonest.
    days: dict[int, date | None] = dict(owed.values_list("obligation", "due_on"))
    found = sorted(rows.filter(pk__in=days), key=lambda one: (days[one.pk] or date.max, one.title, one.pk))
    return [
        duties.Duty(
            key=one.public_id,
            title=one.title,
            text=" · ".join(filter(None, [str(one.get_kind_display()), _clause(one), _next(days[one.pk])])),
            usually_survives=one.kind in _SURVIVING,
        )
        for one in found
    ]


def panel(agreement: Agreement, user: User, may_add: bool) -> Panel:
    """On the agreement's page: what is owed next under it and its amendments, and the ways to write more down."""
    today = timezone.localdate()
    of = [agreement.pk, *agreement.amendments.values_list("pk", flat=True)]
    rows = Fulfilment.objects.visible_to(user).living().filter(obligation__agreement__in=of).with_state(today)
    shown = list(still_owed(rows).with_row().in_order()[:_SHOWN])
    settleable = Fulfilment.objects.settled_by(user).filter(pk__in=[row.pk for row in shown])
    context = {
        "owed": shown,
        "settleable": set(settleable.values_list("pk", flat=True)),
        "may_owe": may_add and not agreement.alliance.is_archived,
    }
    return Panel("alliances/_owed_under.html", context)


def _clause(one: Obligation) -> str:
    return _("Clause %(clause)s") % {"clause": one.clause} if one.clause else ""


def _next(day: date | None) -> str:
    return _("next due %(date)s") % {"date": date_text(day)} if day else _("no day yet")


def settle_duties(ending: Ending, lapsing: Collection[str], surviving: Collection[str]) -> None:
    """Let these end with the agreement. Of the others that was said is kept only where it would be asked behind a wall
    otherwise: without a word they survive."""
    rows = Obligation.objects.filter(alliance=ending.agreement.alliance).order_by("pk")
    lapses = [Lapse(ending=ending, obligation=one) for one in rows.filter(public_id__in=lapsing)]
    walled = rows.filter(public_id__in=surviving).exclude(scope=ending.agreement.scope_id)
    Lapse.objects.bulk_create([*lapses, *(Lapse(ending=ending, obligation=one, survives=True) for one in walled)])


def follow(alliance: Alliance, by: User | None, cause: Agreement) -> None:
    """The days of an agreement, or how it ends, were written: events that stand for them, what is counted from these,
    and what ends with it follow; owners of what moved are told."""
    lock_plan(alliance)
    _keep_in_step(alliance)
    tell_moves(replan(alliance), by=by, cause=cause)


def _keep_in_step(alliance: Alliance) -> list[TriggerEvent]:
    """Write the days of the alliance's events that stand for days of agreements; return those that moved."""
    today, moved = timezone.localdate(), []
    rows = TriggerEvent.objects.active().filter(alliance=alliance).exclude(point=Point.NONE)
    for event in rows.select_related("agreement__amends").select_for_update(of=("self",)).order_by("pk"):
        days = days_of(event, today)
        if days != {name: getattr(event, name) for name in days}:
            for name, day in days.items():
                setattr(event, name, day)
            save_record(event, fields=list(days))
            moved.append(event)
    return moved


def settle() -> None:
    """Days of agreements that came, and terms that renewed themselves, since somebody last looked."""
    today = timezone.localdate()
    events = TriggerEvent.objects.active().exclude(point=Point.NONE)
    came = events.filter(expected_on__lte=today)
    renewed = events.filter(
        ~Exists(Ending.objects.live().filter(agreement=OuterRef("agreement"))),
        point=Point.EXPIRY,
        occurred_on__lt=today,
        agreement__renewal=Renewal.AUTOMATIC,
    )
    due = (came | renewed).exclude(alliance__archived_at__isnull=False)
    for alliance in Alliance.objects.filter(pk__in=due.values("alliance")).order_by("pk"):
        _settle(alliance)


def _settle(alliance: Alliance) -> None:
    with transaction.atomic(), acting(by=None, reason=""):
        lock_plan(alliance)
        if moved := _keep_in_step(alliance):
            tell_moves(replan(alliance), by=None, cause=moved[0])


def register_all() -> None:
    """Register what follows agreements."""
    duties.register(duties.Register(panel=panel, under=duties_under, settle=settle_duties, follow=follow))
