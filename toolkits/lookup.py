"""Tools by what somebody typed of their title, in any language they have."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from coe_hub.lib.sql import Fold
from coe_hub.people.directory.lookup import Suggestion, either
from coe_hub.publishing.models import Block, BlockTranslation, EditionState
from toolkits.models import Tool

_SHOWN, _NAMED = 8, 4


def _tools(text: str, lookup: str) -> "QuerySet[Tool]":
    """Published tools with a title, in any language, that stands to `text` as `lookup` says, both folded."""
    live = Block.objects.filter(
        edition__content=OuterRef("content"), edition__state=EditionState.PUBLISHED, key="title"
    )
    translated = BlockTranslation.objects.filter(content=OuterRef("content"), key="title")
    fitting = {f"folded_text__{lookup}": Fold(Value(text))}
    return (
        Tool.objects.published()
        .annotate(title=Subquery(live.values("text")[:1]))
        .filter(
            Q(Exists(live.annotate(folded_text=Fold("text")).filter(**fitting)))
            | Q(Exists(translated.annotate(folded_text=Fold("text")).filter(**fitting)))
        )
        .select_related("content")
        .order_by("title", "pk")
    )


def suggest_tools(text: str) -> list[Suggestion]:
    """Published tools whose title contains `text`, by their English title."""
    if not text.strip():
        return []
    return [Suggestion(tool.title, tool.get_toolkit_display()) for tool in _tools(text.strip(), "contains")[:_SHOWN]]  # type: ignore[attr-defined]


def find_tool(*, text: str, other_than: Tool) -> Tool:
    """The one published tool of which `text` is a title. Raises `ValidationError` where none or several are meant."""
    found = list(_tools(text, "exact").exclude(pk=other_than.pk)[:2])
    if len(found) == 1:
        return found[0]
    said = _("No single other tool that readers can open is called “%(text)s”. Type its whole title.") % {"text": text}
    if similar := list(_tools(text, "contains").exclude(pk=other_than.pk)[:_NAMED]):
        titles = either(tool.title for tool in similar)  # type: ignore[attr-defined]
        said += " " + _("You may mean %(names)s.") % {"names": titles}
    raise ValidationError(said, code="unknown_tool")
