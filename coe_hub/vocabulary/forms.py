"""The form of a word."""

from functools import partial
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, RecordForm, offer, plain_helper
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import ONE_LINE
from coe_hub.vocabulary.kinds import Kind
from coe_hub.vocabulary.models import Word

LONGEST = 80


class LinesField(TextField):
    """A few words, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, widget=forms.Textarea({"rows": 5}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Each line once, without blanks around it. Raises `ValidationError` for one that is too long."""
        lines = list(dict.fromkeys(filter(None, map(str.strip, super().clean(value).splitlines()))))
        if any(len(line) > LONGEST for line in lines):
            raise ValidationError(_("A word has at most %(most)d characters."), params={"most": LONGEST}, code="long")
        return lines


def offer_words(form: RecordForm) -> None:
    """Let each field for a word offer those in use; the one that the record has stays offered when it is retired."""
    for name in form._meta.fields or ():
        column: Any = form._meta.model._meta.get_field(name)
        if column.is_relation and issubclass(column.related_model, Word) and name in form.fields:
            words, chosen = column.related_model, getattr(form.instance, column.attname)
            offer(form, name, words.objects.offered(chosen), read=partial(_OFFERED.objects, words, chosen=chosen or 0))


def _offered(words: type[Word], *, chosen: int) -> "QuerySet[Word]":
    return words.objects.offered(chosen)


_OFFERED = Prepared(_offered)


class WordForm(ActionForm):
    """A name in each language, a place in the order, and the fixed field where the vocabulary has one."""

    position = forms.IntegerField(
        min_value=0,
        max_value=30000,
        label=gettext_lazy("Place in the order"),
        help_text=gettext_lazy("Lower comes first."),
    )
    is_active = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Offered in forms"),
        help_text=gettext_lazy("Switched off, it stays on records that have it."),
    )

    def __init__(self, *args: Any, kind: Kind, word: Word | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.word = kind, word
        self.languages = [code for code, _label in settings.LANGUAGES]
        for code, label in settings.LANGUAGES:
            self.fields[f"name_{code}"] = TextField(
                max_length=LONGEST,
                required=code == settings.LANGUAGE_CODE,
                validators=ONE_LINE,
                label=_("Name in %(language)s") % {"language": label},
            )
        if word is None:
            self.fields["code"] = forms.RegexField(
                r"^[a-z][a-z0-9_]*$",
                max_length=40,
                label=_("Code"),
                help_text=_("Small letters, digits and underscores. Never changes; imports and exports use it."),
            )
        if kind.fixed:
            self.fields[kind.fixed] = forms.ChoiceField(choices=kind.choices, label=kind.fixed_label)
        if kind.has_others:
            self.fields["is_active"].label = _("Used in searches")
            self.fields["is_active"].help_text = _("Switched off, each of its words finds only itself.")
            self.fields["others"] = LinesField(
                required=False,
                label=_("Other words for it"),
                help_text=_("One a line: other spellings, readings, short forms."),
            )
        self._fill_in()
        names = Row(*[Column(f"name_{code}") for code in self.languages])
        rest = [name for name in ("code", kind.fixed) if name in self.fields]
        self.helper = plain_helper()
        others = ["others"] if kind.has_others else []
        self.helper.layout = Layout(names, *others, Row(*[Column(name) for name in [*rest, "position"]]), "is_active")

    def _fill_in(self) -> None:
        if self.word is None:
            last = self.kind.model.objects.order_by("-position").first()
            self.fields["position"].initial = (last.position if last else 0) + 10
            return
        for name in self.word.EDITABLE:
            if name in self.fields:
                self.fields[name].initial = getattr(self.word, name)
        if self.kind.has_others:
            self.fields["others"].initial = "\n".join(self.word.others)  # type: ignore[attr-defined]
        for code in self.languages:
            self.fields[f"name_{code}"].initial = self.word.names.get(code, "")

    def clean_code(self) -> str:
        """Once per vocabulary."""
        code = self.cleaned_data["code"]
        if self.kind.model.objects.filter(code=code).exists():
            raise ValidationError(_("This code is taken. Choose another."), code="taken")
        return code

    def action_values(self) -> dict[str, Any]:
        """With the names of all languages as one value."""
        data = self.cleaned_data
        kept = {name: value for name, value in data.items() if not name.startswith("name_")}
        return kept | {"names": {code: data[f"name_{code}"] for code in self.languages if data[f"name_{code}"]}}
