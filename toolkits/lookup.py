"""Tools by what somebody typed of their title, in any language they have."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext as _

from coe_hub.lib.search import Term, anywhere
from coe_hub.lib.sql import NameKey
from coe_hub.people.directory.lookup import Suggestion, either
from coe_hub.publishing.models import TITLE, EditionText
from coe_hub.vocabulary.matching import words_found
from toolkits.models import Tool, ToolQuerySet, reading_key

_SHOWN, _NAMED = 8, 4


def _tools() -> ToolQuerySet:
    return Tool.objects.published().with_title().select_related("content").order_by(reading_key(), "pk")


def _of(titles: "QuerySet[EditionText]") -> Q:
    """Tools with one of these texts as a title, in whatever language."""
    return Q(content__in=titles.filter(key=TITLE).values("edition__content"))


def _in_title(term: Term) -> Q:
    return _of(EditionText.objects.live().filter(anywhere(term)))


def _tools_like(text: str) -> ToolQuerySet:
    """Published tools with a title in which every word is found."""
    return _tools().filter(words_found(text, found=_in_title))


def _tools_called(text: str) -> ToolQuerySet:
    """Published tools of which `text` is a whole title, whatever its case, accents, kana, spaces and points."""
    titles = EditionText.objects.live().annotate(name=NameKey("text"))
    return _tools().filter(_of(titles.filter(name=NameKey(Value(text)))))


def _titles(tools: "Iterable[Tool]") -> list[str]:
    return [tool.title for tool in tools]  # type: ignore[attr-defined]


def suggest_tools(text: str) -> list[Suggestion]:
    """Published tools in whose title every word of `text` is found, by their title in the reader's language."""
    found = list(_tools_like(text)[:_SHOWN])
    return [Suggestion(title, tool.get_toolkit_display()) for tool, title in zip(found, _titles(found), strict=True)]


def find_tool(*, text: str, other_than: Tool) -> Tool:
    """The one published tool of which `text` is a title. Raises `ValidationError` where none or several are meant."""
    found = list(_tools_called(text).exclude(pk=other_than.pk)[:2])
    if len(found) == 1:
        return found[0]
    said = _("No single other tool that readers can open is called “%(text)s”. Type its whole title.") % {"text": text}
    if similar := list(_tools_like(text).exclude(pk=other_than.pk)[:_NAMED]):
        said += " " + _("You may mean %(names)s.") % {"names": either(_titles(similar))}
    raise ValidationError(said, code="unknown_tool")
