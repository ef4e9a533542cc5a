"""Alignment checks as a part of the record."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.alignment.models import AlignmentCheck, Stand
from alliances.core import parts
from alliances.core.history import of_alliance
from alliances.core.parts import Matter, Offer, Overview, Page, Part, RecordPage, RecordTab
from coe_hub.audit.history import Names, Story, titled
from coe_hub.lib.prepared import Prepared
from coe_hub.people.models import Person

_MATTERS_DAYS = 30


# --- On the overview ------------------------------------------------------------------------------------------------
def _overview(page: RecordPage) -> Overview:
    """Who still has to be heard before the day it is needed by; and that one is asked oneself."""
    waiting: dict[AlignmentCheck, list[Stand]] = {}
    for stand in _TO_HEAR.objects(alliance=page.alliance.pk, today=page.today):
        waiting.setdefault(stand.check_made, []).append(stand)
    return Overview(matters=[one for check, rows in waiting.items() for one in _matters(check, rows, page)])


def _to_hear(*, alliance: int, today: date) -> "QuerySet[Stand]":
    checks = AlignmentCheck.objects.filter(alliance=alliance, needed_on__gte=today).active()
    return Stand.objects.to_hear().filter(check_made__in=checks).select_related("check_made").order_by("pk")


_TO_HEAR = Prepared(_to_hear)


def _matters(check: AlignmentCheck, stands: list[Stand], page: RecordPage) -> Iterable[Matter]:
    if (check.needed_on - page.today).days <= _MATTERS_DAYS:
        names = ", ".join(dict.fromkeys(one.department for one in stands))
        title = _("Still to be heard: %(departments)s") % {"departments": names}
        yield Matter(title, check.occasion, check.needed_on, _("Internal alignment"), check.get_absolute_url())
    for one in stands:
        if one.person_id == page.user.person_id and one.asked_at:
            title, url = _("Where do you stand?"), reverse("stand_answer", args=[one.public_id])
            yield Matter(title, check.occasion, check.needed_on, _("Say where you stand"), url)


def _in_use() -> Exists:
    return Exists(AlignmentCheck.objects.active().filter(alliance=OuterRef("pk")))


# --- In the history -------------------------------------------------------------------------------------------------
def _who(event: Any, names: Names) -> dict[str, str]:
    return {"name": names.of(Person, event.person_id), "department": event.department}


_STORIES = (
    (
        titled(
            Story(
                AlignmentCheck,
                AlignmentCheck.EDITABLE,
                created=lambda event, _names: (
                    _("began an internal alignment check: %(occasion)s") % {"occasion": event.occasion}
                ),
            ),
            "occasion",
        ),
        of_alliance,
    ),
    (
        titled(
            Story(
                Stand,
                (*Stand.EDITABLE, "heard_on"),
                named=("person",),
                created=lambda event, names: (
                    _("put %(name)s (%(department)s) on the list of those to hear") % _who(event, names)
                ),
                deleted=lambda event, names: (
                    _("took %(name)s (%(department)s) off the list of those to hear") % _who(event, names)
                ),
            ),
            "department",
        ),
        lambda alliance: {"check_made__alliance_id": alliance.pk},
    ),
)


def register_all() -> None:
    """Put alignment checks on the record and into its history."""
    parts.register(
        Part(
            code="alignment",
            place=46,
            pages=[Page(RecordTab.HEALTH, gettext_lazy("Internal alignment"), "alliance_alignment", 10)],
            overview=_overview,
            stories=_STORIES,
            offer=Offer(gettext_lazy("Internal alignment"), "alliance_alignment", _in_use),
        )
    )
