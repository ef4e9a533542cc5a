"""One list a field: what people edit of a record is named once, as `EDITABLE` beside the model.

Here each column of each record on the audit trail is found in it, and each name in it on the form, in its initial
values, in the action, on the merge page and in the history; or it stands below with the reason why not.
"""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pghistory.models
import pytest
import time_machine

from alliances.core import parts
from coe_hub.lib.editing import set_values
from coe_hub.lib.forms import VersionedForm
from coe_hub.people.models import Organisation, Person, Site, User
from coe_hub.publishing.models import Content
from coe_hub.reminders.models import KindPreference, KindRule, Preference
from coe_hub.reminders.working_days import WorkCalendar
from coe_hub.surveys.models import Questionnaire
from coe_hub.vocabulary.models import (
    AgreementKind,
    AllianceRole,
    AllianceType,
    CommitteeKind,
    Function,
    Language,
    Stage,
    Synonym,
    TherapeuticArea,
)
from governance.decisions.actions.decisions import write_decision
from governance.needs.models import Need
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.alliances.obligations.data import event, owe
from tests.architecture.edited import EDITED, Edited, asked_as, posted, settle, two_values
from tests.architecture.test_floors import MODELS
from tests.factories import make_alliance, make_organisation, make_person, make_site, make_user
from tests.governance.committees_data import make_committee
from tests.toolkits.data import make_tool
from toolkits.models import Tool
from training.models import Course

