"""One course for somebody who is in the middle of none."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.prepared import Prepared
from coe_hub.people.models import User
from training.catalogue import Entry, entries
from training.models import Audience, Course

_MADE_FOR = {GlobalRole.ALLIANCE_MANAGER: Audience.ALLIANCE_MANAGER, GlobalRole.COMMITTEE: Audience.EXECUTIVE}


class Reason(StrEnum):
    """Why a course is suggested; the first that holds for any course decides."""

    ROLE = "role"
    WORK = "work"
    FIRST = "first"


@dataclass(frozen=True)
class Suggestion:
    """A course not begun yet, and why it is this one."""

    entry: Entry
    reason: Reason


def suggest(user: User, *, toolkits: Collection[str], for_role_only: bool = False) -> Suggestion | None:
    """A published course `user` has not begun: made for their role, else about the `toolkits` they work with, else the
    first; among equals one in the reader's language. With `for_role_only` nothing but the first. None where there is
    no such course."""
    audiences = {_MADE_FOR[GlobalRole(role)] for role in user.roles if role in _MADE_FOR}
    found = entries(_NOT_BEGUN.objects(tuple(sorted(audiences)) if for_role_only else None, user=user.pk), user)
    fitting = {
        Reason.ROLE: [one for one in found if audiences & set(one.course.audiences)],
        Reason.WORK: [one for one in found if one.course.toolkit in toolkits],
        Reason.FIRST: found,
    }
    for reason, courses in fitting.items():
        if courses:
            return Suggestion(min(courses, key=lambda one: not one.is_translated), reason)
    return None


def _not_begun(audiences: tuple[str, ...] | None, *, user: int) -> "QuerySet[Course]":
    found = Course.objects.published().exclude(enrolments__user=user).select_related("content").in_order()
    return found if audiences is None else found.filter(audiences__overlap=list(audiences))


_NOT_BEGUN = Prepared(_not_begun)
