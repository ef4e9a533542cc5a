"""How crispy's layouts are drawn here: rows, columns and fields in Python. Each had a template of its own, which cost
more than what stands in it. Whatever else a layout has draws itself.
"""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Layout, Row
from django import forms
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from coe_hub.lib.templatetags.fields import field_markup

_PLAIN = (Div, Row, Column)


class PlainHelper(FormHelper):
    """Crispy without the <form> tag, which the page writes, and without files, since our widgets bring none."""

    form_tag = False
    disable_csrf = True
    include_media = False

    def render_layout(self, form: forms.BaseForm, context: Context, template_pack: str = "bootstrap5") -> SafeString:
        """What the layout names, in its order."""
        form.rendered_fields = set()  # type: ignore[attr-defined]  # crispy's own, for what draws itself
        form.crispy_field_template = None  # type: ignore[attr-defined]
        return self._drawn(self.layout, form, context)

    def _drawn(self, whole: Any, form: forms.BaseForm, context: Context) -> SafeString:
        return mark_safe("".join(self._draw(part, form, context) for part in whole.fields))  # noqa: S308  drawn below

    def _draw(self, part: Any, form: forms.BaseForm, context: Context) -> str:
        if isinstance(part, str):
            if part not in form.fields:  # whoever may not fill it in has a form without it
                return ""
            form.rendered_fields.add(part)  # type: ignore[attr-defined]
            return field_markup(form[part], shows_label=self.form_show_labels, shows_errors=self.form_show_errors)
        kind = type(part)
        if kind is Layout:
            return self._drawn(part, form, context)
        if kind not in _PLAIN or part.template != kind.template:
            return part.render(form, context)
        classes = part.css_class or ""
        if kind is Row:
            classes = f"row {classes}"
        elif kind is Column and "col" not in classes:
            classes = f"col-md {classes}"
        return format_html(
            "<div{}{}{}>{}</div>",
            format_html(' id="{}"', part.css_id) if part.css_id else "",
            format_html(' class="{}"', classes.strip()) if classes else "",
            part.flat_attrs,
            self._drawn(part, form, context),
        )
