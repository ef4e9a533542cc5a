"""Questionnaires as the search finds them."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.findable import Findable, Thing, register
from coe_hub.lib.search import Words
from coe_hub.publishing.findable import Lines, of_contents
from coe_hub.publishing.models import ContentKind
from coe_hub.surveys.models import Questionnaire


def _kinds() -> Q:
    return Q(edition__content__kind=ContentKind.QUESTIONNAIRE)


def _things(ids: Collection[int], words: Words) -> dict[int, Thing]:
    lines = Lines.of(ids, words)
    rows = Questionnaire.objects.filter(content__in=ids).select_related("content")
    return {one.content_id: _thing(one, lines) for one in rows if one.content_id in lines.texts}


def _thing(one: Questionnaire, lines: Lines) -> Thing:
    line = [str(one.get_use_display()), _("%(minutes)s min") % {"minutes": one.minutes}]
    return lines.thing(one.content_id, line=line, url=one.get_absolute_url())


def register_all() -> None:
    """Let questionnaires be found."""
    label = gettext_lazy("Questionnaires")
    register(Findable(kind="questionnaires", label=label, place=25, things=_things, **of_contents(_kinds)))
