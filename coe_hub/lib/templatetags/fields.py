"""A field of a form with its label, its help and its errors: the markup that crispy's `field.html` stands for, written
here and not by four templates for each of a dozen fields.

Help stands where it is read, before the field; what is optional says so, instead of a star on everything that is not.
"""

from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import optgroups
from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from coe_hub.lib.rendering import attributes
from coe_hub.lib.templatetags.hub import icon_markup

register = template.Library()


@register.simple_tag(takes_context=True)
def whole_field(context: template.Context) -> SafeString:
    """The field that crispy's context has."""
    return field_markup(
        context["field"],
        shows_label=bool(context.get("form_show_labels")),
        shows_errors=bool(context.get("form_show_errors")),
        label_class=context.get("label_class") or "",
        wrapper_class=context.get("wrapper_class") or "",
    )


def field_markup(
    field: BoundField, *, shows_label: bool, shows_errors: bool, label_class: str = "", wrapper_class: str = ""
) -> SafeString:
    """The field as forms show it; one that is hidden is its input alone."""
    if field.is_hidden:
        return SafeString(field)
    errors = _errors(field) if shows_errors and field.errors else ""
    if shows_label and isinstance(field.field.widget, forms.CheckboxInput):
        inner = format_html(
            '<div class="form-check">{}<label class="form-check-label" for="{}">{}</label>{}{}</div>',
            _input(field, "form-check-input"),
            field.id_for_label,
            field.label,
            _help(field),
            errors,
        )
    else:
        control = _control(field)
        inner = SafeString(f"{_help(field)}{control}{errors}")
        if shows_label and field.label:
            inner = _labelled(field, inner, label_class)
    classes = " ".join(filter(None, ("field", wrapper_class, field.css_classes())))
    return format_html('<div id="div_{}" class="{}">{}</div>', field.auto_id, classes, inner)


def _labelled(field: BoundField, inner: SafeString, label_class: str) -> SafeString:
    """With its label or, of several inputs that belong together, in a fieldset with a legend."""
    is_optional = not field.field.required and getattr(field.field, "says_optional", True) is not False
    said = field.label
    if is_optional:
        said = format_html('{} <span class="optional">{}</span>', said, _("optional"))
    named = format_html(' id="{}_label" class="{}"', field.auto_id, f"form-label {label_class}".strip())
    if not field.use_fieldset:
        target = format_html(' for="{}"', field.id_for_label) if field.id_for_label else ""
        return format_html("<label{}{}>{}</label>{}", target, named, said, inner)
    described = format_html(' aria-describedby="{}"', field.aria_describedby) if field.aria_describedby else ""
    return format_html("<fieldset{}><legend{}>{}</legend>{}</fieldset>", described, named, said, inner)


def _control(field: BoundField) -> SafeString:
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _choices(field)
    if isinstance(widget, forms.FileInput):
        return render_to_string("bootstrap5/layout/field_file.html", {"field": field})
    if isinstance(widget, forms.Select):
        return _input(field, "form-select")
    kind = "form-check-input" if isinstance(widget, forms.CheckboxInput) else "form-control"
    return _input(field, kind)


def _input(field: BoundField, kind: str) -> SafeString:
    """The widget's own markup, with the classes of its kind and of what it is."""
    widget: Any = field.field.widget
    for one in getattr(widget, "widgets", [getattr(widget, "widget", widget)]):
        known, own = one.attrs.get("class", ""), type(one).__name__.lower()
        classes = known.split() if own in known else [*known.split(), own]
        wanted = [kind, "is-invalid"] if field.errors else [kind]
        one.attrs["class"] = " ".join([*classes, *(name for name in wanted if name not in classes)])
    return SafeString(field)


def _choices(field: BoundField) -> SafeString:
    """Radio buttons or boxes to tick, each with its label."""
    kind = "form-check-input is-invalid" if field.errors else "form-check-input"
    parts = []
    for group, options, _place in optgroups(field):
        parts += [format_html("<strong>{}</strong>", group)] if group else []
        parts += [_choice(field, option, kind) for option in options]
    return format_html('<div class="choices">{}</div>', mark_safe("".join(parts)))  # noqa: S308  made above


def _choice(field: BoundField, option: dict[str, Any], kind: str) -> SafeString:
    return format_html(
        '<div class="form-check"><input type="{}" class="{}" name="{}" value="{}"{}>'
        '<label class="form-check-label" for="{}">{}</label></div>',
        option["type"],
        kind,
        field.html_name,
        str(option["value"]),
        attributes(option["attrs"]),
        option["attrs"].get("id", ""),
        conditional_escape(option["label"]),
    )


def _help(field: BoundField) -> SafeString:
    if not field.help_text:
        return SafeString("")
    text = mark_safe(field.help_text)  # noqa: S308  our own words, some of them with links
    return format_html('<div id="{}_helptext" class="form-text">{}</div>', field.auto_id, text)


def _errors(field: BoundField) -> SafeString:
    sign = icon_markup(name="exclamation-diamond-fill", size=12)
    told = format_html_join("", "<span>{}{}</span>", ((sign, error) for error in field.errors))
    at: Any = field.errors
    return format_html('<div class="field-error" id="{}_error">{}</div>', at.field_id, told)
