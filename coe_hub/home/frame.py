"""What every page's frame shows: the rail, and the reader's theme."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coe_hub.home.due_count import figures
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.text import join_words

# What the rail leads to beside Today, and the icon of each.
_PLACES = {
    "alliance_list": "diagram-3",
    "toolkit_list": "tools",
    "course_list": "mortarboard",
    "governance_home": "bank",
    "person_list": "people",
}


@dataclass(frozen=True)
class RailItem:
    """One entry of the rail; `count` is shown where it is not zero."""

    label: str
    url: str
    icon: str
    is_active: bool
    is_today: bool = False
    count: int = 0


def _rail(path: str, waiting: int) -> tuple[RailItem, ...]:
    active = next((name for name in _PLACES if path.startswith(reverse(name))), "")
    return _rail_at("today" if path == reverse("today") else active, waiting, get_language())


@lru_cache(maxsize=256)
def _rail_at(active: str, waiting: int, _language: str) -> tuple[RailItem, ...]:
    labels = (_("Alliances"), _("Toolkits"), _("Training"), _("Governance"), _("People"))
    today = RailItem(_("Today"), reverse("today"), "sun", is_active=active == "today", is_today=True, count=waiting)
    others = zip(labels, _PLACES.items(), strict=True)
    return today, *(RailItem(label, reverse(name), icon, active == name) for label, (name, icon) in others)


def _admin_links() -> list[dict[str, str]]:
    return [
        {"label": _("Set up the hub"), "url": reverse("set_up")},
        {"label": _("Accounts and roles"), "url": reverse("account_list")},
        {"label": _("Company sign-in"), "url": reverse("company_directory")},
        {"label": _("Who did what when"), "url": reverse("audit_trail")},
        {"label": _("Import"), "url": reverse("import_create")},
        {"label": _("Sites"), "url": reverse("site_list")},
        {"label": _("Words"), "url": reverse("word_kinds")},
        {"label": _("Reminders"), "url": reverse("reminder_engine")},
        {"label": _("Webhooks"), "url": reverse("webhook_list")},
    ]


def _links_of(user: Any) -> list[dict[str, str]]:
    if user.has_role(GlobalRole.ADMIN):
        return _admin_links()
    trail = {"label": _("Who did what when"), "url": reverse("audit_trail")}
    return [trail] if user.has_role(GlobalRole.AUDITOR) else []


def _demo_sign_ins() -> dict[str, Any]:
    """Of a demo hub only: who can be tried, shown on the page for signing in."""
    if not settings.HUB_DEMO:
        return {}
    return {"demo_sign_ins": settings.DEMO_SIGN_INS, "demo_password": settings.DEMO_PASSWORD}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: rail, person menu and the one action on top. Visitors get none of them."""
    context: dict[str, Any] = {"theme": getattr(request, "theme", "auto"), "rail": ()}
    match = request.resolver_match
    if match and match.url_name == "search":
        context["searched"] = request.GET.get("q", "")
    context |= {"sign_in_providers": settings.IDENTITY_PROVIDERS, "password_sign_in": settings.PASSWORD_SIGN_IN}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context | _demo_sign_ins()
    person = user.person
    place = [place for place in (person.function, person.site) if place]
    waiting, unread = figures(user)
    context["rail"] = _rail(request.path, waiting)
    context["me"] = {
        "key": str(user.pk),
        "name": person.display_name,
        "initials": person.initials,
        "line": join_words(place),
        "admin_links": _links_of(user),
    }
    context["bell"] = {"url": reverse("reminder_list"), "count": unread}
    context["may_write"] = user.may_write
    if context["may_write"]:
        context["top_action"] = {"label": _("Log a partnership"), "url": reverse("alliance_create")}
    return context
