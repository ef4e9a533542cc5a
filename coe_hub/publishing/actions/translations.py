"""The words of a content in other languages."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User
from coe_hub.publishing.actions.drafts import Words
from coe_hub.publishing.models import BlockTranslation, Content, Edition


@transaction.atomic
def translate(*, content: Content, language: str, key: str, text: str, source_hash: str, by: User) -> None:
    """Write the translation of one block, made from the text with `source_hash`; it waits for another's approval."""
    row = BlockTranslation.objects.filter(content=content, language=language, key=key).first()
    row = row or BlockTranslation(content=content, language=language, key=key)
    row.text, row.source_hash, row.translated_by, row.translated_at = text, source_hash, by, timezone.now()
    row.approved_by = None if settings.SECOND_PERSON_APPROVES else by
    row.full_clean()
    row.save()


@transaction.atomic
def translate_all(*, edition: Edition, language: str, words: Iterable[Words], by: User, approver: User) -> None:
    """Write translations that came finished, as those of starter texts do, and approve them.

    Raises `DomainError` where one translates a block that the edition does not have.
    """
    hashes = dict(edition.blocks.values_list("key", "text_hash"))
    for one in words:
        if one.key not in hashes:
            raise DomainError(_("The block “%(key)s” is translated but not in the original.") % {"key": one.key})
        translate(
            content=edition.content,
            language=language,
            key=one.key,
            text=one.text,
            source_hash=hashes[one.key],
            by=by,
        )
    edition.content.translations.filter(language=language, approved_by__isnull=True).update(approved_by=approver)


def to_approve(*, content: Content, language: str, by: User) -> "QuerySet[BlockTranslation]":
    """What others translated and nobody approved. One's own stay open."""
    waiting = BlockTranslation.objects.filter(content=content, language=language, approved_by__isnull=True)
    return waiting.exclude(translated_by=by) if settings.SECOND_PERSON_APPROVES else waiting


@transaction.atomic
def approve_translation(*, content: Content, language: str, by: User, keys: Iterable[str] | None = None) -> int:
    """Approve what waits for it, or only the blocks of these keys; return how many."""
    waiting = to_approve(content=content, language=language, by=by)
    return (waiting if keys is None else waiting.filter(key__in=list(keys))).update(approved_by=by)
