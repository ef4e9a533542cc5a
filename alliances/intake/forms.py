"""The form that judges one row of text, whichever way it came. Its limits are those of the obligation's columns."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.intake.columns import FIELDS
from alliances.intake.holdings import Holdings, NewEvent
from alliances.intake.rules import Rule, read_rule, unreadable
from alliances.intake.words import SideField, WordField
from alliances.obligations.dates import OffDay
from alliances.obligations.models import (
    Base,
    Certainty,
    Flow,
    Kind,
    Obligation,
    ObligationValues,
    Responsible,
    TriggerEvent,
)
from alliances.obligations.scopes import scope_for
from coe_hub.imports.days import DayField
from coe_hub.imports.days import read_day as read_day_of_list
from coe_hub.imports.options import CUT, DAY_FIRST, MONTH_FIRST, Options
from coe_hub.imports.outcomes import Ask, Problem
from coe_hub.lib.amounts import read_money
from coe_hub.lib.errors import DomainError
from coe_hub.lib.fields import TextField
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.lib.written_days import find_day
from coe_hub.people.models import Person, Scope, Side


def _line(name: str) -> TextField:
    """A text on one line, as long as the column of that name."""
    column: Any = Obligation._meta.get_field(name)
    return TextField(required=False, max_length=column.max_length, validators=ONE_LINE)


def _name() -> TextField:
    return TextField(required=False, max_length=300, validators=ONE_LINE)


class RowForm(forms.Form):
    """One row, for what is new or, of `known`, for what changes; of that an empty cell leaves what stands there.

    `common` are the agreement and the programme of rows that name none, `options` what was settled for all rows of a
    list. Once it is valid, `rule` is what the row says of its days and `values` the rest; `notes` say how cells were
    read, where that is not plain.
    """

    clause = _line("clause")
    title = _line("title")
    due = TextField(required=False, max_length=500, validators=ONE_LINE)
    kind = WordField(Kind)
    responsible = SideField(Responsible)
    owner = _name()
    amount = TextField(required=False, max_length=100, validators=ONE_LINE)
    currency = TextField(required=False, max_length=20, validators=ONE_LINE)
    money = WordField(Flow)
    certainty = WordField(Certainty)
    agreement = _name()
    programme = _name()
    condition = _line("condition")
    first_on = DayField()
    last_on = DayField(is_end=True)
    days_needed = forms.IntegerField(required=False, min_value=0, max_value=365)
    counterpart = _name()
    note = TextField(required=False, max_length=4000, widget=forms.Textarea, validators=[refuse_control_characters])

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        holdings: Holdings,
        known: Obligation | None = None,
        common: ObligationValues | None = None,
        options: Options | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.holdings, self.known, self.common = holdings, known, common or {}
        self.options = options or Options()
        self.notes: list[Problem] = []
        side: Any = self.fields["responsible"]
        side.holdings = holdings
        self._settle()
        self.rule: Rule | None = None
        self.values: ObligationValues = {}
        if known is None:
            for name, sentence in (
                ("title", gettext_lazy("Say what is owed.")),
                ("due", gettext_lazy("Say when it is due: a day, or a rule such as 45 days after quarter end.")),
            ):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence

    def _settle(self) -> None:
        """What was settled for all that is not known, or is too long."""
        for name, field in self.fields.items():
            others = self.options.others(name)
            if isinstance(field, WordField | DayField):
                field.others = others
            most, text = getattr(field, "max_length", None), self.data.get(name)
            if others == CUT and most and text and len(text) > most:
                self.data = {**self.data, name: text[: most - 1] + "…"}
                self._note(name, _("Cut to %(most)d characters.") % {"most": most}, text)

    def _note(self, name: str, text: str, said: str | None = None) -> None:
        said = str(self.data.get(name) or "") if said is None else said
        self.notes.append(Problem(name, said[:100], text, is_note=True))

    def clean_due(self) -> str:
        """Words that can be read as a rule."""
        text = self.cleaned_data["due"]
        if text:
            self.rule = read_rule(self._ordered(text))
            if self.rule.is_bare and not self.holdings.knows(self.rule.name):
                raise unreadable(text)
            if self.rule.is_partial:
                self._note("due", _("Taken as %(day)s.") % {"day": self.rule.fixed_on})
        return text

    def _ordered(self, text: str) -> str:
        """A day that may be two, as the one that it was settled to be; other words as they are."""
        try:
            find_day(text)
        except ValidationError as error:
            if error.code == "two_days":
                return read_day_of_list(text, order=self.options.others("due") or "")[0].isoformat()
        return text

    def clean_currency(self) -> str:
        """The three letters, however it is called, such as 円 or €."""
        text = self.cleaned_data["currency"]
        try:
            return read_money(f"1 {text}").currency if text.strip("-–") else ""
        except ValidationError as error:
            sentence = _("Use the three letters of a currency, such as USD or JPY.")
            raise ValidationError(sentence, code="currency") from error

    def clean_agreement(self) -> Any:
        """The agreement that the row names, if one."""
        text = self.cleaned_data["agreement"]
        return self.holdings.agreement(text) if text else self.common.get("agreement")

    def clean_programme(self) -> Any:
        """The programme that the row names, if one; somebody let in to one alone must name it."""
        text = self.cleaned_data["programme"]
        found = self.holdings.programme(text) if text else self.common.get("programme")
        if found is None and self.known is None and self.holdings.needs_programme:
            raise ValidationError(_("Name the programme: you may add to that alone."), code="programme")
        return found

    def clean_owner(self) -> Person | None:
        """Somebody on our side, or nobody."""
        return self._person("owner", Side.OURS)

    def clean_counterpart(self) -> Person | None:
        """Somebody at the partner, or nobody."""
        return self._person("counterpart", Side.THEIRS)

    def _person(self, name: str, side: Side) -> Person | None:
        text = self.cleaned_data[name]
        try:
            return self.holdings.person(text, side=side) if text else None
        except ValidationError as error:
            if self.options.others(name) == "":
                return None
            raise ValidationError(error.messages, code=Ask.PERSON) from error

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for field in ("first_on", "last_on"):
            day: Any = self.fields[field]
            if data.get(field) and day.note:
                self._note(field, day.note)
        if self.errors:
            # What else is wrong with the sum is said at once.
            self._money(data)
            return data
        self.values = {}
        for name in (
            "title",
            "clause",
            "kind",
            "responsible",
            "agreement",
            "programme",
            "owner",
            "counterpart",
            "condition",
            "days_needed",
            "note",
        ):
            if data[name] not in ("", None):
                self.values[name] = data[name]
        self.values |= self._money(data)  # type: ignore[typeddict-item]
        self._place(data)
        return data

    def _money(self, data: dict[str, Any]) -> dict[str, Any]:
        """The sum, its currency and its way, exact; nothing where the row has no sum."""
        if not (text := data.get("amount")):
            return {}
        try:
            said = read_money(text, currency=data.get("currency") or "")
        except ValidationError as error:
            self.add_error("amount", error)
            return {}
        if not said.currency and not (self.known and self.known.currency):
            self.add_error("amount", _("Say the currency, such as USD."))
        flow = data.get("money") or (self.known.flow if self.known else "") or self._usual_flow(data)
        if not flow:
            self.add_error(
                "money" if "money" in self.data_names else "amount",
                _("Say whether we pay or receive it: both sides owe it."),
            )
        certainty = Certainty.ESTIMATE if said.is_estimate else data.get("certainty")
        found: dict[str, Any] = {"amount": said.amount, "flow": flow}
        found |= {"currency": said.currency} if said.currency else {}
        return found | ({"certainty": certainty} if certainty else {})

    @property
    def data_names(self) -> set[str]:
        """The fields that the row has a cell for."""
        return {name for name in self.fields if self.add_prefix(name) in self.data}

    def _usual_flow(self, data: dict[str, Any]) -> str:
        """We pay what we owe, and receive what the partner owes."""
        responsible = data.get("responsible") or (self.known.responsible if self.known else Responsible.OURS)
        ways: dict[str, str] = {Responsible.OURS: Flow.OUT, Responsible.PARTNER: Flow.IN}
        return ways.get(responsible, "")

    def _place(self, data: dict[str, Any]) -> None:
        """Where it stands, and that its owner may see it there."""
        try:
            scope = self.scope
        except DomainError as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)
            return
        owner = data["owner"]
        if owner and not self.holdings.reaches(owner, scope.pk):
            self.add_error(
                "owner",
                _("%(name)s may not see this. Let them in first, or name somebody else.")
                % {"name": owner.display_name},
            )

    @property
    def scope(self) -> Scope:
        """The scope that the row's obligation stands in. Raises `DomainError` where its places do not go together."""
        programme = self.values.get("programme", self.known.programme if self.known else None)
        agreement = self.values.get("agreement", self.known.agreement if self.known else None)
        return scope_for(self.holdings.alliance, programme=programme, agreement=agreement)

    def _named(self, scope: Scope) -> TriggerEvent | Obligation | NewEvent:
        assert self.rule is not None  # noqa: S101  CONFIG: asked of rules alone
        agreement = self.values.get("agreement", self.known.agreement if self.known else None)
        return self.holdings.base(self.rule, scope=scope.pk, agreement=agreement)

    @property
    def base(self) -> TriggerEvent | Obligation | NewEvent | None:
        """What the row's day is counted from, where that is an event or another obligation."""
        return self._named(self.scope) if self.rule and self.rule.base == Base.EVENT else None

    def rule_values(self) -> dict[str, Any]:
        """What the rule says, in the obligation's columns, but for what it is counted from."""
        rule = self.rule
        if rule is None:
            days = {name: day for name in ("first_on", "last_on") if (day := self.cleaned_data[name])}
            return days if self.known and self.known.counts_from == Base.PERIOD else {}
        found: dict[str, Any] = {
            "counts_from": rule.base, "count": rule.count, "unit": rule.unit, "direction": rule.direction,
            "fixed_on": rule.fixed_on, "period": rule.period, "off_day": rule.off_day,
            "keeps_month_end": rule.keeps_month_end, "country": rule.country, "subdivision": rule.subdivision,
        }  # fmt: skip
        if self.known and self.known.counts_from in {rule.base, Base.OBLIGATION}:
            # What somebody said beyond the words of the list stays.
            found = {name: value for name, value in found.items() if name not in _BEYOND or value not in _BEYOND[name]}
        if rule.base == Base.PERIOD:
            found |= {"first_on": self._first(rule), "last_on": self.cleaned_data["last_on"] or self._held("last_on")}
        return found

    def _first(self, rule: Rule) -> Any:
        """From when periods count: as the row says, as it is, from the start of the agreement, or from now."""
        agreement = self.values.get("agreement")
        start = agreement.in_force_from if agreement else None
        return self.cleaned_data["first_on"] or self._held("first_on") or start or timezone.localdate()

    def _held(self, name: str) -> Any:
        return getattr(self.known, name) if self.known and self.known.counts_from == Base.PERIOD else None

    def refuse(self, error: DomainError | ValidationError) -> None:
        """Show what an action refused at the cell it came from."""
        if isinstance(error, DomainError):
            self.add_error(
                _CELLS.get(error.field or "", error.field if error.field in self.fields else None), error.message
            )
            return
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            cell = _CELLS.get(name, name)
            self.add_error(cell if cell in self.fields else None, errors)


