"""The dashboard's page, put together: first what it says in words, then its figures."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.lib.dates import local_date
from coe_hub.lib.quarters import quarter_of
from governance.dashboard.figures import (
    committee_cells,
    coverage_cells,
    decision_cells,
    health_cells,
    kept_chart,
    marks_of,
    obligation_cells,
    portfolio_chart,
    quarter_chart,
    quarter_name,
    review_cells,
    seen_cells,
    sponsor_cells,
)
from governance.dashboard.reports.committees import committees, steering
from governance.dashboard.reports.counting import LIVING, Counting
from governance.dashboard.reports.coverage import Alike, coverage, living_alike
from governance.dashboard.reports.decisions import waiting
from governance.dashboard.reports.health import asked, seen
from governance.dashboard.reports.issues import AGES, issues_by_quarter, open_issues
from governance.dashboard.reports.lists import three_lists
from governance.dashboard.reports.obligations import days_kept, money, owed
from governance.dashboard.reports.pipeline import ORIGINS, pipeline
from governance.dashboard.reports.portfolio import portfolio, quarter_ends, together
from governance.dashboard.reports.reviews import LOOKS_BACK_DAYS, reviews_by_quarter, rhythm
from governance.dashboard.reports.sponsors import sponsors, support_asked


def headlines(counting: Counting, now: datetime) -> dict[str, Any]:
    """The three lists and what the heading counts, with all that was found on the way."""
    today = local_date(now)
    lists, alike = three_lists(counting, now), living_alike(counting)
    rows = portfolio(counting, alike)
    done = rhythm(counting, today - timedelta(days=LOOKS_BACK_DAYS))
    return {
        "today": today,
        "quarter": quarter_of(today),
        "lists": lists,
        "alike": alike,
        "living": together(counting, rows),
        "attend": lists.found["attend"].figure,
        "decide": lists.found["decide"].figure,
        "phases": LIVING,
        "rows": rows,
        "portfolio_chart": portfolio_chart(rows),
        "review_cells": review_cells(done, lists.found),
    }


def figures(counting: Counting, today: date, alike: Sequence[Alike]) -> dict[str, Any]:
    """What stands below: obligations, committees, decisions, health, sponsors, coverage, the pipeline,
    issues."""
    ends, owing = quarter_ends(counting, today), owed(counting, today)
    covered = coverage(counting, today, alike)
    return {
        "ends": ends,
        "quarter_chart": quarter_chart(ends),
        "owed": owing,
        "obligation_cells": obligation_cells(owing),
        "money": money(counting, today),
        "sponsor_cells": sponsor_cells(sponsors(counting, today), covered.unsponsored),
        "asked": support_asked(counting),
        "committee_cells": committee_cells(committees(counting, today)),
        "decision_cells": decision_cells(waiting(counting, today)),
        "health_cells": health_cells(asked(counting, today)),
        "seen_cells": seen_cells(seen(counting)),
        "coverage": covered,
        "coverage_cells": coverage_cells(covered),
        "pipeline": pipeline(counting),
        "origins": [one.label for one in ORIGINS],
        "steering": steering(counting.user, today),
        "issues": open_issues(counting, today),
        "ages": [label for _code, label, _least, _most in AGES],
    }


def trends(counting: Counting, today: date) -> list[dict[str, Any]]:
    """How reviews, obligations and issues went over the last eight quarters."""
    told: Sequence[tuple[str, str, Sequence[Any]]] = (
        (_("Reviews by quarter"), _("held by their day, or later"), reviews_by_quarter(counting, today)),
        (_("Obligations by quarter"), _("by the day they were due"), days_kept(counting, today)),
        (_("Issues by quarter"), _("by the day they were raised"), issues_by_quarter(counting, today)),
    )
    return [
        {
            "title": title,
            "note": note,
            "chart": kept_chart(rows, title=title),
            "rows": [(quarter_name(row.quarter), [figure for _tone, _name, figure in marks_of(row)]) for row in rows],
            "heads": [(tone, name) for tone, name, _figure in marks_of(rows[0])],
        }
        for title, note, rows in told
    ]
