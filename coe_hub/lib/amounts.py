"""Sums of money as people write them: `1.250.000,00 EUR`, `¥ 3,000,000`, `USD 2.5m`, `3億5000万円`.

Read is what can mean one thing only. In sums a single point or comma before three digits parts thousands, since no sum
has three decimals; where a word such as “million” follows, it may be either, and is refused.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from babel.numbers import is_currency
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 16
_NUMBER = r"\d(?:[\d.,'’ ]*\d)?"
_SCALES = {
    "k": 3, "thousand": 3, "千": 3,
    "m": 6, "mm": 6, "mn": 6, "mio": 6, "mio.": 6, "million": 6, "millions": 6, "百万": 6, "千万": 7,
    "b": 9, "bn": 9, "billion": 9, "billions": 9,
    "万": 4, "億": 8, "兆": 12,
}  # fmt: skip
_CURRENCIES = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "ユーロ": "EUR",
    "£": "GBP", "ポンド": "GBP", "英ポンド": "GBP",
    "円": "JPY", "日本円": "JPY", "yen": "JPY",
    "us$": "USD", "米ドル": "USD", "us dollars": "USD", "us dollar": "USD",
    "a$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "s$": "SGD", "nz$": "NZD",
    "人民元": "CNY", "元": "CNY", "rmb": "CNY", "sfr": "CHF", "スイスフラン": "CHF",
}  # fmt: skip
# Signs that several currencies share, with what is meant where nothing says otherwise, if anything is.
_SHARED = {
    "¥": ("JPY", {"JPY", "CNY"}),
    "$": ("", {"USD", "AUD", "CAD", "HKD", "SGD", "NZD", "TWD"}),
    "dollars": ("", {"USD", "AUD", "CAD", "HKD", "SGD", "NZD", "TWD"}),
    "ドル": ("", {"USD", "AUD", "CAD", "HKD", "SGD", "NZD", "TWD"}),
}
_ESTIMATE = re.compile(
    r"^(?:about|approximately|approx\.?|circa|ca\.?|estimated|est\.?|~|≈|約|およそ|概算)\s*"
    r"|\s*(?:\(?(?:estimate|est\.?)\)?|程度|見込み?|\(概算\))$",
    re.IGNORECASE,
)
_WORDS = sorted({*_SCALES, *_CURRENCIES, *_SHARED}, key=len, reverse=True)
_COUNTED = re.compile(
    rf"(?P<before>\D*?)(?P<parts>(?:{_NUMBER}(?:兆|億|千万|百万|万|千))+)(?P<rest>\d[\d,]*)?(?P<after>\D*)"
)
_PART = re.compile(rf"({_NUMBER})(兆|億|千万|百万|万|千)")
_PLAIN = re.compile(rf"(?P<before>\D*?)(?P<number>{_NUMBER})(?P<after>\D*)")


@dataclass(frozen=True)
class Money:
    """An exact sum. `currency` is a code of ISO 4217, or empty where nothing names one."""

    amount: Decimal
    currency: str = ""
    is_estimate: bool = False


def read_money(text: str, *, currency: str = "") -> Money:
    """The sum that `text` says; `currency` is the code that stands elsewhere, if one does. Raises `ValidationError`
    saying what to write instead where it cannot be read, or may mean two things."""
    plain = normalize("NFKC", text).strip()
    bare = _ESTIMATE.sub("", plain)
    amount, around = _amount(bare, text)
    said, power = _words(around, text, currency)
    if currency and said and said != currency:
        raise ValidationError(
            _("The amount is in %(said)s and the currency %(currency)s. Write one of them."),
            params={"said": said, "currency": currency},
            code="two_currencies",
        )
    amount = amount if power is None else _number(around["number"], text, is_scaled=True) * 10**power
    if amount <= 0 or amount >= _LARGEST or amount != amount.quantize(_CENT):
        raise ValidationError(
            _("“%(text)s” is not a sum to the cent, larger than 0."), params={"text": text}, code="not_a_sum"
        )
    return Money(amount.quantize(_CENT), said or currency, is_estimate=bare != plain)


def _amount(plain: str, text: str) -> tuple[Decimal, dict[str, str]]:
    """The number, and what stands before and after it."""
    if found := _COUNTED.fullmatch(plain):
        parts = _PART.findall(found["parts"])
        # A comma parts thousands there, always.
        numbers = [(_number(number, text, is_scaled="." in number), scale) for number, scale in parts]
        total = sum((number * 10 ** _SCALES[scale] for number, scale in numbers), Decimal(0))
        if found["rest"]:
            total += _number(found["rest"], text, is_scaled=False)
        return total, {"before": found["before"], "after": found["after"], "number": ""}
    if not (found := _PLAIN.fullmatch(plain)):
        raise _unreadable(text)
    return _number(found["number"], text, is_scaled=False), found.groupdict()


def _number(written: str, text: str, *, is_scaled: bool) -> Decimal:
    """A number whose mark of decimals is a point or a comma. `is_scaled`: a word such as “million” follows."""
    digits = re.sub(r"(?<=\d)['’ ](?=\d{3}(?!\d))", "", written)
    marks = re.findall(r"[.,]", digits)
    decimal_mark = ""
    if len(set(marks)) == 2:
        decimal_mark = marks[-1]
    elif len(marks) == 1:
        whole, decimals = digits.split(marks[0])
        groups = len(decimals) == 3 and 1 <= len(whole) <= 3 and whole != "0"
        if groups and is_scaled:
            raise ValidationError(
                _("“%(text)s” may mean two sums. Write it in full, such as 2,500,000."),
                params={"text": text},
                code="two_sums",
            )
        decimal_mark = "" if groups else marks[0]
    whole, _mark, decimals = digits.rpartition(decimal_mark) if decimal_mark else (digits, "", "")
    if not re.fullmatch(r"\d+|\d{1,3}(?:[.,]\d{3})+", whole) or len(set(re.findall(r"[.,]", whole))) > 1:
        raise _unreadable(text)
    if decimals and not decimals.isdigit():
        raise _unreadable(text)
    return Decimal(re.sub(r"[.,]", "", whole) + "." + (decimals or "0"))


def _words(around: dict[str, str], text: str, currency: str) -> tuple[str, int | None]:
    """The currency and the power of ten that stand before and after the number."""
    said, power = "", None
    for piece in (around["before"], around["after"]):
        rest = piece.strip().casefold()
        while rest:
            word = next((one for one in _WORDS if rest.startswith(one)), rest[:3])
            if word in _SCALES and power is None and around["number"]:
                power = _SCALES[word]
            elif not said and (code := _currency(word, text, currency)):
                said = code
            else:
                raise _unreadable(text)
            rest = rest[len(word) :].strip(" .")
    return said, power


def _currency(word: str, text: str, currency: str) -> str:
    """The code that a word stands for; "" of none."""
    if word in _SHARED:
        usual, meant = _SHARED[word]
        if code := currency if currency in meant else usual:
            return code
        raise ValidationError(
            _("“%(sign)s” in “%(text)s” may be several currencies. Write the three letters, such as USD."),
            params={"sign": word, "text": text},
            code="which_currency",
        )
    code = word.upper()
    return _CURRENCIES.get(word) or (code if len(code) == 3 and is_currency(code) else "")


def _unreadable(text: str) -> ValidationError:
    return ValidationError(
        _("“%(text)s” cannot be read as a sum. Write the number and the currency, such as EUR 1,250,000."),
        params={"text": text},
        code="unreadable_sum",
    )
