"""What being on a visible alliance makes visible: its parties and its people; and what its scope stands around."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from alliances.models import Alliance, Member, Party
from coe_hub.people import scope_titles, visibility

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _visible(user: "User") -> "QuerySet[Any]":
    return Alliance.objects.visible_to(user).values("pk")


def _titled() -> "QuerySet[Any]":
    in_mails = Coalesce(NullIf("code_name", Value("")), F("name"))
    return Alliance.objects.annotate(title=F("name"), mail_title=in_mails, key=F("public_id"))


def fill() -> None:
    """Register what the alliances room makes visible, and what stands in an alliance's scope belongs to."""
    scope_titles.register(rows=_titled, url_name="alliance_detail")
    visibility.register(
        persons=lambda user: (
            Member.objects.filter(alliance__in=_visible(user))
            .values("person")
            .union(Alliance.objects.visible_to(user).filter(lead__isnull=False).values("lead"), all=True)
        ),
        organisations=lambda user: Party.objects.filter(alliance__in=_visible(user)).values("organisation"),
    )
