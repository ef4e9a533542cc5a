"""The points of the launch check: rooms register what of theirs a signed partnership mostly has in place.

A point is help, never a duty: what is on record speaks for itself, and for the rest somebody says that it is there, or
why it is not needed here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from alliances.core.models import Alliance


class PointGroup(models.TextChoices):
    """Under which heading a point stands, in this order."""

    PEOPLE = "people", _("People")
    WORK = "work", _("How we work")
    CONTRACT = "contract", _("What the contract says")
    DEAL = "deal", _("Handed over by the deal team")


@dataclass(frozen=True)
class LaunchPoint:
    """One point. `text` says what it is good for; `found(alliance)` what the record holds of it, in words, "" where
    nothing; `act(alliance)` is where it gets done, with the words of the button."""

    code: str
    group: PointGroup
    place: int
    title: Promise
    text: Promise
    found: Callable[["Alliance"], str] = field(default=lambda _alliance: "")
    act: "Callable[[Alliance], tuple[str, str]] | None" = None


_points: dict[str, LaunchPoint] = {}


def register(point: LaunchPoint) -> None:
    """Add a point; called once, at start, by the room that knows of it."""
    _points[point.code] = point


def points() -> list[LaunchPoint]:
    """Every point, by its heading and place."""
    groups = list(PointGroup)
    return sorted(_points.values(), key=lambda point: (groups.index(point.group), point.place, point.code))


def find(code: str) -> LaunchPoint | None:
    """The point of that code; None where no room has it (any more)."""
    return _points.get(code)
