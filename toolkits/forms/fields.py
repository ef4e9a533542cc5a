"""What the forms of the desk share: the one-line parts of every tool, and what text may hold."""

from django.utils.translation import gettext_lazy

from coe_hub.lib.markdown import refuse_unwieldy
from coe_hub.lib.text import refuse_control_characters, refuse_line_breaks

ONE_LINE = [refuse_control_characters, refuse_line_breaks]
ONE_SHEET = [refuse_control_characters]
BLOCK = [refuse_control_characters, refuse_unwieldy]
LONGEST_BLOCK = 20_000
LINES = {
    "title": (gettext_lazy("Title"), 120),
    "purpose": (gettext_lazy("What it is for, in one line"), 300),
    "when": (gettext_lazy("When to use it"), 600),
    "when-not": (gettext_lazy("When not to use it"), 600),
    "practice-reason": (gettext_lazy("Why it is core, recommended or optional"), 600),
}
