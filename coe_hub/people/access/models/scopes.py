"""Need-to-know: every record that could leak stands in a scope, and reading goes through `visible_to`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.history import tracked
from coe_hub.lib.records import RecordQuerySet
from coe_hub.people.directory.models.persons import Person
from coe_hub.vocabulary.models import Access

if TYPE_CHECKING:
    from coe_hub.people.models import User


_EDITORS = (Access.LEAD, Access.SPONSOR, Access.TEAM)


class ScopeKind(models.TextChoices):
    """Who may read what stands in a scope."""

    OPEN = "open", _("Open to every member")
    RESTRICTED = "restricted", _("Only people named on it")


@tracked(in_bulk=True)
class Scope(models.Model):
    """A wall around records that are shared together."""

    EDITABLE = ("kind",)

    kind = models.CharField(_("who may see it"), max_length=12, choices=ScopeKind, default=ScopeKind.RESTRICTED)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ScopeKind.values), name="scope_kind_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="scope_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked(in_bulk=True)
class ScopeGrant(models.Model):
    """One person's way into one scope."""

    scope = models.ForeignKey(Scope, models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=12, choices=Access)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "person"], name="scope_grant_once_per_person"),
            models.CheckConstraint(condition=Q(role__in=Access.values), name="scope_grant_role_known"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


def answers_for_scope() -> Subquery:
    """The id of who leads what the row's `scope` stands around or, where no lead can sign in, sponsors it; NULL where
    nobody does."""
    grants = ScopeGrant.objects.filter(
        scope=OuterRef("scope"), role__in=(Access.LEAD, Access.SPONSOR), person__user__is_active=True
    )
    lead_first = Case(When(role=Access.LEAD, then=Value(0)), default=Value(1))
    return Subquery(grants.order_by(lead_first, "pk").values("person")[:1])


def scopes_worked_on(user: "User") -> "models.QuerySet[Any]":
    """The ids of the scopes in which the user leads, sponsors or is on the team: not those they may only read."""
    return ScopeGrant.objects.filter(person=user.person_id, role__in=_EDITORS).values("scope")


class ScopedQuerySet(RecordQuerySet):
    """Records that stand in a scope. A view reads them through `visible_to` and in no other way.

    `SCOPE` is the way to it: the record's own column, or that of what it hangs on.
    """

    SCOPE = "scope"

    def visible_to(self, user: "User") -> Self:
        """What stands in an open scope, or in one the user's person holds a grant on."""
        return self.filter(self.is_visible(user))

    def is_visible(self, user: "User") -> Q:
        """The same as a condition on a row."""
        return Q(**{f"{self.SCOPE}__kind": ScopeKind.OPEN}) | Q(Exists(self._grants(user)))

    def editable_by(self, user: "User") -> Self:
        """What the user may change: named on the scope as lead, sponsor or team, or an alliance manager who sees it."""
        return self.none() if user.has_role(GlobalRole.AUDITOR) else self.filter(self.is_editable(user))

    def is_editable(self, user: "User") -> Q:
        """The same as a condition on a row, for whoever may write."""
        if user.has_role(GlobalRole.ALLIANCE_MANAGER):
            return self.is_visible(user)
        return Q(Exists(self._grants(user).filter(role__in=_EDITORS)))

    def _grants(self, user: "User") -> "models.QuerySet[ScopeGrant]":
        return ScopeGrant.objects.filter(scope=OuterRef(self.SCOPE), person=user.person_id)


@dataclass(frozen=True)
class Sight:
    """Which of some people may read what stands in which of some scopes: `visible_to` for many readers at once."""

    open_scopes: frozenset[int]
    granted: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, *, people: Collection[int], scopes: Collection[int]) -> Self:
        """Two queries."""
        open_scopes = Scope.objects.filter(pk__in=scopes, kind=ScopeKind.OPEN).values_list("pk", flat=True)
        grants = ScopeGrant.objects.filter(scope__in=scopes, person__in=people).values_list("person", "scope")
        return cls(frozenset(open_scopes), frozenset(grants))

    def reaches(self, person: int, scope: int) -> bool:
        """Whether that person may read what stands in that scope; both by id."""
        return scope in self.open_scopes or (person, scope) in self.granted
