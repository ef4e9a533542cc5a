"""Who tries an edition out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.people.models import Person
from coe_hub.publishing.models.content import Edition


@tracked()
class PilotReader(models.Model):
    """Somebody named to try an edition out. Where anybody is named, nobody else finds it while it is a pilot."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pilot_readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("tries it out"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="pilot_reader_once")]

    def __str__(self) -> str:
        return f"{self.edition} {self.person}"
