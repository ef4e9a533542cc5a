"""A decision of a committee: what, why, among which options, how each side voted; what became of it, and what it set
off."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet
from governance.committees.models import Committee
from governance.meetings.models import AgendaItem, Meeting, only_before_final

if TYPE_CHECKING:
    from coe_hub.people.models import User


SOON = timedelta(days=30)


class Readiness(models.TextChoices):
    """How far a matter is: whoever forces consensus early gets less of it."""

    EXPLORING = "exploring", _("Exploring")
    CONVERGING = "converging", _("Converging")
    READY = "ready", _("Ready to decide")


class Vote(models.TextChoices):
    """How one side voted."""

    NOT_SAID = "", _("Not said")
    FOR = "for", _("In favour")
    AGAINST = "against", _("Against")
    ABSTAINED = "abstained", _("Abstained")


class DecisionState(models.TextChoices):
    """Where a decision stands, as its facts tell it."""

    EXPLORING = "exploring", _("Exploring")
    CONVERGING = "converging", _("Converging")
    READY = "ready", _("Ready to decide")
    IN_FORCE = "in_force", _("In force")
    NOT_BINDING = "not_binding", _("Does not bind yet")
    REVERSED = "reversed", _("Reversed")
    REPLACED = "replaced", _("Replaced")


# What does not hold any more.
GONE = (DecisionState.REVERSED, DecisionState.REPLACED)


class DecisionQuerySet(ScopedQuerySet):
    """Decisions, each in the scope of its committee."""

    SCOPE = "committee__scope"

    def is_editable(self, user: "User") -> Q:
        """What is in final minutes is nobody's to change."""
        return super().is_editable(user) & ~Q(meeting__minutes__state="final")

    def followed_by(self, user: "User") -> Self:
        """Those of which the user may say what became of them, and what follows: whoever may change what stands in
        their committee's scope, final minutes or not."""
        open_ones = ScopedQuerySet.is_editable(self, user)
        return self.none() if not user.may_write else self.filter(open_ones)

    def of_committees_at_work(self) -> Self:
        """Without those of committees and alliances that were put away."""
        shown = Q(committee__alliance__isnull=True) | Q(committee__alliance__archived_at__isnull=True)
        return self.active().filter(shown, committee__archived_at__isnull=True)

    def with_standing(self) -> Self:
        """With `state`, and `review_day`, on which it is looked at again; None where nobody wants that any more."""
        steps = DecisionStep._base_manager.filter(decision=OuterRef("pk"))
        latest = steps.order_by("-pk")
        followers = Decision._base_manager.filter(replaces=OuterRef("pk"), decided_on__isnull=False)
        rows: Any = self.annotate(
            is_replaced=Exists(followers),
            last_way=Subquery(latest.exclude(way="upheld").values("way")[:1]),
            was_upheld=Exists(steps.filter(way="upheld")),
            next_look=Subquery(latest.filter(way="upheld").values("review_on")[:1]),
        )
        in_force = Q(decided_on__isnull=False)
        lacks_quorum = in_force & Q(meeting__has_quorum=False) & ~Exists(steps.filter(way="confirmed"))
        return rows.annotate(
            state=Case(
                When(is_replaced=True, then=models.Value(DecisionState.REPLACED.value)),
                When(last_way="reversed", then=models.Value(DecisionState.REVERSED.value)),
                When(lacks_quorum, then=models.Value(DecisionState.NOT_BINDING.value)),
                When(in_force, then=models.Value(DecisionState.IN_FORCE.value)),
                default=F("readiness"),
                output_field=models.CharField(),
            ),
            review_day=Case(When(was_upheld=True, then=F("next_look")), default=F("review_on")),
        )

    def worth_a_look(self, until: date) -> Self:
        """All that is not decided, not binding, or may be looked at again until that day: what can wait for somebody,
        told cheaply; where each stands says `with_standing`."""
        upheld = DecisionStep._base_manager.filter(review_on__lte=until).values("decision")
        unbound = Q(meeting__has_quorum=False)
        return self.filter(Q(decided_on__isnull=True) | Q(review_on__lte=until) | unbound | Q(pk__in=upheld))

    def with_row(self) -> Self:
        """With all that a row of a list shows."""
        return self.with_standing().select_related("committee__alliance", "committee__scope", "meeting", "owner__user")

    def in_order(self) -> Self:
        """What is still open first, the furthest on top; then what was decided, the newest on top."""
        rank = Case(When(decided_on__isnull=True, then=0), default=1)
        return self.order_by(rank, F("decided_on").desc(nulls_last=True), "-created_at", "-pk")


class DecisionValues(TypedDict, total=False):
    """What people write of a decision, and what each of it is."""

    text: str
    rationale: str
    options: str
    readiness: str
    not_before: date | None
    decided_on: date | None
    our_vote: str
    their_vote: str
    dissent: str
    bound: str
    owner: Person | None
    review_on: date | None
    replaces: "Decision | None"


def _text(name: Any, help_text: Any = "") -> "models.TextField[str, str]":
    return models.TextField(
        name, max_length=4000, blank=True, validators=[refuse_control_characters], help_text=help_text
    )


