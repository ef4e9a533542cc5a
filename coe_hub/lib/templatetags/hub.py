"""The pieces pages are built of. Every tag takes keyword arguments only, so a page reads without this file.

The markup stands in `templates/components/`; the look of a piece in the CSS file of the same noun.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coe_hub.lib import dates, links
from coe_hub.lib.static_files import JOINED, SHEETS, HashedStaticFilesStorage
from coe_hub.lib.text import join_words

register = template.Library()

TONES = ("neutral", "teal", "good", "soon", "late")
STEP_STATES = ("done", "current", "ahead")
_WEEKDAY_WITHIN = 7


# --- Head ---------------------------------------------------------------------------------------------------------
@register.simple_tag
def stylesheets() -> SafeString:
    """The sheets of every page: one where files are collected for production, else each by itself."""
    names = [JOINED] if isinstance(staticfiles_storage, HashedStaticFilesStorage) else SHEETS
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((staticfiles_storage.url(one),) for one in names))


# --- What is the same on all pages ---------------------------------------------------------------------------------
@register.simple_tag
def kept(*, template: str, **words: Hashable) -> SafeString:
    """A template of ours, drawn once a process for each language and these words, which are all that it knows.

    Nothing that is one reader's, or secret, may be among them: what is drawn stays in memory, and others get it.
    """
    return _drawn(template, get_language(), tuple(words.items()))


@lru_cache(maxsize=512)
def _drawn(name: str, _language: str, words: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return mark_safe(render_to_string(f"components/{name}", dict(words)).strip())  # noqa: S308  a template escapes


# --- Text --------------------------------------------------------------------------------------------------------
# What people typed, its addresses made links: as lines, as paragraphs.
register.filter(links.linked_lines)
register.filter(links.linked_paragraphs)


@register.filter
def date_text(value: date | None, style: str = "full") -> str:
    """12 Nov 2026 / 2026年11月12日; the styles are those of `coe_hub.lib.dates.date_text`."""
    return dates.date_text(value, style)


@register.filter
def in_a_row(words: Iterable[object]) -> str:
    """Words with the comma of the active language between them."""
    return join_words(words)


@register.filter
def ago(value: date | None) -> str:
    """Yesterday, Thursday, 3 weeks ago."""
    return dates.ago(value)


@register.filter
def iso_date(value: date | None) -> str:
    """The machine-readable day for `<time datetime>`."""
    return dates.local_date(value).isoformat() if value else ""


# --- Signs -------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    """The paths inside the icon's SVG file. Raises `TemplateSyntaxError` for a name that is not an icon's."""
    path = Path(settings.ICON_DIR) / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise template.TemplateSyntaxError(f"There is no icon named {name!r}.")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    if inner is None:
        raise template.TemplateSyntaxError(f"The icon {name!r} is not an SVG.")
    return " ".join(inner.group(1).split())


@register.simple_tag(name="icon")
def icon_markup(*, name: str, title: str = "", size: int = 16) -> SafeString:
    """An inlined icon of bootstrap-icons. Decoration unless it has a `title`, which is then read out."""
    paths = mark_safe(_drawing(name))  # noqa: S308  our own files
    if title:
        return format_html(
            '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 16 16" fill="currentColor" role="img">'
            "<title>{1}</title>{2}</svg>",
            size,
            title,
            paths,
        )
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">'
        "{1}</svg>",
        size,
        paths,
    )


@register.simple_tag
def pill(*, text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    """A word of state. Tones: neutral, teal (kind), good, soon (attention), late (risk)."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"A pill has no tone {tone!r}; use one of {', '.join(TONES)}.")
    return format_html('<span class="pill {}">{}{}</span>', tone, icon_markup(name=icon, size=12) if icon else "", text)


