"""Who may be given something to do on an alliance."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Member, Party
from alliances.core.participants import side_of
from coe_hub.people.models import Person, Scope, ScopeGrant, ScopeKind, Side, User


def owner_side(alliance: Alliance, scope: Scope | None = None) -> Callable[[Person], Side]:
    """For forms: the side of somebody who can be given an action here, in the alliance's scope or a part of it. Raises
    `ValidationError` for others.

    Colleagues must be able to see it, or they would get something to do that they cannot open; people at
    partners must belong to it, or a link would tell them of somebody else's work.
    """

    place = scope or alliance.scope

    def side(person: Person) -> Side:
        found = side_of(alliance, person)
        if found == Side.OURS and place.kind == ScopeKind.OPEN:
            return found
        granted = ScopeGrant.objects.filter(scope=place, person=person).exists()
        if not granted and not (found == Side.THEIRS and _belongs(alliance, person)):
            raise ValidationError(
                _("%(name)s is not on this alliance. Add them under People first.")
                if place == alliance.scope or found == Side.THEIRS
                else _("%(name)s does not see this programme. Let them in first."),
                params={"name": person.display_name},
                code="not_on_it",
            )
        return found

    return side


def _belongs(alliance: Alliance, person: Person) -> bool:
    of_party = Party.objects.filter(alliance=alliance, side=Side.THEIRS, organisation=person.organisation_id)
    return of_party.exists() or Member.objects.filter(alliance=alliance, person=person).exists()


def owner_options(alliance: Alliance, user: User) -> dict[str, Any]:
    """What the forms of action items are told of the alliance."""
    return {
        "user": user,
        "side_of": owner_side(alliance),
        "suggest_url": reverse("member_suggest", args=[alliance.public_id]),
    }