@tracked()
class Decision(Record):
    """What a committee decided, or is about to. Taken in a meeting, it locks with that meeting's minutes; what became
    of it later stands in `DecisionStep`, what it set off in `Consequence`."""

    EDITABLE = tuple(DecisionValues.__annotations__)

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("item")
    )
    text = models.CharField(
        _("decision"),
        max_length=500,
        validators=ONE_LINE,
        help_text=_("One sentence that still says it in three years."),
    )
    rationale = _text(_("why"), _("What it rests on, so that nobody has to ask those who have left."))
    options = _text(_("options considered"), _("One a line, those not taken too."))
    readiness = models.CharField(
        _("readiness"),
        max_length=10,
        choices=Readiness,
        default=Readiness.EXPLORING,
        help_text=_("How far it is, as long as it is not decided."),
    )
    not_before = models.DateField(
        _("not before"), null=True, blank=True, help_text=_("The day before which nobody should press for it.")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    our_vote = models.CharField(_("our vote"), max_length=9, choices=Vote, blank=True, default=Vote.NOT_SAID)
    their_vote = models.CharField(
        _("the partner’s vote"), max_length=9, choices=Vote, blank=True, default=Vote.NOT_SAID
    )
    dissent = _text(_("dissent"), _("Who saw it otherwise, and why: whoever looks at it again will want to know."))
    bound = models.CharField(
        _("who is bound"),
        max_length=300,
        blank=True,
        validators=ONE_LINE,
        help_text=_("Such as: both project teams, from protocol version 3 on."),
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("followed up by")
    )
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    folder = folder_column()

    folded = models.GeneratedField(expression=folded_words("text"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(title=["text"], body=["rationale", "options", "dissent", "bound"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    # Of `with_standing`.
    state: str
    review_day: date | None

    objects = Unworded.from_queryset(DecisionQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="decision_text_given"),
            models.CheckConstraint(condition=Q(readiness__in=Readiness.values), name="decision_readiness_known"),
            models.CheckConstraint(
                condition=Q(our_vote__in=Vote.values, their_vote__in=Vote.values), name="decision_votes_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=False) | Q(our_vote="", their_vote="", review_on__isnull=True),
                name="decision_votes_once_decided",
                violation_error_message=_("Votes and the next look belong to what is decided. Say when it was."),
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gt=F("decided_on")),
                name="decision_reviewed_later",
                violation_error_message=_("It is looked at again after it was decided."),
            ),
            models.CheckConstraint(
                condition=Q(agenda_item__isnull=True) | Q(meeting__isnull=False), name="decision_item_of_meeting"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")), name="decision_not_replacing_itself"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                name="decision_replaced_once",
                violation_error_message=_("Another decision replaces this one already."),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-decided_on"], name="decision_by_committee"),
            models.Index(fields=["-decided_on"], name="decision_by_day"),
            models.Index(fields=["-created_at"], name="decision_by_created"),
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="decision_folded_trgm"),
            GinIndex(fields=["words"], name="decision_words"),
        ]
        triggers = [only_before_final("meeting_id")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("decision_detail", args=[self.public_id])

    @property
    def scope(self) -> Scope:
        """Who may see it: its committee's."""
        return self.committee.scope

    @property
    def is_decided(self) -> bool:
        """Whether it was taken, or is still talked about."""
        return self.decided_on is not None

    @property
    def was_unanimous(self) -> bool:
        """Whether each side that voted was in favour."""
        votes = {vote for vote in (self.our_vote, self.their_vote) if vote}
        return votes == {Vote.FOR}


class Way(models.TextChoices):
    """What became of a decision."""

    UPHELD = "upheld", _("Looked at, still holds")
    REVERSED = "reversed", _("Reversed")
    REINSTATED = "reinstated", _("Holds again")
    CONFIRMED = "confirmed", _("Confirmed, binds from now on")


@tracked()
class DecisionStep(models.Model):
    """It was looked at again, reversed, holds again, or was confirmed by a meeting with quorum."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="steps")
    way = models.CharField(_("step"), max_length=10, choices=Way)
    on = models.DateField(_("on"))
    note = models.TextField(_("note"), max_length=2000, blank=True, validators=[refuse_control_characters])
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="decision_step_known"),
            models.CheckConstraint(condition=Q(way=Way.UPHELD) | ~Q(note=""), name="decision_step_with_note"),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(way=Way.UPHELD), name="decision_step_next_look_of_upheld"
            ),
        ]
        indexes = [models.Index(fields=["decision", "-id"], name="decision_step_newest")]

    def __str__(self) -> str:
        return self.get_way_display()


class Effect(models.TextChoices):
    """What a decision can set off."""

    ACTION = "action", _("Action")
    EVENT = "event", _("Event")
    AMENDMENT = "amendment", _("Amendment")
    RESOLVED = "resolve", _("Issue resolved")
    CLIMBED = "climb", _("Issue climbed")


@tracked()
class Consequence(models.Model):
    """One thing that a decision set off, in words and by its page."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="consequences")
    effect = models.CharField(_("what follows"), max_length=10, choices=Effect)
    label = models.CharField(_("what"), max_length=300, validators=ONE_LINE)
    url = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="consequence_effect_known"),
            models.CheckConstraint(condition=~Q(label="") & ~Q(url=""), name="consequence_said"),
        ]
        indexes = [models.Index(fields=["decision", "-id"], name="consequence_by_decision")]

    def __str__(self) -> str:
        return self.label
