"""How one goes from one list of the wing to the others."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("components/_tabs.html")
def governance_tabs(*, active: str) -> dict[str, Any]:
    """The dashboard, committees, meetings and decisions; `active` is the name of the page that is open."""
    labels = {
        "governance_home": _("Dashboard"),
        "committee_list": _("Committees"),
        "meeting_list": _("Meetings"),
        "decision_list": _("Decisions"),
    }
    items = [{"label": label, "url": reverse(name), "is_active": name == active} for name, label in labels.items()]
    return {"items": items, "label": _("Governance"), "is_below": False}
