"""Tools by what somebody typed of their title, in any language they have."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from coe_hub.lib.sql import Fold
from coe_hub.people.directory.lookup import Suggestion
from coe_hub.publishing.models import Block, BlockTranslation, EditionState
from toolkits.models import Tool

_SHOWN = 8


def _tools_like(text: str) -> "QuerySet[Tool]":
    live = Block.objects.filter(
        edition__content=OuterRef("content"), edition__state=EditionState.PUBLISHED, key="title"
    )
    translated = BlockTranslation.objects.filter(content=OuterRef("content"), key="title")
    needle = Fold(Value(text))
    return (
        Tool.objects.published()
        .annotate(title=Subquery(live.values("text")[:1]))
        .filter(
            Q(Exists(live.annotate(folded_text=Fold("text")).filter(folded_text__contains=needle)))
            | Q(Exists(translated.annotate(folded_text=Fold("text")).filter(folded_text__contains=needle)))
        )
        .select_related("content")
        .order_by("title", "pk")
    )


def suggest_tools(text: str) -> list[Suggestion]:
    """Published tools whose title contains `text`, by their English title."""
    if not text.strip():
        return []
    return [Suggestion(tool.title, tool.get_toolkit_display()) for tool in _tools_like(text.strip())[:_SHOWN]]  # type: ignore[attr-defined]


def find_tool(*, text: str, other_than: Tool) -> Tool:
    """The one published tool that `text` names. Raises `ValidationError` where none or several are meant."""
    found = list(_tools_like(text).exclude(pk=other_than.pk)[:50])
    exact = [tool for tool in found if tool.title.casefold() == text.casefold()]  # type: ignore[attr-defined]
    found = exact or found
    if len(found) != 1:
        raise ValidationError(
            _("No single other tool that readers can open is called “%(text)s”. Type its whole title."),
            params={"text": text},
            code="unknown_tool",
        )
    return found[0]
