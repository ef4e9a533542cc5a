"""Who looks after a content and how often, and its end."""

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.editing import edit_record
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.publishing.models import CareValues, Content, EditionState
from coe_hub.reminders.review_days import settle_one_review_day


@transaction.atomic
def look_after(*, content: Content, version: int, **values: Unpack[CareValues]) -> None:
    """Say who owns it and how often it is reviewed. Raises `ValidationError`, and `LostUpdateError` where it changed
    since `version`."""
    edit_record(content, values, version=version)
    settle_one_review_day(content, leader="owner")


@transaction.atomic
def retire(*, content: Content, reason: str, instead: Content | None, version: int) -> None:
    """Take it from readers, saying why and perhaps what to use instead; its address goes on saying so.

    Raises `DomainError` where it is retired already, an edition is being tried out, or `instead` is itself retired.
    """
    if content.is_archived:
        raise DomainError(_("It is retired already."))
    if content.editions.filter(state=EditionState.PILOT).exists():
        raise DomainError(_("An edition is being tried out. Take it back to the desk first."))
    if instead and (instead == content or not Content.objects.published().filter(pk=instead.pk).exists()):
        raise DomainError(_("Name another tool that readers can open."), field="instead")
    content.archived_at, content.retired_reason, content.replaced_by = timezone.now(), reason, instead
    content.full_clean()
    save_record(content, fields=["archived_at", "retired_reason", "replaced_by"], version=version)


@transaction.atomic
def give_back(*, content: Content) -> None:
    """Give a retired content back to its readers, as it was. Raises `DomainError` where it is not retired."""
    if not content.is_archived:
        raise DomainError(_("It is with its readers already."))
    content.archived_at, content.retired_reason, content.replaced_by = None, "", None
    save_record(content, fields=["archived_at", "retired_reason", "replaced_by"])


@transaction.atomic
def confirm_review(*, content: Content, version: int | None = None) -> None:
    """It was looked at and is still good: the next review is due a whole rhythm from today.

    Raises `LostUpdateError` where the content changed since `version`; without one, it is good as it is now.
    """
    lock_record(content)
    content.last_reviewed_on = timezone.localdate()
    save_record(content, fields=["last_reviewed_on"], version=version)
    settle_one_review_day(content, leader="owner")
