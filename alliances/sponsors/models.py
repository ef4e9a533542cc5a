"""That a sponsor of ours was in touch, and what an alliance asks its sponsors and the committee for."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance, Member, Side
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, ScopedQuerySet
from coe_hub.vocabulary.models import Access, Phase

# A sponsor who was not in touch for longer has gone silent.
SILENT_AFTER = timedelta(days=182)


@tracked()
class SponsorContact(models.Model):
    """That somebody who sponsors an alliance was in touch with it on a day. Rows are only added."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="sponsor_contacts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("sponsor"))
    on_date = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "person", "on_date"], name="sponsor_contact_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.on_date}"


def sponsorships() -> "QuerySet[Any]":
    """Each of our sponsors on each alliance once, with `last_contact_on` and `open_actions` there."""
    mine = Member.objects.filter(side=Side.OURS, role__access=Access.SPONSOR)
    earlier = mine.filter(alliance=OuterRef("alliance"), person=OuterRef("person"), pk__lt=OuterRef("pk"))
    contacts = SponsorContact.objects.filter(alliance=OuterRef("alliance"), person=OuterRef("person"))
    taken_on = ActionItem.objects.open().filter(scope=OuterRef("alliance__scope"), owner=OuterRef("person"))
    counted = taken_on.order_by().values("owner").annotate(number=Count("pk")).values("number")
    return mine.filter(~Exists(earlier)).annotate(
        last_contact_on=Subquery(contacts.order_by("-on_date").values("on_date")[:1]),
        open_actions=Coalesce(Subquery(counted), 0),
    )


def by_contact(rows: "QuerySet[Any]", contact: str, today: date) -> "QuerySet[Any]":
    """Of `sponsorships`, those in touch lately (fresh), silent for half a year (silent), or of whom nothing is known
    (never)."""
    since = today - SILENT_AFTER
    conditions = {
        "fresh": Q(last_contact_on__gte=since),
        "silent": Q(last_contact_on__lt=since),
        "never": Q(last_contact_on__isnull=True),
    }
    return rows.filter(conditions[contact])


class Outcome(models.TextChoices):
    """What became of a request for support."""

    OPEN = "", _("Open")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("No longer needed")


class SupportQuerySet(ScopedQuerySet):
    """Requests as those who see the alliance read them."""

    SCOPE = "alliance__scope"

    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(outcome=Outcome.OPEN)

    def of_living_alliances(self) -> Self:
        """Those of alliances that are neither archived nor closed."""
        return self.filter(alliance__archived_at__isnull=True).exclude(alliance__stage__phase=Phase.CLOSED)

    def with_row(self) -> Self:
        """With all that a row of a list shows."""
        return self.select_related("alliance__lead", "asked_by__person", "answered_by__person")

    def in_order(self) -> Self:
        """Open ones first, those needed soonest on top; then what was answered, the newest on top."""
        is_answered = models.Case(models.When(outcome=Outcome.OPEN, then=0), default=1)
        return self.order_by(is_answered, F("needed_on").asc(nulls_last=True), F("answered_on").desc(), "pk")


@tracked()
class SupportRequest(Record):
    """What an alliance asks its sponsors and the steering committee for, in one sentence; and their answer."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="support_requests")
    text = models.CharField(_("what you ask for"), max_length=300, validators=ONE_LINE)
    needed_on = models.DateField(_("needed by"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.OPEN, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True, validators=[refuse_control_characters])
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="support_request_said"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_on__isnull=True, answered_by__isnull=True)
                | (~Q(outcome="") & Q(answered_on__isnull=False, answered_by__isnull=False)),
                name="support_request_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "outcome"], name="support_by_alliance")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("support_answer", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.outcome == Outcome.OPEN