def _due_words(due: date, today: date, soon_days: int) -> tuple[str, str]:
    """(state, words) of a date: late | soon | later."""
    days = (due - today).days
    if days < 0:
        late = ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
        return "late", late
    state = "soon" if days <= soon_days else "later"
    if days == 0:
        return state, _("Today")
    if days == 1:
        return state, _("Tomorrow")
    return state, dates.date_text(due, "weekday" if days <= _WEEKDAY_WITHIN else "short")


# What stands many times on a page is written here: it costs a tenth of a template each.
_SHAPES = {
    "late": mark_safe('<path d="M5 0 10 5 5 10 0 5z"/>'),
    "soon": mark_safe('<circle cx="5" cy="5" r="4"/>'),
    "later": mark_safe('<circle class="ring" cx="5" cy="5" r="3"/>'),
}


@register.simple_tag
def due_badge(*, date: date, today: date | None = None, soon_days: int = 14) -> SafeString:
    """When something is due, by shape, word and colour: diamond late, dot soon, ring later."""
    due = dates.local_date(date)
    state, words = _due_words(due, today or timezone.localdate(), soon_days)
    return format_html(
        '<time class="due {}" datetime="{}"><svg class="due-shape" width="10" height="10" viewBox="0 0 10 10"'
        ' aria-hidden="true">{}</svg>{}<span>{}</span></time>',
        state,
        due.isoformat(),
        _SHAPES[state],
        format_html('<span class="visually-hidden">{} </span>', _("Soon:")) if state == "soon" else "",
        words,
    )


@register.inclusion_tag("components/_progress.html")
def progress(*, value: float, label: str, maximum: float = 100) -> dict[str, Any]:
    """A native progress bar; the label is read out."""
    return {"value": value, "maximum": maximum, "label": label}


# --- Life cycle --------------------------------------------------------------------------------------------------
@register.simple_tag
def stage_stepper(*, steps: Iterable[dict[str, Any]]) -> SafeString:
    """The whole life cycle of one record. A step is {label, detail, state}; state is done, current or ahead."""
    rows = format_html_join("", "{}", ((_step(**step),) for step in steps))
    return format_html('<ol class="stepper" aria-label="{}">{}</ol>', _("Life cycle"), rows)


def _step(*, label: Any, detail: Any, state: str) -> SafeString:
    if state not in STEP_STATES:
        raise template.TemplateSyntaxError(f"A step has no state {state!r}.")
    return format_html(
        '<li class="{}"{}><span class="step-label">{}{}</span>{}</li>',
        state,
        mark_safe(' aria-current="step"') if state == "current" else "",
        label,
        format_html('<span class="visually-hidden"> ({})</span>', _("done")) if state == "done" else "",
        format_html('<span class="step-detail">{}</span>', detail) if detail else "",
    )


# --- People and organisations ------------------------------------------------------------------------------------
@register.simple_tag
def person_chip(*, person: Any, line: Any = "", aside: Any = "", linked: bool = True) -> SafeString:
    """A person with initials, one grey line and, at the right, one more word (a site). Whose account was closed is
    marked: read people with their `user`."""
    name = (
        format_html('<a class="person-name" href="{}">{}</a>', person.get_absolute_url(), person.display_name)
        if linked
        else format_html('<span class="person-name">{}</span>', person.display_name)
    )
    return format_html(
        '<div class="person"><span class="initials" aria-hidden="true">{}</span>'
        '<div class="person-text">{}{}{}</div>{}</div>',
        person.initials,
        name,
        format_html('<span class="person-gone">{}</span>', _("Account closed")) if person.is_gone else "",
        format_html('<span class="person-line">{}</span>', line) if line else "",
        format_html('<span class="person-aside">{}</span>', aside) if aside else "",
    )


@register.inclusion_tag("components/_organisation_line.html")
def organisation_line(*, organisation: Any, line: Any = "", aside: Any = "", linked: bool = True) -> dict[str, Any]:
    """An organisation with its local name, one grey line and one more word at the right."""
    return {"organisation": organisation, "line": line, "aside": aside, "linked": linked}


