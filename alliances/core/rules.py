"""What follows from an alliance's own dates and stages: the rules of lists, and the core's signals."""

from datetime import date, timedelta
from functools import partial

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.models import AllianceQuerySet, StageChange
from alliances.core.signals import Call, Sighted, Signal
from coe_hub.lib.dates import date_text
from coe_hub.lib.prepared import made_of
from coe_hub.lib.quarters import quarter_of
from coe_hub.vocabulary.models import Phase

SOON = timedelta(days=30)
LONG_OVERDUE = timedelta(days=60)
TERM_ENDS = timedelta(days=180)
A_YEAR = timedelta(days=365)


def phase_on(day: date) -> Subquery:
    """The phase an alliance was in at the end of `day`; null before its first stage."""
    changes = StageChange.objects.filter(alliance=OuterRef("pk"), on_date__lte=day).order_by("-on_date", "-pk")
    return Subquery(changes.values("stage__phase")[:1])


def last_step(field: str = "on_date") -> Subquery:
    """The day, or another field, of the stage change that brought an alliance where it stands."""
    changes = StageChange.objects.filter(alliance=OuterRef("pk")).order_by("-on_date", "-pk")
    return Subquery(changes.values(field)[:1])


def in_phase_since() -> Subquery:
    """The day on which an alliance came into the phase it is in, from stage to stage without leaving it."""
    elsewhere_later = StageChange.objects.filter(
        Q(on_date__gt=OuterRef("on_date")) | Q(on_date=OuterRef("on_date"), pk__gt=OuterRef("pk")),
        alliance=OuterRef("alliance"),
    ).exclude(stage__phase=OuterRef("stage__phase"))
    changes = StageChange.objects.filter(alliance=OuterRef("pk"), stage__phase=OuterRef("stage__phase"))
    return Subquery(changes.exclude(Exists(elsewhere_later)).order_by("on_date", "pk").values("on_date")[:1])


def start_of_last_quarter(today: date) -> date:
    """From when on something is news: the first day of the quarter before this one."""
    return made_of(today, _start_of_last_quarter)


def _start_of_last_quarter(today: date) -> date:
    return quarter_of(today).before.start


def living_on(alliances: AllianceQuerySet, day: date) -> AllianceQuerySet:
    """Those that had begun and were not closed at the end of `day`."""
    return alliances.alias(phase_then=phase_on(day)).filter(phase_then__isnull=False).exclude(phase_then=Phase.CLOSED)


def review_overdue(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    """Living, and the next review lies before today."""
    return alliances.living().filter(next_review_on__lt=today)


def review_soon(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    """Living, and the next review lies within the next 30 days."""
    return alliances.living().filter(next_review_on__range=(today, today + SOON))


def _long_overdue(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    return alliances.living().filter(next_review_on__lt=today - LONG_OVERDUE)


def _no_lead(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    """Nobody is named, or somebody whose account was closed."""
    return alliances.living().filter(Q(lead__isnull=True) | Q(lead__user__is_active=False))


def _term_ends(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    return alliances.active().filter(stage__phase__in=(Phase.LAUNCHING, Phase.RUNNING), ends_on__lte=today + TERM_ENDS)


def _a_year_in(phase: Phase, alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    now = alliances.active().filter(stage__phase=phase)
    left = StageChange.objects.filter(alliance=OuterRef("pk"), on_date__gt=today - A_YEAR)
    stayed = ~Exists(left.exclude(stage__phase=phase))
    return now.filter(stayed).alias(phase_then=phase_on(today - A_YEAR)).filter(phase_then=phase)


def _began(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    since = start_of_last_quarter(today)
    came = Exists(StageChange.objects.filter(alliance=OuterRef("pk"), on_date__gte=since, stage__phase=Phase.RUNNING))
    return (
        alliances.active()
        .filter(came, stage__phase=Phase.RUNNING)
        .alias(phase_then=phase_on(since - timedelta(days=1)))
        .filter(phase_then__in=(Phase.FORMING, Phase.LAUNCHING))
    )


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
            narrow=_long_overdue,
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
            narrow=_no_lead,
            day=in_phase_since,
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
            narrow=_term_ends,
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
            narrow=partial(_a_year_in, Phase.FORMING),
            day=last_step,
            reason=_long_forming_reason,
            quote=partial(last_step, "reason"),
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
            narrow=partial(_a_year_in, Phase.ENDING),
            day=in_phase_since,
            reason=_long_ending_reason,
            quote=partial(last_step, "reason"),
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
            narrow=_began,
            day=in_phase_since,
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
