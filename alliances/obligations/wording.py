"""Rules and reasons in words, in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.obligations.dates import OffDay, Period, Unit
from alliances.obligations.models import Base, Direction, Fulfilment, Obligation
from alliances.obligations.planning import SKIPPED
from coe_hub.lib.dates import date_text
from coe_hub.lib.money import money_text
from coe_hub.lib.places import country_name


def rule_text(obligation: Obligation) -> str:
    """By which rule its days follow: "45 calendar days after the end of each quarter"."""
    parts = [_offset(obligation, _base(obligation)), *_extras(obligation)]
    return _("; ").join(parts)


def _base(obligation: Obligation) -> str:
    if obligation.counts_from == Base.EVENT and obligation.event:
        return _("“%(name)s”") % {"name": obligation.event.name}
    if obligation.counts_from == Base.OBLIGATION and obligation.after:
        return _("the fulfilment of “%(name)s”") % {"name": obligation.after.title}
    if obligation.counts_from == Base.PERIOD:
        return {
            Period.MONTH: _("the end of each month"),
            Period.QUARTER: _("the end of each quarter"),
            Period.HALF: _("the end of each half-year"),
            Period.YEAR: _("the end of each year"),
        }[Period(obligation.period)]
    return date_text(obligation.fixed_on)


def _offset(obligation: Obligation, base: str) -> str:
    """So many of a unit before or after `base`, which is a day or what it is counted from."""
    count, unit = obligation.count, obligation.unit
    if not count:
        return _("on the day: %(base)s") % {"base": base}
    if obligation.direction == Direction.BEFORE:
        words = {
            Unit.DAYS: ngettext(
                "%(count)d calendar day before %(base)s", "%(count)d calendar days before %(base)s", count
            ),
            Unit.WORKING_DAYS: ngettext(
                "%(count)d working day before %(base)s", "%(count)d working days before %(base)s", count
            ),
            Unit.MONTHS: ngettext("%(count)d month before %(base)s", "%(count)d months before %(base)s", count),
        }
    else:
        words = {
            Unit.DAYS: ngettext(
                "%(count)d calendar day after %(base)s", "%(count)d calendar days after %(base)s", count
            ),
            Unit.WORKING_DAYS: ngettext(
                "%(count)d working day after %(base)s", "%(count)d working days after %(base)s", count
            ),
            Unit.MONTHS: ngettext("%(count)d month after %(base)s", "%(count)d months after %(base)s", count),
        }
    return words[Unit(unit)] % {"count": count, "base": base}


def _extras(obligation: Obligation) -> list[str]:
    found = []
    if obligation.unit == Unit.MONTHS and obligation.keeps_month_end:
        found.append(_("the end of a month leads to the end of a month"))
    if obligation.off_day == OffDay.BEFORE:
        found.append(_("if nobody works on it, the working day before"))
    elif obligation.off_day == OffDay.AFTER:
        found.append(_("if nobody works on it, the working day after"))
    if obligation.country and (obligation.unit == Unit.WORKING_DAYS or obligation.off_day != OffDay.STAYS):
        place = country_name(obligation.country)
        if obligation.subdivision:
            place = f"{place} ({obligation.subdivision})"
        found.append(_("by the holidays of %(place)s") % {"place": place})
    return found


def why_text(row: Fulfilment) -> str:
    """Why it is due on its day, or has none yet; needs the obligation with its event and what it comes after."""
    obligation, said = row.obligation, row.reason
    parts = [_from(row)] if said.get("base") else [_waits(obligation)]
    if said.get("counted"):
        words = {"counted": date_text(date.fromisoformat(said["counted"]))}
        parts.append(_("nobody works on %(counted)s") % words)
    if rests := said.get("rests", 0):
        parts.append(
            ngettext("%(count)d day without work lies between", "%(count)d days without work lie between", rests)
            % {"count": rests}
        )
    if said.get("is_cut"):
        parts.append(_("the month is shorter"))
    if said.get("is_month_end"):
        parts.append(_("the end of a month leads to the end of a month"))
    if row.lapses_on:
        words = {"day": date_text(row.lapses_on)}
        parts.append(_("not owed beyond %(day)s, when its agreement ends") % words)
    if row.extended_to and row.due_on == row.extended_to:
        parts.append(_("extended: %(why)s") % {"why": row.extended_why})
    return _("; ").join(parts)


def _from(row: Fulfilment) -> str:
    obligation, said = row.obligation, row.reason
    base = date_text(date.fromisoformat(said["base"]))
    if said["from"] == SKIPPED:
        return _("due together with a later milestone that came first, on %(base)s") % {"base": base}
    if said["from"] == Base.EVENT and obligation.event:
        words = {"base": base, "name": obligation.event.name, "state": obligation.event.state_text}
        base = _("%(base)s (“%(name)s”: %(state)s)") % words
    elif said["from"] == Base.OBLIGATION and obligation.after:
        words = {"base": base, "name": obligation.after.title}
        if row.is_expected:
            base = _("%(base)s (“%(name)s” is due then)") % words
        else:
            base = _("%(base)s (“%(name)s” fulfilled)") % words
    elif said["from"] == Base.PERIOD:
        base = _("%(base)s, the end of the period") % {"base": base}
    return _offset(obligation, base)


def _waits(obligation: Obligation) -> str:
    if obligation.counts_from == Base.EVENT and obligation.event:
        return _("no day yet: it waits for “%(name)s”") % {"name": obligation.event.name}
    if obligation.counts_from == Base.OBLIGATION and obligation.after:
        return _("no day yet: it waits for “%(name)s”") % {"name": obligation.after.title}
    return _("no day yet")


def amount_text(obligation: Obligation) -> str:
    """The amount with its currency: USD 2,500,000; "" without money."""
    return money_text(obligation.amount, obligation.currency)
