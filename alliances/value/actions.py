"""The yearly look at why an alliance exists: its rationale and its value hypothesis."""

from django.db import transaction
from django.utils import timezone

from alliances.core.actions.partnerships import settle_review_day
from alliances.core.models import Alliance
from coe_hub.lib.records import lock_record, save_record


@transaction.atomic
def confirm_value(*, alliance: Alliance) -> None:
    """Note that somebody read both texts today and that they still hold; a second time on one day writes nothing."""
    lock_record(alliance)
    today = timezone.localdate()
    if alliance.value_looked_at_on != today:
        alliance.value_looked_at_on = today
        save_record(alliance, fields=["value_looked_at_on"])
        settle_review_day(alliance)
