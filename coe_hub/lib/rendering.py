"""Django's markup of inputs, text areas and selects, written here and not by a template for each: a form has dozens.

All else, and every widget with a template of its own, goes as Django has it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "checkbox")


class Renderer(TemplatesSetting):
    """What FORM_RENDERER names."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The widget's markup, byte for byte what its template gives."""
        write = _WRITERS.get(template_name)
        return SafeString(write(context["widget"])) if write else super().render(template_name, context, request)


def _escape(value: Any) -> str:
    return conditional_escape(str(value) if not isinstance(value, str) else value)


def attributes(given: Mapping[str, Any]) -> SafeString:
    """An element's attributes, each with a blank before it."""
    return SafeString(
        "".join(
            f" {_escape(name)}" if value is True else f' {_escape(name)}="{_escape(value)}"'
            for name, value in given.items()
            if value is not False
        )
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_escape(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_escape(widget["name"])}"{value}{attributes(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    value = _escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_escape(widget["name"])}"{attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    """Without Django's line breaks between the options."""
    parts = [f'<select name="{_escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _place in widget["optgroups"]:
        parts += [f'<optgroup label="{_escape(group)}">'] if group else []
        parts += map(_option, options)
        parts += ["</optgroup>"] if group else []
    return "".join([*parts, "</select>"])


def _option(option: Mapping[str, Any]) -> str:
    selected = " selected" if option["selected"] else ""
    return f'<option value="{_escape(option["value"])}"{selected}>{_escape(option["label"])}</option>'


_WRITERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
