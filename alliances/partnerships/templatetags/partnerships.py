"""A row of the list of alliances: written here, fifty of them cost a third of what they do in a template."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.lib.templatetags.hub import due_badge, icon_markup
from coe_hub.lib.text import join_words
from coe_hub.people.models import ScopeKind
from coe_hub.vocabulary.templatetags.vocabulary import stage_bar

register = template.Library()

_ROW = """<tr>
<th scope="row"><a href="{url}">{name}</a> <span class="sub">{lock}{kind}</span></th>
<td class="wide-only" data-label="{partners_word}">{partners}</td>
<td data-label="{stage_word}">{stage}</td>
<td data-label="{lead_word}">{lead}</td>
<td class="day" data-label="{review_word}">{review}</td>
</tr>
"""


@register.simple_tag
def alliance_row(*, alliance: Alliance, words: Mapping[str, str], today: date) -> SafeString:
    """One alliance, read `with_row`; `words` are the headings and states of all rows, looked up once."""
    return format_html(
        _ROW,
        url=alliance.get_absolute_url(),
        name=alliance.name,
        lock=_lock(words) if alliance.scope.kind == ScopeKind.RESTRICTED else "",
        kind=" · ".join(_kinds(alliance, words)),
        partners_word=words["partners"],
        partners=_partners(alliance),
        stage_word=words["stage"],
        stage=stage_bar(phase=alliance.stage.phase, label=alliance.stage.name),
        lead_word=words["lead"],
        lead=_lead(alliance, words),
        review_word=words["review"],
        review=due_badge(date=alliance.next_review_on, today=today) if alliance.review_is_due_some_day else _muted("–"),
    )


def _lock(words: Mapping[str, str]) -> SafeString:
    return SafeString(f"{icon_markup(name='lock', title=words['restricted'], size=13)} ")


def _kinds(alliance: Alliance, words: Mapping[str, str]) -> list[str]:
    """What kind of alliance it is, each in a word."""
    area = alliance.therapeutic_area
    states = (alliance.is_key_partner and words["key_partner"], alliance.is_archived and words["archived"])
    return [alliance.alliance_type.name, *([area.name] if area else []), *(word for word in states if word)]


def _partners(alliance: Alliance) -> SafeString:
    names = alliance.partner_names
    more = _muted(_("and %(count)s more") % {"count": names.more}) if names.more else ""
    return format_html("{} {}", join_words(names.shown), more)


def _lead(alliance: Alliance, words: Mapping[str, str]) -> SafeString:
    if alliance.lead is None:
        return _muted(words["nobody"])
    gone = format_html('<span class="person-gone">{}</span>', words["gone"]) if alliance.lead.is_gone else ""
    return format_html("{} {}", alliance.lead.display_name, gone)


def _muted(text: str) -> SafeString:
    return format_html('<span class="muted">{}</span>', text)
