"""Lines of Today that lead to work: the curator's desk, who is coming in, what an auditor reads, first steps.

A line is a sentence with its figure, a grey line of names or reasons, and where it opens. Figures come from the rooms'
reports; here they become words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.home.set_up import set_up_steps
from coe_hub.lib.text import join_words
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.accounts.reports import arrivals
from coe_hub.people.models import Invitation
from toolkits.models import Tool
from toolkits.reports import APPROVE, BEHIND, LOOK, WRITING, desk_piles
from training import reports as courses

if TYPE_CHECKING:
    from coe_hub.people.models import User

NAMED = 3
SET_UP = "set_up"


@dataclass(frozen=True)
class Line:
    """One way to begin. `count` is the figure in its sentence; 0 where it has none."""

    title: str
    text: str
    url: str
    count: int = 0
    code: str = ""


def _named(names: Sequence[object]) -> str:
    """The first names; that there are more where there are."""
    text = join_words(names[:NAMED])
    return text if len(names) <= NAMED else _("Among them %(names)s.") % {"names": text}


# --- The desk ------------------------------------------------------------------------------------------------------
def desk_lines(user: "User", day: date) -> list[Line]:
    """What the desks have for a curator, from most to least urgent. Two queries."""
    until = due.horizon(day)
    piles = [*desk_piles(user=user, until=until), *courses.desk_piles(user=user, until=until)]
    piles.sort(key=lambda pile: _URGENT.index(pile.code))
    return [
        Line(_desk_words(pile.code, pile.count), _named(pile.titles), pile.url, pile.count, pile.code) for pile in piles
    ]


_URGENT = (APPROVE, courses.APPROVE, WRITING, courses.WRITING, BEHIND, LOOK, courses.LOOK)


def _desk_words(code: str, count: int) -> str:
    sentences = {
        APPROVE: ngettext("%(count)d tool waits for your approval", "%(count)d tools wait for your approval", count),
        WRITING: ngettext("You are writing %(count)d tool", "You are writing %(count)d tools", count),
        BEHIND: ngettext(
            "The translation of %(count)d tool fell behind", "The translations of %(count)d tools fell behind", count
        ),
        LOOK: ngettext("%(count)d tool is due for a look", "%(count)d tools are due for a look", count),
        courses.APPROVE: ngettext(
            "%(count)d course or lesson waits for your approval",
            "%(count)d courses and lessons wait for your approval",
            count,
        ),
        courses.WRITING: ngettext(
            "You are writing %(count)d course or lesson", "You are writing %(count)d courses and lessons", count
        ),
        courses.LOOK: ngettext(
            "%(count)d course or lesson is due for a look", "%(count)d courses and lessons are due for a look", count
        ),
    }
    return sentences[code] % {"count": count}


# --- Coming in -----------------------------------------------------------------------------------------------------
def arrival_lines(now: datetime, user: "User") -> list[Line]:
    """Invitations nobody accepted yet, those that ran out first; until somebody else came in, what sets a hub up."""
    found = arrivals(now)
    lines = []
    if ran_out := len(found.expired):
        words = ngettext("%(count)d invitation ran out unused", "%(count)d invitations ran out unused", ran_out)
        lines.append(_invited("ran_out", words, found.expired))
    if waiting := len(found.open):
        words = ngettext(
            "%(count)d person is invited and has not come yet",
            "%(count)d people are invited and have not come yet",
            waiting,
        )
        lines.append(_invited("invited", words, found.open))
    return lines if found.is_begun else [*lines, *_set_up_lines(user)]


def _invited(code: str, words: str, rows: Sequence[Invitation]) -> Line:
    names = _named([one.person.display_name for one in rows])
    return Line(words % {"count": len(rows)}, names, reverse("account_list"), len(rows), code)


def _set_up_lines(user: "User") -> list[Line]:
    """What is still to do before the hub is the company's own."""
    steps = [step for step in set_up_steps(user) if not step.is_done]
    return [Line(step.title, step.text, step.url, code=SET_UP) for step in steps]


# --- An auditor's reading ------------------------------------------------------------------------------------------
def reading_lines(user: "User") -> list[Line]:
    """What an auditor can read; nothing that they would be refused. Two queries."""
    alliances = _READABLE.figures(user)["alliances"]
    tools = Tool.objects.published().count()
    lines = []
    if alliances:
        words = ngettext("%(count)d alliance", "%(count)d alliances", alliances) % {"count": alliances}
        text = _("Stage, people, reviews; under History who changed what, and when.")
        lines.append(Line(words, text, reverse("alliance_list"), alliances, "alliances"))
        text = _("How each alliance stood; which reviews were held on time, and which late.")
        lines.append(Line(_("Reviews"), text, reverse("review_list")))
    if tools:
        words = ngettext("%(count)d tool", "%(count)d tools", tools) % {"count": tools}
        text = _("What is recommended for which stage, each with its editions and the people behind it.")
        lines.append(Line(words, text, reverse("toolkit_list"), tools, "tools"))
    return lines


def _readable(user: "User") -> tuple["QuerySet[Alliance]", dict[str, Count]]:
    return Alliance.objects.visible_to(user).active(), {"alliances": Count("pk")}


_READABLE = ForReader(_readable)


# --- First steps ---------------------------------------------------------------------------------------------------
def first_steps(user: "User") -> list[Line]:
    """Useful things for a member who is on no alliance. One query."""
    lines = [
        Line(
            _("Log a partnership"),
            _("Partner, type, stage. It takes a minute."),
            reverse("alliance_create"),
            code="log",
        )
    ]
    if Tool.objects.published().exists():
        text = _("What helps in which stage, from first talks to the ending.")
        lines.append(Line(_("Find the tool for a stage"), text, reverse("tool_navigator")))
    if not (user.person.site_id and user.person.function_id):
        text = _("With site and function your colleagues find you.")
        lines.append(Line(_("Complete your entry"), text, reverse("profile_edit")))
    return lines


def count_of(lines: Iterable[Line], code: str) -> int:
    """The figure of the line with this code; 0 where there is none."""
    return next((line.count for line in lines if line.code == code), 0)