# --- Rows and blocks ---------------------------------------------------------------------------------------------
@register.simple_tag
def section_head(
    *, title: Any, note: Any = "", link_label: Any = "", link_url: str = "", anchor: str = ""
) -> SafeString:
    """The heading of a part of a page, a grey note beside it and one link at the right."""
    return format_html(
        '<div class="section-head"><h2{}>{}</h2>{}{}</div>',
        format_html(' id="{}"', anchor) if anchor else "",
        title,
        format_html(' <span class="section-note">{}</span>', note) if note else "",
        format_html(' <a class="section-link" href="{}">{}</a>', link_url, link_label) if link_url else "",
    )


@register.inclusion_tag("components/_due_row.html")
def due_row(
    *,
    date: date,
    title: Any,
    url: str = "",
    text: Any = "",
    owner: str = "",
    action_label: Any = "",
    action_url: str = "",
    primary: bool = False,
    today: date | None = None,
    soon_days: int = 14,
) -> dict[str, Any]:
    """When, what, why in one line of grey (behind whose it is), the one action. Stands in `<ul class="due-list">`."""
    return {
        "date": date,
        "title": title,
        "url": url,
        "text": text,
        "owner": owner,
        "action_label": action_label,
        "action_url": action_url,
        "primary": primary,
        "today": today,
        "soon_days": soon_days,
    }


@register.inclusion_tag("components/_timeline_item.html")
def timeline_item(
    *, title: Any, line: Any = "", url: str = "", text: Any = "", at: date | None = None
) -> dict[str, Any]:
    """One thing that happened, `at` what time. Stands in `<ol class="timeline">`; `text` keeps its line breaks."""
    return {"title": title, "line": line, "url": url, "text": text, "at": at}


@register.simple_block_tag
def timeline_entry(content: str, *, line: Any = "") -> SafeString:
    """A timeline item with markup of the page's own."""
    foot = format_html('<p class="timeline-line">{}</p>', line) if line else ""
    return format_html('<li><div class="timeline-what">{}</div>{}</li>', content, foot)


@register.simple_tag
def timeline_sentences(*, sentences: Iterable[Any]) -> SafeString:
    """What people did, when and why, as histories tell it: timeline items. By a template each, fifty of them cost half
    of the page."""
    plain, reasoned = _("<strong>%(who)s</strong> %(what)s"), _("<strong>%(who)s</strong> %(what)s: %(reason)s")
    hub = _("The hub")

    def told(one: Any) -> SafeString:
        words = {"who": one.who or hub, "what": one.what, "reason": one.reason}
        escaped = {name: conditional_escape(word) for name, word in words.items()}
        return SafeString((reasoned if one.reason else plain) % escaped)

    return format_html_join(
        "",
        '<li><div class="timeline-what"><p class="timeline-title">{}</p></div><p class="timeline-line">{}</p></li>',
        ((told(one), dates.date_text(one.at, "time")) for one in sentences),
    )


@register.simple_block_tag
def panel(content: str, *, title: Any, reason: Any = "") -> SafeString:
    """A card of the side column that stands apart, with the reason why it is shown."""
    why = format_html('<p class="panel-reason">{}</p>', reason) if reason else ""
    return format_html('<section class="card panel"><h2 class="panel-title">{}</h2>{}{}</section>', title, why, content)


@register.inclusion_tag("components/_empty_state.html")
def empty_state(
    *, title: Any, text: Any = "", action_label: Any = "", action_url: str = "", icon: str = ""
) -> dict[str, Any]:
    """What a list says when it has nothing, and the next step."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url, "icon": icon}


@register.inclusion_tag("components/_figures.html")
def figures(*, cells: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A strip of figures that explain themselves. A cell is {label, value, text} and perhaps {change, tone}."""
    return {"cells": cells}


@register.simple_tag
def fact(*, label: Any, value: Any, empty: Any = "") -> SafeString:
    """One line of `<dl class="facts">`; nothing where neither the value nor the word for its absence is given."""
    if value not in (None, ""):
        return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, localize(value))
    return format_html('<div><dt>{}</dt><dd class="muted">{}</dd></div>', label, empty) if empty else SafeString("")


