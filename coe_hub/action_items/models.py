"""An action item: one sentence, one owner on either side, a day, and the scope it stands in."""

from datetime import date, datetime
from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coe_hub.attachments.models import folder_column
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.access.scope_titles import action_url_name, scope_titles
from coe_hub.people.models import PartnerLink, Person, Scope, ScopedQuerySet, Side, User, telling_of

# What the partner links of action items are registered for.
PURPOSE = "action"


class ItemState(models.TextChoices):
    """Where an action item stands. Late is no state: the day tells it."""

    OPEN = "open", _("Still open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class ActionItemQuerySet(ScopedQuerySet):
    """Action items as one reader sees, lists and closes them."""

    def open(self) -> Self:
        """What is still to be done."""
        return self.filter(state=ItemState.OPEN)

    def overdue(self, on: date) -> Self:
        """Open, and due before that day."""
        return self.open().filter(due_on__lt=on)

    def orphaned(self) -> Self:
        """Open, and their owner's account was closed."""
        return self.open().filter(owner__user__is_active=False)

    def closable_by(self, user: User) -> Self:
        """Those the user may close and open again: their own, and those they may change."""
        if user.has_role(GlobalRole.AUDITOR):
            return self.none()
        return self.filter(self._is_closable(user))

    def marked_for(self, user: User) -> Self:
        """With `is_closable`: whether the user may close it."""
        if user.has_role(GlobalRole.AUDITOR):
            return self.annotate(is_closable=Value(False))
        return self.annotate(is_closable=ExpressionWrapper(self._is_closable(user), output_field=BooleanField()))

    def _is_closable(self, user: User) -> Q:
        return self.is_editable(user) | (self.is_visible(user) & Q(owner=user.person_id))

    def with_telling(self) -> Self:
        """With how far the owner at a partner was told: `told_at`, `link_opened_at`, `link_used_at` of all their
        links to it."""
        return self.annotate(**PartnerLink.objects.how_far(PURPOSE, person="owner"))

    def with_titles(self) -> Self:
        """With what the item's scope stands around, its title in mails and its page."""
        return self.annotate(**scope_titles())

    def with_row(self) -> Self:
        """With all that a row of a list shows."""
        return (
            self.with_titles()
            .with_telling()
            .select_related("owner__organisation", "owner__site", "owner__user", "closed_by", "created_by__person")
        )

    def in_order(self) -> Self:
        """Open ones first, the soonest on top and those without a day below; then closed ones, the newest on top."""
        is_open = Q(state=ItemState.OPEN)
        closed = Case(When(is_open, then=Value(0)), default=Value(1))
        day = Case(When(is_open, then=F("due_on")))
        return self.order_by(closed, day.asc(nulls_last=True), F("closed_at").desc(nulls_last=True), "pk")


class ItemValues(TypedDict, total=False):
    """What people say when they give somebody something to do, and change; and what each of it is."""

    text: str
    owner: Person
    side: str
    due_on: date | None
    note: str
    reminds_by_mail: bool


@tracked()
class ActionItem(Record):
    """Something somebody took on. Whoever asks for mail to a partner says so item by item."""

    EDITABLE = tuple(ItemValues.__annotations__)

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="action_items")
    text = models.CharField(_("what"), max_length=300, validators=ONE_LINE)
    note = models.TextField(_("note"), max_length=2000, blank=True, validators=[refuse_control_characters])
    owner = models.ForeignKey(Person, models.PROTECT, related_name="action_items", verbose_name=_("who"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    due_on = models.DateField(_("due"), null=True, blank=True)
    source_label = models.CharField(_("comes from"), max_length=200, blank=True, validators=ONE_LINE)
    source_url = models.CharField(max_length=300, blank=True, validators=ONE_LINE)
    reminds_by_mail = models.BooleanField(_("remind them by mail"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=ItemState, default=ItemState.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    close_note = models.TextField(
        _("closing note"), max_length=2000, blank=True, validators=[refuse_control_characters]
    )
    returned_at = models.DateTimeField(_("handed back"), null=True, blank=True)
    returned_note = models.TextField(
        _("why it was handed back"), max_length=2000, blank=True, validators=[refuse_control_characters]
    )
    proposed_on = models.DateField(_("day that the partner proposes"), null=True, blank=True)
    proposed_note = models.TextField(
        _("why another day"), max_length=2000, blank=True, validators=[refuse_control_characters]
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    folder = folder_column()

    folded = models.GeneratedField(expression=folded_words("text"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(title=["text"], body=["note", "close_note", "returned_note", "source_label"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    # Of `marked_for`, `with_telling` and `with_titles`.
    is_closable: bool
    told_at: datetime | None
    link_opened_at: datetime | None
    link_used_at: datetime | None
    scope_title: str
    scope_mail_title: str
    scope_key: str
    scope_url_name: str
    scope_is_archived: bool

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        db_table = "reminders_actionitem"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_item_text_given"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="action_item_side_known"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="action_item_state_known"),
            models.CheckConstraint(
                condition=Q(state=ItemState.OPEN, closed_at__isnull=True, closed_by__isnull=True, close_note="")
                | (~Q(state=ItemState.OPEN) & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="action_item_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.CANCELLED) | ~Q(close_note=""),
                name="action_item_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(proposed_note="") | Q(proposed_on__isnull=False), name="action_item_proposal_has_day"
            ),
            models.CheckConstraint(
                condition=Q(returned_note="") | Q(returned_at__isnull=False), name="action_item_return_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["scope", "state", "due_on"], name="action_item_by_scope"),
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="action_item_open_by_owner"),
            models.Index(fields=["-created_at", "id"], name="action_item_by_created"),
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="action_item_folded_trgm"),
            GinIndex(fields=["words"], name="action_item_words"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("action_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == ItemState.OPEN

    @property
    def telling(self) -> str:
        """How far somebody at a partner was told of it: "answered", "opened", "told" or "not_told"; "" for people on
        our side, who have the hub. Needs `with_telling`."""
        return telling_of(self) if self.side == Side.THEIRS else ""

    @property
    def about_url(self) -> str:
        """The page of what it belongs to; needs `with_titles`."""
        return reverse(self.scope_url_name, args=[self.scope_key]) if self.scope_url_name else ""

    @property
    def edit_url(self) -> str:
        """The page on which it is changed, of the room whose thing it belongs to; needs `with_titles`."""
        name = action_url_name(self.scope_url_name)
        return reverse(name, args=[self.scope_key, self.public_id]) if name else ""
