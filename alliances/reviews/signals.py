"""What reviews tell of an alliance: the signals by its outcomes."""

from datetime import date, timedelta
from functools import partial

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.models import AllianceQuerySet
from alliances.core.rules import A_YEAR, start_of_last_quarter
from alliances.core.signals import Call, Sighted, Signal
from alliances.reviews.models import Outcome, Review
from coe_hub.lib.dates import date_text

HALF_A_YEAR = timedelta(days=182)


def review_value(field: str, *, back: int = 0) -> Subquery:
    """A field of an alliance's last review, or of the one `back` before it."""
    reviews = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    return Subquery(reviews.values(field)[back : back + 1])


def _at_risk_since() -> Subquery:
    """The first of the reviews at risk that no other outcome came after."""
    later = Q(held_on__gt=OuterRef("held_on")) | Q(held_on=OuterRef("held_on"), pk__gt=OuterRef("pk"))
    better = Review.objects.filter(later, alliance=OuterRef("alliance")).exclude(outcome=Outcome.AT_RISK)
    reviews = Review.objects.filter(alliance=OuterRef("pk"), outcome=Outcome.AT_RISK).exclude(Exists(better))
    return Subquery(reviews.order_by("held_on", "pk").values("held_on")[:1])


def _at_risk(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    ever = Exists(Review.objects.filter(alliance=OuterRef("pk"), outcome=Outcome.AT_RISK))
    return alliances.living().filter(ever).alias(last=review_value("outcome")).filter(last=Outcome.AT_RISK)


def _ends_unseen(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    reviewed = Exists(Review.objects.filter(alliance=OuterRef("pk"), held_on__gt=today - HALF_A_YEAR))
    return alliances.living().filter(~reviewed, ends_on__range=(today, today + A_YEAR))


def _on_track_after(former: Outcome, alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    since = start_of_last_quarter(today)
    good = Review.objects.filter(alliance=OuterRef("pk"), outcome=Outcome.ON_TRACK, held_on__gte=since)
    return (
        alliances.living()
        .filter(Exists(good))
        .alias(last=review_value("outcome"), former=review_value("outcome", back=1), held=review_value("held_on"))
        .filter(last=Outcome.ON_TRACK, former=former, held__gte=since)
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
    held, note = partial(review_value, "held_on"), partial(review_value, "note")
    signals.register(
        Signal(
            code="at_risk",
            call=Call.ATTEND,
            place=10,
            label=gettext_lazy("Reviewed at risk"),
            narrow=_at_risk,
            day=_at_risk_since,
            reason=_at_risk_reason,
            quote=note,
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
            narrow=_ends_unseen,
            day=lambda: F("ends_on"),
            reason=_ends_unseen_reason,
            quote=note,
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
            narrow=partial(_on_track_after, Outcome.AT_RISK),
            day=held,
            reason=_recovered_reason,
            quote=note,
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
            narrow=partial(_on_track_after, Outcome.WATCH),
            day=held,
            reason=_improved_reason,
            quote=note,
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
