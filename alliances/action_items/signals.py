"""What action items tell of an alliance: that nobody sees to one any more."""

from datetime import date

from django.db.models import Min, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.rules import LIVING
from alliances.core.signals import Call, Sighted, Signal
from coe_hub.action_items.models import ActionItem, ActionItemQuerySet
from coe_hub.lib.dates import date_text


def _orphans() -> ActionItemQuerySet:
    return ActionItem.objects.orphaned().active()


def _orphaned(today: date) -> Q:
    return LIVING & Q(scope__in=_orphans().values("scope"))


def _day() -> Subquery:
    """When the first of them is due."""
    return Subquery(
        _orphans().filter(scope=OuterRef("scope")).order_by().values("scope").annotate(day=Min("due_on")).values("day")
    )


def _reason(one: Sighted, today: date) -> str:
    if one.day:
        return _("An action due on %(day)s has an owner whose account is closed.") % {"day": date_text(one.day)}
    return _("An action has an owner whose account is closed.")


def register_all() -> None:
    """Register what open actions tell of an alliance."""
    signals.register(
        Signal(
            code="orphaned_action",
            call=Call.ATTEND,
            place=35,
            label=gettext_lazy("Action whose owner’s account is closed"),
            rule=_orphaned,
            day=_day,
            reason=_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance has an action nobody sees to",
                    "%(count)d alliances have an action nobody sees to",
                    count,
                )
                % {"count": count}
            ),
        )
    )
