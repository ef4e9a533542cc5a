"""Widgets written without a template are what their templates give, byte for byte."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from coe_hub.lib.rendering import Renderer

ODD = """<a href="x">'&'</a>"""
WIDGETS = [
    forms.TextInput({"class": "form-control", "required": True, "data-odd": ODD, "hidden": False}),
    forms.NumberInput({"min": 1, "step": 0.5}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput({"type": "date"}),
    forms.CheckboxInput({"class": "form-check-input"}),
    forms.Textarea({"rows": 3}),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("value", [None, "", "plain", ODD, mark_safe("<b>"), 0, 12, True, False, date(2026, 3, 4)])
def test_inputs_are_as_django_writes_them(widget: forms.Widget, value: Any) -> None:
    shown = [widget.render("na&me", value, {"id": "id_x"}, renderer) for renderer in (Renderer(), TemplatesSetting())]
    assert shown[0] == shown[1]


def test_selects_have_their_options_in_one_line() -> None:
    choices = [("", "All"), ("Group & co", [(1, ODD), (None, "None")]), ("b", mark_safe("<i>B</i>"))]
    shown = forms.Select({"id": "id_x", "class": "form-select"}, choices).render("name", "1", None, Renderer())
    escaped = "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x27;&lt;/a&gt;"
    assert shown == (
        '<select name="name" id="id_x" class="form-select"><option value="">All</option>'
        f'<optgroup label="Group &amp; co"><option value="1" selected>{escaped}</option>'
        '<option value="None">None</option></optgroup><option value="b"><i>B</i></option></select>'
    )