WORDS = (AgreementKind, AllianceRole, AllianceType, CommitteeKind, Function, Language, Stage, Synonym, TherapeuticArea)
# Records of which people edit no column, with the reason.
NOT_EDITED = {
    "agreements.AgreementParty": "comes and goes with the parties named on the agreement's form",
    "agreements.Ending": "rows are only added; one that was wrong is taken back",
    "agreements.RenewalDecision": "rows are only added; one that was wrong is taken back",
    "alliances.Member": "a role is given and taken away",
    "alliances.Party": "comes and goes with the partners named on the alliance's form",
    "alliances.StageChange": "rows are only added",
    "attachments.Folder": "made with the first thing that lies in it",
    "attachments.StoredFile": "rows are only added",
    "api.ApiToken": "made and revoked",
    "api.Webhook": "made and stopped",
    "identity.DirectoryAccount": "what the company's directory says",
    "identity.DirectoryGroup": "as identity.DirectoryAccount",
    "identity.DirectoryMember": "as identity.DirectoryAccount",
    "identity.DirectorySecret": "made and revoked",
    "identity.GroupRole": "added and removed",
    "audit.Mandate": "given once; another one takes its place",
    "audit.MandateScope": "as audit.Mandate",
    "calendars.CalendarFeed": "made, made anew and withdrawn",
    "launch.LaunchAnswer": "rows are only added",
    "committees.Charter": "rows are only added; what amends one is named by an action",
    "decisions.Consequence": "rows are only added",
    "decisions.DecisionStep": "rows are only added",
    "meetings.Attendance": "follows from who is invited, and who came",
    "meetings.Correction": "rows are only added",
    "meetings.MeetingAction": "made with the action",
    "meetings.Minutes": "written as the meeting runs, and goes its way by steps",
    "meetings.MinutesComment": "written once, and answered once",
    "meetings.MinutesReader": "made when the minutes are sent",
    "goals.Signatory": "ticked and unticked on the goal's form",
    "goals.SignOff": "rows are only added",
    "obligations.Lapse": "said when an agreement is ended, and taken back",
    "issues.IssueSignature": "rows are only added",
    "issues.IssueStep": "rows are only added; the clock of an open one follows the ladder",
    "issues.Rung": "said level by level, on the form of the whole ladder",
    "obligations.Fulfilment": "its days are planned, and what became of it is said by actions",
    "people.Invitation": "sent once",
    "people.Merge": "done, and undone",
    "people.PartnerLink": "sent once, and withdrawn",
    "people.PersonLanguage": "ticked and unticked on the profile",
    "people.ScopeGrant": "follows from what people do on an alliance",
    "privacy.Redaction": "written once, and done once",
    "privacy.RetentionRule": "said kind by kind, on one form of all",
    "publishing.AttachedFile": "attached and taken off",
    "publishing.Block": "a text of the edition on the desk; its form is made of blocks, not of columns",
    "publishing.BlockTranslation": "as publishing.Block",
    "publishing.Edition": "goes its way by steps; what changed is written with its words",
    "publishing.PilotComment": "written once",
    "publishing.PilotReader": "named when an edition is tried out",
    "reminders.Response": "answered by a button",
    "needs.Campaign": "begun and closed",
    "needs.Vote": "given and taken back",
    "health.HealthCheck": "rows are only added",
    "health.JointAction": "as health.HealthCheck",
    "surveys.Participant": "asked, or asked no more",
    "surveys.PulseRound": "rows are only added",
    "surveys.Wave": "what was promised never changes; its last day is moved by an action",
    "surveys.WaveSide": "as surveys.Wave",
    "reviews.Review": "rows are only added",
    "reviews.ReviewInvitee": "ticked and unticked on the appointment",
    "training.CourseLesson": "its minutes and place are said by its editions and its course's",
    "training.CourseTool": "read from the starter files",
    "training.Option": "of quizzes without editions; nothing writes them any more",
    "training.Question": "as training.Option",
    "sponsors.SponsorContact": "rows are only added; one that was wrong is taken back",
    "sponsors.SupportRequest": "asked once and answered; what was asked stays as it was",
}
# Columns of edited records that nobody edits, with the reason.
KEPT = {
    "action_items.ActionItem": {
        "scope": "what the item belongs to", "created_by": "who gave it", "source_label": "where it came from",
        "source_url": "where it came from", "state": "closed and opened again by actions", "closed_at": "as state",
        "closed_by": "as state", "close_note": "as state", "returned_at": "handed back by an action",
        "returned_note": "as returned_at", "proposed_on": "what the partner asks for",
        "proposed_note": "as proposed_on",
    },
    "attachments.Attachment": {
        "folder": "whose it is", "kind": "what it was added as", "by": "who added it",
    },
    "agreements.Agreement": {"alliance": "whose it is"},
    "agreements.Programme": {"alliance": "whose it is"},
    "alliances.Alliance": {"scope": "its kind is edited", "stage": "moved by an action, with its day and reason"},
    "committees.Committee": {"alliance": "whose it is", "programme": "as alliance"},
    "committees.Seat": {"committee": "where they sit", "person": "who sits there", "side": "follows from the person"},
    "decisions.Decision": {
        "committee": "whose it is", "meeting": "where it came up", "agenda_item": "as meeting", "by": "who wrote it",
    },
    "meetings.AgendaItem": {"meeting": "where it is talked about"},
    "meetings.Meeting": {"committee": "whose it is"},
    "goals.Goal": {
        "alliance": "where it was written", "by": "who wrote it", "reached_on": "closed and opened again by actions",
        "given_up_on": "as reached_on", "closing_note": "as reached_on",
    },
    "journal.JournalEntry": {"alliance": "where it was written", "by": "who wrote it"},
    "issues.Issue": {"alliance": "whose it is", "by": "who raised it"},
    "issues.Risk": {
        "alliance": "whose it is", "by": "who wrote it down",
        "closing": "closed and opened again by actions", "closed_on": "as closing", "closing_note": "as closing",
    },
    "obligations.Obligation": {"alliance": "whose it is"},
    "obligations.TriggerEvent": {
        "alliance": "whose it is", "expected_on": "moved by a step", "received_on": "said by a step",
        "contested_on": "as received_on", "contested_why": "as received_on", "deemed_on": "as received_on",
        "deemed_clause": "as received_on", "occurred_on": "as received_on", "voided_on": "as received_on",
        "voided_why": "as received_on", "why": "as received_on",
    },
    "people.Person": {},
    "people.Scope": {"parent": "set where a wall is put up around a programme"},
    "people.User": {
        "email": "how one signs in", "password": "chosen on pages of its own", "person": "whose account it is",
        "last_login": "noted at signing in", "session_round": "goes on where sessions are ended",
        "factor_reset_at": "noted where an admin takes second factors away",
    },
    "publishing.Content": {
        "kind": "what it was begun as", "slug": "its address", "retired_reason": "said when it is retired",
        "replaced_by": "as retired_reason",
    },
    "reminders.KindPreference": {"person": "whose it is", "kind": "what it is about"},
    "reminders.KindRule": {"kind": "what it is about"},
    "reminders.Preference": {"person": "whose it is"},
    "reviews.ReviewAppointment": {
        "alliance": "what is reviewed", "by": "who called for it", "reason": "said when it is called off",
    },
    "alignment.AlignmentCheck": {"alliance": "where it was begun", "by": "who began it"},
    "alignment.Stand": {"check_made": "whose it is", "person": "who speaks"},
    "differences.Difference": {"alliance": "where it was written", "by": "who wrote it"},
    "needs.Need": {"campaign": "where it was heard", "by": "who wrote it"},
    "surveys.Questionnaire": {"content": "whose facts they are", "position": "by age"},
    "toolkits.Tool": {
        "content": "whose facts they are", "file_format": "said by its blocks", "position": "set by the starter tools",
    },
    "training.Course": {
        "content": "whose facts they are", "pass_mark": "said by its editions", "position": "by age",
    },
    **{f"vocabulary.{model.__name__}": {"code": "never changes"}
       for model in WORDS},
}  # fmt: skip
# Records whose changes no page tells, with the reason.
NO_HISTORY = {
    Organisation: "the directory has no page of history yet",
    Person: "as Organisation; names are not on the trail at all",
    Site: "as Organisation",
    User: "accounts have no page of history yet",
    Content: "editions tell what changed for readers",
    Tool: "as Content",
    Course: "as Content",
    Questionnaire: "as Content",
    Need: "its page shows how far it is",
    Preference: "seen by its person alone",
    KindPreference: "as Preference",
    KindRule: "set by admins, who have no page of history yet",
    **dict.fromkeys(WORDS, "as KindRule"),
}
TRACKED = [model.pgh_tracked_model for model in MODELS if issubclass(model, pghistory.models.Event)]
EDITABLE = {model: model.EDITABLE for model in TRACKED if hasattr(model, "EDITABLE")}
CASES = [pytest.param(model, edited, id=f"{model.__name__}-{number}") for number, (model, edited) in enumerate(EDITED)]


