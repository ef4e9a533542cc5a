"""Sponsors as a part of the record."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.history import of_alliance
from alliances.core.parts import Brief, Offer, Page, Part, RecordPage, RecordTab
from alliances.sponsors.models import Outcome, SponsorContact, SupportRequest
from coe_hub.audit.history import Names, Story
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Person


def _brief(page: RecordPage) -> Sequence[Brief]:
    """What it asks for, the soonest first."""
    rows = page.alliance.support_requests.open().in_order()
    return [Brief(_("Support asked for"), [(one.text, date_text(one.needed_on)) for one in rows], place=12)]


def _in_use() -> Exists:
    return Exists(SupportRequest.objects.filter(alliance=OuterRef("pk")))


def _in_touch(event: Any, names: Names) -> str:
    words = {"name": names.of(Person, event.person_id), "day": date_text(event.on_date)}
    return _("noted that %(name)s, its sponsor, was in touch on %(day)s") % words


def _asked(event: Any, _names: Names) -> str:
    return _("asked for support: %(text)s") % {"text": event.text}


def _answered(before: Any, event: Any, _names: Names) -> Iterable[str]:
    if event.outcome and not before.outcome:
        words = {"text": event.text, "outcome": Outcome(event.outcome).label, "answer": event.answer}
        if event.answer:
            yield _("answered “%(text)s”: %(outcome)s. %(answer)s") % words
        else:
            yield _("answered “%(text)s”: %(outcome)s") % words


def register_all() -> None:
    """Give sponsors their page of the record and their place in its history."""
    parts.register(
        Part(
            code="sponsors",
            place=31,
            pages=[Page(RecordTab.PEOPLE, gettext_lazy("Sponsors"), "alliance_sponsors", 20)],
            brief=_brief,
            stories=[
                (Story(SponsorContact, created=_in_touch), of_alliance),
                (Story(SupportRequest, created=_asked, changed=_answered), of_alliance),
            ],
            offer=Offer(gettext_lazy("Sponsors"), "alliance_sponsors", _in_use),
        )
    )
