"""The form that logs a partnership, and the one that edits it."""

from typing import Any

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.actions.partnerships import NewOrganisation, Partner, usual_review_months, usual_scope_kind
from alliances.core.models import Alliance, Side
from coe_hub.lib.dates import date_text
from coe_hub.lib.fields import ReasonField, TextField
from coe_hub.lib.forms import (
    PastDateField,
    PickerInput,
    RecordForm,
    RepeatedField,
    VersionedForm,
    column_field,
    more_opens,
    offer,
    offer_choices,
    place_rest,
    plain_helper,
    want_reason,
)
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import as_seen, quoted
from coe_hub.people.directory.lookup import (
    find_organisation,
    find_person,
    likely_duplicates,
    person_label,
    unknown_organisation,
)
from coe_hub.people.models import Organisation, Person, ScopeKind, User
from coe_hub.vocabulary.forms import offer_words
from coe_hub.vocabulary.models import AllianceType, Phase, Stage

MOST_PARTIES = 100
RHYTHMS = [
    ("3", gettext_lazy("Every quarter")),
    ("6", gettext_lazy("Every half-year")),
    ("12", gettext_lazy("Every year")),
    ("", gettext_lazy("No fixed rhythm")),
]


AS_USUAL = "usual"
# How much an alliance weighs, and why it exists: folded away on both forms until somebody wants it.
_WEIGHT = (
    Row(Column("tier"), Column("symmetry")),
    Row(Column("is_key_partner"), Column("is_growth_critical")),
    "territory",
)
_WHY = ("rationale", "value_hypothesis")
_IN_MORE = (
    *("tier", "symmetry", "is_key_partner", "is_growth_critical", "territory"),
    *("rationale", "value_hypothesis", "value_looked_at_on"),
)


def _months(value: str) -> int | str:
    """The rhythm in months, or that it is the usual one."""
    return value if value == AS_USUAL else int(value)


class PartnershipFields(RecordForm):
    """The fields an alliance has on every form of ours: its columns, those of them that are asked for in another way,
    and its parties."""

    NOT_FOR_THE_ACTION = ("base", "confirm_new")

    partners = RepeatedField(
        inner=PickerInput("organisation_suggest", offers_new=True),
        add_label=gettext_lazy("Add another partner"),
        max_length=300,
        most=MOST_PARTIES,
        label=gettext_lazy("Partners"),
        help_text=gettext_lazy("Type a name. An organisation that is not known yet is added."),
    )
    confirm_new = forms.BooleanField(required=False, label=gettext_lazy("These are new organisations"))
    name = column_field(
        Alliance._meta.get_field("name"),
        required=False,
        help_text=gettext_lazy(
            "Such as “Our name × Partner: KRAS degraders”. Left empty, both names are put together."
        ),
    )
    alliance_type = forms.ModelChoiceField(AllianceType.objects.none(), label=gettext_lazy("Type"), empty_label=None)
    lead = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Lead on our side"),
        help_text=gettext_lazy("Gets the reminders."),
    )
    review_months = forms.TypedChoiceField(
        required=False, choices=RHYTHMS, coerce=int, empty_value=None, label=gettext_lazy("Reviewed")
    )
    value_looked_at_on = column_field(
        Alliance._meta.get_field("value_looked_at_on"),
        form_class=PastDateField,
        help_text=gettext_lazy("Follows when somebody rewrites either text. A year later the lead is asked again."),
    )
    ours = RepeatedField(
        inner=PickerInput("organisation_suggest"),
        add_label=gettext_lazy("Add another company of ours"),
        max_length=300,
        most=MOST_PARTIES,
        label=gettext_lazy("Our company or affiliate"),
    )

    class Meta(RecordForm.Meta):
        model = Alliance
        fields = Alliance.EDITABLE
        help_texts = {
            "code_name": gettext_lazy("Stands in mails instead of the name while the deal is not public."),
            "reference": gettext_lazy("Its number in another system, such as a contract number."),
        }

    def prepare(self, *, user: User, alliance: Alliance | None) -> None:
        """Fill choices and defaults for this reader; the alliance's own words stay offered when retired."""
        self.user, self.alliance = user, alliance
        offer_words(self)
        if not self._asks_to_confirm():
            self.fields["confirm_new"].widget = forms.HiddenInput()

    def _asks_to_confirm(self) -> bool:
        return self.is_bound and "partners" in self.errors and bool(getattr(self, "look_alikes", None))

    def _known(self, text: str) -> Organisation | None:
        """The party that is called so, else any visible organisation: two of one name are not mixed up by an edit."""
        parties = self.alliance.parties.all() if self.alliance else []
        called = (party.organisation for party in parties if party.organisation.display_name == text)
        return next(called, None) or find_organisation(user=self.user, text=text)

    def clean_partners(self) -> list[Partner]:
        """Known organisations, or new ones once the look-alikes were looked at."""
        self.look_alikes: dict[str, list[Organisation]] = {}
        resolved: dict[Organisation | str, Partner] = {}
        for text in self.cleaned_data["partners"]:
            known = self._known(text)
            if known is None:
                similar = list(likely_duplicates(user=self.user, text=text))
                if similar and not self.data.get("confirm_new"):
                    self.look_alikes[text] = similar
            # One new name in two spellings of its letters is one organisation.
            resolved.setdefault(known or as_seen(text), known or NewOrganisation(name=text))
        if self.look_alikes:
            lines = [
                _("“%(typed)s” looks like %(known)s.")
                % {"typed": typed, "known": _(" or ").join(quoted(one.display_name) for one in known_ones)}
                for typed, known_ones in self.look_alikes.items()
            ]
            lines.append(_("Type that name if it is meant, or tick “These are new organisations”."))
            raise ValidationError(" ".join(lines), code="look_alike")
        return list(resolved.values())

    def clean_ours(self) -> list[Organisation]:
        """Known organisations only: a new affiliate is set up with its site, not on the fly."""
        found = []
        for text in self.cleaned_data["ours"]:
            organisation = self._known(text)
            if organisation is None:
                sentence = _("No company called “%(text)s” is known. An admin can add it under People.")
                raise unknown_organisation(sentence, user=self.user, text=text)
            found.append(organisation)
        return found

    def clean_lead(self) -> Person | None:
        """The person meant, or nobody yet."""
        text = self.cleaned_data["lead"]
        if not text:
            return None
        if self.alliance and self.alliance.lead and text == person_label(self.alliance.lead):
            return self.alliance.lead
        return find_person(user=self.user, text=text)

    def clean_reference(self) -> str:
        """Once per hub; a clash with an alliance the reader may not see does not tell of it."""
        reference = self.cleaned_data["reference"]
        others = Alliance.objects.filter(reference=reference)
        if self.alliance:
            others = others.exclude(pk=self.alliance.pk)
        if reference and others.exists():
            if seen := others.visible_to(self.user).first():
                raise ValidationError(_("“%(name)s” has this reference."), params={"name": seen.name}, code="taken")
            raise ValidationError(_("This reference cannot be used. Leave it empty, or ask an admin."), code="taken")
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the start (%(date)s).") % {"date": date_text(starts)})
        partners, ours = data.get("partners"), data.get("ours")
        if partners and ours and (both := [str(one) for one in ours if one in partners]):
            self.add_error("partners", _("%(name)s cannot be on both sides.") % {"name": both[0]})
        if not data.get("name") and partners and ours:
            data["name"] = " × ".join(_short(one) for one in [*ours[:1], *partners[:2]])[:400]
        return data


class AllianceLogForm(PartnershipFields):
    """A partnership in under a minute: partners, type, stage; the rest has a default or can wait."""

    review_months = forms.TypedChoiceField(
        required=False,
        choices=[
            (
                AS_USUAL,
                gettext_lazy("As usual: light every year, research every half-year, all else every quarter"),
            ),
            *RHYTHMS,
        ],
        coerce=_months,
        empty_value=None,
        label=gettext_lazy("Reviewed"),
    )
    _AT_ONCE = {"partners", "confirm_new", "name", "alliance_type", "stage", "lead", "purpose", "scope_kind"}

    stage = forms.ModelChoiceField(Stage.objects.none(), label=gettext_lazy("Stage"), empty_label=None)
    scope_kind = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("Who may see it"),
        choices=[
            ("", gettext_lazy("As usual: every member, but before signature only people named on it")),
            *ScopeKind.choices,
        ],
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        values = {
            "stage": _first_running(),
            "ours": [user.person.organisation.display_name],
            "lead": person_label(user.person),
            "review_months": AS_USUAL,
        }
        super().__init__(data, initial=values)
        del self.fields["value_looked_at_on"]  # whoever writes it down today looks at it today
        offer(self, "stage", Stage.objects.in_use(), read=_STAGES.objects)
        self.prepare(user=user, alliance=None)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "partners",
            "confirm_new",
            "name",
            Row(Column("alliance_type"), Column("stage")),
            "lead",
            "purpose",
            "scope_kind",
            HTML(more_opens(_("More: dates, rhythm, reference"), is_open=self._opens_more())),
            Row(Column("starts_on"), Column("ends_on")),
            Row(Column("review_months"), Column("therapeutic_area")),
            Row(Column("code_name"), Column("reference")),
            *_WEIGHT,
            *_WHY,
            "ours",
            HTML("</details>"),
        )
        place_rest(self, self.helper.layout, before="ours")

    def _opens_more(self) -> bool:
        """A field that must be seen, because it is wrong, is not folded away."""
        return self.is_bound and not self.errors.keys() <= self._AT_ONCE | {NON_FIELD_ERRORS}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "stage" in data and not data.get("scope_kind"):
            data["scope_kind"] = usual_scope_kind(data["stage"])
        if data.get("review_months") == AS_USUAL:
            alliance_type = data.get("alliance_type")
            data["review_months"] = usual_review_months(alliance_type, data.get("tier", "")) if alliance_type else None
        data["stage_since"] = timezone.localdate()
        return data


