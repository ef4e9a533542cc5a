"""For how long somebody is auditor, and of what."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.people.models import Scope


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates by whether they hold."""

    def open(self) -> Self:
        """Those that nobody ended, and no day did."""
        return self.filter(ended_at__isnull=True)

    def over(self, today: date) -> Self:
        """Those whose last day has passed, and which nobody ended yet."""
        return self.open().filter(ends_on__lt=today)


@tracked()
class Mandate(models.Model):
    """An auditor's time box: until which day, of which days, for what. Without scopes it is for all they may see,
    without kinds for every kind of record."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("account")
    )
    ends_on = models.DateField(_("last day"))
    looks_from = models.DateField(_("looks at changes from"), null=True, blank=True)
    looks_until = models.DateField(_("looks at changes until"), null=True, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=100), verbose_name=_("kinds of record"), default=list, db_default=[], blank=True
    )
    closes = models.BooleanField(_("close the account afterwards"), default=True)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="mandate_one_open_per_account"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="mandate_reason_given"),
            models.CheckConstraint(
                condition=Q(looks_from__isnull=True)
                | Q(looks_until__isnull=True)
                | Q(looks_until__gte=models.F("looks_from")),
                name="mandate_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ends_on:%Y-%m-%d}"


@tracked()
class MandateScope(models.Model):
    """Something that a mandate is for: an alliance, a programme, a committee."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="scopes")
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "scope"], name="mandate_scope_once")]

    def __str__(self) -> str:
        return str(self.scope)
