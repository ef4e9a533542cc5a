"""What a meeting talks about, and what was said and settled."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypedDict

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coe_hub.action_items.models import ActionItem
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet
from governance.meetings.models.locking import only_before_final
from governance.meetings.models.meetings import Meeting

if TYPE_CHECKING:
    from coe_hub.people.models import User


class ItemKind(models.TextChoices):
    """What the committee is asked to do with an item."""

    DECIDE = "decide", pgettext_lazy("agenda", "Decide")
    ENDORSE = "endorse", _("Endorse")
    DISCUSS = "discuss", _("Discuss")
    INFORM = "inform", _("Inform")


class Outcome(models.TextChoices):
    """What became of an item."""

    OPEN = "", _("Not dealt with yet")
    DONE = "done", _("Dealt with")
    CARRIED = "carried", _("Stays open for the next meeting")


class AgendaItemQuerySet(ScopedQuerySet):
    """Items of agendas, each in the scope of its committee."""

    SCOPE = "meeting__committee__scope"

    def in_order(self) -> Self:
        """As they are dealt with."""
        return self.order_by("position", "pk")

    def is_editable(self, user: "User") -> Q:
        """What is in final minutes is nobody's to change."""
        return super().is_editable(user) & ~Q(meeting__minutes__state="final")


class AgendaItemValues(TypedDict, total=False):
    """What people edit of an item beforehand, and what each of it is; what is said in the meeting is written on its
    page."""

    title: str
    kind: str
    presenter: Person | None
    minutes_long: int | None
    note: str
    pre_read_due_on: date | None


@tracked()
class AgendaItem(Record):
    """One thing to talk about. `said` is its part of the minutes, `outcome` what became of it."""

    EDITABLE = tuple(AgendaItemValues.__annotations__)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField(_("item"), max_length=300, validators=ONE_LINE)
    kind = models.CharField(_("to"), max_length=7, choices=ItemKind, default=ItemKind.DISCUSS)
    presenter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("presented by")
    )
    minutes_long = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    note = models.TextField(_("what it is about"), max_length=4000, blank=True, validators=[refuse_control_characters])
    pre_read_due_on = models.DateField(
        _("pre-read by"), null=True, blank=True, help_text=_("The day by which the pre-read is here.")
    )
    folder = folder_column()
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", editable=False
    )
    source_label = models.CharField(_("comes from"), max_length=200, blank=True, editable=False)
    source_url = models.CharField(max_length=300, blank=True, editable=False)
    said = models.TextField(
        _("minutes"), max_length=20_000, blank=True, validators=[refuse_control_characters], editable=False
    )
    outcome = models.CharField(
        _("outcome"), max_length=7, choices=Outcome, blank=True, default=Outcome.OPEN, editable=False
    )
    words = models.GeneratedField(
        expression=found_by(title=["title"], body=["note", "said"]), output_field=SearchVectorField(), db_persist=True
    )

    objects = Unworded.from_queryset(AgendaItemQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_title_given"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="agenda_item_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="agenda_item_outcome_known"),
            models.CheckConstraint(
                condition=Q(carried_from__isnull=True) | ~Q(carried_from=F("id")), name="agenda_item_carried_on"
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "position"], name="agenda_item_in_order"),
            GinIndex(fields=["words"], name="agenda_item_words"),
        ]
        triggers = [only_before_final("meeting_id")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('meeting_detail', args=[self.meeting.public_id])}#item-{self.public_id}"

    @property
    def scope(self) -> Scope:
        """Who may see it: its committee's."""
        return self.meeting.committee.scope


@tracked()
class MeetingAction(models.Model):
    """An action that somebody took on in a meeting, with the item it came up at. Whoever has it at the partner says by
    the link to the minutes that its words are right."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("item")
    )
    action = models.OneToOneField(ActionItem, models.PROTECT, related_name="meeting_action")
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)

    class Meta:
        triggers = [only_before_final("meeting_id")]

    def __str__(self) -> str:
        return str(self.action)
