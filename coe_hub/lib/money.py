"""Sums of one currency: their codes, and how people read them. Amounts are decimals, exact to the cent."""

from decimal import Decimal

from babel.numbers import is_currency
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def validate_currency(value: str) -> None:
    """Validator: a code of ISO 4217, such as USD or JPY."""
    if not is_currency(value):
        raise ValidationError(_("Use the three letters of a currency, such as USD or JPY."), code="currency")


def money_text(amount: Decimal | None, currency: str) -> str:
    """An exact sum: JPY 1,200,000 or EUR 99.50; "" of nothing."""
    return "" if amount is None else f"{currency} {amount_text(amount)}"


def amount_text(amount: Decimal | None) -> str:
    """The same without its currency: 1,200,000 or 99.50."""
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00")
