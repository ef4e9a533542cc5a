"""What follows from an alliance's own dates and stages: the rules of lists, and the core's signals."""

from datetime import date, timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.lookups import In
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.models import AllianceQuerySet, StageChange
from alliances.core.signals import Call, Rule, Sighted, Signal
from coe_hub.lib.dates import date_text
from coe_hub.lib.prepared import made_of
from coe_hub.lib.quarters import quarter_of
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Phase

SOON = timedelta(days=30)
LONG_OVERDUE = timedelta(days=60)
TERM_ENDS = timedelta(days=180)
A_YEAR = timedelta(days=365)
LIVING = Q(archived_at__isnull=True) & ~Q(stage__phase=Phase.CLOSED)


def phase_on(day: date) -> Subquery:
    """The phase an alliance was in at the end of `day`; null before its first stage."""
    changes = StageChange.objects.filter(alliance=OuterRef("pk"), on_date__lte=day).order_by("-on_date", "-pk")
    return Subquery(changes.values("stage__phase")[:1])


def in_phase(*phases: Phase) -> Q:
    """Not archived, and in one of these phases."""
    return Q(archived_at__isnull=True, stage__phase__in=phases)


def _last_reason() -> Subquery:
    """Why an alliance came where it stands."""
    changes = StageChange.objects.filter(alliance=OuterRef("pk")).order_by("-on_date", "-pk")
    return Subquery(changes.values("reason")[:1])


def start_of_last_quarter(today: date) -> date:
    """From when on something is news: the first day of the quarter before this one."""
    return made_of(today, _start_of_last_quarter)


def _start_of_last_quarter(today: date) -> date:
    return quarter_of(today).before.start


def living_on(alliances: AllianceQuerySet, day: date) -> AllianceQuerySet:
    """Those that had begun and were not closed at the end of `day`."""
    return alliances.alias(phase_then=phase_on(day)).filter(phase_then__isnull=False).exclude(phase_then=Phase.CLOSED)


def review_overdue(today: date) -> Q:
    """Living, and the next review lies before today."""
    return LIVING & Q(next_review_on__lt=today)


def review_soon(today: date) -> Q:
    """Living, and the next review lies within the next 30 days."""
    return LIVING & Q(next_review_on__range=(today, today + SOON))


def _long_overdue(today: date) -> Q:
    return LIVING & Q(next_review_on__lt=today - LONG_OVERDUE)


def _no_lead(today: date) -> Q:
    """Nobody is named, or somebody whose account was closed."""
    closed = User.objects.filter(is_active=False).values("person")
    return LIVING & (Q(lead__isnull=True) | Q(lead__in=closed))


def _term_ends(today: date) -> Q:
    return in_phase(Phase.LAUNCHING, Phase.RUNNING) & Q(ends_on__lte=today + TERM_ENDS)


def _a_year_in(phase: Phase) -> Rule:
    return lambda today: in_phase(phase) & Q(standing__phase_since__lte=today - A_YEAR)


def _began(today: date) -> Q:
    since = start_of_last_quarter(today)
    came = in_phase(Phase.RUNNING) & Q(standing__phase_since__gte=since)
    return came & Q(In(phase_on(since - timedelta(days=1)), [Phase.FORMING, Phase.LAUNCHING]))


# --- In words ---
def _long_overdue_reason(one: Sighted, today: date) -> str:
    days = (today - one.day).days if one.day else 0
    return _("Its review was due on %(day)s, %(count)d days ago.") % {"day": date_text(one.day), "count": days}


def _no_lead_reason(one: Sighted, today: date) -> str:
    return _("%(phase)s since %(month)s, and nobody who can sign in leads it.") % {
        "phase": Phase(one.phase).label,
        "month": date_text(one.day, "month"),
    }


def _term_ends_reason(one: Sighted, today: date) -> str:
    if one.day and one.day < today:
        return _("Its term ended on %(day)s and the work goes on: renew, or wind down?") % {"day": date_text(one.day)}
    return _("Its term ends on %(day)s: renew, reshape or wind down?") % {"day": date_text(one.day)}


def _long_forming_reason(one: Sighted, today: date) -> str:
    return _("Forming for over a year, last step in %(month)s: sign, or let go?") % {
        "month": date_text(one.day, "month")
    }


def _long_ending_reason(one: Sighted, today: date) -> str:
    return _("Ending since %(month)s: what still keeps it open?") % {"month": date_text(one.day, "month")}


def _began_reason(one: Sighted, today: date) -> str:
    return _("Running since %(day)s.") % {"day": date_text(one.day)}


def register_all() -> None:
    """Register what can be told of an alliance by its dates, its lead and its stages."""
    signals.register(
        Signal(
            code="long_overdue",
            call=Call.ATTEND,
            place=20,
            label=gettext_lazy("Review overdue for over 60 days"),
            rule=_long_overdue,
            day=lambda: F("next_review_on"),
            reason=_long_overdue_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d review is long overdue",
                    "%(count)d reviews are long overdue",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="no_lead",
            call=Call.ATTEND,
            place=30,
            label=gettext_lazy("Without a lead"),
            rule=_no_lead,
            day=lambda: F("standing__phase_since"),
            reason=_no_lead_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance has no lead",
                    "%(count)d alliances have no lead",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="term_ends",
            call=Call.DECIDE,
            place=10,
            label=gettext_lazy("Term ends within 180 days, still at work"),
            rule=_term_ends,
            day=lambda: F("ends_on"),
            reason=_term_ends_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d term ends within 180 days",
                    "%(count)d terms end within 180 days",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="long_forming",
            call=Call.DECIDE,
            place=20,
            label=gettext_lazy("Forming for over a year"),
            rule=_a_year_in(Phase.FORMING),
            day=lambda: F("standing__stage_since"),
            reason=_long_forming_reason,
            quote=_last_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance has been forming for over a year",
                    "%(count)d alliances have been forming for over a year",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="long_ending",
            call=Call.DECIDE,
            place=30,
            label=gettext_lazy("Ending for over a year"),
            rule=_a_year_in(Phase.ENDING),
            day=lambda: F("standing__phase_since"),
            reason=_long_ending_reason,
            quote=_last_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance has been ending for over a year",
                    "%(count)d alliances have been ending for over a year",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="began",
            call=Call.CELEBRATE,
            place=30,
            label=gettext_lazy("Began running since last quarter"),
            rule=_began,
            day=lambda: F("standing__phase_since"),
            reason=_began_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance began running",
                    "%(count)d alliances began running",
                    count,
                )
                % {"count": count}
            ),
            is_newest_first=True,
        ),
    )
