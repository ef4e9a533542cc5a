"""The launch check as a part of the record: one line beside the overview, and help while it launches."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core import launch_points, parts
from alliances.core.history import of_alliance
from alliances.core.parts import Matter, Overview, Panel, Part, RecordPage
from alliances.launch import own_points
from alliances.launch.checking import LaunchCheck, launch_check
from alliances.launch.models import LaunchAnswer, Said
from coe_hub.audit.history import Names, Story
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Phase

# Before signature there is nothing to launch; of what ends, other things are asked.
_PHASES = (Phase.LAUNCHING, Phase.RUNNING)


def _overview(page: RecordPage) -> Overview:
    phase = page.alliance.stage.phase
    if phase not in _PHASES or page.alliance.is_archived:
        return Overview()
    check = launch_check(page.alliance)
    if not check.still_open:
        return Overview()
    return Overview(
        gaps=list(_gap(page, check)) if phase == Phase.LAUNCHING else [],
        panels=[Panel("alliances/_launch.html", {"launch": check}, place=50, is_aside=True)],
    )


def _gap(page: RecordPage, check: LaunchCheck) -> Iterable[Matter]:
    """The first open point; the others follow one by one."""
    first = check.still_open[0].point
    url = reverse("launch_check", args=[page.alliance.public_id])
    yield Matter(str(first.title), str(first.text), None, _("Launch check"), url)


def _said(event: Any, names: Names) -> str:
    point = launch_points.find(event.point)
    words = {
        "point": point.title if point else event.point,
        "name": names.of(Person, event.said_by_id),
        "note": event.note,
    }
    if event.said == Said.OPEN:
        return _("opened “%(point)s” of the launch check again") % words
    if event.said == Said.NOT_HERE:
        return _("wrote in the launch check that “%(point)s” is not needed here, as %(name)s said: %(note)s") % words
    if event.note:
        return _("wrote in the launch check that “%(point)s” is there, as %(name)s said: %(note)s") % words
    return _("wrote in the launch check that “%(point)s” is there, as %(name)s said") % words


def register_all() -> None:
    """Put the launch check on the record and into its history, and register the points it begins with."""
    own_points.register_all()
    parts.register(
        Part(
            code="launch",
            place=45,
            overview=_overview,
            stories=[(Story(LaunchAnswer, named=("said_by",), created=_said), of_alliance)],
        )
    )
