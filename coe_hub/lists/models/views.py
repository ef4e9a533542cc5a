"""Saved views of lists, and how close rows stand on somebody's screen."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.listing import COMFORTABLE, COMPACT, Listing, address, listings
from coe_hub.lib.records import new_public_id
from coe_hub.lib.text import ONE_LINE
from coe_hub.lib.ticks import MARKS

LONGEST = 2000
# What an address says that belongs to one visit and to no view.
_OF_A_VISIT = ("page", "view", "choose", "filters", "format", "move", *MARKS)


def kept_query(asked: QueryDict) -> str:
    """What of an address a view keeps: filters, columns, order, density."""
    query = asked.copy()
    for name in _OF_A_VISIT:
        query.pop(name, None)
    for name, values in list(query.lists()):
        if not any(values):
            query.pop(name)
    return address(query).removeprefix("?")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views as one person sees them."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those that others share."""
        return self.filter(Q(owner=user) | Q(is_shared=True))

    def editable_by(self, user: Any) -> Self:
        """One's own; an admin takes away what others share."""
        return self.visible_to(user) if user.has_role(GlobalRole.ADMIN) else self.filter(owner=user)


class SavedView(models.Model):
    """Filters, columns and order of a list under a name. A shared one is everybody's to use, and shows each reader what
    that reader may see."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views")
    list_code = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80, validators=ONE_LINE)
    query = models.CharField(max_length=LONGEST)
    is_shared = models.BooleanField(_("for everybody"), default=False)
    is_default = models.BooleanField(_("what I open the list with"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_view_says_something"),
            models.UniqueConstraint(
                "owner",
                "list_code",
                Lower("name"),
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name. Choose another name, or replace that one."),
            ),
            models.UniqueConstraint(
                fields=["owner", "list_code"], condition=Q(is_default=True), name="saved_view_one_default"
            ),
        ]
        indexes = [models.Index(fields=["list_code"], condition=Q(is_shared=True), name="saved_view_shared")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list, seen so."""
        return f"{self.listing.url}?{self.query}" if self.listing else ""

    @property
    def listing(self) -> Listing | None:
        """The list that it is a view of; None of one that is there no more."""
        return listings().get(self.list_code)

    def shows(self, asked: QueryDict) -> bool:
        """Whether an address asks for what this view does, in whatever order."""
        return _pairs(QueryDict(kept_query(asked))) == _pairs(QueryDict(self.query))


def _pairs(query: QueryDict) -> list[tuple[str, list[str]]]:
    return sorted((name, sorted(values)) for name, values in query.lists())


class ListHabit(models.Model):
    """How somebody looks at lists."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_habit")
    density = models.CharField(
        max_length=11,
        choices=[(COMFORTABLE, _("Comfortable")), (COMPACT, _("Compact"))],
        default=COMFORTABLE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(density__in=[COMFORTABLE, COMPACT]), name="list_habit_density_known")
        ]

    def __str__(self) -> str:
        return self.density
