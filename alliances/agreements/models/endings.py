"""How an agreement is brought to its end: notice that it is not renewed, or a termination."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models.agreements import Agreement
from coe_hub.lib.history import tracked
from coe_hub.lib.text import refuse_control_characters


class EndingKind(models.TextChoices):
    """What was declared."""

    NOTICE = "notice", _("Notice of non-renewal")
    TERMINATION = "termination", _("Termination")


class EndingSide(models.TextChoices):
    """Who declared it."""

    OURS = "ours", _("Our side")
    THEIRS = "theirs", _("Partner side")
    BOTH = "both", _("Both, by agreement")


class EndingQuerySet(models.QuerySet):
    """Endings."""

    def live(self) -> Self:
        """Without those taken back."""
        return self.filter(voided_at__isnull=True)

    def newest_first(self) -> Self:
        """By the day they were declared."""
        return self.order_by("-given_on", "-pk")


@tracked()
class Ending(models.Model):
    """Notice or termination of an agreement. Rows are added and never changed; one that was wrong is taken back, with
    the reason."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="endings")
    kind = models.CharField(_("what"), max_length=12, choices=EndingKind)
    given_on = models.DateField(_("given on"))
    side = models.CharField(_("declared by"), max_length=6, choices=EndingSide)
    reason = models.TextField(_("reason"), max_length=2000, blank=True, validators=[refuse_control_characters])
    ends_on = models.DateField(_("last day in force"))
    survival = models.TextField(
        _("what survives"),
        max_length=2000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=_("Duties that outlive the agreement, such as confidentiality for five years or royalties."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    voided_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    void_reason = models.CharField(
        _("why it is taken back"), max_length=500, blank=True, validators=[refuse_control_characters]
    )

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EndingKind.values), name="ending_kind_known"),
            models.CheckConstraint(condition=Q(side__in=EndingSide.values), name="ending_side_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("given_on")),
                name="ending_not_before_given",
                violation_error_message=_("The last day lies before the day on which it was declared."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="ending_taken_back_with_reason",
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                condition=Q(voided_at__isnull=True),
                name="ending_one_of_a_kind",
                violation_error_message=_("This was declared already. Take that back first, if it was wrong."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
