"""What a pack says: the dashboard's lists and figures, put on pages in the language it is made in."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.core.models import Alliance
from coe_hub.documents.decks import Deck
from coe_hub.lib.dates import date_text, local_date
from coe_hub.lib.text import join_words, quoted
from coe_hub.people.models import ScopeKind
from governance.dashboard.reports.committees import committees
from governance.dashboard.reports.counting import Counting, Figure, counting_for
from governance.dashboard.reports.coverage import coverage, living_alike
from governance.dashboard.reports.decisions import waiting
from governance.dashboard.reports.health import asked, seen
from governance.dashboard.reports.issues import issues_by_quarter, open_issues
from governance.dashboard.reports.lists import three_lists
from governance.dashboard.reports.obligations import days_kept, money, owed
from governance.dashboard.reports.pipeline import pipeline
from governance.dashboard.reports.portfolio import portfolio, quarter_ends, together
from governance.dashboard.reports.reviews import LOOKS_BACK_DAYS, reviews_by_quarter, rhythm
from governance.dashboard.reports.sponsors import sponsors
from governance.packs.models import Readers
from governance.packs.pages import (
    governance_page,
    issues_page,
    lists_page,
    money_page,
    obligations_page,
    pipeline_page,
    portfolio_page,
    reach_page,
    reviews_page,
)

if TYPE_CHECKING:
    from coe_hub.people.models import User

_MOST_NAMED = 12


def compose(*, reader: "User", readers: str, day: date, language: str, occasion: str) -> Deck:
    """The pack as it stands now, for the meeting on `day`. It costs what the dashboard costs.

    For the committee it counts as for a member who may open no restricted alliance: what is named is open.
    """
    counting = Counting(reader, []) if readers == Readers.COMMITTEE else counting_for(reader)
    now = timezone.now()
    with translation.override(language):
        return _deck(counting, now, readers=readers, day=day, language=language, occasion=occasion)


def _deck(counting: Counting, now: datetime, *, readers: str, day: date, language: str, occasion: str) -> Deck:
    today = local_date(now)
    lists, alike = three_lists(counting, now), living_alike(counting)
    rows = portfolio(counting, alike)
    living, flow = together(counting, rows), pipeline(counting)
    title = occasion or _("Steering committee pack")
    whom = counting.user.person.display_name if readers == Readers.MAKER else _("the steering committee")
    return Deck(
        title=title,
        subtitle=date_text(day, "day"),
        language=language,
        facts=[
            (_("Made for"), whom),
            (_("Made by"), counting.user.person.display_name),
            (_("As it stood on"), date_text(now, "time")),
        ],
        notes=_what_it_counts(counting, living, readers=readers),
        footer=" · ".join([title, date_text(day), _("for %(name)s") % {"name": whom}]),
        pages=[
            lists_page(lists, living),
            portfolio_page(rows, quarter_ends(counting, today), living),
            reviews_page(
                rhythm(counting, today - timedelta(days=LOOKS_BACK_DAYS)), reviews_by_quarter(counting, today), lists
            ),
            obligations_page(owed(counting, today), days_kept(counting, today)),
            money_page(money(counting, today)),
            issues_page(open_issues(counting, today), issues_by_quarter(counting, today)),
            governance_page(
                committees(counting, today),
                waiting(counting, today),
                asked(counting, today),
                seen(counting),
                sponsors(counting, today),
            ),
            *([pipeline_page(flow)] if flow.total.count else []),
            reach_page(lists.reach, coverage(counting, today, alike)),
        ],
    )


def _what_it_counts(counting: Counting, living: Figure, *, readers: str) -> list[str]:
    """What stands on the first page of restricted alliances: which are named, how many are only counted."""
    if readers == Readers.COMMITTEE:
        notes = [_("Every alliance is counted. Restricted ones are left out by name, whoever reads this.")]
    elif counting.named is not None:
        notes = [_("Every alliance is counted. Restricted ones are named only where you may open them.")]
    else:
        notes = [_("Counted are the alliances you may see. Restricted ones that you may not see are left out.")]
    if readers == Readers.MAKER:
        names = list(_restricted_names(counting))
        if names:
            notes.append(_("Restricted, and named here: %(names)s.") % {"names": _in_words(names)})
            notes.append(_("So this pack is for you alone: pass it on only to people who may know of them."))
        else:
            notes.append(_("No restricted alliance is named here."))
    if living.hidden:
        notes.append(
            ngettext(
                "%(count)d living alliance is restricted: it is counted and not named.",
                "%(count)d living alliances are restricted: they are counted and not named.",
                living.hidden,
            )
            % {"count": living.hidden}
        )
    notes.append(_("Archived alliances are left out. Groups under five people are shown as “few”."))
    return notes


def _restricted_names(counting: Counting) -> Iterable[str]:
    """Restricted alliances that the reader may open, by name. One query."""
    rows = Alliance.objects.visible_to(counting.user).living().exclude(scope__kind=ScopeKind.OPEN)
    return rows.order_by("sort_key", "pk").values_list("name", flat=True)


def _in_words(names: Sequence[str]) -> str:
    shown = [quoted(name) for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    if more:
        shown.append(ngettext("%(count)d other", "%(count)d others", more) % {"count": more})
    return join_words(shown)
