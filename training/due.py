"""What the training room holds due: courses somebody began and left. A nudge for that person alone, then silence."""

from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import (
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.lib.prepared import now
from coe_hub.publishing.models import Block, ContentKind, EditionState
from coe_hub.publishing.reading import translated_titles
from training.models import Course, Enrolment

if TYPE_CHECKING:
    from coe_hub.people.models import User

LEFT = "course_left"
# Two weeks without a lesson: the course counts as left. A week later is a good day to go on. After two months, and
# without a word more, it does not.
LEFT_AFTER = timedelta(days=14)
GO_ON_AFTER = timedelta(days=21)
FORGOTTEN_AFTER = timedelta(days=60)


def left_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Courses begun, not finished, and left for a while; each is seen by its learner alone."""
    moment = now()
    title = Block.objects.filter(
        edition__content=OuterRef("course__content"), edition__state=EditionState.PUBLISHED, key="title"
    )
    left = (
        Enrolment.objects.filter(finished_at__isnull=True, course__in=Course.objects.published())
        .annotate(last=Greatest("started_at", Coalesce(Max("progress__seen_at"), "started_at")))
        .filter(last__lte=moment - LEFT_AFTER, last__gt=moment - FORGOTTEN_AFTER)
    )
    if user is not None:
        left = left.filter(user=user)
    due = ExpressionWrapper(TruncDate("last", tzinfo=UTC) + GO_ON_AFTER, output_field=DateField())
    return [
        left.annotate(
            kind=Value(LEFT, output_field=CharField()),
            object_id=F("pk"),
            key=F("course__content__slug"),
            scope_id=NOBODY,
            owner_id=F("user__person_id"),
            backup_id=NOBODY,
            title=Subquery(title.values("text")[:1]),
            mail_title=F("title"),
            detail=Value("", output_field=CharField()),
            due_date=Cast(due, DateField()),
        ).values(*COLUMNS)
    ]


def left_text(item: DueItem, name: str) -> DueText:
    """How a course that was left is told: an offer, never a debt."""
    return DueText(
        title=_("Go on with the course “%(name)s”") % {"name": name},
        why=_("The next lesson takes a few minutes. Leave it if you do not need it."),
        ask=_("You began it a while ago. The next lesson takes a few minutes, and the hub knows where you stopped."),
        because=_("You get this mail because you began this course. Nobody else is told."),
        act=_("Go on"),
    )


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=LEFT,
            label=gettext_lazy("Courses you began and left"),
            rows=left_rows,
            text=left_text,
            titles=partial(translated_titles, ContentKind.COURSE),
            url_name="course_detail",
            act_url_name="course_detail",
            usual={"lead_days": [7, 0], "weeks_late": 0, "backup_after_days": None, "single_within_days": None},
        )
    )
