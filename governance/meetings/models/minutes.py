"""The minutes of a meeting: from the draft to what is final, who agreed, what they said, what was corrected later."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Person, ScopedQuerySet, Side
from governance.meetings.models.agenda import AgendaItem
from governance.meetings.models.locking import final_for_good, only_of_final
from governance.meetings.models.meetings import Meeting


class MinutesState(models.TextChoices):
    """Where minutes stand."""

    DRAFT = "draft", _("Draft")
    CIRCULATED = "circulated", _("Sent to both sides")
    FINAL = "final", _("Approved and final")


class ApprovedHow(models.TextChoices):
    """By what minutes became final."""

    NOT_YET = "", _("Not yet")
    MEETING = "meeting", _("Approved at a meeting")
    SILENCE = "silence", _("Nobody objected in time")
    CONFIRMED = "confirmed", _("Everybody asked has confirmed them")


class MinutesQuerySet(ScopedQuerySet):
    """Minutes, each in the scope of its committee."""

    SCOPE = "meeting__committee__scope"

    def circulated(self) -> Self:
        """Sent to both sides, and not final."""
        return self.filter(state=MinutesState.CIRCULATED)


@tracked()
class Minutes(Record):
    """What is written down of a meeting, beside what stands at each item of its agenda. `silent_on` is the last day on
    which somebody may object, where the charter has minutes approved by silence."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    opening = models.TextField(
        _("summary"), max_length=20_000, blank=True, validators=[refuse_control_characters], editable=False
    )
    recorder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT, editable=False
    )
    circulated_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    silent_on = models.DateField(_("final after"), null=True, blank=True, editable=False)
    approved_on = models.DateField(_("approved"), null=True, blank=True, editable=False)
    approved_how = models.CharField(
        _("approved by"), max_length=9, choices=ApprovedHow, blank=True, default=ApprovedHow.NOT_YET, editable=False
    )
    approved_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="approves", editable=False
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MinutesState.values), name="minutes_state_known"),
            models.CheckConstraint(
                condition=Q(state=MinutesState.DRAFT) | Q(circulated_at__isnull=False), name="minutes_sent_at"
            ),
            models.CheckConstraint(
                condition=Q(state=MinutesState.FINAL, approved_on__isnull=False) & ~Q(approved_how="")
                | ~Q(state=MinutesState.FINAL) & Q(approved_on__isnull=True, approved_how=""),
                name="minutes_final_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_at_meeting__isnull=True) | Q(approved_how=ApprovedHow.MEETING),
                name="minutes_approved_at_meeting",
            ),
        ]
        indexes = [models.Index(fields=["state", "silent_on"], name="minutes_by_silence")]
        triggers = [final_for_good()]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#minutes"

    @property
    def is_final(self) -> bool:
        """Whether nobody can change them any more."""
        return self.state == MinutesState.FINAL

    def is_silent(self, today: date) -> bool:
        """Whether the days in which somebody could object are over."""
        return self.silent_on is not None and self.silent_on < today


@tracked()
class MinutesReader(models.Model):
    """Somebody the minutes were sent to, and when they confirmed them."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    asked_at = models.DateTimeField(_("sent"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "person"], name="minutes_reader_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="minutes_reader_side_known"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class CommentQuerySet(models.QuerySet["MinutesComment"]):
    """What people said of minutes."""

    def open(self) -> Self:
        """What nobody answered yet."""
        return self.filter(answered_at__isnull=True)


@tracked()
class MinutesComment(models.Model):
    """What somebody on either side says of a draft, and what whoever writes the minutes made of it."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="comments")
    agenda_item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="comments", verbose_name=_("item")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    text = models.TextField(_("comment"), max_length=4000, validators=[refuse_control_characters])
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), max_length=2000, blank=True, validators=[refuse_control_characters])
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="minutes_comment_text_given"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="minutes_comment_side_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="minutes_comment_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class Correction(models.Model):
    """A change of final minutes: the words stay as they were approved, and this stands beside them with its day."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="corrections")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("item")
    )
    text = models.TextField(
        _("correction"),
        max_length=4000,
        validators=[refuse_control_characters],
        help_text=_("What the minutes say there, what is right, and who agreed to it."),
    )
    corrected_on = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="minutes_correction_text_given")]
        triggers = [
            pgtrigger.Protect(name="stays_as_written", operation=pgtrigger.Update | pgtrigger.Delete),
            only_of_final(),
        ]

    def __str__(self) -> str:
        return self.text
