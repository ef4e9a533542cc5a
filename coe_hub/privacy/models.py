"""How long things stay, what went, and who was forgotten."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.people.models import Person


@tracked()
class RetentionRule(models.Model):
    """For how many days the company keeps one kind of thing; a kind without a row is kept as is usual."""

    kind = models.CharField(max_length=20, unique=True)
    days = models.PositiveIntegerField(_("days"), null=True, blank=True, help_text="Empty: for good.")

    def __str__(self) -> str:
        return self.kind


class RetentionRun(models.Model):
    """One night: how many of each kind went."""

    at = models.DateTimeField(default=timezone.now)
    removed = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Ground(models.TextChoices):
    """Why somebody is forgotten, in law."""

    REQUEST = "request", _("They asked for it (GDPR Art. 17)")
    OBJECTION = "objection", _("They objected to its use (GDPR Art. 21)")
    NOT_NEEDED = "not_needed", _("It is not needed any more (GDPR Art. 5)")
    OTHER_LAW = "other_law", _("The law of another country, such as Japan’s APPI Art. 35")


@tracked()
class Redaction(models.Model):
    """That somebody was forgotten: the one way by which what is written down is ever changed. It names nobody."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="redactions", verbose_name=_("person"))
    pseudonym = models.CharField(_("pseudonym"), max_length=40, unique=True)
    local_pseudonym = models.CharField(max_length=40)
    ground = models.CharField(_("legal ground"), max_length=12, choices=Ground)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0, help_text="In which a name was replaced.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="redaction_ground_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="redaction_reason_given"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=models.F("begun_at")), name="redaction_done_later"
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym
