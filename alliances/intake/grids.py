"""Grids of rows on a page: the patterns to tick and adapt, and what was pasted. Each cell shows what was typed in it
and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Agreement, Programme
from alliances.agreements.states import BINDING, with_states
from alliances.intake.columns import FIELDS
from alliances.intake.forms import ROW_FIELDS, RowForm
from alliances.intake.holdings import Holdings, NewEvent
from alliances.intake.pasting import MOST_COLUMNS, MOST_ROWS, Pasted, read_pasted
from alliances.intake.patterns import Pattern, fitting, said
from alliances.obligations.forms.offered import Offered
from alliances.obligations.models import Kind, ObligationValues, Responsible
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, plain_helper
from coe_hub.lib.text import as_seen, refuse_control_characters


class CommonForm(ActionForm):
    """Where rows stand that do not say so themselves."""

    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        required=False,
        label=gettext_lazy("Agreement"),
        help_text=gettext_lazy("For all rows that name none. Its days are those of “Effective date” and the like."),
        empty_label=gettext_lazy("Not said"),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        required=False,
        label=gettext_lazy("Programme"),
        empty_label=gettext_lazy("The whole alliance"),
    )

    def __init__(
        self, *args: Any, offered: Offered, agreement: str = "", rows_may_say: bool = False, **kwargs: Any
    ) -> None:
        """`agreement` is the public id of the one that the page was opened for."""
        super().__init__(*args, **kwargs)
        offered.fill(self)
        if rows_may_say:
            self.fields["programme"].required = False
        for name in ("agreement", "programme"):
            # What there is nothing of is not asked for.
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]
        if "agreement" in self.fields:
            rows = self.fields["agreement"].queryset  # type: ignore[attr-defined]
            named = rows.filter(public_id=agreement).values_list("pk", flat=True).first()
            self.fields["agreement"].initial = named or _main(rows)
        self.helper = plain_helper()

    @property
    def values(self) -> ObligationValues:
        """What rows have in common; nothing as long as it is wrong."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {"agreement": data.get("agreement"), "programme": data.get("programme")}


def _main(agreements: "QuerySet[Agreement]") -> int | None:
    """The one that rows most likely stand in: what binds both sides, behind no wall, and amends nothing, by the
    company's order of kinds, in which what is only agreed beforehand comes last."""
    own = agreements.filter(amends__isnull=True, scope=F("alliance__scope"))
    present = with_states(own, timezone.localdate()).filter(state__in=BINDING)  # type: ignore[arg-type]
    return present.values_list("pk", flat=True).first()


@dataclass
class Cell:
    """One field of a row, as a page asks for it."""

    name: str
    label: str
    value: str
    errors: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    is_wide: bool = False


@dataclass
class PatternRow:
    """A pattern on the page, with what its reader made of it."""

    pattern: Pattern
    form: RowForm
    is_ticked: bool
    exists: bool

    ADAPTED = ("title", "clause", "due", "responsible", "owner")

    @property
    def name(self) -> str:
        """What its reader knows it by, whatever they make of it."""
        return said(self.pattern.title)

    @property
    def hint(self) -> str:
        """What to think of."""
        return said(self.pattern.hint)

    @property
    def kind(self) -> str:
        """What it is about."""
        return str(Kind(self.pattern.kind).label)

    @property
    def cells(self) -> list[Cell]:
        """Those that may be adapted."""
        options = [(str(one.value), str(one.label)) for one in Responsible]
        return [
            _cell(self.form, name, options=options if name == "responsible" else [], shows_errors=self.is_ticked)
            for name in self.ADAPTED
        ]

    @property
    def other_errors(self) -> list[str]:
        """What is wrong beside the cells that are shown."""
        return _others(self.form, self.ADAPTED) if self.is_ticked else []


def pattern_rows(data: QueryDict | None, *, holdings: Holdings, common: ObligationValues) -> list[PatternRow]:
    """The patterns for the alliance's type. What is owed already under one of their titles is not ticked beforehand."""
    owed = {as_seen(one.title) for one in holdings.obligations if not one.is_archived}
    ticked = set(data.getlist("tick")) if data is not None else None
    toolkit = holdings.alliance.alliance_type.toolkit
    found = []
    for one in fitting(toolkit):
        exists = bool(one.titles & owed)
        usual = toolkit in one.usual and not exists
        row = {name: "" if value is None else str(value) for name, value in one.as_row().items()}
        if data is not None:
            row |= {name: data.get(f"{one.code}-{name}", row.get(name, "")) for name in PatternRow.ADAPTED}
        form = RowForm(_prefixed(one.code, row), holdings=holdings, common=common, prefix=one.code)
        found.append(PatternRow(one, form, one.code in ticked if ticked is not None else usual, exists))
    return found


class PasteForm(ActionForm):
    """The text that was copied."""

    text = TextField(
        max_length=200_000,
        widget=forms.Textarea({"rows": 8}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Rows"),
        error_messages={"required": gettext_lazy("Paste the rows first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def clean_text(self) -> str:
        """Not more than a page can show."""
        pasted = read_pasted(self.cleaned_data["text"])
        if len(pasted.rows) > MOST_ROWS or len(pasted.columns) > MOST_COLUMNS:
            raise forms.ValidationError(
                _(
                    "These are %(rows)d rows of %(columns)d columns; a page takes %(most)d rows of %(width)d. Paste a "
                    "part now and the rest afterwards, or ask for an import of the file."
                ),
                params={
                    "rows": len(pasted.rows), "columns": len(pasted.columns), "most": MOST_ROWS, "width": MOST_COLUMNS,
                },
                code="too_many",
            )  # fmt: skip
        if not pasted.rows:
            raise forms.ValidationError(_("There is no row below the headings."), code="no_rows")
        return self.cleaned_data["text"]

    @property
    def pasted(self) -> Pasted:
        """The rows in it."""
        return read_pasted(self.cleaned_data["text"])


@dataclass
class GridRow:
    """A pasted row: its cells as text and the form that judges them. `makes` is the event it tells of."""

    number: int
    texts: list[str]
    form: RowForm
    columns: list[str]
    is_out: bool = False
    makes: str = ""

    @property
    def cells(self) -> list[Cell]:
        """One for each column, also for those that are taken for nothing."""
        return [
            Cell(
                name=f"cell-{self.number}-{place}",
                label=str(FIELDS[column]) if column else _("Left out"),
                value=text,
                errors=_errors(self.form, column) if column and not self.is_out else [],
                is_wide=column in {"title", "due", "note", "condition"},
            )
            for place, (column, text) in enumerate(zip(self.columns, self.texts, strict=True))
        ]

    @property
    def other_errors(self) -> list[str]:
        """What is wrong with what no column says."""
        return [] if self.is_out else _others(self.form, self.columns)

    @property
    def new_event(self) -> str:
        """The event that is made with it, if one is."""
        if self.is_out or not self.form.is_valid():
            return ""
        base, rule = self.form.base, self.form.rule
        return base.name if isinstance(base, NewEvent) and rule and not rule.is_fulfilment else ""

    @property
    def taken_as(self) -> date | None:
        """The day for which a month, quarter or year was taken, if one was."""
        rule = None if self.is_out or not self.form.is_valid() else self.form.rule
        return rule.fixed_on if rule and rule.is_partial else None


class Grid:
    """Rows that were pasted, with what their columns are taken for."""

    def __init__(
        self,
        columns: Sequence[str],
        rows: Sequence[tuple[Sequence[str], bool]],
        *,
        holdings: Holdings,
        common: ObligationValues,
    ) -> None:
        self.columns = [one if one in ROW_FIELDS else "" for one in columns]
        self.twice = sorted({str(FIELDS[one]) for one in self.columns if one and self.columns.count(one) > 1})
        self.rows = [
            GridRow(number, list(texts), self._form(texts, holdings, common), self.columns, is_out)
            for number, (texts, is_out) in enumerate(rows)
        ]
        # Of several rows that count from it, the first one tells of an event that is made.
        told: set[str] = set()
        for row in self.rows:
            row.makes = "" if row.new_event in told else row.new_event
            told.add(row.makes)

    @classmethod
    def posted(cls, data: QueryDict, *, holdings: Holdings, common: ObligationValues) -> "Grid":
        """As it stood on the page."""
        columns = data.getlist("column")[:MOST_COLUMNS]
        numbers = data.getlist("row")[:MOST_ROWS]
        rows = [
            ([data.get(f"cell-{number}-{place}", "") for place in range(len(columns))], f"out-{number}" in data)
            for number in numbers
        ]
        return cls(columns, rows, holdings=holdings, common=common)

    def _form(self, texts: Sequence[str], holdings: Holdings, common: ObligationValues) -> RowForm:
        row = {column: " ".join(text.split()) for column, text in zip(self.columns, texts, strict=True) if column}
        form = RowForm(row, holdings=holdings, common=common)
        if form.is_valid() and (same := holdings.same(clause=row.get("clause", ""), title=row.get("title", ""))):
            sentence = _("This is written down already. Take the row out, or give it another clause or title.")
            if same[0].is_archived:
                sentence = _("This was written down and put away. Restore that, or give the row another title.")
            form.add_error("title", sentence)
        return form

    @property
    def headings(self) -> list[Cell]:
        """The columns, each to be taken for another field."""
        options = [("", _("Left out")), *((name, str(FIELDS[name])) for name in ROW_FIELDS)]
        return [
            Cell(name="column", label=_("Column %(number)d") % {"number": place + 1}, value=one, options=options)
            for place, one in enumerate(self.columns)
        ]

    @property
    def good(self) -> list[GridRow]:
        """Rows that may go in."""
        return [row for row in self.rows if not row.is_out and row.form.is_valid()]

    @property
    def bad(self) -> list[GridRow]:
        """Rows with something to mend."""
        return [row for row in self.rows if not row.is_out and not row.form.is_valid()]


def _cell(form: RowForm, name: str, *, options: Sequence[tuple[str, str]] = (), shows_errors: bool = True) -> Cell:
    return Cell(
        name=form.add_prefix(name),
        label=str(FIELDS[name]),
        value=form.data.get(form.add_prefix(name), ""),
        errors=_errors(form, name) if shows_errors else [],
        options=list(options),
        is_wide=name in {"title", "due"},
    )


def _errors(form: RowForm, name: str) -> list[str]:
    return [str(error) for error in form.errors.get(name, [])]


def _others(form: RowForm, shown: Sequence[str]) -> list[str]:
    found = []
    for name, errors in form.errors.items():
        if name not in shown:
            found += [f"{FIELDS[name]}: {error}" if name in FIELDS else str(error) for error in errors]
    return found


def _prefixed(prefix: str, row: Mapping[str, str]) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in row.items()}
