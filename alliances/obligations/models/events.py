"""A trigger event: what has to happen before a clock starts, such as the receipt of a complete data package."""

from datetime import date
from typing import Self, TypedDict

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Scope, ScopedQuerySet


class EventState(models.TextChoices):
    """Where an event stands; it follows from what is known of it."""

    UNKNOWN = "unknown", _("No day yet")
    EXPECTED = "expected", _("Expected")
    RECEIVED = "received", _("Received")
    CONTESTED = "contested", _("Contested")
    DEEMED = "deemed", _("Deemed complete")
    OCCURRED = "occurred", _("Happened")
    VOID = "void", _("Will not happen")


class Point(models.TextChoices):
    """The day of its agreement that an event stands for: it has no day of its own then, and follows that one."""

    NONE = "", _("A day of its own")
    SIGNED = "signed", _("The agreement is signed")
    EFFECTIVE = "effective", _("The agreement becomes effective")
    EXPIRY = "expiry", _("The agreement ends")


class TriggerEventQuerySet(ScopedQuerySet):
    """Events as one reader lists them."""

    def in_order(self) -> Self:
        """By the day on which the clock started or is expected to, those without a day last."""
        day = models.functions.Coalesce("occurred_on", "deemed_on", "received_on", "expected_on")
        return self.order_by(day.asc(nulls_last=True), "name", "pk")


class EventValues(TypedDict, total=False):
    """What people edit of an event, and what each of it is. Its days are facts, and each has a step of its own."""

    name: str
    clause: str
    agreement: Agreement | None
    programme: Programme | None
    point: str
    note: str


@tracked()
class TriggerEvent(Record):
    """Something from which days are reckoned. Received, contested and deemed complete are three facts; the clock starts
    with the receipt of what is complete, or is deemed to be."""

    EDITABLE = tuple(EventValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="trigger_events")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="trigger_events", editable=False)
    name = models.CharField(
        _("event"), max_length=200, validators=ONE_LINE, help_text=_("Such as: data package of phase 2 received.")
    )
    clause = models.CharField(_("clause"), max_length=60, blank=True, validators=ONE_LINE)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="trigger_events", verbose_name=_("agreement")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="trigger_events", verbose_name=_("programme")
    )
    point = models.CharField(
        _("its day"),
        max_length=9,
        choices=Point,
        blank=True,
        default=Point.NONE,
        db_default=Point.NONE.value,
        help_text=_("A day of the agreement is kept in step with it: by its dates, renewal, notice and termination."),
    )
    note = models.TextField(_("note"), max_length=2000, blank=True, validators=[refuse_control_characters])
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    contested_on = models.DateField(_("contested on"), null=True, blank=True)
    contested_why = models.CharField(_("why it is contested"), max_length=500, blank=True, validators=ONE_LINE)
    deemed_on = models.DateField(_("deemed complete on"), null=True, blank=True)
    deemed_clause = models.CharField(_("clause that deems it complete"), max_length=60, blank=True, validators=ONE_LINE)
    occurred_on = models.DateField(_("happened, or complete, on"), null=True, blank=True)
    voided_on = models.DateField(_("void since"), null=True, blank=True)
    voided_why = models.CharField(_("why it will not happen"), max_length=500, blank=True, validators=ONE_LINE)
    why = models.CharField(
        _("why the day moved"), max_length=500, blank=True, validators=ONE_LINE, help_text=_("What was said last.")
    )

    folded = models.GeneratedField(
        expression=folded_words("name", "clause"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=found_by(title=["name", "clause"], body=["note", "contested_why", "voided_why", "why"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Unworded.from_queryset(TriggerEventQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="trigger_event_name_given"),
            models.CheckConstraint(
                condition=Q(contested_on__isnull=True, contested_why="")
                | (Q(contested_on__isnull=False) & ~Q(contested_why="")),
                name="trigger_event_contested_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(contested_on__isnull=True)
                | (Q(received_on__isnull=False) & Q(contested_on__gte=F("received_on"))),
                name="trigger_event_contested_once_received",
                violation_error_message=_("Only what was received can be contested, from that day on."),
            ),
            models.CheckConstraint(
                condition=Q(deemed_on__isnull=True, deemed_clause="")
                | (Q(deemed_on__isnull=False, received_on__isnull=False) & ~Q(deemed_clause="")),
                name="trigger_event_deemed_by_clause",
                violation_error_message=_("What was received is deemed complete by a clause: name it."),
            ),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, voided_why="") | (Q(voided_on__isnull=False) & ~Q(voided_why="")),
                name="trigger_event_void_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(point="") | (Q(point__in=Point.values) & Q(agreement__isnull=False)),
                name="trigger_event_point_of_agreement",
                violation_error_message=_("Say whose day it is: choose the agreement."),
            ),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="trigger_event_folded_trgm"),
            GinIndex(fields=["words"], name="trigger_event_words"),
            models.Index(fields=["alliance", "scope"], name="trigger_event_by_alliance"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page; needs the alliance."""
        return reverse("event_detail", args=[self.alliance.public_id, self.public_id])

    @property
    def started_on(self) -> date | None:
        """The day on which the clock started; None as long as it has not."""
        if self.voided_on:
            return None
        uncontested = self.received_on if self.contested_on is None else None
        return self.occurred_on or self.deemed_on or uncontested

    @property
    def reckoned_from(self) -> date | None:
        """The day from which others are reckoned: of the start or, until then, the expected one; None of neither."""
        return None if self.voided_on else self.started_on or self.expected_on

    @property
    def state(self) -> EventState:
        """Where it stands."""
        facts = {
            EventState.VOID: self.voided_on,
            EventState.OCCURRED: self.occurred_on,
            EventState.DEEMED: self.deemed_on,
            EventState.CONTESTED: self.contested_on,
            EventState.RECEIVED: self.received_on,
            EventState.EXPECTED: self.expected_on,
        }
        return next((state for state, day in facts.items() if day), EventState.UNKNOWN)

    @property
    def state_text(self) -> str:
        """Where it stands, in words."""
        return str(self.state.label)
