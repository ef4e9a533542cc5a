"""A wave of asking: one edition of a questionnaire, the sides that are asked, and the people of each.

Whether answers are anonymous, how few answers are told together, and what is asked are fixed when the wave is made: the
database refuses to change them.
"""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.models import Organisation, Person, Scope, ScopedQuerySet, User
from coe_hub.publishing.models import Edition

# Fewer anonymous answers than these are never told, whoever asks.
FEWEST_ANONYMOUS = 3


class Perspective(models.TextChoices):
    """From where somebody sees the work; a wave is balanced where each side has some of each."""

    OPERATIONAL = "operational", _("Does the work")
    ALLIANCE = "alliance", _("Manages the alliance")
    SPONSOR = "sponsor", _("Sponsors it")
    FINANCE = "finance", _("Pays and accounts for it")


class WaveQuerySet(ScopedQuerySet):
    """Waves as they run."""

    def under_way(self, on: date) -> Self:
        """Those that take answers on that day."""
        return self.active().filter(closed_at__isnull=True, opens_on__lte=on, closes_on__gte=on)

    def to_count(self, on: date) -> Self:
        """Those whose last day is over and whose answers were not opened yet."""
        return self.filter(closed_at__isnull=True, closes_on__lt=on)

    def asking(self, user: User) -> Self:
        """Those in which this person is asked."""
        return self.filter(Exists(Participant.objects.filter(wave=OuterRef("pk"), person=user.person_id)))


@tracked()
class Wave(Record):
    """One time of asking. It stands in the scope of what it is about; it closes after its last day, or when somebody
    closes it. Its answers lie sealed until then."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="waves")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="waves", verbose_name=_("questionnaire"))
    subject = models.CharField(_("about"), max_length=200, validators=ONE_LINE)
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("last day"))
    is_anonymous = models.BooleanField(_("anonymous"))
    minimum = models.PositiveSmallIntegerField(_("told from as many answers as"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))

    objects = WaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="wave_closes_after_opening",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False, minimum__gte=1) | Q(is_anonymous=True, minimum__gte=FEWEST_ANONYMOUS),
                name="wave_minimum_of_anonymous",
                violation_error_message=_("Anonymous answers are told from three on."),
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="wave_subject_given"),
        ]
        indexes = [models.Index(fields=["closes_on"], condition=Q(closed_at__isnull=True), name="wave_to_count")]
        triggers = [
            pgtrigger.ReadOnly(name="promise_fixed", fields=["is_anonymous", "minimum", "edition", "scope"]),
            pgtrigger.Trigger(
                name="closed_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
                func=(
                    "IF NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN"
                    " RAISE EXCEPTION 'A wave that was closed stays closed.'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("wave_answer", args=[self.public_id])

    @property
    def floor(self) -> int:
        """How few answers are told together."""
        return self.minimum if self.is_anonymous else 1

    @property
    def is_counted(self) -> bool:
        """Whether it is closed and its answers were opened."""
        return self.closed_at is not None

    def takes_answers(self, on: date | None = None) -> bool:
        """Whether answers can be handed in on that day, by default today."""
        day = on or timezone.localdate()
        return not self.is_counted and not self.is_archived and self.opens_on <= day <= self.closes_on


@tracked()
class WaveSide(models.Model):
    """A side that is asked: ours, or a partner's. Scores are told for each."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="sides")
    label = models.CharField(_("side"), max_length=200, validators=ONE_LINE)
    is_ours = models.BooleanField(_("ours"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "label"], name="wave_side_once")]

    def __str__(self) -> str:
        return self.label


@tracked(exclude=("has_answered",))
class Participant(models.Model):
    """Somebody who is asked. Whether they have answered is known, without a time and outside the audit trail; what
    they answered is not tied to them where the wave is anonymous."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="participants")
    side = models.ForeignKey(WaveSide, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    perspective = models.CharField(_("sees it as who"), max_length=11, choices=Perspective)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    has_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "person"], name="participant_once"),
            models.CheckConstraint(
                condition=Q(perspective__in=Perspective.values), name="participant_perspective_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
