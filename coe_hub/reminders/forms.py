"""How people and the company say when they want to be told, and what they answer."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub import due
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, DateField, offer_choices, plain_helper
from coe_hub.lib.text import join_words
from coe_hub.people.models import Person
from coe_hub.reminders.models import Channel, DeliveryState, KindPreference, KindRule, Preference, ResponseKind, Rhythm
from coe_hub.reminders.models.preferences import Weekday
from coe_hub.reminders.rules import rules

MOST_LEADS, LONGEST_LEAD = 8, 365
DONE = "done"


class LeadDaysField(TextField):
    """Days before a due date, such as "30, 7, 1, 0"; cleans to a list, largest first, each once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(days) for days in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        words = text.replace("、", ",").replace("，", ",").replace(",", " ").split()
        if not all(word.isdecimal() for word in words):
            raise ValidationError(_("Write days as numbers with commas between them, such as 30, 7, 1, 0."))
        days = sorted({int(word) for word in words}, reverse=True)
        if len(days) > MOST_LEADS or any(one > LONGEST_LEAD for one in days):
            raise ValidationError(_("Give at most eight numbers, none larger than 365."))
        if self.required and not days:
            raise ValidationError(self.error_messages["required"], code="required")
        return days or None


def _optional_days(label: Any, *, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, max_value=most, label=label, help_text=help_text)


class When(models.TextChoices):
    """Plain choices of when somebody is told before a day."""

    USUAL = "usual", gettext_lazy("As usual")
    EARLY = "early", gettext_lazy("Earlier too")
    DUE = "due", gettext_lazy("Only when it is due")
    OWN = "own", gettext_lazy("On days of my own")


class PreferencesForm(ActionForm):
    """How one person likes to be told, hub-wide and by kind."""

    rhythm = forms.ChoiceField(
        choices=Rhythm,
        widget=forms.RadioSelect,
        label=gettext_lazy("Mails"),
        help_text=gettext_lazy("What is due today or tomorrow comes in a mail of its own, unless you want none."),
    )
    weekday = forms.TypedChoiceField(choices=Weekday, coerce=int, label=gettext_lazy("Weekly mail on"))

    def __init__(self, data: Any = None, *, person: Person) -> None:
        preference = Preference.objects.filter(person=person).first() or Preference()
        super().__init__(data, initial={"rhythm": preference.rhythm, "weekday": preference.weekday})
        own = {row.kind: row for row in KindPreference.objects.filter(person=person)}
        parts, usual_rules = [], rules()
        for source in due.sources():
            preferred = own.get(source.kind) or KindPreference()
            usual_days = list(usual_rules[source.kind].lead_days)
            self.fields[f"{source.kind}-when"] = forms.ChoiceField(
                choices=[(code, _when_words(code, usual_days)) for code in When],
                required=False,
                initial=_when(preferred.lead_days, usual_days),
                label=_("When"),
            )
            self.fields[f"{source.kind}-when"].says_optional = False  # type: ignore[attr-defined]  # one is chosen
            self.fields[f"{source.kind}-lead_days"] = LeadDaysField(
                required=False,
                initial=preferred.lead_days or usual_days,
                label=_("Own days before it is due"),
                help_text=_("Numbers with commas between them. They count with “On days of my own”."),
            )
            self.fields[f"{source.kind}-is_muted"] = forms.BooleanField(
                required=False, initial=preferred.is_muted, label=_("No mails of this kind")
            )
            when, days, muted = (f"{source.kind}-{name}" for name in ("when", "lead_days", "is_muted"))
            rows = (Row(Column(when, css_class="col-md-7"), Column(muted)), Div(days, css_class="own-days"))
            parts.append(Fieldset(str(source.label), *rows, css_class="part"))
        self.helper = plain_helper()
        self.helper.layout = Layout("rhythm", "weekday", *parts)

    def clean(self) -> dict[str, Any]:
        """The days that each choice stands for; those typed count only where somebody wants their own."""
        data = super().clean() or {}
        usual_rules = rules()
        for source in due.sources():
            when, name = data.get(f"{source.kind}-when") or When.USUAL, f"{source.kind}-lead_days"
            if when != When.OWN:
                self.errors.pop(name, None)
                data[name] = _days_of(When(when), list(usual_rules[source.kind].lead_days))
            elif name not in self.errors and not data.get(name):
                self.add_error(name, _("Give at least one number, or choose another time."))
        return data

    def action_values(self) -> dict[str, Any]:
        """With what was preferred for each kind."""
        own = {name: self.cleaned_data[name] for name in Preference.EDITABLE}
        return own | {"kinds": _by_kind(self.cleaned_data, KindPreference.EDITABLE)}


def _days_of(when: When, usual: list[int]) -> list[int] | None:
    """The lead times a plain choice stands for; None is as the company says, whatever it says later."""
    if when == When.EARLY:
        return sorted({min(2 * usual[0] or 7, LONGEST_LEAD), *usual}, reverse=True)[:MOST_LEADS]
    return [0] if when == When.DUE else None


