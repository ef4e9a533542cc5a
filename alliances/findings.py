"""What can be found about an alliance that somebody should attend to, decide on or celebrate.

The steering dashboard counts by these rules and the list of alliances narrows by them, so that a figure and the list
behind it cannot disagree. Everything follows from dates, stages and reviews; nothing is typed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliances.models import AllianceQuerySet, Outcome, Review, StageChange
from coe_hub.lib.quarters import quarter_of
from coe_hub.vocabulary.models import Phase

SOON = timedelta(days=30)
LONG_OVERDUE = timedelta(days=60)
TERM_ENDS = timedelta(days=180)
HALF_A_YEAR = timedelta(days=182)
A_YEAR = timedelta(days=365)

Rule = Callable[[AllianceQuerySet, date], AllianceQuerySet]


@dataclass(frozen=True)
class Finding:
    """A rule with the words the list's filter has for it. `narrow(alliances, today)` keeps those it is true of."""

    code: str
    label: Promise
    narrow: Rule


def phase_on(day: date) -> Subquery:
    """The phase an alliance was in at the end of `day`; null before its first stage."""
    changes = StageChange.objects.filter(alliance=OuterRef("pk"), on_date__lte=day).order_by("-on_date", "-pk")
    return Subquery(changes.values("stage__phase")[:1])


def review_value(field: str, *, back: int = 0) -> Subquery:
    """A field of an alliance's last review, or of the one `back` before it."""
    reviews = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    return Subquery(reviews.values(field)[back : back + 1])


def last_step() -> Subquery:
    """The day of the stage change that brought an alliance where it stands."""
    changes = StageChange.objects.filter(alliance=OuterRef("pk")).order_by("-on_date", "-pk")
    return Subquery(changes.values("on_date")[:1])


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


def _at_risk(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    ever = Exists(Review.objects.filter(alliance=OuterRef("pk"), outcome=Outcome.AT_RISK))
    return alliances.living().filter(ever).alias(last=review_value("outcome")).filter(last=Outcome.AT_RISK)


def _long_overdue(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    return alliances.living().filter(next_review_on__lt=today - LONG_OVERDUE)


def _no_lead(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    return alliances.living().filter(lead__isnull=True)


def _ends_unseen(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    reviewed = Exists(Review.objects.filter(alliance=OuterRef("pk"), held_on__gt=today - HALF_A_YEAR))
    return alliances.living().filter(~reviewed, ends_on__range=(today, today + A_YEAR))


def _term_ends(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    return alliances.active().filter(stage__phase__in=(Phase.LAUNCHING, Phase.RUNNING), ends_on__lte=today + TERM_ENDS)


def _a_year_in(phase: Phase) -> Rule:
    def narrow(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
        now = alliances.active().filter(stage__phase=phase)
        left = StageChange.objects.filter(alliance=OuterRef("pk"), on_date__gt=today - A_YEAR)
        stayed = ~Exists(left.exclude(stage__phase=phase))
        return now.filter(stayed).alias(phase_then=phase_on(today - A_YEAR)).filter(phase_then=phase)

    return narrow


def _on_track_after(former: Outcome) -> Rule:
    def narrow(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
        since = start_of_last_quarter(today)
        good = Review.objects.filter(alliance=OuterRef("pk"), outcome=Outcome.ON_TRACK, held_on__gte=since)
        return (
            alliances.living()
            .filter(Exists(good))
            .alias(last=review_value("outcome"), former=review_value("outcome", back=1), held=review_value("held_on"))
            .filter(last=Outcome.ON_TRACK, former=former, held__gte=since)
        )

    return narrow


def _began(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
    since = start_of_last_quarter(today)
    came = Exists(StageChange.objects.filter(alliance=OuterRef("pk"), on_date__gte=since, stage__phase=Phase.RUNNING))
    return (
        alliances.active()
        .filter(came, stage__phase=Phase.RUNNING)
        .alias(phase_then=phase_on(since - timedelta(days=1)))
        .filter(phase_then__in=(Phase.FORMING, Phase.LAUNCHING))
    )


def _any_of(codes: Iterable[str]) -> Rule:
    def narrow(alliances: AllianceQuerySet, today: date) -> AllianceQuerySet:
        found = Q()
        for code in codes:
            found |= Q(pk__in=FINDINGS[code].narrow(alliances, today).values("pk"))
        return alliances.filter(found)

    return narrow


ATTEND = ("at_risk", "long_overdue", "no_lead", "ends_unseen")
DECIDE = ("term_ends", "long_forming", "long_ending")

FINDINGS: dict[str, Finding] = {
    one.code: one
    for one in (
        Finding("attend", _("Needs attention"), _any_of(ATTEND)),
        Finding("at_risk", _("Reviewed at risk"), _at_risk),
        Finding("long_overdue", _("Review overdue for over 60 days"), _long_overdue),
        Finding("no_lead", _("Without a lead"), _no_lead),
        Finding("ends_unseen", _("Ends within a year, not reviewed for half a year"), _ends_unseen),
        Finding("decide", _("Waits for a decision"), _any_of(DECIDE)),
        Finding("term_ends", _("Term ends within 180 days, still at work"), _term_ends),
        Finding("long_forming", _("Forming for over a year"), _a_year_in(Phase.FORMING)),
        Finding("long_ending", _("Ending for over a year"), _a_year_in(Phase.ENDING)),
        Finding("recovered", _("Back on track from at risk since last quarter"), _on_track_after(Outcome.AT_RISK)),
        Finding("improved", _("Back on track from watch since last quarter"), _on_track_after(Outcome.WATCH)),
        Finding("began", _("Began running since last quarter"), _began),
    )
}