@pytest.fixture
def world(db: None) -> Iterator[SimpleNamespace]:
    """Somebody who may edit everything, and two of each kind of row that columns may point at."""
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        user = make_user("Ada Admin", roles=["admin", "alliance_manager", "curator"])
        make_person("Second Person")
        make_organisation("Orbit Labs")
        for place in (WorkCalendar("Asia/Tokyo", "JP", ""), WorkCalendar("Europe/Berlin", "DE", "BY")):
            make_site(place)
        tool = make_tool(author=make_user("Cora Curator", roles=["curator"]), approver=user)
        alliance = make_alliance("Amber", by=user)
        for name in ("First", "Second"):
            make_programme(alliance, by=user, name=name)
            make_agreement(alliance, by=user, title=name)
            event(alliance, name)
            owe(alliance, name)
            committee = make_committee(alliance, by=user, label=name)
            write_decision(committee=committee, by=user, text=name, decided_on=date(2026, 4, 1))
        yield SimpleNamespace(user=user, alliance=alliance, tool=tool)


def test_every_record_is_edited_or_listed_with_a_reason() -> None:
    assert {model._meta.label for model in TRACKED} - {model._meta.label for model in EDITABLE} == set(NOT_EDITED)
    assert {model for model, _edited in EDITED} == set(EDITABLE)


def test_every_column_is_editable_or_listed_with_a_reason() -> None:
    others = {
        model._meta.label: {
            column.name
            for column in model._meta.concrete_fields
            if column.editable and not column.generated and not column.primary_key
        }
        - set(editable)
        for model, editable in EDITABLE.items()
    }
    assert {label: names for label, names in others.items() if names} == {
        label: set(reasons) for label, reasons in KEPT.items() if reasons
    }


@pytest.mark.parametrize(("model", "edited"), CASES)
def test_every_editable_column_is_on_the_form_opens_filled_in_and_is_saved(
    model: Any, edited: Edited, world: SimpleNamespace
) -> None:
    columns = edited.columns or model.EDITABLE
    first = {name: two_values(model, name)[0] for name in columns}
    second = {name: two_values(model, name)[1] for name in columns}
    record = settle(edited.record(world), first)
    data = posted(edited.form(world, record, None))
    assert [name for name in columns if asked_as(model, name) not in data] == []
    asked = edited.form(world, record, None).fields
    data |= {name: "A reason" for name in ("reason", "scope_reason") if name in asked and not data.get(name)}

    record = settle(record, second)
    form = edited.form(world, record, data)
    if isinstance(form, VersionedForm):
        changed = {clash.name for clash in form.clashes()}
        assert [name for name in columns if name != "side" and asked_as(model, name) not in changed] == []
        data["version"] = str(form.fields["version"].initial)
        form = edited.form(world, record, data)
    assert form.errors == {}
    edited.save(world, record, form)
    saved = model._base_manager.get(pk=record.pk)
    assert {name: getattr(saved, name) for name in columns} == first


@pytest.mark.parametrize("model", EDITABLE, ids=lambda model: model.__name__)
def test_an_action_refuses_what_nobody_edits(model: Any) -> None:
    with pytest.raises(TypeError) as refused:
        set_values(model(), {"colour": "red", "id": 7})
    assert str(refused.value) == f"Nobody edits colour, id of {model.__name__}: not in its EDITABLE."


def test_every_editable_column_is_told_in_the_history_or_listed_with_a_reason(world: SimpleNamespace) -> None:
    stories = {story.model: story for part in parts.parts() for story, _where in part.stories}
    assert set(EDITABLE) - set(stories) == set(NO_HISTORY)
    untold = {}
    for model in set(EDITABLE) & set(stories):
        story = stories[model]
        if story.changed is None:
            untold[model.__name__] = set(model.EDITABLE) - set(story.fields)
        else:
            untold[model.__name__] = {name for name in model.EDITABLE if not list(_changed(story, name))}
    assert {name: columns for name, columns in untold.items() if columns} == {
        "ActionItem": {"side"}  # follows from the owner, whose change is told
    }


def _changed(story: Any, name: str) -> Any:
    """The sentences for events between which only this column changed."""
    first, second = (
        {one: two_values(story.model, one)[0 if one != name else place] for one in story.model.EDITABLE}
        for place in (0, 1)
    )
    names = SimpleNamespace(of=lambda _model, pk: str(pk))
    return story.changed(story.events(**first), story.events(**second), names)
