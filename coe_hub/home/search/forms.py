"""What is looked for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.findable import known_kinds
from coe_hub.lib.search import Words
from coe_hub.lib.text import refuse_control_characters
from coe_hub.vocabulary.matching import words_of

_MOST_PAGES = 200


class SearchForm(forms.Form):
    """The text, the kind it is narrowed to, and which fifty of that kind."""

    q = TextField(
        max_length=200,
        validators=[refuse_control_characters],
        label=gettext_lazy("Search"),
        error_messages={"required": gettext_lazy("Type what you are looking for.")},
    )
    kind = forms.ChoiceField(
        choices=lambda: [(kind, kind) for kind in known_kinds()],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no such filter. Search again without it.")},
    )
    page = forms.IntegerField(min_value=1, max_value=_MOST_PAGES, required=False)

    def clean_q(self) -> str:
        """A text with at least one letter or digit."""
        text: str = self.cleaned_data["q"]
        if not Words.of(text):
            raise ValidationError(_("Type at least one letter or digit: signs alone find nothing."), code="no_word")
        return text

    def asked(self) -> dict[str, Any]:
        """What a search needs to know."""
        data = self.cleaned_data
        return {"words": words_of(data["q"]), "kind": data["kind"], "page": data["page"] or 1}
