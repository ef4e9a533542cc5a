"""What was said of an obligation when its agreement was ended: that it lapses with it, or survives it."""

from django.db import models
from django.db.models import Min, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Ending
from alliances.obligations.models.obligations import Obligation
from coe_hub.lib.history import tracked


@tracked()
class Lapse(models.Model):
    """That an obligation ends with an agreement or, where it `survives`, that somebody said it does not. It counts as
    long as the ending does; what is due by the last day in force is owed all the same (`planning`)."""

    ending = models.ForeignKey(Ending, models.CASCADE, related_name="lapses")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="lapses")
    survives = models.BooleanField(_("survives"), default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ending", "obligation"], name="lapse_once")]

    def __str__(self) -> str:
        return str(self.obligation)


def lapses_on() -> Subquery:
    """For querysets of obligations: the last day on which something of it can be due, of all endings that count."""
    found = Lapse.objects.filter(obligation=OuterRef("pk"), ending__voided_at__isnull=True, survives=False)
    return Subquery(found.order_by().values("obligation").annotate(day=Min("ending__ends_on")).values("day"))
