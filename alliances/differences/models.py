"""A difference between the two sides: ours, theirs, how we bridge it, what we gain."""

from typing import Any, Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Scope, ScopedQuerySet


class DifferenceQuerySet(ScopedQuerySet):
    """Differences of the alliances a reader sees."""

    SCOPE = "alliance__scope"

    def in_order(self) -> Self:
        """Those not bridged yet on top."""
        return self.order_by(models.Case(models.When(bridge="", then=0), default=1), "topic", "pk")


class DifferenceValues(TypedDict, total=False):
    """What people say of a difference, and what each of it is."""

    topic: str
    ours: str
    theirs: str
    bridge: str
    gain: str


def _words(label: Any, *, help_text: Any = "", blank: bool = False) -> models.TextField:
    return models.TextField(
        label, max_length=1000, blank=blank, help_text=help_text, validators=[refuse_control_characters]
    )


@tracked()
class Difference(Record):
    """Something the two sides do differently. It is bridged once it is written down how."""

    EDITABLE = tuple(DifferenceValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="differences")
    topic = models.CharField(
        _("topic"), max_length=120, validators=ONE_LINE, help_text=_("Such as: how decisions are taken.")
    )
    ours = _words(_("our way"))
    theirs = _words(_("their way"))
    bridge = _words(_("how we bridge it"), blank=True, help_text=_("What both sides do so that it does no harm."))
    gain = _words(_("what we gain from it"), blank=True, help_text=_("What both can do because they differ."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))

    folded = models.GeneratedField(expression=folded_words("topic"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(title=["topic"], body=["ours", "theirs", "bridge", "gain"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Unworded.from_queryset(DifferenceQuerySet)()

    class Meta:
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="difference_folded_trgm"),
            GinIndex(fields=["words"], name="difference_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(topic="") & ~Q(ours="") & ~Q(theirs=""), name="difference_has_both_ways"
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return f"{reverse('alliance_differences', args=[self.alliance.public_id])}#difference-{self.public_id}"

    @property
    def scope(self) -> Scope:
        """Its alliance's."""
        return self.alliance.scope

    @property
    def is_bridged(self) -> bool:
        """Whether it is written down how both sides deal with it."""
        return bool(self.bridge)
