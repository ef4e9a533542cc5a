"""What is asked of an import: the file, how it is laid out, which column is which, what words mean."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.imports.actions import column_name
from coe_hub.imports.days import read_day
from coe_hub.imports.files.encodings import ENCODINGS
from coe_hub.imports.kinds import About, Field, ImportKind, kind_of, kinds_for
from coe_hub.imports.models import Import, Wrong
from coe_hub.imports.options import ALL_OTHERS
from coe_hub.imports.outcomes import Ask
from coe_hub.imports.questions import ADD, EMPTY, NEW, REJECT, TO, Group, Question, theirs_of
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PickerInput, plain_helper
from coe_hub.lib.text import ONE_LINE, refuse_control_characters, refuse_line_breaks

_LONGEST_PASTE = 2_000_000


class ImportForm(ActionForm):
    """A file or a pasted table, and what is in it."""

    kind = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("What is in it?"))
    file = forms.FileField(
        required=False,
        max_length=200,
        allow_empty_file=True,
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, as it is: titles, totals and other columns do no harm."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.tab,.txt,.xlsx"}),
    )
    pasted = TextField(
        required=False,
        max_length=_LONGEST_PASTE,
        widget=forms.Textarea({"rows": 6}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Or a table pasted from a spreadsheet"),
        help_text=gettext_lazy("With its headings."),
    )

    def __init__(self, *args: Any, user: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(kinds_for(user), key=lambda one: one.code != kind)
        self.fields["kind"].choices = [(one.code, one.label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0].code if kinds else None
        self.helper = plain_helper()

    def clean_file(self) -> UploadedFile | None:
        """A file with a plain name."""
        file = self.cleaned_data["file"]
        if file:
            refuse_control_characters(file.name)
            refuse_line_breaks(file.name)
            if any(mark in file.name for mark in "/\\:"):
                raise ValidationError(_("The file's name has a path in it. Give it a plain name."), code="name")
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not (data.get("pasted") or "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste a table."))
        return data

    def action_values(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data["file"]:
            return {"kind": data["kind"], "name": data["file"].name, "content": data["file"]}
        content = ContentFile(data["pasted"].strip("\n").encode())
        return {"kind": data["kind"], "name": _("pasted table") + ".tsv", "content": content}


class LayoutForm(ActionForm):
    """How the file is laid out, where that was not found rightly."""

    encoding = forms.ChoiceField(required=False, label=gettext_lazy("Encoding"))
    sheet = forms.ChoiceField(required=False, label=gettext_lazy("Sheet"))
    heading_row = forms.IntegerField(
        required=False, min_value=0, max_value=1000, label=gettext_lazy("Headings stand in row")
    )

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        sheets = run.seen.get("sheets", [])
        self._settle(
            "sheet", run.sheet, [(one["name"], self._sheet_label(one)) for one in sheets] if len(sheets) > 1 else []
        )
        encodings = list(ENCODINGS.items()) if run.seen.get("encoding") else []
        self._settle("encoding", run.seen.get("encoding", ""), encodings)
        self.fields["heading_row"].initial = run.heading_row or 1

    def _settle(self, name: str, initial: str, choices: list[tuple[str, Any]]) -> None:
        if not choices:
            del self.fields[name]
            return
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields[name].initial = initial

    @staticmethod
    def _sheet_label(sheet: dict[str, Any]) -> str:
        return _("%(name)s (hidden)") % sheet if sheet["is_hidden"] else sheet["name"]

    def action_values(self) -> dict[str, Any]:
        return {"encoding": "", "sheet": "", "heading_row": None} | self.cleaned_data


class ColumnsForm(ActionForm):
    """Which column is which field, what all have in common, and what becomes of what is wrong."""

    wrong = forms.ChoiceField(choices=Wrong, widget=forms.RadioSelect, label=gettext_lazy("Where something is wrong"))

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.run, self.kind = run, kind_of(run.kind)
        self.known: list[Field] = list(self.kind.fields())
        fields = {column: name for name, column in run.columns.items() if column}
        offered = [("", _("– not used –")), *((one.code, one.label) for one in self.known)]
        self.columns = []
        for place, heading in enumerate(run.seen.get("headings", [])):
            column = column_name(run.seen["headings"], place)
            name = f"column{place}"
            self.fields[name] = forms.ChoiceField(
                choices=offered,
                widget=forms.Select({"class": "form-select"}),
                required=False,
                initial=fields.get(column, ""),
                label=heading or _("Column %d") % (place + 1),
            )
            self.columns.append((name, column))
        if any(one.about == About.ORGANISATION for one in self.known):
            self.fields["separator"] = forms.CharField(
                max_length=10,
                strip=False,
                required=False,
                initial=run.separator,
                label=_("Between two names in one cell stands"),
            )
        self._offer_defaults()
        self.fields["wrong"].initial = run.wrong
        self.order_fields([name for name in self.fields if name != "wrong"])

    def _offer_defaults(self) -> None:
        for one in self.known:
            if one.code not in self.kind.defaults:
                continue
            held = self.run.defaults.get(one.code, "")
            label = _("%(field)s, where the file says none") % {"field": one.label}
            if one.words:
                choices = [("", _("As usual")), *((code, name or code) for code, name in one.words())]
                self.fields[f"default_{one.code}"] = forms.ChoiceField(
                    choices=choices, required=False, initial=held, label=label
                )
            else:
                self.fields[f"default_{one.code}"] = TextField(
                    max_length=300, required=False, initial=held, label=label, validators=ONE_LINE
                )

    @property
    def rows(self) -> list[tuple[Any, list[str]]]:
        """Each column, with what stands in it."""
        cells = self.run.seen.get("cells", [])
        return [(self[name], cells[place]) for place, (name, _column) in enumerate(self.columns)]

    @property
    def others(self) -> list[Any]:
        """The fields beside the columns."""
        return [self[name] for name in self.fields if not name.startswith("column")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for name, _column in self.columns:
            field = data.get(name)
            if field and field in taken:
                self.add_error(name, _("Another column is this already. Choose one of them."))
            elif field:
                taken[field] = name
        return data

    def action_values(self) -> dict[str, Any]:
        data = self.cleaned_data
        said = {data[name]: column for name, column in self.columns if data[name]}
        defaults = {
            one.code: data.get(f"default_{one.code}", "") for one in self.known if one.code in self.kind.defaults
        }
        return {
            "columns": {one.code: said.get(one.code, "") for one in self.known},
            "defaults": defaults,
            "separator": data.get("separator") or "|",
            "wrong": data["wrong"],
        }


# Fields that answer for all words of a field at once.
_OTHERS = "others-"


class AnswersForm(ActionForm):
    """What each word is to be."""

    def __init__(self, *args: Any, groups: list[Group], kind: ImportKind, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.user = kind, user
        self.questions: dict[str, Question] = {one.key: one for group in groups for one in group.questions}
        for key, one in self.questions.items():
            self.fields[key] = forms.ChoiceField(
                choices=one.choices,
                widget=forms.Select({"class": "form-select"}),
                initial=one.initial,
                required=False,
                label=one.text,
            )
            if one.may_type:
                self.fields[f"{key}-other"] = self._other(one)
        self.groups = [
            (group, [self._row(one) for one in group.questions], self._all_others(group)) for group in groups
        ]

    def _all_others(self, group: Group) -> Any:
        """What all are at once that are not settled one by one; None where there is one alone, or they are no words."""
        asked = [one for one in group.questions if one.ask == Ask.WORD or (one.ask == Ask.PERSON and one.field.adds)]
        if len(asked) < 2:
            return None
        name = f"{_OTHERS}{asked[0].field.code}"
        takes = (EMPTY, ADD) if asked[0].ask == Ask.PERSON else (EMPTY, TO)
        choices = {value: text for one in asked for value, text in one.choices if value.startswith(takes)}
        offered = list(choices.items())
        choices = [("", _("Each by itself")), *offered]
        self.fields[name] = forms.ChoiceField(
            choices=choices,
            widget=forms.Select({"class": "form-select"}),
            required=False,
            label=_("All others that are not known"),
        )
        return self[name]

    @staticmethod
    def _other(one: Question) -> forms.Field:
        """Where something else may be typed: a day, a name, or one with suggestions."""
        if one.may_type in {"day", "text"}:
            widget: forms.TextInput = forms.TextInput()
            label = _("or the day") if one.may_type == "day" else _("or what it is called here")
        else:
            widget, label = PickerInput(one.may_type), _("or")
        widget.attrs["class"] = "form-control"
        return TextField(required=False, max_length=300, widget=widget, label=label, validators=ONE_LINE)

    def _row(self, one: Question) -> tuple[Question, Any, Any]:
        other = f"{one.key}-other"
        return one, self[one.key], self[other] if other in self.fields else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key, one in self.questions.items():
            other = data.get(f"{key}-other")
            if other and one.may_type == "day":
                try:
                    data[f"{key}-other"] = read_day(other)[0].isoformat()
                except ValidationError as error:
                    self.add_error(f"{key}-other", error.messages[0])
        return data

    def action_values(self) -> dict[str, Any]:
        """`words`, `settled` and `added`: words that are to be added first, by question."""
        words: dict[str, dict[str, str]] = {}
        settled, data = [], self.cleaned_data
        for key, one in self.questions.items():
            chosen, other = data.get(key) or "", data.get(f"{key}-other") or ""
            theirs = words.setdefault(one.field.code, {})
            if other:
                theirs[theirs_of(one)] = other
            elif chosen == EMPTY:
                theirs[theirs_of(one)] = ""
            elif chosen.startswith(TO):
                theirs[theirs_of(one)] = chosen.removeprefix(TO)
            elif chosen.startswith(ADD) and one.field.add:
                theirs[theirs_of(one)] = one.field.add(name=one.text, like=chosen.removeprefix(ADD))
            elif chosen in {NEW, REJECT}:
                settled.append(key)
        for name in (name for name in self.fields if name.startswith(_OTHERS)):
            if (chosen := data.get(name)) and chosen.startswith(ADD):
                settled = self._add_others(words, settled)
            elif chosen:
                meant = "" if chosen == EMPTY else chosen.removeprefix(TO)
                words.setdefault(name.removeprefix(_OTHERS), {})[ALL_OTHERS] = meant
                settled = [key for key in settled if self.questions[key].field.code != name.removeprefix(_OTHERS)]
        return {"words": {name: those for name, those in words.items() if those}, "settled": settled}

    def _add_others(self, words: dict[str, dict[str, str]], settled: list[str]) -> list[str]:
        """People of whom nothing else was said are all new ones; answers with what is settled without a word."""
        for key in settled:
            one = self.questions[key]
            if one.ask == Ask.PERSON and one.field.add:
                words[one.field.code][theirs_of(one)] = one.field.add(name=one.text, like="")
        return [key for key in settled if self.questions[key].ask != Ask.PERSON or not self.questions[key].field.add]