# Columns of an obligation by the cell that says them, where that has another name.
_CELLS = {
    "counts_from": "due", "event": "due", "after": "due", "fixed_on": "due", "period": "due", "count": "due",
    "unit": "due", "country": "due", "subdivision": "due", "flow": "money",
}  # fmt: skip

# What a rule in words seldom says, and how it does not say it.
_BEYOND: dict[str, tuple[Any, ...]] = {
    "off_day": (OffDay.STAYS,), "keeps_month_end": (False,), "country": ("",), "subdivision": ("",),
}  # fmt: skip

ROW_FIELDS = tuple(name for name in FIELDS if name != "alliance")


def check_others(options: Options) -> None:
    """Raises `DomainError` where `*` is settled as something that no row could hold."""
    for name in options.values:
        word, field = options.others(name), RowForm.base_fields.get(name)
        if word is None:
            continue
        allowed = [""]
        if isinstance(field, WordField):
            allowed += [code for code in field.meanings_of.values if code]
            word = field.meant(word) or word
        elif isinstance(field, DayField) or name == "due":
            allowed = [DAY_FIRST, MONTH_FIRST]
        elif name not in {"owner", "counterpart"}:
            allowed = [CUT]
        if word not in allowed:
            raise DomainError(
                _("--values %(name)s:*=%(word)s is not understood. Use one of: %(allowed)s.")
                % {"name": name, "word": word, "allowed": ", ".join(one or "“”" for one in allowed)}
            )
