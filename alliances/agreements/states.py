"""Where an agreement stands on a day: derived from its days and its endings, stored nowhere.

`with_states` has the database work it out, for lists and what is due; `standing` does for one agreement. An amendment
ends with what it amends at the latest. Last days are days in force. Of several ends the earliest counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, CharField, DateField, F, Func, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Least
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, AgreementQuerySet, Ending, EndingKind, Renewal
from alliances.agreements.terms import NoticeDay, TermEnd, notice_day, term_end

_DAY = timedelta(days=1)


class State(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed, not yet in force")
    IN_FORCE = "in_force", _("In force")
    NOTICE_GIVEN = "notice_given", _("Notice given")
    EXPIRED = "expired", _("Ended: expired")
    TERMINATED = "terminated", _("Ended: terminated")
    REPLACED = "replaced", _("Ended: replaced")


ENDED = (State.EXPIRED, State.TERMINATED, State.REPLACED)
# What binds both sides today or will.
BINDING = (State.SIGNED, State.IN_FORCE, State.NOTICE_GIVEN)


@dataclass(frozen=True)
class Standing:
    """Where an agreement stands: its state, its last day in force as things stand (of a term that renews itself, that
    of the present one) and, where notice can be given, the last day on which it is in time."""

    state: str
    ends_on: date | None
    notice_on: date | None


class _DayBefore(Func):
    template = "(%(expressions)s - 1)"
    output_field = DateField()


def _declared(kind: EndingKind, way: str) -> Subquery:
    """The last day by the ending of that kind that was not taken back."""
    found = Ending.objects.live().filter(agreement=OuterRef(f"{way}pk"), kind=kind)
    return Subquery(found.order_by().values("agreement").annotate(day=Min("ends_on")).values("day"))


def _replaced(way: str, today: Any) -> _DayBefore:
    """The day before something signed takes its place."""
    found = Agreement.objects.active().filter(replaces=OuterRef(f"{way}pk"), signed_on__lte=today)
    first = Min(Coalesce("effective_on", "signed_on"))
    return _DayBefore(Subquery(found.order_by().values("replaces").annotate(day=first).values("day")))


def _renewed(way: str = "") -> Case:
    """By how many months its term prolongs itself."""
    return Case(When(**{f"{way}renewal": Renewal.AUTOMATIC}, then=F(f"{way}renewal_months")))


def with_states(agreements: AgreementQuerySet, today: "date | Cast") -> AgreementQuerySet:
    """The agreements with `state`, `ends_on` and `notice_on` of that day, as `standing` has them."""
    day = Value(today, output_field=DateField()) if isinstance(today, date) else today
    ways = ("", "amends__")
    ended = agreements.annotate(
        _terminated=Least(*(_declared(EndingKind.TERMINATION, way) for way in ways)),
        _noticed=Least(*(_declared(EndingKind.NOTICE, way) for way in ways)),
        _replaced=Least(*(_replaced(way, day) for way in ways)),
        _term=Least(*(TermEnd(F(f"{way}expires_on"), _renewed(way), day) for way in ways)),
    ).annotate(ends_on=Least("_terminated", "_noticed", "_replaced", "_term"))
    state = Case(
        When(Q(signed_on__isnull=True) | Q(signed_on__gt=day), then=Value(State.DRAFT)),
        When(ends_on__lt=day, _terminated=F("ends_on"), then=Value(State.TERMINATED)),
        When(ends_on__lt=day, _replaced=F("ends_on"), then=Value(State.REPLACED)),
        When(ends_on__lt=day, then=Value(State.EXPIRED)),
        When(effective_on__gt=day, then=Value(State.SIGNED)),
        When(Q(_terminated__isnull=False) | Q(_noticed__isnull=False), then=Value(State.NOTICE_GIVEN)),
        default=Value(State.IN_FORCE),
        output_field=CharField(),
    )
    notice = NoticeDay(F("expires_on"), _renewed(), F("notice_months"), F("notice_days"), day)
    no_ending = Q(_terminated__isnull=True, _noticed__isnull=True)
    return ended.annotate(
        state=state,
        notice_on=Case(When(no_ending & Q(state__in=(State.SIGNED, State.IN_FORCE)), then=notice)),
    )


def standing(agreement: Agreement, today: date) -> Standing:
    """Where it stands on that day; asks for its endings and what replaces it, and those of what it amends."""
    whole = [agreement, *([agreement.amends] if agreement.amends else [])]
    endings = [ending for one in whole for ending in one.endings.live()]
    terminated = _first(one.ends_on for one in endings if one.kind == EndingKind.TERMINATION)
    noticed = _first(one.ends_on for one in endings if one.kind == EndingKind.NOTICE)
    replaced = _first(
        after.in_force_from - _DAY
        for one in whole
        for after in one.replaced_by.active().filter(signed_on__lte=today)
        if after.in_force_from
    )
    term = _first(term_end(one.expires_on, one.renewed_months, today) for one in whole)
    ends_on = _first([terminated, noticed, replaced, term])
    if agreement.signed_on is None or agreement.signed_on > today:
        state = State.DRAFT
    elif ends_on and ends_on < today:
        causes = {terminated: State.TERMINATED} | ({} if replaced == terminated else {replaced: State.REPLACED})
        state = causes.get(ends_on, State.EXPIRED)
    elif agreement.effective_on and agreement.effective_on > today:
        state = State.SIGNED
    else:
        state = State.NOTICE_GIVEN if endings else State.IN_FORCE
    notice_on = None
    if not endings and state in {State.SIGNED, State.IN_FORCE}:
        notice_on = notice_day(
            agreement.expires_on, agreement.renewed_months, agreement.notice_months, agreement.notice_days, today
        )
    return Standing(state, ends_on, notice_on)


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
