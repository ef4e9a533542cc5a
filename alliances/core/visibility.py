"""What being on a visible alliance makes visible: its parties and its people; and what its scope stands around."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from alliances.core.models import Alliance, Member, Party, title_in_mail
from coe_hub.people.access import participation, scope_titles
from coe_hub.people.directory import visibility
from coe_hub.people.models import ScopeKind, Side

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _visible(user: "User") -> "QuerySet[Any]":
    return Alliance.objects.visible_to(user).values("pk")


def _titled() -> "QuerySet[Any]":
    return Alliance.objects.annotate(title=F("name"), mail_title=title_in_mail(), key=F("public_id"))


def _taking_part(people: Collection[int], scopes: Collection[int]) -> Iterator[tuple[int, int]]:
    """Who has a role on an alliance, works for its partner or, where every colleague may see it, for us."""
    yield from Member.objects.filter(person__in=people, alliance__scope__in=scopes).values_list(
        "person", "alliance__scope"
    )
    open_to_them = Q(side=Side.THEIRS) | Q(alliance__scope__kind=ScopeKind.OPEN)
    yield from Party.objects.filter(
        open_to_them, organisation__people__in=people, alliance__scope__in=scopes
    ).values_list("organisation__people", "alliance__scope")


def register_all() -> None:
    """Register what the alliances room makes visible, and what stands in an alliance's scope belongs to."""
    participation.register(_taking_part)
    scope_titles.register(rows=_titled, url_name="alliance_detail", action_url_name="alliance_action_edit")
    visibility.register(
        persons=lambda user, one: [
            Member.objects.filter(alliance__in=_visible(user), person=one),
            Alliance.objects.visible_to(user).filter(lead=one),
        ],
        organisations=lambda user, one: [Party.objects.filter(alliance__in=_visible(user), organisation=one)],
    )
