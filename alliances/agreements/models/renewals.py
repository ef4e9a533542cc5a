"""The decision to let an agreement renew itself: no notice is given for a term, and nobody is asked about it again."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models.agreements import Agreement
from coe_hub.lib.history import tracked
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person


class RenewalDecisionQuerySet(models.QuerySet):
    """Decisions to let agreements renew themselves."""

    def live(self) -> Self:
        """Without those taken back."""
        return self.filter(voided_at__isnull=True)

    def newest_first(self) -> Self:
        """By the day they were made."""
        return self.order_by("-decided_on", "-pk")


@tracked()
class RenewalDecision(models.Model):
    """That an agreement renews itself at the end of one term. Rows are added and never changed; one that was wrong is
    taken back, with the reason. `term_ends_on` is the last day of the term that is followed by another."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="renewal_decisions")
    term_ends_on = models.DateField(_("end of the term"))
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    reason = models.CharField(
        _("why"),
        max_length=500,
        validators=ONE_LINE,
        help_text=_("One sentence that will make sense in two years."),
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

    objects = RenewalDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="renewal_decision_reason_given"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="renewal_decision_taken_back_with_reason",
            ),
            models.UniqueConstraint(
                fields=["agreement", "term_ends_on"],
                condition=Q(voided_at__isnull=True),
                name="renewal_decision_one_of_a_term",
                violation_error_message=_("This was decided already. Take that back first, if it was wrong."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
