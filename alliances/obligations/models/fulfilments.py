"""A fulfilment: one day on which an obligation is due, why on that day, and what became of it."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.obligations.models.choices import ConditionState
from alliances.obligations.models.obligations import Obligation
from coe_hub.attachments.models import folder_column, in_folders
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import PartnerLink, Person, Scope, ScopedQuerySet, User, telling_of


class State(models.TextChoices):
    """Where a fulfilment stands; it follows from its days and from what was said of it, and is stored nowhere."""

    UPCOMING = "upcoming", _("Upcoming")
    DUE = "due", _("Due")
    OVERDUE = "overdue", _("Overdue")
    FULFILLED = "fulfilled", _("Fulfilled")
    WAIVED = "waived", _("Waived")
    DISPUTED = "disputed", _("Disputed")
    VOID = "void", _("Void")


# What links by which a counterpart answers are for.
PURPOSE = "fulfilment"
# What is still owed.
OPEN_STATES = (State.UPCOMING, State.DUE, State.OVERDUE, State.DISPUTED)

_IS_VOID = (
    Q(voided_on__isnull=False)
    | Q(obligation__condition_state=ConditionState.NOT_MET)
    | Q(obligation__event__voided_on__isnull=False)
    | Q(lapses_on__isnull=False, due_on__isnull=False)
)


class FulfilmentQuerySet(ScopedQuerySet):
    """Fulfilments as one reader lists and settles them."""

    SCOPE = "obligation__scope"

    def living(self) -> Self:
        """Of obligations and alliances that were not put away."""
        return self.filter(obligation__archived_at__isnull=True, obligation__alliance__archived_at__isnull=True)

    def unsettled(self) -> Self:
        """What is still owed, whatever its day; without a day, an agreement that has ended is not looked at."""
        return self.filter(fulfilled_on__isnull=True, waived_on__isnull=True).without_void()

    def without_void(self) -> Self:
        """Without what is not owed any more."""
        return self.exclude(_IS_VOID)

    def with_state(self, today: date) -> Self:
        """With `state` as of that day, as `Fulfilment.state_on` has it."""
        day = Value(today, output_field=models.DateField())
        cases = [
            (_IS_VOID | Q(lapses_on__lt=day), State.VOID),
            (Q(waived_on__isnull=False), State.WAIVED),
            (Q(fulfilled_on__isnull=False), State.FULFILLED),
            (Q(disputed_on__isnull=False), State.DISPUTED),
            (Q(is_expected=True) | Q(due_on__isnull=True), State.UPCOMING),
            (Q(due_on__lt=day), State.OVERDUE),
            (Q(notice_on__lte=day), State.DUE),
        ]
        whens = [When(condition, then=Value(state.value)) for condition, state in cases]
        return self.annotate(state=Case(*whens, default=Value(State.UPCOMING.value), output_field=CharField()))

    def settled_by(self, user: User) -> Self:
        """Those the user may settle: their own, and those they may change."""
        editable = self.editable_by(user)
        own = self.visible_to(user).filter(obligation__owner=user.person_id)
        return self.filter(Q(pk__in=editable.values("pk")) | Q(pk__in=own.values("pk")))

    def with_row(self) -> Self:
        """With all that a row of a list, and why it is due on its day, needs."""
        return self.select_related(
            "obligation__alliance", "obligation__agreement", "obligation__event", "obligation__after",
            "obligation__owner__user", "obligation__counterpart", "obligation__programme", "folder",
        ).prefetch_related(in_folders())  # fmt: skip

    def with_telling(self) -> Self:
        """With how far the counterpart at the partner was told, for `telling`."""
        return self.annotate(**PartnerLink.objects.how_far(PURPOSE, person="obligation__counterpart"))

    def in_order(self) -> Self:
        """The soonest on top, those without a day last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "obligation__title", "pk")


def _day(label: Any) -> "models.DateField[Any, Any]":
    return models.DateField(label, null=True, blank=True)


def _who() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


def _why(label: Any) -> "models.CharField[Any, Any]":
    return models.CharField(label, max_length=500, blank=True, validators=ONE_LINE)


def _with_reason(fact: str) -> Q:
    """Nobody says such a thing without saying why."""
    day, why = f"{fact}_on", f"{fact}_why"
    return Q(**{f"{day}__isnull": True, why: ""}) | (Q(**{f"{day}__isnull": False}) & ~Q(**{why: ""}))


