"""The form that adds an agreement, and the one that edits it."""

from typing import Any

from crispy_forms.layout import HTML, Column, Layout, Row
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import (
    PickerInput,
    RecordForm,
    RepeatedField,
    VersionedForm,
    more_opens,
    offer,
    place_rest,
    plain_helper,
)
from coe_hub.people.directory.lookup import find_organisation, find_person, person_label, unknown_organisation
from coe_hub.people.models import Organisation, Person, Side, User
from coe_hub.vocabulary.forms import offer_words

MOST_PARTIES = 100


def _parties_field(label: Any, add_label: Any) -> RepeatedField:
    return RepeatedField(
        inner=PickerInput("organisation_suggest"),
        add_label=add_label,
        max_length=300,
        most=MOST_PARTIES,
        required=False,
        label=label,
    )


class AgreementFields(RecordForm):
    """What the two forms share: the columns, who looks after it, and its parties."""

    owner = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Looked after by"),
        help_text=gettext_lazy("Is told before the day of notice and before the end. Without a name, the lead is."),
    )
    ours = _parties_field(gettext_lazy("Parties on our side"), gettext_lazy("Add another company of ours"))
    partners = _parties_field(gettext_lazy("Parties on the partner side"), gettext_lazy("Add another party"))

    # Those of what the form was opened for: two organisations of one name are not mixed up by an edit.
    known_parties: list[Organisation]

    class Meta(RecordForm.Meta):
        model = Agreement
        fields = Agreement.EDITABLE

    def prepare(
        self, *, user: User, programmes: "QuerySet[Programme]", needs_programme: bool, amends: Agreement | None
    ) -> None:
        """Offer what this reader may choose. `needs_programme`: they may add to a programme and not to the alliance
        at large."""
        self.user = user
        offer_words(self)
        offer(self, "programme", programmes)
        self.fields["kind"].empty_label = _("Choose a kind")  # type: ignore[attr-defined]
        self.fields["programme"].required = needs_programme
        self.fields["programme"].empty_label = _("The whole alliance")  # type: ignore[attr-defined]
        if amends is None:
            del self.fields["changes"]
        self.helper = plain_helper()
        changes = ["changes"] if amends else []
        self.helper.layout = Layout(
            Row(Column("title"), Column("kind")),
            *changes,
            Row(Column("reference"), Column("programme")),
            Row(Column("signed_on"), Column("effective_on"), Column("expires_on")),
            Row(Column("renewal"), Column("renewal_months")),
            Row(Column("notice_months"), Column("notice_days")),
            "owner",
            HTML(more_opens(_("More: parties, governing law, note"), is_open=self._opens_more())),
            Row(Column("ours"), Column("partners")),
            "governing_law",
            "note",
            HTML("</details>"),
        )
        place_rest(self, self.helper.layout, before="governing_law")

    def _opens_more(self) -> bool:
        """A field that must be seen, because it is wrong, is not folded away."""
        return self.is_bound and bool(self.errors.keys() & {"ours", "partners", "governing_law", "note"})

    def clean_owner(self) -> Person | None:
        """The person meant, or nobody."""
        text, known = self.cleaned_data["owner"], self.instance.owner
        if not text or (known and text == person_label(known)):
            return known if text else None
        return find_person(user=self.user, text=text)

    def clean_ours(self) -> list[Organisation]:
        """Known organisations only."""
        return self._known("ours")

    def clean_partners(self) -> list[Organisation]:
        """Known organisations only: a new partner is added with the alliance."""
        return self._known("partners")

    def _known(self, name: str) -> list[Organisation]:
        found = []
        for text in self.cleaned_data[name]:
            called = (one for one in self.known_parties if one.display_name == text)
            organisation = next(called, None) or find_organisation(user=self.user, text=text)
            if organisation is None:
                sentence = _("No organisation called “%(text)s” is known. Add it to the alliance first.")
                raise unknown_organisation(sentence, user=self.user, text=text)
            found.append(organisation)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if both := [str(one) for one in data.get("ours") or [] if one in (data.get("partners") or [])]:
            self.add_error("partners", _("%(name)s cannot be on both sides.") % {"name": both[0]})
        return data

    def action_values(self) -> dict[str, Any]:
        """With the parties of both sides as one value."""
        values = super().action_values()
        ours, theirs = values.pop("ours"), values.pop("partners")
        return values | {"parties": [*((one, Side.OURS) for one in ours), *((one, Side.THEIRS) for one in theirs)]}


def _sides(parties: Any) -> dict[str, list[str]]:
    """The names of the parties, as the two fields begin with them."""
    return {
        "ours": [one.organisation.display_name for one in parties if one.side == Side.OURS],
        "partners": [one.organisation.display_name for one in parties if one.side == Side.THEIRS],
    }


class AgreementForm(AgreementFields):
    """A contract in a minute: what it is called, its days, when notice must be given. Parties are the alliance's, or
    those of what it amends or replaces, until somebody says otherwise."""

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        alliance: Alliance,
        programmes: "QuerySet[Programme]",
        needs_programme: bool = False,
        amends: Agreement | None = None,
        replaces: Agreement | None = None,
        programme: Programme | None = None,
    ) -> None:
        before = amends or replaces
        of: Any = before or alliance
        parties = list(of.parties.select_related("organisation").order_by("position", "pk"))
        self.known_parties = [one.organisation for one in parties]
        initial: dict[str, Any] = {"programme": programme.pk if programme else None, **_sides(parties)}
        if before:
            initial |= {"kind": before.kind_id, "programme": before.programme_id, "governing_law": before.governing_law}
            initial["title"] = _("Amendment of %(title)s") % {"title": before.title} if amends else before.title
        super().__init__(data, initial=initial)
        self.prepare(user=user, programmes=programmes, needs_programme=needs_programme, amends=amends)


class AgreementEditForm(AgreementFields, VersionedForm):
    """All of an agreement's own fields. How it ends has forms of its own, with a date and a reason."""

    def __init__(
        self,
        *args: Any,
        user: User,
        agreement: Agreement,
        programmes: "QuerySet[Programme]",
        needs_programme: bool = False,
        **kwargs: Any,
    ) -> None:
        parties = list(agreement.parties.select_related("organisation").order_by("position", "pk"))
        self.known_parties = [one.organisation for one in parties]
        values = {"owner": person_label(agreement.owner) if agreement.owner else "", **_sides(parties)}
        super().__init__(*args, initial=values, instance=agreement, version=agreement.version, **kwargs)
        self.prepare(user=user, programmes=programmes, needs_programme=needs_programme, amends=agreement.amends)
        self.fields["base"].initial = self._signed_base()
