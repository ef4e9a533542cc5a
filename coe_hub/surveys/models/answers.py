"""What was answered, on its way: a draft, a ballot, a response.

While a wave is open nothing of it can be read from the database: drafts and ballots are sealed (`surveys.sealing`).
When it closes, all its ballots become responses at once, in an order of chance, under ids of chance, and no row says
when or from whom it came. These tables stand outside the audit trail.
"""

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from coe_hub.surveys.models.waves import Participant, Perspective, Wave, WaveSide


class Draft(models.Model):
    """Answers not handed in yet; they belong to the participant, by whatever link they come."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="draft")
    sealed = models.TextField()

    def __str__(self) -> str:
        return str(self.pk)


class Ballot(models.Model):
    """Answers handed in while the wave is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="ballots")
    sealed = models.TextField()

    def __str__(self) -> str:
        return str(self.pk)


# A name on a response of an anonymous wave is refused by the database itself.
_NOBODY = """
IF NEW.participant_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM surveys_wave WHERE id = NEW.wave_id AND is_anonymous
) THEN
    RAISE EXCEPTION 'Answers of an anonymous wave name nobody.';
END IF;
RETURN NEW;
"""


class Response(models.Model):
    """One person's answers to a closed wave: of which side and, where enough see it so, as who. `participant` is of
    named waves only. `answers` are values by the keys of questions, `comments` texts by the keys of themes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="responses")
    side = models.ForeignKey(WaveSide, models.CASCADE, related_name="responses")
    perspective = models.CharField(_("sees it as who"), max_length=11, choices=Perspective, blank=True)
    participant = models.OneToOneField(Participant, models.CASCADE, null=True, blank=True, related_name="response")
    answers = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="names_nobody",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_NOBODY,
            ),
            pgtrigger.Protect(name="response_stays", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return str(self.pk)
