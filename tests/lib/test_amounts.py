"""Sums and days as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from coe_hub.lib.amounts import Money, read_money
from coe_hub.lib.written_days import find_day, read_day


@pytest.mark.parametrize(("text", "amount", "currency"), [
    ("1.250.000,00 EUR", "1250000.00", "EUR"),
    ("¥ 3,000,000", "3000000.00", "JPY"),
    ("USD 2.5m", "2500000.00", "USD"),
    ("USDm 3", "3000000.00", "USD"),
    ("US$ 5 million", "5000000.00", "USD"),
    ("2,5 Mio. €", "2500000.00", "EUR"),
    ("1 250 000,50 €", "1250000.50", "EUR"),
    ("1'250'000.50 CHF", "1250000.50", "CHF"),
    ("GBP 100k", "100000.00", "GBP"),
    ("3億5000万円", "350000000.00", "JPY"),
    ("1,500万円", "15000000.00", "JPY"),
    ("５００百万円", "500000000.00", "JPY"),
    ("2百万米ドル", "2000000.00", "USD"),
    ("EUR 1.250", "1250.00", "EUR"),
    ("EUR 1.25", "1.25", "EUR"),
    ("EUR 0.10", "0.10", "EUR"),
    ("12,5", "12.50", ""),
])  # fmt: skip
def test_a_sum_is_exact(text: str, amount: str, currency: str) -> None:
    assert read_money(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["approx. USD 2m", "USD 2m (estimate)", "約200万米ドル", "~ 2m USD"])
def test_a_sum_may_be_an_estimate(text: str) -> None:
    assert read_money(text) == Money(Decimal("2000000.00"), "USD", is_estimate=True)


def test_a_sum_takes_its_currency_from_elsewhere() -> None:
    assert read_money("$5m", currency="CAD") == Money(Decimal("5000000.00"), "CAD")
    assert read_money("¥500", currency="CNY") == Money(Decimal("500.00"), "CNY")
    assert read_money("500", currency="SEK") == Money(Decimal("500.00"), "SEK")


UNREADABLE = "“%s” cannot be read as a sum. Write the number and the currency, such as EUR 1,250,000."


@pytest.mark.parametrize(("text", "said"), [
    ("USD 2.500m", "“USD 2.500m” may mean two sums. Write it in full, such as 2,500,000."),
    ("$5m", "“$” in “$5m” may be several currencies. Write the three letters, such as USD."),
    ("5 ドル", "“ドル” in “5 ドル” may be several currencies. Write the three letters, such as USD."),
    ("1,25,000 USD", UNREADABLE % "1,25,000 USD"),
    ("1,250.00.00", UNREADABLE % "1,250.00.00"),
    ("up to 5m USD", UNREADABLE % "up to 5m USD"),
    ("-5 EUR", UNREADABLE % "-5 EUR"),
    ("tbd", UNREADABLE % "tbd"),
    ("5 EUR USD", UNREADABLE % "5 EUR USD"),
    ("USD 0", "“USD 0” is not a sum to the cent, larger than 0."),
    ("EUR 1.2345", "“EUR 1.2345” is not a sum to the cent, larger than 0."),
    ("99999999999999999 JPY", "“99999999999999999 JPY” is not a sum to the cent, larger than 0."),
])  # fmt: skip
def test_a_sum_that_is_not_clear_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_money(text)
    assert caught.value.messages == [said]


def test_a_sum_has_one_currency() -> None:
    with pytest.raises(ValidationError) as caught:
        read_money("5 EUR", currency="USD")
    assert caught.value.messages == ["The amount is in EUR and the currency USD. Write one of them."]


# The thirteen ways of a list, and others; each is this day.
@pytest.mark.parametrize("text", [
    "2019-03-15", "2019/3/15", "2019.03.15", "15 Mar 2019", "15. March 2019", "March 15, 2019", "Mar 15th, 2019",
    "15-Mar-19", "15.3.2019", "15/03/2019", "3/15/2019", "2019-03-15T00:00:00Z", "2019-03-15 00:00:00",
    "2019年3月15日", "2019年3月15日(金)", "平成31年3月15日", "H31.3.15", "２０１９年３月１５日", "Fri, 15 March 2019",
])  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text) == date(2019, 3, 15)


@pytest.mark.parametrize(("text", "said"), [
    ("3/4/2025", "“3/4/2025” may mean two days. Write it as 2026-11-23."),
    ("2023-02-29", "There is no such day: “2023-02-29”. Check it."),
    ("31 June 2027", "There is no such day: “31 June 2027”. Check it."),
    ("March 2027", "“March 2027” is no day. Write it as 2026-11-23."),
    ("tbd", "“tbd” is no day. Write it as 2026-11-23."),
])  # fmt: skip
def test_a_day_that_is_not_clear_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_day(text)
    assert caught.value.messages == [said]


def test_what_looks_like_no_day_is_none() -> None:
    assert [find_day(text) for text in ("令和6年2月29日", "quarter end", "")] == [date(2024, 2, 29), None, None]
