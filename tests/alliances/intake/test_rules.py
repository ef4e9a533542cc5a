"""Date rules in words, read in both languages."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from alliances.intake.rules import Rule, read_rule
from alliances.obligations.dates import OffDay, Unit
from alliances.obligations.models import Base, Direction, Obligation, TriggerEvent
from alliances.obligations.wording import rule_text

BEFORE, WORKING, MONTHS = Direction.BEFORE, Unit.WORKING_DAYS, Unit.MONTHS
QUARTER_45 = Rule(Base.PERIOD, 45, period="quarter")


def after(name: str, count: int, unit: Unit = Unit.DAYS, **more: Any) -> Rule:
    return Rule(Base.EVENT, count, unit, name=name, **more)


@pytest.mark.parametrize(("text", "rule"), [
    ("45 days after quarter end", QUARTER_45),
    ("45 calendar days after the end of each quarter", QUARTER_45),
    ("within 45 days of the end of each calendar quarter", QUARTER_45),
    ("quarterly, 45 days after quarter end", QUARTER_45),
    ("Quarter end + 45d", QUARTER_45),
    ("within forty-five (45) days following quarter-end.", QUARTER_45),
    ("四半期末から45日以内", QUARTER_45),
    ("各四半期末後45日以内", QUARTER_45),
    ("各四半期末の４５日後（暦日）", QUARTER_45),
    ("each quarter", Rule(Base.PERIOD, period="quarter")),
    ("monthly", Rule(Base.PERIOD, period="month")),
    ("毎月末の5日後", Rule(Base.PERIOD, 5, period="month")),
    ("各半期末の10営業日前", Rule(Base.PERIOD, 10, WORKING, BEFORE, period="half")),
    ("60 days before year end", Rule(Base.PERIOD, 60, direction=BEFORE, period="year")),
    ("31 January each year", Rule(Base.PERIOD, 31, period="year")),
    ("each year by 31 March", Rule(Base.PERIOD, 3, MONTHS, period="year", keeps_month_end=True)),
    ("毎年3月31日", Rule(Base.PERIOD, 3, MONTHS, period="year", keeps_month_end=True)),
    ("31 December each year", Rule(Base.PERIOD, 0, MONTHS, period="year", keeps_month_end=True)),
    ("2027-03-31", Rule(Base.FIXED, fixed_on=date(2027, 3, 31))),
    ("15. März 2027", Rule(Base.FIXED, fixed_on=date(2027, 3, 15))),
    ("by 31 Mar 2027", Rule(Base.FIXED, fixed_on=date(2027, 3, 31))),
    ("2027年3月31日まで", Rule(Base.FIXED, fixed_on=date(2027, 3, 31))),
    ("30 days prior to 31 Dec 2030", Rule(Base.FIXED, 30, direction=BEFORE, fixed_on=date(2030, 12, 31))),
    *[
        (text, Rule(Base.FIXED, fixed_on=day, is_partial=True))
        for day, texts in {
            date(2027, 4, 30): ("April 2027", "by the end of April 2027", "2027-04", "04/2027", "2027年4月末"),
            date(2027, 9, 30): ("Q3 2027", "by end of Q3 2027", "3Q2027", "2027-Q3", "2027年第3四半期"),
            date(2027, 6, 30): ("H1 2027", "2027 H1"),
            date(2027, 12, 31): ("2027", "end of 2027", "2027年末"),
            date(2028, 2, 29): ("Feb 2028", "２０２８年２月"),
        }.items()
        for text in texts
    ],
    ("“Budget 2027”", after("Budget 2027", 0)),
    ("60 days after Complete data package received", after("Complete data package received", 60)),
    ("60 days after “Complete data package received”", after("Complete data package received", 60)),
    ("「完全なデータパッケージの受領」から60日以内", after("完全なデータパッケージの受領", 60)),
    ("受領後60日以内", after("受領", 60)),
    ("30 business days before expiry", after("expiry", 30, WORKING, direction=BEFORE)),
    ("満了日の30営業日前まで", after("満了日", 30, WORKING, direction=BEFORE)),
    ("expiry - 90 days", after("expiry", 90, direction=BEFORE)),
    ("two weeks before JSC", after("JSC", 14, direction=BEFORE)),
    ("one year after the Effective Date", after("Effective Date", 12, MONTHS)),
    ("発効日の2年後", after("発効日", 24, MONTHS)),
    ("upon signature", after("signature", 0)),
    ("Data package received", after("Data package received", 0, is_bare=True)),
    ("3 working days after the fulfilment of “Notice”", after("Notice", 3, WORKING, is_fulfilment=True)),
    ("「通知」の履行の30日後（暦日）", after("通知", 30, is_fulfilment=True)),
    ("45 days after quarter end, or the next business day",
     Rule(Base.PERIOD, 45, period="quarter", off_day=OffDay.AFTER)),
    ("5 business days before year end; by the holidays of Japan",
     Rule(Base.PERIOD, 5, WORKING, BEFORE, period="year", country="JP")),
])  # fmt: skip
def test_a_rule_is_read(text: str, rule: Rule) -> None:
    assert read_rule(text) == rule


@pytest.mark.parametrize(("text", "code"), [
    *[(text, "says_no_day") for text in ("tbd", "TBC", "n/a", "open ended", "-", "ongoing", "未定", "随時")],
    *[(text, "unreadable_rule") for text in ("45305", "mid 2027", "15. Brumaire 2027", "30日以内", "Budget 2027")],
    ("", "unreadable_rule"), ("60 days", "unreadable_rule"), ("10 days and then 5 days", "unreadable_rule"),
    ("3/4/2025", "two_days"), ("2027-02-29", "impossible_day"), ("15 March each year", "day_of_the_year"),
    ("30 days after fiscal year end", "fiscal"), ("年度末の30日後", "fiscal"), ("9999 days " * 40, "unreadable_rule"),
])  # fmt: skip
def test_a_rule_that_is_not_clear_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_rule(text)
    assert [error.code for error in caught.value.error_list] == [code]


WRITTEN = [
    Obligation(counts_from="period", period="quarter", count=45, off_day="after", country="JP"),
    Obligation(counts_from="period", period="half", count=1, unit="months", direction="before", keeps_month_end=True),
    Obligation(counts_from="period", period="month"),
    Obligation(
        counts_from="fixed", fixed_on=date(2027, 3, 31), count=10, unit="working_days", country="US", subdivision="MA"
    ),
    Obligation(counts_from="event", event=TriggerEvent(name="Data package; of phase 2, received"), count=60),
    Obligation(counts_from="event", event=TriggerEvent(name="データパッケージの受領"), off_day="before"),
    Obligation(counts_from="obligation", after=Obligation(title="Milestone notice"), count=30),
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("written", WRITTEN, ids=lambda one: f"{one.counts_from} {one.count} {one.unit}")
def test_a_rule_that_the_hub_wrote_is_read_back(written: Obligation, language: str) -> None:
    with translation.override(language):
        read = read_rule(rule_text(written))
    name = (written.event and written.event.name) or (written.after and written.after.title) or ""
    assert read == Rule(
        base=Base.EVENT if name else Base(written.counts_from),
        count=written.count,
        unit=Unit(written.unit),
        direction=Direction(written.direction),
        fixed_on=written.fixed_on,
        period=written.period,
        name=name,
        is_fulfilment=written.after is not None,
        off_day=OffDay(written.off_day),
        keeps_month_end=written.keeps_month_end,
        country=written.country,
        subdivision=written.subdivision,
    )


def test_a_day_of_each_year_that_no_rule_can_plan_says_which_can() -> None:
    with pytest.raises(ValidationError) as caught:
        read_rule("15 May each year")
    only = "of a day each year only those of January and the last of a month can be planned. Count days from year end."
    assert caught.value.messages == [f"“15 May each year”: {only}"]
