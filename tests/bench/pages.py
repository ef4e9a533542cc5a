"""Which pages are measured, as who, beside which floor, and what is aimed at."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.people.directory.lookup import person_label
from coe_hub.people.models import User
from tests.bench import empty
from toolkits.models import Tool
from training.models import CourseLesson


@dataclass(frozen=True)
class Page:
    """One page as one person sees it; `goal` is how many times its floor it may cost."""

    name: str
    role: str
    address: str
    floor: str
    goal: float


def pages(named: dict[str, User]) -> Iterator[Page]:
    """In the order of the table."""
    person = named["manager"].person
    mine = Alliance.objects.filter(lead=person).select_related("lead").order_by("pk").first()
    tool = Tool.objects.published().select_related("content").order_by("pk").first()
    first = CourseLesson.objects.select_related("course__content", "content").order_by("course", "pk").first()
    assert mine is not None
    assert tool is not None
    assert first is not None
    listed, found, trail = reverse("alliance_list"), reverse("search"), reverse("audit_trail")
    last_page = -(-Alliance.objects.visible_to(named["manager"]).active().count() // 50)
    # What of every page below is not its own; no goal of a page, but the floor that its goal can be held against
    yield Page("an empty page of ours", "manager", empty.ADDRESS, "F1", 1.5)
    yield Page("profile of a person", "manager", person.get_absolute_url(), "F1", 3.5)
    yield Page("people of an alliance", "manager", reverse("member_list", args=[mine.public_id]), "F1", 3.5)
    yield Page("a tool", "scientist", tool.get_absolute_url(), "F1", 3.5)
    course, lesson = first.course.content.slug, first.content.slug
    yield Page("a course", "scientist", reverse("course_detail", args=[course]), "F1", 3.5)
    yield Page("a lesson", "scientist", reverse("lesson_detail", args=[course, lesson]), "F1", 3.5)
    yield Page("journal of an alliance", "manager", reverse("journal_list", args=[mine.public_id]), "F1", 5)
    yield Page("issues of an alliance", "manager", reverse("alliance_issues", args=[mine.public_id]), "F1", 3.5)
    for role in named:
        yield Page("Today", role, reverse("today"), "F1", 8)
    yield Page("list of 50", "manager", listed, "F50", 3)
    yield Page("list, last page", "manager", f"{listed}?page={last_page}", "F50", 3)
    yield Page("list, by next review", "manager", f"{listed}?sort=review", "F50", 3)
    yield Page("list, two words", "manager", f"{listed}?q=kras+degraders", "F50", 3)
    yield Page("record", "manager", mine.get_absolute_url(), "F1", 5)
    yield Page("record", "scientist", mine.get_absolute_url(), "F1", 5)
    yield Page("history of a record", "manager", reverse("alliance_history", args=[mine.public_id]), "F1", 5)
    # Of over a hundred kinds of record, each with walls of its own; few people open it
    yield Page("who did what when", "auditor", trail, "F50", 25)
    by_one = urlencode({"by": person_label(person)})
    yield Page("who did what when, by one person", "auditor", f"{trail}?{by_one}", "F50", 25)
    about_one = urlencode({"about": mine.name})
    yield Page("who did what when, about one alliance", "auditor", f"{trail}?{about_one}", "F50", 25)
    yield Page("who did what when, with a reason", "auditor", f"{trail}?with_reason=on", "F50", 25)
    yield Page("who did what when, by API", "auditor", f"{trail}?via=api", "F50", 25)
    yield Page("journals of all", "manager", reverse("entry_list"), "F50", 3)
    yield Page("actions of all", "manager", reverse("action_list"), "F50", 3)
    yield Page("search, a word", "scientist", f"{found}?q=organoids", "F1", 6)
    yield Page("search, two words", "scientist", f"{found}?q=kras+degraders", "F1", 6)
    # 抗体, antibody
    yield Page("search, Japanese", "scientist", f"{found}?q=%E6%8A%97%E4%BD%93", "F1", 6)
    yield Page("search, a name", "scientist", f"{found}?q=Nakamura", "F1", 6)
    yield Page("search, misspelt", "scientist", f"{found}?q=orgnaoid", "F1", 6)
    yield Page("search, a word of many", "scientist", f"{found}?q=partner", "F1", 6)
    yield Page("search, nothing", "scientist", f"{found}?q=zzzzzz", "F1", 6)
    yield Page("search, fifty of a kind", "scientist", f"{found}?q=kras&kind=journal", "F50", 3)
    yield Page("people", "manager", reverse("person_list"), "F50", 3)
    yield Page("organisations", "manager", reverse("organisation_list"), "F50", 3)
    yield Page("list of tools", "scientist", reverse("toolkit_list"), "F50", 3)
    yield Page("a toolkit", "scientist", reverse("toolkit_detail", args=["research"]), "F50", 3)
    yield Page("dashboard", "manager", reverse("governance_home"), "F1", 8)
    yield Page("dashboard", "committee", reverse("governance_home"), "F1", 8)
    yield Page("trends", "committee", reverse("trend_list"), "F1", 8)
    yield Page("form, new", "manager", reverse("alliance_create"), "F1", 5)
    yield Page("form, edit", "manager", reverse("alliance_edit", args=[mine.public_id]), "F1", 5)
