"""What reviews tell of an alliance: the signals by its outcomes."""

from datetime import date, timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.rules import A_YEAR, LIVING, start_of_last_quarter
from alliances.core.signals import Call, Rule, Sighted, Signal
from alliances.reviews.models import Outcome, Review
from coe_hub.lib.dates import date_text

HALF_A_YEAR = timedelta(days=182)


def _last_note() -> Subquery:
    """What was noted of an alliance at its last review."""
    reviews = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    return Subquery(reviews.values("note")[:1])


def _at_risk(today: date) -> Q:
    return LIVING & Q(standing__last_outcome=Outcome.AT_RISK)


def _ends_unseen(today: date) -> Q:
    unseen = Q(standing__last_held_on__isnull=True) | Q(standing__last_held_on__lte=today - HALF_A_YEAR)
    return LIVING & unseen & Q(ends_on__range=(today, today + A_YEAR))


def _on_track_after(former: Outcome) -> Rule:
    return lambda today: (
        LIVING
        & Q(
            standing__last_outcome=Outcome.ON_TRACK,
            standing__former_outcome=former,
            standing__last_held_on__gte=start_of_last_quarter(today),
        )
    )


# --- In words ---
def _at_risk_reason(one: Sighted, today: date) -> str:
    return _("At risk since the review of %(day)s.") % {"day": date_text(one.day)}


def _ends_unseen_reason(one: Sighted, today: date) -> str:
    return _("Ends on %(day)s; not reviewed for half a year.") % {"day": date_text(one.day)}


def _recovered_reason(one: Sighted, today: date) -> str:
    return _("From at risk to on track, reviewed on %(day)s.") % {"day": date_text(one.day)}


def _improved_reason(one: Sighted, today: date) -> str:
    return _("From watch to on track, reviewed on %(day)s.") % {"day": date_text(one.day)}


def register_all() -> None:
    """Register what the outcomes of reviews, and their absence, tell of an alliance."""
    signals.register(
        Signal(
            code="at_risk",
            call=Call.ATTEND,
            place=10,
            label=gettext_lazy("Reviewed at risk"),
            rule=_at_risk,
            day=lambda: F("standing__at_risk_since"),
            reason=_at_risk_reason,
            quote=_last_note,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance stands at risk",
                    "%(count)d alliances stand at risk",
                    count,
                )
                % {"count": count}
            ),
            is_newest_first=True,
        ),
        Signal(
            code="ends_unseen",
            call=Call.ATTEND,
            place=40,
            label=gettext_lazy("Ends within a year, not reviewed for half a year"),
            rule=_ends_unseen,
            day=lambda: F("ends_on"),
            reason=_ends_unseen_reason,
            quote=_last_note,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance ends within a year and was not reviewed for half a year",
                    "%(count)d alliances end within a year and were not reviewed for half a year",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="recovered",
            call=Call.CELEBRATE,
            place=10,
            label=gettext_lazy("Back on track from at risk since last quarter"),
            rule=_on_track_after(Outcome.AT_RISK),
            day=lambda: F("standing__last_held_on"),
            reason=_recovered_reason,
            quote=_last_note,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance is back on track",
                    "%(count)d alliances are back on track",
                    count,
                )
                % {"count": count}
            ),
            is_newest_first=True,
        ),
        Signal(
            code="improved",
            call=Call.CELEBRATE,
            place=20,
            label=gettext_lazy("Back on track from watch since last quarter"),
            rule=_on_track_after(Outcome.WATCH),
            day=lambda: F("standing__last_held_on"),
            reason=_improved_reason,
            quote=_last_note,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance left the watch list",
                    "%(count)d alliances left the watch list",
                    count,
                )
                % {"count": count}
            ),
            is_newest_first=True,
        ),
    )
