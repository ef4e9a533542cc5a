"""What Today tells one reader: each part only where it has something to say, what they came for first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.core.activity import News, activity_since
from alliances.core.models import Alliance
from alliances.tools.recommended_tools import helps_now
from coe_hub import due
from coe_hub.home.on_alliances import count_on_alliances
from coe_hub.home.prompts import SET_UP, Line, arrival_lines, count_of, desk_lines, first_steps, reading_lines
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.dates import local_date
from coe_hub.people.accounts.readers import ForReader
from coe_hub.publishing.history import content_titles
from coe_hub.surveys.pulses import to_ask
from coe_hub.usage.models import note_visit
from governance.dashboard.reports.counting import counting_for
from governance.dashboard.reports.lists import ThreeLists, three_lists
from toolkits.catalogue import Entry as ToolEntry
from toolkits.models import Toolkit
from toolkits.reports import APPROVE
from training.catalogue import Entry as CourseEntry
from training.catalogue import continue_learning
from training.recommendations import Reason, Suggestion, suggest
from training.reports import APPROVE as APPROVE_COURSE

if TYPE_CHECKING:
    from coe_hub.people.models import User

DUE, READ = 20, 300
MY_ALLIANCES = 8
NEWS = 10
TOOLS = 2
# On a first visit there is no last one: the past fortnight is news enough.
FIRST_VISIT_LOOKS_BACK = timedelta(days=14)
# Whoever holds one of these works here every week; the committee is then not what they come for.
_WEEKLY_ROLES = (GlobalRole.ALLIANCE_MANAGER, GlobalRole.CURATOR, GlobalRole.ADMIN)
# Whoever holds one of these has enough to do, or to read, without an alliance of their own.
_WITHOUT_ALLIANCES = (GlobalRole.CURATOR, GlobalRole.ADMIN, GlobalRole.COMMITTEE, GlobalRole.AUDITOR)


def tell_today(*, user: "User", now: datetime) -> dict[str, Any]:
    """Everything the page shows `user`, whose visit is noted. Queries: as many for one row as for many."""
    day = local_date(now)
    needed = what_is_due(user, day)
    mine = my_alliances(user)
    is_auditor, sits = user.has_role(GlobalRole.AUDITOR), user.has_role(GlobalRole.COMMITTEE)
    committee_first = sits and not user.has_role(*_WEEKLY_ROLES)
    context: dict[str, Any] = {
        "today": day,
        "items": needed.shown,
        "due_count": needed.count,
        "this_week": needed.this_week,
        "on_alliances": count_on_alliances(user, day),
        "alliances": mine.shown,
        "alliance_count": mine.count,
        "lists": committee_lists(user, now) if sits else None,
        "committee_first": committee_first,
        "desk": desk_lines(user, day) if user.has_role(GlobalRole.CURATOR) else None,
        "arrivals": arrival_lines(now, user) if user.has_role(GlobalRole.ADMIN) else None,
        "reading": reading_lines(user) if is_auditor else None,
        "first_steps": [] if mine.shown or user.has_role(*_WITHOUT_ALLIANCES) else first_steps(user),
        **_tools(mine, user, wanted=not (is_auditor or committee_first)),
        **_learning(mine, user, wanted=not is_auditor, for_role_only=committee_first),
        **_pulse(user, now),
        **_news(mine, user, now),
    }
    context["is_set_up"] = any(line.code == SET_UP for line in context["arrivals"] or [])
    return context | {"headline": headline(context)}


@dataclass(frozen=True)
class Needed:
    """What is due from the reader within the month: the first of it, how much it is, and how much within the week."""

    shown: list[due.DueItem]
    count: int
    this_week: int


def what_is_due(user: "User", day: date) -> Needed:
    """One query; two where there is more than anybody looks through, since to read rows costs less than to ask anew."""
    found = due.items(until=due.horizon(day), user=user, owner_id=user.person_id, most=READ + 1)
    if len(found) <= READ:
        return Needed(found[:DUE], len(found), sum(item.due_date <= due.week(day) for item in found))
    return Needed(found[:DUE], *due.counts(until=[due.horizon(day), due.week(day)], user=user))


@dataclass(frozen=True)
class Mine:
    """The reader's living alliances: the first of them, the next review first, and how many there are."""

    shown: list[Alliance]
    count: int


