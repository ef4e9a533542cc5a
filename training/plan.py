"""How a course or a lesson runs, as its edition says: a block of `name: value` lines.

A course has its pass mark and its lessons in order, a lesson its minutes. What readers see is copied to the rows of the
course when the edition is published, so lists need not read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coe_hub.lib.text import label_lines
from coe_hub.publishing.actions import Words
from coe_hub.publishing.models import Block, BlockKind

PLAN = "plan"
PASS_MARK, LESSON, MINUTES = "pass mark", "lesson", "minutes"


@dataclass(frozen=True)
class Plan:
    """`pass_mark` is out of 100, `lessons` are addresses in order; None and empty where the edition says nothing."""

    pass_mark: int | None = None
    lessons: Sequence[str] = ()
    minutes: int | None = None

    def words(self) -> Words:
        """The block that holds it."""
        lines = [f"{PASS_MARK}: {self.pass_mark}"] if self.pass_mark else []
        lines += [f"{LESSON}: {slug}" for slug in self.lessons]
        lines += [f"{MINUTES}: {self.minutes}"] if self.minutes else []
        return Words(key=PLAN, kind=BlockKind.PLAN, text="\n".join(lines))


def read_plan(text: str) -> Plan:
    """The plan that these lines hold."""
    lines = label_lines(text)
    numbers = {name: int(value) for name, value in lines if name in {PASS_MARK, MINUTES}}
    return Plan(
        pass_mark=numbers.get(PASS_MARK),
        lessons=tuple(value for name, value in lines if name == LESSON),
        minutes=numbers.get(MINUTES),
    )


def plan_in(blocks: Sequence[Block]) -> Plan:
    """The plan among these blocks; one that says nothing where there is none."""
    return read_plan(next((block.text for block in blocks if block.kind == BlockKind.PLAN), ""))


def plan_words(text: str, titles: Mapping[str, str]) -> str:
    """The plan as people read it: lessons by their titles."""
    plan = read_plan(text)
    lines = [_("Passed with %(mark)d%%") % {"mark": plan.pass_mark}] if plan.pass_mark else []
    lines += [f"{place}. {titles.get(slug, slug)}" for place, slug in enumerate(plan.lessons, start=1)]
    lines += [_("%(minutes)d minutes") % {"minutes": plan.minutes}] if plan.minutes else []
    return "\n".join(lines)
