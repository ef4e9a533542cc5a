"""What health checks tell of an alliance: that nobody has asked for a year."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.rules import A_YEAR, in_phase
from alliances.core.signals import Call, Sighted, Signal
from alliances.health.models import HealthCheck, HealthCheckQuerySet
from coe_hub.lib.dates import date_text
from coe_hub.vocabulary.models import Phase


def last_check() -> Subquery:
    """The day of an alliance's last health check, by survey or by talk."""
    return Subquery(_checks().filter(alliance=OuterRef("pk")).last_days())


def _checks() -> HealthCheckQuerySet:
    return HealthCheck.objects.active().of_health()


def _not_asked(today: date) -> Q:
    """At work, and asked once, but not within the last year. Who was never asked has it among their own gaps."""
    lately = _checks().with_day().filter(on__gte=today - A_YEAR)
    asked = Q(pk__in=_checks().values("alliance")) & ~Q(pk__in=lately.values("alliance"))
    return in_phase(Phase.LAUNCHING, Phase.RUNNING) & asked


def _reason(one: Sighted, today: date) -> str:
    return _("Nobody was asked how it is since %(day)s.") % {"day": date_text(one.day)}


def register_all() -> None:
    """Register what the days of health checks tell."""
    signals.register(
        Signal(
            code="health_old",
            call=Call.ATTEND,
            place=60,
            label=gettext_lazy("No health check for a year"),
            rule=_not_asked,
            day=last_check,
            reason=_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance had no health check for a year",
                    "%(count)d alliances had no health check for a year",
                    count,
                )
                % {"count": count}
            ),
        )
    )
