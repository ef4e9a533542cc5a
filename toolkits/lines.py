"""The one-line parts that every tool has."""

from django.utils.translation import gettext_lazy

from coe_hub.publishing.forms import Line

LINES = {
    "title": Line(gettext_lazy("Title"), 120, is_required=True),
    "purpose": Line(gettext_lazy("What it is for, in one line"), 300, is_required=True),
    "when": Line(gettext_lazy("When to use it"), 600),
    "when-not": Line(gettext_lazy("When not to use it"), 600),
    "practice-reason": Line(gettext_lazy("Why it is core, recommended or optional"), 600),
}
