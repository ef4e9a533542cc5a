"""Who sees which people and organisations.

A person or an organisation is visible if it is marked public or stands in something the reader may see. The rooms
above own those somethings, so each registers, at start, a queryset of the ids it makes visible to a user.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Prefetch, Q, QuerySet

from coe_hub.lib.records import RecordQuerySet

if TYPE_CHECKING:
    from coe_hub.people.models import User

Sighting = Callable[["User"], "QuerySet[Any]"]
_person_sightings: list[Sighting] = []
_organisation_sightings: list[Sighting] = []


def register(*, persons: Sighting, organisations: Sighting) -> None:
    """Add two functions that return, for a user, a `values(<id>)` queryset of people and organisations they see."""
    _person_sightings.append(persons)
    _organisation_sightings.append(organisations)


class OrganisationQuerySet(RecordQuerySet):
    """Organisations as one reader sees them."""

    def visible_to(self, user: "User") -> Self:
        """Public ones, the reader's own, and those in something visible."""
        own = self.model._meta.get_field("people").related_model.objects.filter(pk=user.person_id)  # type: ignore[union-attr]
        seen = Q(is_public=True) | Q(pk__in=own.values("organisation"))
        for sighting in _organisation_sightings:
            seen |= Q(pk__in=sighting(user))
        return self.filter(seen)

    def with_parent(self, user: "User") -> Self:
        """With the organisation each belongs to; as if it had none where the reader may not see that."""
        return self.prefetch_related(Prefetch("parent", self.model._default_manager.visible_to(user)))  # type: ignore[attr-defined]


class PersonQuerySet(RecordQuerySet):
    """People as one reader sees them."""

    def visible_to(self, user: "User") -> Self:
        """Public ones, the reader, and those in something visible."""
        seen = Q(is_public=True) | Q(pk=user.person_id)
        for sighting in _person_sightings:
            seen |= Q(pk__in=sighting(user))
        return self.filter(seen)

    def available(self) -> Self:
        """Those who can be chosen for something: not archived, and without an account that was closed."""
        return self.active().exclude(user__is_active=False)
