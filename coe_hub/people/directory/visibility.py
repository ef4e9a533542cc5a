"""Who sees which people and organisations.

A person or an organisation is visible if it is marked public or stands in something the reader may see. The rooms
above own those somethings, so each registers, at start, what makes somebody visible who stands in it. It is asked of
each row by itself: a page and a hit need a few.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import OuterRef, Prefetch, Q, QuerySet

from coe_hub.lib.records import RecordQuerySet
from coe_hub.lib.sql import met

if TYPE_CHECKING:
    from coe_hub.people.models import User

Sighting = Callable[["User", OuterRef], Iterable["QuerySet[Any]"]]
_person_sightings: list[Sighting] = []
_organisation_sightings: list[Sighting] = []


def register(*, persons: Sighting, organisations: Sighting) -> None:
    """Add two functions that return, for a user and the row in question, what that row stands in and the user sees."""
    _person_sightings.append(persons)
    _organisation_sightings.append(organisations)


def _met(sightings: Iterable[Sighting], user: "User") -> Q:
    found = Q()
    for sighting in sightings:
        for rows in sighting(user, OuterRef("pk")):
            found |= Q(met(rows))
    return found


class OrganisationQuerySet(RecordQuerySet):
    """Organisations as one reader sees them."""

    def visible_to(self, user: "User") -> Self:
        """Public ones, the reader's own, and those in something visible."""
        own = self.model._meta.get_field("people").related_model.objects.filter(pk=user.person_id)  # type: ignore[union-attr]
        seen = Q(is_public=True) | Q(pk__in=own.values("organisation"))
        return self.filter(seen | _met(_organisation_sightings, user))

    def with_parent(self, user: "User") -> Self:
        """With the organisation each belongs to; as if it had none where the reader may not see that."""
        return self.prefetch_related(Prefetch("parent", self.model._default_manager.visible_to(user)))  # type: ignore[attr-defined]


class PersonQuerySet(RecordQuerySet):
    """People as one reader sees them."""

    def visible_to(self, user: "User") -> Self:
        """Public ones, the reader, and those in something visible."""
        seen = Q(is_public=True) | Q(pk=user.person_id)
        return self.filter(seen | _met(_person_sightings, user))

    def available(self) -> Self:
        """Those who can be chosen for something: not archived, and without an account that was closed."""
        return self.active().exclude(user__is_active=False)
