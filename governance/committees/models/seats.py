"""Who sits on a committee: for which side, as what, and from when until when."""

from datetime import date
from typing import Self, TypedDict

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coe_hub.lib.history import tracked
from coe_hub.lib.lists import name_column
from coe_hub.lib.records import Record
from coe_hub.people.models import Person, ScopedQuerySet, Side
from governance.committees.models.committees import Committee


class SeatRole(models.TextChoices):
    """What somebody is on a committee."""

    CO_CHAIR = "co_chair", _("Co-chair")
    MEMBER = "member", pgettext_lazy("seat", "Member")
    SECRETARY = "secretary", _("Secretary")
    OBSERVER = "observer", _("Observer")
    GUEST = "guest", _("Guest")


# Whose presence counts for the quorum, and who speaks for their side in a vote.
VOTING = (SeatRole.CO_CHAIR, SeatRole.MEMBER)


class SeatQuerySet(ScopedQuerySet):
    """Seats, each in the scope of its committee."""

    SCOPE = "committee__scope"

    def taken_on(self, day: date) -> Self:
        """Whose term covers that day."""
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        return self.active().filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def in_order(self) -> Self:
        """Our side first, co-chairs on top, then by name."""
        rank = models.Case(
            *(models.When(role=role, then=models.Value(place)) for place, role in enumerate(SeatRole)),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by("side", rank, name_column("person__"), "pk")

    def with_people(self) -> Self:
        """With all that a row of a list shows."""
        return self.select_related(
            "person__organisation", "person__site", "person__function", "person__user", "stand_in__organisation"
        )


class SeatValues(TypedDict, total=False):
    """What people edit of a seat, and what each of it is."""

    role: str
    starts_on: date | None
    ends_on: date | None
    stand_in: Person | None


@tracked()
class Seat(Record):
    """One person's place on a committee. Whoever comes later has a seat of their own, so that who sat on it when can
    be read."""

    EDITABLE = tuple(SeatValues.__annotations__)

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    role = models.CharField(_("role"), max_length=9, choices=SeatRole, default=SeatRole.MEMBER)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day of the term."))
    stand_in = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stand-in"),
        help_text=_("Comes, and votes, where this person cannot."),
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="seat_side_known"),
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="seat_role_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_start",
                violation_error_message=_("The term ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("person")),
                name="seat_stands_in_for_another",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            models.UniqueConstraint(
                fields=["committee", "person"],
                condition=Q(ends_on__isnull=True, archived_at__isnull=True),
                name="seat_one_open_per_person",
                violation_error_message=_("This person sits on the committee already. Edit that seat."),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="seat_by_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    @property
    def has_vote(self) -> bool:
        """Whether its presence counts for the quorum."""
        return self.role in VOTING

    def get_absolute_url(self) -> str:
        return self.committee.get_absolute_url()