class AllianceEditForm(PartnershipFields, VersionedForm):
    """All of an alliance's own fields. Its stage has a form of its own, with a date and a reason."""

    scope_kind = forms.ChoiceField(
        widget=forms.RadioSelect, choices=ScopeKind.choices, label=gettext_lazy("Who may see it")
    )
    scope_reason = ReasonField(
        required=False,
        label=gettext_lazy("Why, if that changes"),
        help_text=gettext_lazy("One line, such as “signed on 3 May”. It stands in the history."),
    )

    def __init__(self, *args: Any, user: User, alliance: Alliance, **kwargs: Any) -> None:
        parties = list(alliance.parties.all())
        values = {
            "lead": person_label(alliance.lead) if alliance.lead else "",
            "scope_kind": alliance.scope.kind,
            "partners": [party.organisation.display_name for party in parties if party.side == Side.THEIRS],
            "ours": [party.organisation.display_name for party in parties if party.side == Side.OURS],
        }
        super().__init__(*args, initial=values, instance=alliance, version=alliance.version, **kwargs)
        known = {str(code) for code, _label in RHYTHMS}
        if alliance.review_months and str(alliance.review_months) not in known:
            own = (str(alliance.review_months), _("Every %(count)d months") % {"count": alliance.review_months})
            offer_choices(self, "review_months", [own, *RHYTHMS])
        self.fields["name"].required = True
        self.fields["name"].help_text = ""
        if alliance.scope.kind == ScopeKind.RESTRICTED:
            self.fields["scope_kind"].help_text = _(
                "Open, every member reads all that was written here so far, too: the journal, reviews, meetings, "
                "decisions, files, who is there at the partner, and the history. A programme’s wall stays up."
            )
        self.prepare(user=user, alliance=alliance)
        self.helper.layout = Layout(
            "version",
            "base",
            "name",
            "partners",
            "confirm_new",
            Row(Column("alliance_type"), Column("therapeutic_area")),
            "lead",
            "purpose",
            Row(Column("starts_on"), Column("ends_on")),
            Row(Column("review_months"), Column("code_name")),
            Row(Column("ours"), Column("reference")),
            HTML(more_opens(_("More: tier, territory, why"), is_open=self._opens_more())),
            *_WEIGHT,
            *_WHY,
            "value_looked_at_on",
            HTML("</details>"),
            "scope_kind",
            "scope_reason",
        )
        place_rest(self, self.helper.layout, before="scope_kind")

    def clean(self) -> dict[str, Any]:
        """Who may see it changes for a reason."""
        data = super().clean() or {}
        if data.get("scope_kind", self.instance.scope.kind) != self.instance.scope.kind:
            want_reason(self, "scope_reason")
        return data

    def _opens_more(self) -> bool:
        """What was said is shown, and so is what is wrong."""
        said = any(getattr(self.instance, name) for name in _IN_MORE)
        return said or (self.is_bound and bool(self.errors.keys() & set(_IN_MORE)))


_STAGES = Prepared(lambda: Stage.objects.in_use())


def _first_running() -> int | None:
    return next((stage.pk for stage in _STAGES.objects() if stage.phase == Phase.RUNNING), None)


def _short(partner: Partner) -> str:
    return partner.name
