"""Whether somebody who knows the trade is there: an alliance manager, or somebody who finished a course.

Who manages alliances is said on the record. What somebody learned is told to nobody else, so it is asked only of five
people together: of fewer it reads "too few to tell", wherever it is asked.
"""

from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Member, Side
from alliances.core.models.ours import MANAGING_FUNCTION, MANAGING_ROLE
from coe_hub.people.models import Person
from coe_hub.usage.privacy import FEWEST_PEOPLE
from governance.meetings.models import Presence
from training.trained import trained_people

# What rows with `our_people`, `our_managers` and `our_trained` are counted and narrowed by.
COVERED: dict[str, Q] = {
    "managed": Q(our_people__gt=0, our_managers__gt=0),
    "unmanaged": Q(our_people__gt=0, our_managers=0),
    "trained": Q(our_people__gte=FEWEST_PEOPLE, our_trained__gt=0),
    "untrained": Q(our_people__gte=FEWEST_PEOPLE, our_trained=0),
    "few": Q(our_people__gt=0, our_people__lt=FEWEST_PEOPLE),
}
CHOICES = (
    ("managed", _("With an alliance manager of ours")),
    ("unmanaged", _("Without an alliance manager of ours")),
    ("trained", _("With somebody trained")),
    ("untrained", _("Nobody trained yet")),
    ("few", _("Too few people to tell")),
)


def alliance_managers() -> "QuerySet[Any, Any]":
    """Ids of people of ours who manage alliances: by the function they work in, or by a role on some alliance."""
    by_role = Member.objects.filter(side=Side.OURS, role__code=MANAGING_ROLE).values("person")
    return Person.objects.filter(Q(function__code=MANAGING_FUNCTION) | Q(pk__in=by_role)).values("pk")


def with_coverage(meetings: "QuerySet[Any]") -> "QuerySet[Any]":
    """Meetings with how many of our side came, how many of them manage alliances, how many finished a course. Where a
    stand-in came, the stand-in counts."""
    came = Case(
        When(attendance__presence=Presence.PRESENT, then=F("attendance__person")),
        When(attendance__presence=Presence.STAND_IN, then=F("attendance__stood_in_by")),
    )

    def among(ids: "QuerySet[Any, Any]") -> Q:
        here = Q(attendance__presence=Presence.PRESENT, attendance__person__in=ids)
        return here | Q(attendance__presence=Presence.STAND_IN, attendance__stood_in_by__in=ids)

    ours = Q(attendance__side=Side.OURS)
    return meetings.annotate(
        our_people=Count(came, filter=ours, distinct=True),
        our_managers=Count(came, filter=ours & among(alliance_managers()), distinct=True),
        our_trained=Count(came, filter=ours & among(trained_people()), distinct=True),
    )
