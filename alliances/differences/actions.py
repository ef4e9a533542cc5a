"""Differences: written down, changed, put away."""

from typing import Unpack

from django.db import transaction
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.differences.models import Difference, DifferenceValues
from coe_hub.lib.editing import edit_record, set_values
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import User


@transaction.atomic
def write_difference(*, alliance: Alliance, by: User, **values: Unpack[DifferenceValues]) -> Difference:
    """A new difference. Raises `ValidationError` where a value is refused."""
    difference = Difference(alliance=alliance, by=by)
    set_values(difference, values)
    difference.full_clean()
    difference.save()
    return difference


@transaction.atomic
def edit_difference(*, difference: Difference, version: int, **values: Unpack[DifferenceValues]) -> None:
    """Change it. Raises `LostUpdateError` where it was saved since `version`."""
    edit_record(difference, values, version=version)


@transaction.atomic
def archive_difference(*, difference: Difference) -> None:
    """Put it away; doing so twice changes nothing."""
    lock_record(difference)
    if not difference.is_archived:
        difference.archived_at = timezone.now()
        save_record(difference, fields=["archived_at"])
