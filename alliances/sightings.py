"""What being on a visible alliance makes visible: its parties and its people."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from alliances.models import Alliance, Member, Party
from coe_hub.people import visibility

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _visible(user: "User") -> "QuerySet[Any]":
    return Alliance.objects.visible_to(user).values("pk")


def fill() -> None:
    """Register what the alliances room makes visible."""
    visibility.register(
        persons=lambda user: (
            Member.objects.filter(alliance__in=_visible(user))
            .values("person")
            .union(Alliance.objects.visible_to(user).filter(lead__isnull=False).values("lead"), all=True)
        ),
        organisations=lambda user: Party.objects.filter(alliance__in=_visible(user)).values("organisation"),
    )
