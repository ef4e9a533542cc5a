"""Links by which people at partners, who have no account, answer one thing."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.people.access.models.scopes import Scope
from coe_hub.people.directory.models.persons import Person

# Mail programs and scanners open a link a few times; one that is opened this often is being passed round.
MOST_TRIES = 100
# How long an answer can be taken back by whoever gave it.
TAKE_BACK = timedelta(hours=24)


class PartnerLinkQuerySet(models.QuerySet["PartnerLink"]):
    """Links, as the thing they lead to lists them."""

    def leading_to(self, purpose: str, object_id: int) -> Self:
        """Those to one thing, the newest first."""
        return self.filter(purpose=purpose, object_id=object_id).order_by("-created_at", "-pk")

    def how_far(self, purpose: str, *, person: str) -> dict[str, Subquery]:
        """How far somebody at a partner was told of the rows that are annotated with it: `told_at`, `link_opened_at`,
        `link_used_at` of all their links. `person` leads from a row to whoever is asked."""
        links = self.filter(purpose=purpose, object_id=OuterRef("pk"), person=OuterRef(person)).order_by()

        def last(name: str) -> Subquery:
            return Subquery(links.values("object_id").annotate(last=Max(name)).values("last"))

        return {"told_at": last("created_at"), "link_opened_at": last("opened_at"), "link_used_at": last("used_at")}


@tracked(exclude=("token_hash", "tries"))
class PartnerLink(models.Model):
    """One person's way to one thing, for some days. Only the hash of its token is kept."""

    purpose = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="partner_links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="partner_links", verbose_name=_("person"))
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    tries = models.PositiveIntegerField(default=0, help_text="How often its token was shown to us.")
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    used_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = PartnerLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="partner_link_purpose_given"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="partner_link_expires_later"),
        ]
        indexes = [models.Index(fields=["purpose", "object_id"], name="partner_link_by_object")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id}"

    def is_open(self, at: datetime) -> bool:
        """Whether the link still leads somewhere at `at`."""
        return self.revoked_at is None and at < self.expires_at and self.tries <= MOST_TRIES

    @property
    def is_living(self) -> bool:
        """Whether it leads somewhere now, and was not answered yet."""
        return self.is_open(timezone.now()) and self.used_at is None

    @property
    def may_be_taken_back(self) -> bool:
        """Whether the answer given by it is young enough to be taken back, as far as time goes."""
        return self.used_at is not None and timezone.now() - self.used_at <= TAKE_BACK


def telling_of(row: Any) -> str:
    """How far somebody at a partner was told of a row annotated with `how_far`: "answered", "opened", "told" or
    "not_told"."""
    if row.link_used_at:
        return "answered"
    return "opened" if row.link_opened_at else "told" if row.told_at else "not_told"
