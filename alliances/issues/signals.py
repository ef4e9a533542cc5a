"""What issues tell of an alliance. What stands behind a wall tells nothing: the figure would give it away."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.rules import LIVING
from alliances.core.signals import Call, Sighted, Signal
from alliances.issues.models import IssueStep, Level, Severity
from coe_hub.lib.dates import date_text


def _open() -> "QuerySet[Any]":
    """Where open issues stand that are in the scope of their alliance itself."""
    return IssueStep.objects.active().current().open().filter(issue__scope=F("issue__alliance__scope"))


def _with(**which: Any) -> Q:
    """Living alliances with such an issue."""
    return LIVING & Q(pk__in=_open().filter(**which).values("issue__alliance"))


def _of_alliance(order: str, **which: Any) -> "QuerySet[Any]":
    steps = _open().filter(issue__alliance=OuterRef("pk"), **which)
    return steps.order_by(F(order).asc(nulls_last=True), "pk")


def _first(column: str, **which: Any) -> Subquery:
    return Subquery(_of_alliance(column, **which).values(column)[:1])


def _title(order: str, **which: Any) -> Subquery:
    return Subquery(_of_alliance(order, **which).values("issue__title")[:1])


def register_all() -> None:
    """Register them."""
    severe, top = {"issue__severity": Severity.SEVERE}, {"level__gte": Level.STEERING}
    signals.register(
        Signal(
            code="issue_run_out",
            call=Call.ATTEND,
            place=20,
            label=gettext_lazy("The clock of an issue ran out"),
            rule=lambda today: _with(until_on__lt=today),
            day=partial(_first, "until_on"),
            reason=_run_out_reason,
            quote=partial(_title, "until_on"),
            title=lambda count: (
                ngettext(
                    "The clock of an issue ran out on %(count)d alliance",
                    "The clock of an issue ran out on %(count)d alliances",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="issue_severe",
            call=Call.ATTEND,
            place=15,
            label=gettext_lazy("A severe issue is open"),
            rule=lambda _today: _with(**severe),
            day=partial(_first, "on", **severe),
            reason=_severe_reason,
            quote=partial(_title, "on", **severe),
            title=lambda count: (
                ngettext(
                    "A severe issue is open on %(count)d alliance",
                    "A severe issue is open on %(count)d alliances",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="issue_at_the_top",
            call=Call.DECIDE,
            place=15,
            label=gettext_lazy("An issue waits for the steering committee or those above it"),
            rule=lambda _today: _with(**top),
            day=partial(_first, "on", **top),
            reason=_at_the_top_reason,
            quote=partial(_title, "on", **top),
            title=lambda count: (
                ngettext(
                    "An issue of %(count)d alliance waits for a steering committee or those above it",
                    "An issue of %(count)d alliances waits for a steering committee or those above it",
                    count,
                )
                % {"count": count}
            ),
        ),
    )


def _run_out_reason(one: Sighted, today: date) -> str:
    return _("The clock of its level ran out on %(day)s.") % {"day": date_text(one.day)}


def _severe_reason(one: Sighted, today: date) -> str:
    return _("Severe, and on its level since %(day)s.") % {"day": date_text(one.day)}


def _at_the_top_reason(one: Sighted, today: date) -> str:
    return _("Waits there since %(day)s.") % {"day": date_text(one.day)}
