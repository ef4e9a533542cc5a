"""What the demo company's people used: two years of tools taken and courses finished, the more the nearer to today."""

from collections.abc import Iterator
from datetime import date, timedelta
from zlib import crc32

from coe_hub.demo import data
from coe_hub.demo.days import Days
from coe_hub.people.models import User
from coe_hub.usage.models import EventKind, UsageEvent
from toolkits.models import Tool
from training.models import Course

TWO_YEARS = 728  # a weekend moved back to its Friday stays within 730 days
_FEWEST_DOWNLOADS, _MOST_DOWNLOADS = 6, 24
_FEWEST_COURSES, _MOST_COURSES = 2, 6


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


def _day(days: Days, *seed: object) -> date:
    return days.working_day(-int(TWO_YEARS * _chance(*seed, "day") ** 1.5))
