"""What can be found, one kind after the other, and the rows of each as one reader sees them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.people.models import Organisation, Person
from coe_hub.publishing.models import ContentKind, EditionText
from training.models import Course

if TYPE_CHECKING:
    from coe_hub.people.models import User

Rows = QuerySet[Any, Any]


class Kind(models.TextChoices):
    """The kinds, in the order in which equally good hits are shown."""

    TOOLS = "tools", _("Tools")
    COURSES = "courses", _("Courses and lessons")
    ALLIANCES = "alliances", _("Alliances")
    ORGANISATIONS = "organisations", _("Organisations")
    PEOPLE = "people", _("People")


@dataclass(frozen=True)
class Source:
    """Where one kind is searched: rows with `words` and `folded`, or texts of contents.

    `rows` gives those a user sees; of None, all there are. `order` settles among equally good hits.
    """

    kind: Kind
    rows: "Callable[[User | None], Rows]"
    order: tuple[str, ...]
    is_texts: bool = False


def _of(model: type[models.Model]) -> "Callable[[User | None], Rows]":
    """Records of this model that are in use; of None all, put away or not."""

    def rows(user: "User | None") -> Rows:
        everything: Any = model._default_manager.all()
        return everything if user is None else everything.visible_to(user).active()

    return rows


def _tools(_user: "User | None") -> Rows:
    return EditionText.objects.live().filter(edition__content__kind=ContentKind.TOOL)


def _courses(_user: "User | None") -> Rows:
    of_open_course = Q(edition__content__lesson__course__in=Course.objects.published())
    return EditionText.objects.live().filter(Q(edition__content__kind=ContentKind.COURSE) | of_open_course)


CONTENTS = (
    Source(Kind.TOOLS, _tools, ("-texts", "hit_id"), is_texts=True),
    Source(Kind.COURSES, _courses, ("-texts", "hit_id"), is_texts=True),
)
RECORDS = (
    Source(Kind.ALLIANCES, _of(Alliance), ("name", "hit_id")),
    Source(Kind.ORGANISATIONS, _of(Organisation), ("name", "hit_id")),
    Source(Kind.PEOPLE, _of(Person), ("sort_key", "hit_id")),
)
SOURCES = CONTENTS + RECORDS
