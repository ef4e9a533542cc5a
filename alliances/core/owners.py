"""Who may be given something to do on an alliance, or named on one of its sides."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Member, Party
from alliances.core.participants import side_of
from coe_hub.people.directory.lookup import find_person, person_label
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


def refuse_other_side(alliance: Alliance, person: Person, side: Side) -> None:
    """Raises `ValidationError` where the person is on the other side of the alliance."""
    if side_of(alliance, person) != side:
        sentence = _("%(name)s is at the partner. Name somebody on our side.")
        if side == Side.THEIRS:
            sentence = _("%(name)s is on our side. Name somebody at the partner.")
        raise ValidationError(sentence, params={"name": person.display_name}, code="other_side")


def person_typed(text: str, *, known: Person | None, alliance: Alliance, side: Side, user: User) -> Person | None:
    """For forms: who was typed, of that side; None for nobody. `known`, who stands there already, stays as they are.
    Raises `ValidationError` where `text` names nobody whom the user sees, or somebody of the other side."""
    if not text or (known and text == person_label(known)):
        return known if text else None
    person = find_person(user=user, text=text)
    refuse_other_side(alliance, person, side)
    return person


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
