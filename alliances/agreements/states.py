"""Where an agreement stands on a day: derived from its days and its endings, stored nowhere.

`with_states` has the database work it out, for lists and what is due; `standing` does for one agreement. An amendment
ends with what it amends at the latest. Last days are days in force. Of several ends the earliest counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, AgreementQuerySet, Ending, EndingKind, Renewal, RenewalDecision
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
    of the present one) and, where notice can be given, the last day on which it is in time. `renewed_until` is the end
    of the last term of which it was decided that another one follows: its notice is asked for no more."""

    state: str
    ends_on: date | None
    notice_on: date | None
    renewed_until: date | None = None

    @property
    def is_let_renew(self) -> bool:
        """Whether it was decided that the term which runs is followed by another one."""
        return bool(self.renewed_until and self.ends_on and self.renewed_until >= self.ends_on and self.is_going_on)

    def overtakes(self, term_ends_on: date) -> bool:
        """Whether it ends with that term at the latest, so that no other one follows, whatever was decided."""
        has_end = self.state not in {State.DRAFT, State.SIGNED, State.IN_FORCE}
        return bool(has_end and self.ends_on and self.ends_on <= term_ends_on)

    @property
    def is_going_on(self) -> bool:
        """Whether it binds both sides and nothing brought it to its end."""
        return self.state in {State.SIGNED, State.IN_FORCE}


class _DayAfter(Func):
    template = "(%(expressions)s + 1)"
    output_field = DateField()


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


def _let_renew() -> Subquery:
    """The end of the last term of which it was decided that another one follows."""
    found = RenewalDecision.objects.live().filter(agreement=OuterRef("pk"))
    return Subquery(found.order_by().values("agreement").annotate(day=Max("term_ends_on")).values("day"))


def _renewed(way: str = "") -> Case:
    """By how many months its term prolongs itself."""
    return Case(When(**{f"{way}renewal": Renewal.AUTOMATIC}, then=F(f"{way}renewal_months")))


def with_states(agreements: AgreementQuerySet, today: "date | Cast") -> AgreementQuerySet:
    """The agreements with `state`, `ends_on`, `notice_on` and `renewed_until` of that day, as `standing` has them."""
    day = Value(today, output_field=DateField()) if isinstance(today, date) else today
    ways = ("", "amends__")
    ended = agreements.annotate(
        _terminated=Least(*(_declared(EndingKind.TERMINATION, way) for way in ways)),
        _noticed=Least(*(_declared(EndingKind.NOTICE, way) for way in ways)),
        _replaced=Least(*(_replaced(way, day) for way in ways)),
        _term=Least(*(TermEnd(F(f"{way}expires_on"), _renewed(way), day) for way in ways)),
        renewed_until=Case(When(renewal=Renewal.AUTOMATIC, then=_let_renew())),
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
    no_ending = Q(_terminated__isnull=True, _noticed__isnull=True)
    return ended.annotate(
        state=state,
        notice_on=Case(When(no_ending & Q(state__in=(State.SIGNED, State.IN_FORCE)), then=_next_notice(day))),
    )


def _next_notice(day: Any) -> NoticeDay:
    """The next day of notice, with `renewed_until`: of a term that shall be renewed, it is behind us."""
    told = [F("notice_months"), F("notice_days")]
    settled = NoticeDay(F("renewed_until"), Value(None, output_field=IntegerField()), *told, day)
    return NoticeDay(F("expires_on"), _renewed(), *told, Greatest(day, _DayAfter(settled)))


def binding(agreements: AgreementQuerySet, day: "Cast | Value") -> AgreementQuerySet:
    """Those of agreements that amend nothing which bind both sides on that day or will, with `ends_on`, `notice_on`,
    `renewed_until` and `is_ending`, whether it stands at `NOTICE_GIVEN`: as `with_states` has them, by a tenth of its
    SQL, since the list of what is due, which asks this, is planned and begun for each page of Today."""
    ending = Ending.objects.live().filter(agreement=OuterRef("pk"))
    first = ending.order_by().values("agreement").annotate(day=Min("ends_on")).values("day")
    found = agreements.filter(signed_on__lte=day).annotate(
        renewed_until=Case(When(renewal=Renewal.AUTOMATIC, then=_let_renew())),
        ends_on=Least(Subquery(first), _replaced("", day), TermEnd(F("expires_on"), _renewed(), day)),
        is_ending=Case(When(effective_on__gt=day, then=Value(False)), default=Exists(ending)),
        notice_on=Case(When(~Exists(ending), then=_next_notice(day))),
    )
    return found.filter(GreaterThanOrEqual(Coalesce("ends_on", day), day))


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
    renewed_until = None
    if agreement.renewed_months:
        decided = agreement.renewal_decisions.live().order_by("-term_ends_on")
        renewed_until = decided.values_list("term_ends_on", flat=True).first()
    notice_on = None
    if not endings and state in {State.SIGNED, State.IN_FORCE}:
        notice_on = _notice(agreement, today, renewed_until)
    return Standing(state, ends_on, notice_on, renewed_until)


def _notice(agreement: Agreement, today: date, renewed_until: date | None) -> date | None:
    """The next day of notice; that of a term which shall be renewed is behind us."""
    told = (agreement.notice_months, agreement.notice_days)
    settled = notice_day(renewed_until, None, *told, today)
    since = max(today, settled + _DAY) if settled else today
    return notice_day(agreement.expires_on, agreement.renewed_months, *told, since)


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
