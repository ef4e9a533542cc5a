"""Titles of contents as a column, for pages that need nothing else of them."""

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from coe_hub.lib.text import reader_language
from coe_hub.publishing.models import TITLE, Block, BlockTranslation, EditionState

_OPEN = (EditionState.PUBLISHED, EditionState.DRAFT, EditionState.IN_REVIEW)


def content_title(content: str, *, slug: str) -> Coalesce:
    """The title in the reader's language, of the edition that readers see or else of the one being written.

    `content` leads from a row to the content's id, `slug` to its address, which stands where nothing is written yet.
    """
    of_content = {"edition__content": OuterRef(content), "edition__state__in": _OPEN, "key": TITLE}
    original = Block.objects.filter(**of_content).order_by("edition__number")
    translated = BlockTranslation.objects.filter(content=OuterRef(content), language=reader_language(), key=TITLE)
    titles = [Subquery(rows.values("text")[:1]) for rows in (translated, original)]
    return Coalesce(*titles, F(slug), output_field=models.TextField())
