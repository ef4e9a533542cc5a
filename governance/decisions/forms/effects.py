"""What a decision sets off, asked for one thing at a time. Only what stands in the committee's scope is offered: what
follows is told on the decision's page by name."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Agreement
from alliances.issues.actions.steps import standing_of
from alliances.issues.ladder import LadderRung, ladder_of, next_rung, people_on
from alliances.issues.models import Issue, IssueStep
from alliances.issues.telling import reachable, reads_in_hub
from alliances.obligations.actions.events import Step
from alliances.obligations.models import TriggerEvent
from coe_hub.action_items.forms import (
    due_field,
    owner_field,
    owner_named,
    refuse_unreached,
    tells_now_field,
    text_field,
)
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, DateField, offer, plain_helper
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.models import Person, User
from governance.committees.seats import owner_side, suggest_url
from governance.decisions.models import Decision, Effect

_STEPS = [
    (Step.OCCUR, gettext_lazy("It happened")),
    (Step.RECEIVE, gettext_lazy("Received")),
    (Step.DEEM, gettext_lazy("Deemed complete")),
    (Step.EXPECT, gettext_lazy("Move the expected day")),
    (Step.VOID, gettext_lazy("It will not happen")),
]


class EffectForm(ActionForm):
    """One thing that follows from a decision."""

    def __init__(self, data: Any = None, *, decision: Decision, user: User) -> None:
        super().__init__(data)
        self.decision, self.user = decision, user
        self.helper = plain_helper()
        self.prepare()

    def prepare(self) -> None:
        """Offer what this reader may choose."""


class ActionEffectForm(EffectForm):
    """Something to do, who does it, by when."""

    text = text_field()
    owner = owner_field()
    due_on = due_field()
    tells_now = tells_now_field()

    def prepare(self) -> None:
        """The picker asks for people of the committee's alliance."""
        self.fields["owner"].widget.attrs["data-picker-url"] = suggest_url(self.decision.committee)

    def clean_owner(self) -> Person:
        """The person meant; `side` comes along."""
        side_of = owner_side(self.decision.committee)
        person, self.side = owner_named(self.cleaned_data["owner"], user=self.user, side_of=side_of)
        return person

    def clean(self) -> dict[str, Any]:
        """Who is told can be written to."""
        data = super().clean() or {}
        refuse_unreached(self, data)
        return data

    def action_values(self) -> dict[str, Any]:
        """With the side of the owner."""
        return {**super().action_values(), "side": self.side}


class EventEffectForm(EffectForm):
    """Which event, what is said of it, and its day."""

    event = forms.ModelChoiceField(queryset=TriggerEvent.objects.none(), label=gettext_lazy("Event"))
    step = forms.ChoiceField(choices=_STEPS, label=gettext_lazy("What is decided of it"))
    on = DateField(label=gettext_lazy("Day"))
    clause = TextField(
        required=False,
        max_length=60,
        validators=ONE_LINE,
        label=gettext_lazy("By the clause"),
        help_text=gettext_lazy("Only for what is deemed complete."),
    )

    def prepare(self) -> None:
        """Events that may be moved."""
        committee = self.decision.committee
        rows = TriggerEvent.objects.editable_by(self.user).active()
        rows = rows.filter(alliance=committee.alliance_id, scope=committee.scope_id)
        offer(self, "event", rows.select_related("alliance").in_order())
        self.fields["on"].initial = self.decision.decided_on or timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """What is deemed complete is so by a clause; what happened has a day that has come."""
        data = super().clean() or {}
        if data.get("step") == Step.DEEM and "clause" in data and not data["clause"]:
            self.add_error("clause", _("Say by which clause."))
        if data.get("step") != Step.EXPECT and data.get("on") and data["on"] > timezone.localdate():
            self.add_error("on", _("This day is still to come. Choose today or an earlier day."))
        return data

    def action_values(self) -> dict[str, Any]:
        """With the version that was read."""
        data = self.cleaned_data
        clause = data["clause"] if data["step"] == Step.DEEM else ""
        step = {"step": Step(data["step"]), "on": data["on"], "clause": clause}
        return {"event": data["event"], "version": data["event"].version, **step}


class AmendmentEffectForm(EffectForm):
    """Which agreement is amended, and what the draft is called."""

    amends = forms.ModelChoiceField(queryset=Agreement.objects.none(), label=gettext_lazy("Amends"))
    title = TextField(max_length=300, validators=ONE_LINE, label=gettext_lazy("Title of the amendment"))

    def prepare(self) -> None:
        """Agreements that may be amended."""
        committee = self.decision.committee
        rows = Agreement.objects.editable_by(self.user).active().filter(amends__isnull=True)
        rows = rows.filter(alliance=committee.alliance_id, scope=committee.scope_id)
        offer(self, "amends", rows.order_by("title", "pk"))


class IssueEffectForm(EffectForm):
    """Which issue it settles, or hands up."""

    issue = forms.ModelChoiceField(queryset=Issue.objects.none(), label=gettext_lazy("Issue"))

    def prepare(self) -> None:
        """Open issues that may be moved."""
        committee = self.decision.committee
        steps = IssueStep.objects.active().current().open()
        steps = steps.filter(issue__alliance=committee.alliance_id, issue__scope=committee.scope_id)
        rows = Issue.objects.editable_by(self.user).filter(pk__in=steps.values("issue"))
        offer(self, "issue", rows.select_related("alliance__scope", "scope").order_by("title", "pk"))


class ClimbEffectForm(IssueEffectForm):
    """As above; whoever of ours sits on the next level is told."""

    def action_values(self) -> dict[str, Any]:
        """With those who are told. Raises `DomainError` where the issue stands on the highest level."""
        issue = self.cleaned_data["issue"]
        people = reachable(issue, people_on(issue, next_level(issue).level))
        return {"issue": issue, "tell": [person for person in people if reads_in_hub(person)]}


def next_level(issue: Issue) -> LadderRung:
    """The level it would climb to. Raises `DomainError` where there is none."""
    return next_rung(ladder_of(issue.alliance, issue.scope), standing_of(issue).level)


@dataclass(frozen=True)
class EffectWords:
    """How something that follows is called, asked for and done."""

    form: type[EffectForm]
    label: Any
    text: Any


EFFECTS: dict[Effect, EffectWords] = {
    Effect.ACTION: EffectWords(
        ActionEffectForm,
        gettext_lazy("Open an action"),
        gettext_lazy("Who does what by when, so that it happens."),
    ),
    Effect.EVENT: EffectWords(
        EventEffectForm,
        gettext_lazy("Move an event"),
        gettext_lazy("Days that are counted from it move with it; whoever sees to them is told."),
    ),
    Effect.AMENDMENT: EffectWords(
        AmendmentEffectForm,
        gettext_lazy("Start an amendment"),
        gettext_lazy("A draft that amends an agreement. It is in force once it is signed, not before."),
    ),
    Effect.RESOLVED: EffectWords(
        IssueEffectForm,
        gettext_lazy("Resolve an issue"),
        gettext_lazy("The decision settles it; its clock stops."),
    ),
    Effect.CLIMBED: EffectWords(
        ClimbEffectForm,
        gettext_lazy("Let an issue climb"),
        gettext_lazy("The committee could not settle it: it goes one level up, and the clock of that level starts."),
    ),
}
