"""Who counts what: the committee counts restricted alliances as figures, everybody else what they may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.narrowing import NARROWED_BY
from alliances.core.restricted import counts_restricted
from coe_hub.lib.prepared import made_of
from coe_hub.lib.quarters import last_quarters
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import ScopeGrant, User
from coe_hub.vocabulary.models import Phase

QUARTERS = 8  # that trends look back on, the running one among them
LIVING = (Phase.FORMING, Phase.LAUNCHING, Phase.RUNNING, Phase.ENDING)


@dataclass(frozen=True)
class Figure:
    """How many, how many of them the reader sees only as a number, and the list behind."""

    count: int
    hidden: int
    url: str = ""

    @property
    def hidden_text(self) -> str:
        """Why the list behind is shorter than the figure; empty where it is not."""
        if not self.hidden:
            return ""
        if self.count == 1:
            return _("It is restricted; you see it here only as a number.")
        return ngettext(
            "%(count)d of these is restricted; you see it here only as a number.",
            "%(count)d of these are restricted; you see them here only as a number.",
            self.hidden,
        ) % {"count": self.hidden}


@dataclass(frozen=True)
class Counting:
    """What one reader's figures count, and which of it the reader may open.

    The committee counts everything, everybody else what they may see. `named` are the restricted alliances that a
    member of the committee may open, None for everybody else: they are few, so they are read once and named in each
    condition; asking every counted row anew would cost the dashboard half of its time. Reports are prepared: their
    builders get reader and `named`, and make a `Counting` of them.
    """

    user: User
    named: list[int] | None = None
    type: str = ""
    area: str = ""
    site: str = ""
    tier: str = ""

    @property
    def narrowed(self) -> dict[str, str]:
        """What the figures are narrowed by, by the names that the lists behind them know it by."""
        asked = {name: getattr(self, name) for name in NARROWED_BY}
        return {name: value for name, value in asked.items() if value}

    @property
    def given(self) -> dict[str, Any]:
        """What is given to a prepared report beside the reader."""
        return self.narrowed if self.named is None else {"named": self.named, **self.narrowed}

    @property
    def counted(self) -> AllianceQuerySet:
        """What is counted; archived alliances never are."""
        return self._narrow(Alliance.objects.visible_to(self.user) if self.named is None else Alliance.objects.all())

    @property
    def open_ones(self) -> AllianceQuerySet:
        """What of it the reader may open."""
        if self.named is None:
            return self.counted
        return self.counted.filter(self.shown)

    def _narrow(self, alliances: AllianceQuerySet) -> AllianceQuerySet:
        conditions = {NARROWED_BY[name]: value for name, value in self.narrowed.items()}
        return alliances.active().filter(**conditions)

    def url(self, name: str = "alliance_list", **query: Any) -> str:
        """The list behind a figure, narrowed as the figure is."""
        return list_url(name, **query, **self.narrowed)

    @property
    def shown(self) -> Q | None:
        """A condition on an alliance's row; None where everything counted is shown."""
        return None if self.named is None else Q(standing__is_open=True) | Q(pk__any=self.named)

    @property
    def shown_through(self) -> Q | None:
        """The same on rows that point at an alliance."""
        return self.shown_by("alliance")

    def shown_by(self, way: str) -> Q | None:
        """The same on rows that lead to an alliance that `way`."""
        if self.named is None:
            return None
        return Q(**{f"{way}__standing__is_open": True}) | Q(**{f"{way}_id__any": self.named})


def counting_for(user: User, **narrowed: str) -> Counting:
    """How `user` counts, narrowed as asked. One query, for the committee."""
    return Counting(user, [pk for (pk,) in _NAMED.rows(user)] if counts_restricted(user) else None, **narrowed)


def _named(user: User) -> "QuerySet[Any, Any]":
    granted = ScopeGrant.objects.filter(person=user.person_id).values("scope")
    return Alliance.objects.visible_to(user).filter(scope__in=granted, standing__is_open=False).values_list("pk")


_NAMED = ForReader(_named)


def counts(conditions: Mapping[str, Q]) -> dict[str, Count]:
    """What to count of rows with `is_shown`: those of each condition by its name, and how many of them are shown.
    `figure_of` reads it."""
    wanted: dict[str, Count] = {}
    for name, condition in conditions.items():
        wanted[name] = Count("pk", filter=condition)
        wanted[f"{name}_shown"] = Count("pk", filter=condition & Q(is_shown=True))
    return wanted


def in_each_quarter(conditions: Mapping[str, Q], column: str, today: date) -> dict[str, Q]:
    """For builders: each condition on rows whose `column` lies in one of the last `QUARTERS`, as `name_0` and so on,
    the running quarter as far as today."""
    found: dict[str, Q] = {}
    for place in range(QUARTERS):
        start, end = made_of(today, partial(_start, place)), made_of(today, partial(_end, place))
        days = Q(**{f"{column}__gte": start, f"{column}__lte": end})
        found |= {f"{name}_{place}": condition & days for name, condition in conditions.items()}
    return found


def _start(place: int, today: date) -> date:
    return last_quarters(today, QUARTERS)[place].start


def _end(place: int, today: date) -> date:
    return min(last_quarters(today, QUARTERS)[place].end, today)


def figure_of(found: Mapping[str, int], name: str, url: str) -> Figure:
    """The figure of one condition of `counts`."""
    return Figure(found[name], found[name] - found[f"{name}_shown"], url)


def flag(condition: Q | None) -> Any:
    """The condition as a column; true throughout where there is none."""
    if condition is None:
        return Value(True)
    return ExpressionWrapper(condition, output_field=BooleanField())


def list_url(name: str = "alliance_list", **query: Any) -> str:
    """The list behind a figure; a tuple becomes one parameter for each of its values."""
    return f"{_address(name)}?{urlencode(query, doseq=True)}"


_address = cache(reverse)  # a page of figures asks for the same few two hundred times
