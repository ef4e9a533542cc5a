"""Content and its numbered editions: what it is, who looks after it, and how far each edition has come."""

from typing import TYPE_CHECKING, Self, TypedDict

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.sql import AddMonths
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.models import CONTENT_KEEPERS, Person
from coe_hub.publishing.models import behind

if TYPE_CHECKING:
    from coe_hub.people.models import User


class ContentKind(models.TextChoices):
    """What a content is; a kind with fields of its own has a row of its own, one to one."""

    TOOL = "tool", _("Tool")
    LESSON = "lesson", _("Lesson")
    COURSE = "course", _("Course")
    QUESTIONNAIRE = "survey", _("Questionnaire")


class EditionState(models.TextChoices):
    """Where an edition stands on its way to readers. That a content is due for review is derived from its dates."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PILOT = "pilot", _("Being tried out")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Replaced")


# Not yet what readers see; at most one such edition of a content.
DESK = (EditionState.DRAFT, EditionState.IN_REVIEW, EditionState.PILOT)
# The way to readers and back to the writer. What readers see is only ever replaced, and what was replaced stays so;
# whoever takes a pilot back writes on it, so it needs its reviewer again. The database refuses any other step.
_STEPS = [
    ("draft", "in_review"), ("draft", "pilot"), ("draft", "published"),
    ("in_review", "draft"), ("in_review", "pilot"), ("in_review", "published"),
    ("pilot", "draft"), ("pilot", "published"),
    ("published", "archived"),
]  # fmt: skip


class ContentQuerySet(RecordQuerySet):
    """Content as readers and curators see it."""

    def published(self) -> Self:
        """With an edition that readers can open, and not retired. One edition at most is, so no row comes twice."""
        return self.active().filter(editions__state=EditionState.PUBLISHED)


class CareValues(TypedDict, total=False):
    """What curators edit of a content beside its words, and what each of it is."""

    owner: Person | None
    co_owner: Person | None
    review_months: int


@tracked()
class Content(Record):
    """Something the CoE publishes. Its words live in editions; here stand what it is and who looks after it.

    Retired means archived, with the reason and perhaps what to use instead.
    """

    EDITABLE = tuple(CareValues.__annotations__)

    kind = models.CharField(_("kind"), max_length=12, choices=ContentKind)
    slug = models.SlugField(_("address"), max_length=80)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="owned_content", verbose_name=_("owner")
    )
    co_owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="co_owned_content",
        verbose_name=_("co-owner among its users"),
    )
    review_months = models.PositiveSmallIntegerField(
        _("reviewed every"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    last_reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True, editable=False)
    # Days by which it is moved off a weekend or holiday, written by `reminders.review_days`.
    review_shift = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    next_review_on = models.GeneratedField(
        expression=AddMonths("last_reviewed_on", "review_months", "review_shift"),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name=_("next review"),
    )
    retired_reason = models.CharField(_("why it was retired"), max_length=300, blank=True, validators=ONE_LINE)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("use instead")
    )

    objects = ContentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="content_address_once"),
            models.CheckConstraint(condition=Q(kind__in=ContentKind.values), name="content_kind_known"),
            models.CheckConstraint(condition=Q(review_months__range=(1, 60)), name="content_review_months_range"),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True, retired_reason="", replaced_by__isnull=True)
                | Q(archived_at__isnull=False) & ~Q(retired_reason=""),
                name="content_retired_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")), name="content_not_instead_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(co_owner__isnull=True) | ~Q(owner=F("co_owner")),
                name="content_two_owners_differ",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_review_due(self) -> bool:
        """Whether the rhythm asks for a look, today."""
        return self.next_review_on is not None and self.next_review_on <= timezone.localdate()


class EditionQuerySet(RecordQuerySet):
    """Editions as readers and curators see them."""

    def visible_to(self, user: "User") -> Self:
        """What was published, or is being tried out by them or by everybody; to those who keep the desk, all."""
        if user.has_role(*CONTENT_KEEPERS):
            return self
        given = Q(state=EditionState.PILOT, pk__in=Edition.objects.filter(pilot_readers__isnull=False).values("pk"))
        theirs = Q(pk__in=Edition.objects.filter(pilot_readers__person=user.person_id).values("pk"))
        return self.exclude(state__in=[EditionState.DRAFT, EditionState.IN_REVIEW]).exclude(given & ~theirs)

    def given_to(self, user: "User") -> Self:
        """Those that this person was asked by name to try out."""
        return self.filter(state=EditionState.PILOT, pilot_readers__person=user.person_id)

    def on_the_desk(self) -> Self:
        """Being written, reviewed or tried out."""
        return self.filter(state__in=DESK)

    def former_and_present(self) -> Self:
        """What readers see or saw."""
        return self.exclude(state__in=DESK)


@tracked()
class Edition(Record):
    """One numbered edition. At most one is on the desk, and at most one is what readers see.

    Whoever wrote on it last does not approve it, so every word was before two people.
    """

    content = models.ForeignKey(Content, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True, validators=ONE_LINE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    last_writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("wrote on it last")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approver")
    )
    pilot_question = models.CharField(_("what to find out"), max_length=300, blank=True, validators=ONE_LINE)
    pilot_since = models.DateTimeField(_("tried out since"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        db_table = "publishing_version"
        constraints = [
            models.UniqueConstraint(fields=["content", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["content"], condition=Q(state="published"), name="version_one_published"),
            models.UniqueConstraint(
                fields=["content"],
                condition=Q(state__in=["draft", "in_review", "pilot"]),
                name="version_one_on_the_desk",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "pilot"], published_at__isnull=True)
                | Q(state__in=["published", "archived"], published_at__isnull=False, approved_by__isnull=False),
                name="version_published_has_time_and_approver",
            ),
            models.CheckConstraint(
                condition=~Q(state="pilot")
                | Q(pilot_since__isnull=False, approved_by__isnull=False) & ~Q(pilot_question=""),
                name="version_pilot_has_question_and_approver",
            ),
        ]
        indexes = [models.Index(fields=["content", "-number"], name="version_by_number")]
        triggers = [
            pgtrigger.FSM(name="way_to_readers", field="state", transitions=_STEPS),
            behind.when_published(),
        ]

    def __str__(self) -> str:
        return f"{self.content} {self.number}"

    @property
    def approved_alone(self) -> bool:
        """Whether nobody but who wrote it looked at it; the page says so."""
        return self.approved_by_id is not None and self.approved_by_id == (self.last_writer_id or self.author_id)
