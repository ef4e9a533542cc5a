"""How the desk's forms are laid out."""

from typing import Any

from crispy_forms.layout import Fieldset
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Part(Fieldset):
    """Fields under a heading that somebody wrote. Crispy reads legends as templates; this one stays text.

    `url` is where the part is written, where that is another page; a part that `folds` opens by itself where something
    in it was refused.
    """

    def __init__(self, heading: str, *fields: Any, url: str = "", text: str = "", folds: bool = False) -> None:
        super().__init__("", *fields)
        self.shown = {"heading": heading, "url": url, "text": text, "folds": folds}

    def render(self, form: Any, context: Any, template_pack: Any = "bootstrap5", **kwargs: Any) -> SafeString:
        is_open = any(pointer.name in form.errors for pointer in self.get_field_names())
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string("publishing/_part.html", {**self.shown, "fields": fields, "is_open": is_open})