@register.simple_block_tag
def fact_block(content: str, *, label: Any) -> SafeString:
    """A fact whose value is markup of the page's own."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.inclusion_tag("components/_dialog_link.html")
def dialog_link(*, url: str, label: Any, primary: bool = False, small: bool = False, icon: str = "") -> dict[str, Any]:
    """A link that dialogs.js opens as a dialog, showing the `data-dialog-part` of the page it leads to."""
    return {"url": url, "label": label, "primary": primary, "small": small, "icon": icon}


# --- Lists -------------------------------------------------------------------------------------------------------
def _query(context: template.Context, **changes: str | None) -> str:
    """The request's query string with `changes` made; None takes a parameter out. Starts with "?"."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def tabs(*, items: Sequence[Any], label: Any, is_below: bool = False) -> SafeString:
    """Parts of a record as links; quieter ones where they stand below other tabs. An item is {label, url, is_active,
    count}."""
    rows = format_html_join("", "<li>{}</li>", ((_tab(**item),) for item in items))
    return format_html(
        '<nav class="tabs{}" aria-label="{}"><ul>{}</ul></nav>', " below" if is_below else "", label, rows
    )


def _tab(*, label: Any, url: str, is_active: bool, count: int = 0, **_more: Any) -> SafeString:
    counted = format_html(' <span class="tab-count">{}</span>', count) if count else ""
    current = mark_safe(' aria-current="page"') if is_active else ""
    return format_html('<a href="{}"{}>{}{}</a>', url, current, label, counted)


@register.inclusion_tag("components/_filter_chips.html")
def filter_chips(*, chips: Sequence[Any], clear_url: str = "") -> dict[str, Any]:
    """The filters in force, each a link that takes it off. A chip is {label, value, url}."""
    return {"chips": chips, "clear_url": clear_url}


@register.inclusion_tag("components/_paginator.html", takes_context=True)
def paginator(context: template.Context, *, page: Page, name: str = "page") -> dict[str, Any]:
    """Which rows these are, and links to the other pages, keeping the rest of the query string."""
    pages = page.paginator
    numbers = pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "total": pages.count,
        "is_over": getattr(pages, "is_over", False),
        "links": [
            {"number": number, "url": _query(context, **{name: str(number)}) if isinstance(number, int) else ""}
            for number in numbers
        ],
        "previous_url": _query(context, **{name: str(page.number - 1)}) if page.has_previous() else "",
        "next_url": _query(context, **{name: str(page.number + 1)}) if page.has_next() else "",
        # Where rows are ticked, pages are turned by the form of the ticks, which takes them along.
        "is_ticking": bool(context.get("ticks")),
    }


@register.inclusion_tag("components/_sort_header.html", takes_context=True)
def sort_header(
    context: template.Context, *, field: str, label: Any, numeric: bool = False, default: str = ""
) -> dict[str, Any]:
    """A column heading that sorts by `?sort=field`, and the other way round when it already does.

    `default` is the page's order without `?sort=`, such as "name" or "-starts_on".
    """
    current = context["request"].GET.get("sort") or default
    direction = {field: "ascending", f"-{field}": "descending"}.get(current, "")
    following = f"-{field}" if direction == "ascending" else field
    return {
        "label": label,
        "numeric": numeric,
        "direction": direction,
        "url": _query(context, sort=following, page=None),
    }


@register.inclusion_tag("components/_hidden_query.html", takes_context=True)
def hidden_query(context: template.Context, *, exclude: str = "") -> dict[str, Any]:
    """Hidden inputs for what the address already asks, so that a search keeps its filters."""
    left_out = set(exclude.split())
    pairs = context["request"].GET.lists()
    return {"pairs": [(name, value) for name, values in pairs if name not in left_out for value in values]}
