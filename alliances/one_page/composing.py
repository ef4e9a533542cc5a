"""What stands on the one page of an alliance: what it is for, who carries it, what matters now, what comes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from alliances.core import parts
from alliances.core.models import Alliance, Side
from alliances.core.overview import record_overview, record_steps
from alliances.core.participants import Participant, participants
from alliances.core.parts import RecordPage
from alliances.one_page.fitting import ROOM, Piece, fitted, height_of
from coe_hub.due.listing import listed, named, once
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import join_words, reader_language
from coe_hub.people.models import ScopeKind
from coe_hub.vocabulary.models import Access

_AHEAD = timedelta(days=365)
_MOST = 6  # lines of a piece
_LONGEST, _LONGEST_FACT, _LONGEST_PURPOSE = 160, 100, 620  # letters
_WIDE, _NARROW, _LABEL, _HEADED = 113.0, 54.0, 6.0, 11.0  # millimetres


def on_one_page(page: RecordPage) -> dict[str, Any]:
    """The context of the page, of what its reader sees: no line of it is anything they could not open."""
    alliance = page.alliance
    purpose = _short(alliance.purpose, _LONGEST_PURPOSE)
    facts = [(label, _short(text, _LONGEST_FACT)) for label, text in _facts(alliance, participants(alliance)) if text]
    wide = [_piece(_("What matters now"), _matters(page))]
    wide += [_piece(brief.title, brief.lines) for brief in parts.briefs(page)]
    matters, *pieces = fitted(wide, ROOM - (height_of(purpose, _WIDE) + _HEADED if purpose else 0))
    dates = replace(_piece(_("Next dates"), _next_dates(page)), width=_NARROW, above=_LABEL)
    beside = ROOM - sum(_LABEL + height_of(text, _NARROW) for _label, text in facts)
    return {
        "title": alliance.name,
        "header": "",
        "footer": _("As %(name)s sees it on %(date)s. Ask the hub for what holds today.")
        % {"name": page.user.person.display_name, "date": date_text(page.today)},
        "kind": " · ".join(filter(None, _kind(alliance))),
        "is_restricted": alliance.scope.kind != ScopeKind.OPEN,
        "purpose": purpose,
        "steps": record_steps(alliance),
        "facts": facts,
        "matters": matters,
        "dates": fitted([dates], beside)[0],
        "pieces": pieces,
    }


def _kind(alliance: Alliance) -> Iterable[str]:
    yield str(alliance.alliance_type)
    yield str(alliance.therapeutic_area or "")
    yield _("Key partner") if alliance.is_key_partner else ""
    yield alliance.reference


def _facts(alliance: Alliance, people: Sequence[Participant]) -> Iterable[tuple[str, str]]:
    parties = list(alliance.parties.all())
    for label, side in ((_("Our side"), Side.OURS), (_("Partner"), Side.THEIRS)):
        yield label, join_words(party.organisation for party in parties if party.side == side)
    yield _("Lead"), alliance.lead.display_name if alliance.lead else _("nobody yet")
    yield _("Sponsors"), join_words(_sponsors(people)) or _("nobody yet")
    yield _("Their lead"), join_words(_with_access(people, Access.LEAD, Side.THEIRS))
    yield _("Stage"), str(alliance.stage)
    yield _("Term"), " – ".join(filter(None, [date_text(alliance.starts_on), date_text(alliance.ends_on)]))


def _sponsors(people: Sequence[Participant]) -> list[str]:
    return [name for side in Side for name in _with_access(people, Access.SPONSOR, side)]


def _with_access(people: Sequence[Participant], access: Access, side: str) -> list[str]:
    return [
        one.person.display_name
        for one in people
        if one.side == side and any(member.role.access == access for member in one.members)
    ]


def _matters(page: RecordPage) -> list[tuple[str, str]]:
    matters = record_overview(page)["matters"]
    return [(_with_reason(one.title, one.text), date_text(one.date)) for one in matters]


def _with_reason(title: str, text: str) -> str:
    return _("%(title)s: %(text)s") % {"title": title, "text": text} if text else title


def _next_dates(page: RecordPage) -> list[tuple[str, str]]:
    """What is due in the alliance's own scope in the year ahead, and what is late. One query."""
    rows = listed(until=page.today + _AHEAD, user=page.user, scope_id=page.alliance.scope_id)
    items = once(named(rows if rows is not None else (), reader_language()))
    # What is called as the alliance is, such as its review, is known by its kind.
    names = (str(one.source.label) if one.title == page.alliance.name else one.title for one in items)
    return [(name, date_text(one.due_date)) for name, one in zip(names, items, strict=True)]


def _piece(title: str, lines: Sequence[tuple[str, str]]) -> Piece:
    shown = [(_short(what, _LONGEST), aside) for what, aside in lines[:_MOST]]
    return Piece(title, shown, more=len(lines) - len(shown))


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