@tracked()
class Fulfilment(Record):
    """One due day of an obligation. Its days are written by the planner alone (`planning`), with their reason; what
    became of it is facts, from which its state follows."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="fulfilments")
    period_on = _day(_("period"))
    due_on = _day(_("due"))
    notice_on = _day(_("begin on"))
    is_expected = models.BooleanField(_("expected only"), default=False)
    lapses_on = _day(_("ends with its agreement on"))
    reason = models.JSONField(default=dict, blank=True)
    extended_to = _day(_("extended to"))
    extended_why = _why(_("why it is extended"))
    fulfilled_on = _day(_("fulfilled on"))
    fulfilled_by = _who()
    fulfilled_note = models.TextField(_("note"), max_length=2000, blank=True, validators=[refuse_control_characters])
    delivered_on = _day(_("delivered, says the partner, on"))
    delivered_by = _who()
    delivered_note = models.TextField(
        _("what the partner says"), max_length=2000, blank=True, validators=[refuse_control_characters]
    )
    waived_on = _day(_("waived on"))
    waived_by = _who()
    waived_why = _why(_("why it is waived"))
    disputed_on = _day(_("disputed on"))
    disputed_by = _who()
    disputed_why = _why(_("why it is disputed"))
    voided_on = _day(_("void since"))
    voided_by = _who()
    voided_why = _why(_("why it is void"))
    folder = folder_column()

    # Of `with_state`.
    state: str

    objects = FulfilmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "period_on"], nulls_distinct=False, name="fulfilment_one_of_a_period"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, notice_on__isnull=True) | Q(notice_on__lte=F("due_on")),
                name="fulfilment_notice_before_due",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True, extended_why="")
                | (Q(extended_to__isnull=False) & ~Q(extended_why="")),
                name="fulfilment_extended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(fulfilled_on__isnull=False, fulfilled_by__isnull=False)
                | Q(fulfilled_on__isnull=True, fulfilled_by__isnull=True, fulfilled_note=""),
                name="fulfilment_fulfilled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=False, delivered_by__isnull=False)
                | Q(delivered_on__isnull=True, delivered_by__isnull=True, delivered_note=""),
                name="fulfilment_delivered_by_somebody",
            ),
            models.CheckConstraint(condition=_with_reason("waived"), name="fulfilment_waived_with_reason"),
            models.CheckConstraint(condition=_with_reason("disputed"), name="fulfilment_disputed_with_reason"),
            models.CheckConstraint(condition=_with_reason("voided"), name="fulfilment_void_with_reason"),
            models.CheckConstraint(
                condition=Q(fulfilled_on__isnull=True) | Q(waived_on__isnull=True), name="fulfilment_settled_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="fulfilment_by_due"),
            models.Index(
                fields=["notice_on"],
                condition=Q(fulfilled_on__isnull=True, waived_on__isnull=True, voided_on__isnull=True),
                name="fulfilment_open_by_notice",
            ),
        ]

    def __str__(self) -> str:
        return str(self.obligation)

    def get_absolute_url(self) -> str:
        """Its place on the obligation's page; needs the obligation and its alliance."""
        page = reverse("obligation_detail", args=[self.obligation.alliance.public_id, self.obligation.public_id])
        return f"{page}#due-{self.public_id}"

    @property
    def scope(self) -> Scope:
        """Its obligation's."""
        return self.obligation.scope

    @property
    def telling(self) -> str:
        """How far the counterpart was told of it, as `telling_of` says; needs `with_telling`."""
        return telling_of(self)

    @property
    def is_settled(self) -> bool:
        """Whether it is fulfilled or waived: its days stay as they are."""
        return bool(self.fulfilled_on or self.waived_on)

    @property
    def is_void(self) -> bool:
        """Whether it is owed no more, by itself, by its condition, by its event or since its agreement ends before it
        is due; needs condition and event."""
        return self._is_void_on(timezone.localdate())

    def _is_void_on(self, today: date) -> bool:
        obligation = self.obligation
        is_off = obligation.condition_state == ConditionState.NOT_MET
        is_lapsed = self.lapses_on is not None and (self.due_on is not None or self.lapses_on < today)
        return bool(self.voided_on or is_off or is_lapsed or (obligation.event and obligation.event.voided_on))

    def state_on(self, today: date) -> State:
        """Where it stands on that day; `FulfilmentQuerySet.with_state` says the same in the database."""
        facts = [
            (self._is_void_on(today), State.VOID),
            (self.waived_on, State.WAIVED),
            (self.fulfilled_on, State.FULFILLED),
            (self.disputed_on, State.DISPUTED),
            (self.is_expected or self.due_on is None, State.UPCOMING),
            (self.due_on and self.due_on < today, State.OVERDUE),
            (self.notice_on and self.notice_on <= today, State.DUE),
        ]
        return next((state for is_so, state in facts if is_so), State.UPCOMING)