def my_alliances(user: "User") -> Mine:
    """Those the reader leads or works on. Two queries."""
    rows = _MINE.objects(user)
    return Mine(rows, rows[0].all_of_them if rows else 0)


def _mine(user: "User") -> "QuerySet[Alliance]":
    found = Alliance.objects.visible_to(user).living().of_person(user.person_id).with_row()
    return found.annotate(all_of_them=Window(Count("pk"))).order_by("next_review_on", "sort_key")[:MY_ALLIANCES]


_MINE = ForReader(_mine)


def committee_lists(user: "User", now: datetime) -> ThreeLists:
    """What the committee attends to, decides and celebrates. Six queries."""
    return three_lists(counting_for(user), now)


def _tools(mine: Mine, user: "User", *, wanted: bool) -> dict[str, Any]:
    """The tools for the alliance that comes first, and which it is."""
    first = mine.shown[0] if mine.shown and wanted else None
    found: list[ToolEntry] = helps_now(first, user.language, most=TOOLS) if first else []
    return {"tools_for": first, "tools": found}


def _learning(mine: Mine, user: "User", *, wanted: bool, for_role_only: bool) -> dict[str, Any]:
    """The course to go on with, else one to begin and why; neither where all is done."""
    begun: list[CourseEntry] = continue_learning(user) if wanted else []
    toolkits = [one.alliance_type.toolkit for one in mine.shown]
    found = suggest(user, toolkits=toolkits, for_role_only=for_role_only) if wanted and not begun else None
    return {
        "course": begun[0] if begun else None,
        "more_courses": len(begun) - 1,
        "suggestion": found,
        "suggestion_reason": _why(found) if found else "",
    }


def _pulse(user: "User", now: datetime) -> dict[str, Any]:
    """The one tool or course to say of how it went. One query, three where there is one."""
    content = to_ask(user, now)
    return {"used": content, "used_title": content_titles([content.pk]).get(content.pk, "") if content else ""}


def _why(found: Suggestion) -> str:
    if found.reason == Reason.ROLE:
        return _("Made for people in your role.")
    if found.reason == Reason.WORK:
        toolkit = Toolkit(found.entry.course.toolkit).label
        return _("Because you work on an alliance of the kind “%(toolkit)s”.") % {"toolkit": toolkit}
    return _("A good one to begin with: short lessons, whenever you have a few minutes.")


def _news(mine: Mine, user: "User", now: datetime) -> dict[str, Any]:
    """What others did on the reader's alliances since the visit before this one."""
    seen_before = note_visit(user=user, page="today")
    since = seen_before or now - FIRST_VISIT_LOOKS_BACK
    news: list[News] = activity_since(user=user, since=since, limit=NEWS)
    return {"news": news, "since": local_date(since), "is_first_visit": seen_before is None}


def headline(found: dict[str, Any]) -> str:
    """The finding, in the order of what the reader came for."""
    lists: ThreeLists | None = found["lists"] if found["committee_first"] else None
    reading: list[Line] = found["reading"] or []
    waiting = [
        (lists.found["attend"].figure.count if lists else 0, _attend),
        (found["this_week"], _this_week),
        (count_of(found["desk"] or [], APPROVE), _approve),
        (count_of(found["desk"] or [], APPROVE_COURSE), _approve_courses),
        (count_of(reading, "alliances"), _read),
    ]
    said = next((words(count) for count, words in waiting if count), "")
    if not said and found["is_set_up"]:
        return _("The hub is ready to be set up")
    return said or (_("Nothing needs you this week") if found["items"] else _("Nothing is waiting for you"))


def _attend(count: int) -> str:
    return ngettext(
        "%(count)d alliance needs the committee’s attention",
        "%(count)d alliances need the committee’s attention",
        count,
    ) % {"count": count}


def _this_week(count: int) -> str:
    words = ngettext("%(count)d thing needs you this week", "%(count)d things need you this week", count)
    return words % {"count": count}


def _approve(count: int) -> str:
    words = ngettext("%(count)d tool waits for your approval", "%(count)d tools wait for your approval", count)
    return words % {"count": count}


def _approve_courses(count: int) -> str:
    return ngettext(
        "%(count)d course or lesson waits for your approval",
        "%(count)d courses and lessons wait for your approval",
        count,
    ) % {"count": count}


def _read(count: int) -> str:
    return ngettext("You can read %(count)d alliance", "You can read %(count)d alliances", count) % {"count": count}