def _when(chosen: list[int] | None, usual: list[int]) -> When:
    """The plain choice that stands for these lead times."""
    return next((when for when in (When.USUAL, When.EARLY, When.DUE) if _days_of(when, usual) == chosen), When.OWN)


def _when_words(when: str, usual: list[int]) -> str:
    """The choice, with the days it stands for."""
    days = usual if when == When.USUAL else _days_of(When(when), usual)
    label = When(when).label
    if when in {When.OWN, When.DUE} or days is None:
        return str(label)
    words = {"choice": label, "days": join_words(day for day in days if day)}
    if 0 in days and words["days"]:
        return _("%(choice)s: %(days)s days before, and on the day") % words
    return _("%(choice)s: %(days)s days before") % words


class RulesForm(ActionForm):
    """How the company tells each kind of due thing."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        parts, current = [], rules()
        for source in due.sources():
            rule = current[source.kind]
            for name, field in _rule_fields(rule).items():
                self.fields[f"{source.kind}-{name}"] = field
            first, second, third, fourth = (f"{source.kind}-{name}" for name in _rule_fields(rule))
            rows = (Row(Column(first), Column(second)), Row(Column(third), Column(fourth)))
            parts.append(Fieldset(str(source.label), *rows, css_class="part"))
        self.helper = plain_helper()
        self.helper.layout = Layout(*parts)

    def clean(self) -> dict[str, Any]:
        """Whoever stands behind an owner is told while the thing is told at all."""
        data = super().clean() or {}
        for source in due.sources():
            weeks, after = (data.get(f"{source.kind}-{name}") for name in ("weeks_late", "backup_after_days"))
            if weeks is not None and after is not None and after > 7 * weeks:
                self.add_error(
                    f"{source.kind}-backup_after_days",
                    _("By then it is quiet: give at most %(days)d days, or leave it empty.") % {"days": 7 * weeks},
                )
        return data

    def action_values(self) -> dict[str, Any]:
        """The rule of each kind."""
        return {"rules": _by_kind(self.cleaned_data, KindRule.EDITABLE)}


def _rule_fields(rule: KindRule) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "lead_days": LeadDaysField(label=_("Told before it is due, in days")),
        "weeks_late": forms.IntegerField(
            min_value=0, max_value=26, label=_("Told weekly while late, in weeks"), help_text=_("Then it is quiet.")
        ),
        "backup_after_days": _optional_days(
            _("Sponsor told as well, days late"), most=LONGEST_LEAD, help_text=_("Empty: never.")
        ),
        "single_within_days": _optional_days(
            _("A mail of its own, days before"), most=LONGEST_LEAD, help_text=_("Empty: always in the digest.")
        ),
    }
    for name, field in fields.items():
        field.initial = getattr(rule, name)
    return fields


def _by_kind(data: dict[str, Any], names: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {source.kind: {name: data[f"{source.kind}-{name}"] for name in names} for source in due.sources()}


class AnswerForm(ActionForm):
    """What somebody answers to a reminder."""

    answer = forms.ChoiceField(choices=ResponseKind, widget=forms.HiddenInput)
    until = DateField(required=False, label=gettext_lazy("Tell me again on"))

    def __init__(self, data: Any = None, *, today: date, may_finish: bool) -> None:
        super().__init__(data, initial={"until": today + timedelta(days=7)})
        self.fields["until"].widget.attrs["class"] = "form-control"  # the page writes its fields itself
        self.today = today
        if may_finish:
            offer_choices(self, "answer", [(DONE, ""), *ResponseKind.choices])

    def clean(self) -> dict[str, Any]:
        """A snooze ends on a day that is ahead."""
        data = super().clean() or {}
        if data.get("answer") == ResponseKind.SNOOZED and not (data.get("until") and data["until"] > self.today):
            self.add_error("until", _("Choose a day that is still ahead."))
        return data


class MuteForm(ActionForm):
    """Which kinds a person wants no more mails of."""

    kinds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=gettext_lazy("No more mails of"))

    def __init__(self, data: Any = None, *, kinds: Iterable[str]) -> None:
        choices = [(source.kind, source.label) for source in due.sources() if source.kind in set(kinds)]
        super().__init__(data, initial={"kinds": [kind for kind, _label in choices]})
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.helper = plain_helper()


class DeliveryFilterForm(forms.Form):
    """Which mails the log shows."""

    state = forms.ChoiceField(
        choices=[("", gettext_lazy("All")), *DeliveryState.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        label=gettext_lazy("State"),
    )
    channel = forms.ChoiceField(
        choices=[
            ("", gettext_lazy("All")),
            (Channel.SINGLE, Channel.SINGLE.label),
            (Channel.DIGEST, Channel.DIGEST.label),
        ],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        label=gettext_lazy("Kind of mail"),
    )
