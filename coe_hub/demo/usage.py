"""What the demo company's people used: two years of tools taken and courses finished, the more the nearer to today."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zlib import crc32

from coe_hub.demo import data
from coe_hub.demo.days import Days
from coe_hub.people.models import User
from coe_hub.usage.models import EventKind, UsageEvent
from toolkits.models import Tool
from training.actions.learning import titles_now
from training.models import Course, Enrolment, LearningEvent, LearningRecord

TWO_YEARS = 728  # a weekend moved back to its Friday stays within 730 days
_FEWEST_DOWNLOADS, _MOST_DOWNLOADS = 6, 24
_FEWEST_COURSES, _MOST_COURSES = 2, 6
_RECORDED = 0.66


def use_tools(*, days: Days) -> int:
    """Write down what was used, once the starter tools and courses are there; return how many rows, 0 where anything
    was used already."""
    if UsageEvent.objects.exists():
        return 0
    tools = list(Tool.objects.published().order_by("pk").values_list("content_id", flat=True))
    courses = list(Course.objects.order_by("pk").values_list("pk", flat=True))
    addresses = [row["email"] for row in data.people() if "account" in row]
    rows = [
        row
        for user in User.objects.active().filter(email__in=addresses).order_by("pk")
        for row in (*_downloads(user, tools, days), *_courses(user, courses, days))
    ]
    _learn(rows)
    return len(UsageEvent.objects.bulk_create(sorted(rows, key=lambda row: row.at)))


def _chance(*seed: object) -> float:
    """Between 0 and 1: the same for the same seed."""
    return crc32(" ".join(map(str, seed)).encode()) / 2**32


def _between(fewest: int, most: int, *seed: object) -> int:
    return fewest + round((most - fewest) * _chance(*seed))


def _downloads(user: User, tools: list[int], days: Days) -> Iterator[UsageEvent]:
    """Each is read before it is taken. The first tools of the list are the ones most wanted."""
    for number in range(_between(_FEWEST_DOWNLOADS, _MOST_DOWNLOADS, user.email, "tools") if tools else 0):
        content = tools[int(len(tools) * _chance(user.email, number, "which") ** 2)]
        at = days.hour(_day(days, user.email, number), zone=user.time_zone, seed=f"{user.email} {number}")
        yield UsageEvent(kind=EventKind.VIEW, content_id=content, user=user, at=at - timedelta(minutes=3))
        yield UsageEvent(kind=EventKind.DOWNLOAD, content_id=content, user=user, at=at)


def _courses(user: User, courses: list[int], days: Days) -> Iterator[UsageEvent]:
    """Begun and, a week later at the latest, finished."""
    for number, course in enumerate(courses[: _between(_FEWEST_COURSES, _MOST_COURSES, user.email, "courses")]):
        begun = days.hour(_day(days, user.email, "course", number), zone=user.time_zone, seed=f"{user.email} {number}")
        done = begun + timedelta(days=7) * _chance(user.email, number, "pace")
        yield UsageEvent(kind=EventKind.START, course_id=course, user=user, at=begun)
        yield UsageEvent(kind=EventKind.FINISH, course_id=course, user=user, at=min(done, days.now))


def _learn(rows: Iterable[UsageEvent]) -> None:
    """Put finished courses on the records of those who finished them; nobody one signs in as has begun any. Not
    everybody's: what was finished before there was a hub stands on no record."""
    courses = {one.pk: one for one in Course.objects.select_related("content")}
    for row in rows:
        of_a_guide = row.user.email.endswith("@hub.example")
        if row.kind != EventKind.FINISH or of_a_guide or _chance(row.user.email, "recorded") > _RECORDED:
            continue
        course, at = courses[row.course_id or 0], row.at
        Enrolment.objects.create(user=row.user, course=course, started_at=at, finished_at=at)
        known = {
            "user": row.user,
            "course_slug": course.content.slug,
            "course_titles": titles_now(course.content),
            "at": at,
        }
        for event in (LearningEvent.ENROLLED, LearningEvent.COMPLETED):
            LearningRecord.objects.create(event=event, **known)


def _day(days: Days, *seed: object) -> date:
    return days.working_day(-int(TWO_YEARS * _chance(*seed, "day") ** 1.5))
