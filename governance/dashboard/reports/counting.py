"""Who counts what: the committee counts restricted alliances as figures, everybody else what they may see."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.restricted import counts_restricted
from coe_hub.people.models import ScopeKind, User
from coe_hub.vocabulary.models import Phase

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

    Archived alliances are never counted. `shown` is a condition on an alliance's row, `shown_through` the same on rows
    that point at one; both are None where everything counted is shown.
    """

    counted: AllianceQuerySet
    shown: Q | None = None
    shown_through: Q | None = None


def counting_for(user: User) -> Counting:
    """How `user` counts: the committee everything, everybody else what they may see. One query, for the committee.

    The restricted alliances that a member of the committee is named on are few, so they are read once and named in
    each condition: asking every counted row anew would cost the dashboard half of its time.
    """
    if not counts_restricted(user):
        return Counting(Alliance.objects.visible_to(user).active())
    restricted = Alliance.objects.visible_to(user).exclude(scope__kind=ScopeKind.OPEN)
    named = list(restricted.values_list("pk", flat=True))
    return Counting(
        counted=Alliance.objects.active(),
        shown=Q(scope__kind=ScopeKind.OPEN) | Q(pk__in=named),
        shown_through=Q(alliance__scope__kind=ScopeKind.OPEN) | Q(alliance__in=named),
    )


def flag(condition: Q | None) -> Any:
    """The condition as a column; true throughout where there is none."""
    if condition is None:
        return Value(True)
    return ExpressionWrapper(condition, output_field=BooleanField())


def list_url(name: str = "alliance_list", **query: Any) -> str:
    """The list behind a figure; a tuple becomes one parameter for each of its values."""
    return f"{reverse(name)}?{urlencode(query, doseq=True)}"
