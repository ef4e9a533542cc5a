"""What is on the audit trail is told to somebody, field by field, or the reason why not stands here."""

import pytest
from django.db import models

from alliances.core.parts import parts
from coe_hub.audit import directory
from coe_hub.audit.history import Story
from coe_hub.identity import history as identity
from coe_hub.publishing import history as publishing
from coe_hub.surveys import history as surveys
from tests.architecture.test_audit_trail import EVENTS
from toolkits import history as toolkits
from training import history as training

STORIES = [
    *(story for part in parts() for story, _where in part.stories),
    *(one for room in (directory, identity, publishing, surveys, toolkits, training) for one in vars(room).values()),
]
STORIES = [one for one in STORIES if isinstance(one, Story)]
# Told by stories that are made for one content, since they need its titles or numbers.
TOLD_BY_FUNCTIONS = {"publishing.Block", "training.CourseTool"}
UNTOLD = {
    "needs.Campaign": "its page shows what it asked and gave",
    "needs.Need": "its page shows how far it is, and those who asked are told",
    "needs.Vote": "counted; who voted is nobody's business",
    "surveys.Participant": "whom a wave asks stands on its page; the room above tells of its wave",
    "surveys.PulseRound": "nobody begins one; the answers of those who used something do",
    "surveys.Wave": "told by what it was begun for: a health check",
    "surveys.WaveSide": "as surveys.Participant",
    "attachments.Folder": "made with the first file, which is told",
    "api.ApiToken": "one's own, shown with its days on its page",
    "api.Webhook": "shown with who made it, when, and when it was stopped",
    "identity.DirectoryAccount": "the account and its roles are told with the person, and why",
    "identity.DirectoryGroup": "kept by the company's directory; what its groups give is told",
    "identity.DirectoryMember": "as identity.DirectoryGroup; the roles that come of it are told",
    "audit.Mandate": "told on the whole trail; the role it gives, in the history of the person",
    "audit.MandateScope": "as audit.Mandate",
    "calendars.CalendarFeed": "one's own address of one's own calendar, shown with its date on its page",
    "meetings.MeetingAction": "the action is told where it stands",
    "meetings.MinutesComment": "shown with its answer beside the minutes",
    "meetings.MinutesReader": "shown with their confirmation beside the minutes",
    "people.PartnerLink": "told with the action it leads to",
    "people.ScopeGrant": "follows from roles, and these are told",
    "privacy.Redaction": "told on the whole trail, which names nobody",
    "privacy.RetentionRule": "as privacy.Redaction",
    "reminders.KindPreference": "one's own wish, shown on one's own page",
    "reminders.Preference": "as reminders.KindPreference",
    "reminders.KindRule": "when the hub reminds; the page of rules shows what holds",
    "reminders.Response": "what somebody answered to a reminder, shown beside it",
    "training.Option": "what readers see of a block of the course's edition, and writing that is told",
    "training.Question": "as training.Option",
    "vocabulary.AgreementKind": "as vocabulary.AllianceRole",
    "vocabulary.AllianceRole": "a word; its page shows what it is",
    "vocabulary.AllianceType": "as vocabulary.AllianceRole",
    "vocabulary.CommitteeKind": "as vocabulary.AllianceRole",
    "vocabulary.Function": "as vocabulary.AllianceRole",
    "vocabulary.Language": "as vocabulary.AllianceRole",
    "vocabulary.Stage": "as vocabulary.AllianceRole",
    "vocabulary.Synonym": "as vocabulary.AllianceRole",
    "vocabulary.TherapeuticArea": "as vocabulary.AllianceRole",
}
# Of every record: what no reader asks of, or what never changes.
_NOBODY_ASKS = {"id", "public_id", "version", "created_at", "updated_at"}
_NEVER_CHANGES = {
    "alliance", "appointment", "content", "edition", "person", "scope", "organisation", "course", "parent", "at", "key",
}  # fmt: skip
ELSEWHERE = {
    "alliances.Alliance.stage": "its row of stages tells it, with the date",
    "alliances.Alliance.last_reviewed_on": "the review tells it",
    "alliances.Alliance.folder": "made with the first file, which is told",
    "decisions.Decision.agenda_item": "where it came up stays",
    "decisions.Decision.by": "who wrote it down stays",
    "decisions.Decision.committee": "whose it is stays",
    "decisions.Decision.folder": "made with the first file, which is told",
    "decisions.Decision.meeting": "where it came up stays",
    "alignment.AlignmentCheck.archived_at": "nothing archives a check",
    "alignment.AlignmentCheck.by": "who began it stays",
    "alignment.Stand.archived_at": "nothing archives a stand",
    "alignment.Stand.asked_at": "shown on its page",
    "alignment.Stand.check_made": "never changes",
    "differences.Difference.by": "who wrote it stays",
    "goals.Goal.archived_at": "a goal is given up, never archived",
    "goals.Goal.by": "who wrote it stays",
    "issues.Issue.by": "who raised it stays",
    "issues.Issue.folder": "made with the first file, which is told",
    "issues.Risk.by": "who wrote it stays",
    "issues.Risk.closed_on": "told with what became of it",
    "issues.Risk.closing_note": "as closed_on",
    "issues.Risk.exposure": "likelihood times impact, which are told",
    "issues.Risk.folder": "made with the first file, which is told",
    "journal.JournalEntry.by": "who wrote it stays",
    "journal.JournalEntry.archived_at": "nothing archives an entry",
    "journal.JournalEntry.folder": "made with the first file, which is told",
    "obligations.Obligation.folder": "made with the first file, which is told",
    "obligations.TriggerEvent.contested_why": "the reason of the save, told beside it",
    "obligations.TriggerEvent.voided_why": "as contested_why",
    "obligations.TriggerEvent.why": "as contested_why",
    "reviews.ReviewAppointment.archived_at": "it is cancelled, never archived",
    "reviews.ReviewAppointment.sequence": "counts mails",
    "reviews.ReviewAppointment.reason": "told with the cancelling",
    "reviews.ReviewAppointment.review": "the review tells it",
    "toolkits.Tool.position": "nothing sorts by it",
    "surveys.Questionnaire.content": "whose facts they are",
    "publishing.Content.kind": "stays",
    "publishing.Content.retired_reason": "told with the retirement",
    "publishing.Content.replaced_by": "told with the retirement",
}


# Of these an alliance has one at a time, so that a change says which.
ONE_OF_ITS_KIND = {"alliances.Alliance", "people.Scope", "reviews.ReviewAppointment"}


def test_in_the_history_of_an_alliance_a_change_says_what_it_happened_to() -> None:
    stories = [story for part in parts() for story, _where in part.stories]
    assert {story.model._meta.label for story in stories if story.fields and not story.changed} == ONE_OF_ITS_KIND


def _tracked() -> dict[str, type[models.Model]]:
    return {event.pgh_tracked_model._meta.label: event for event in EVENTS}


def test_every_tracked_model_is_told_or_listed_with_a_reason() -> None:
    told = {story.model._meta.label for story in STORIES} | TOLD_BY_FUNCTIONS
    assert set(_tracked()) - told == set(UNTOLD)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.model._meta.label)
def test_every_tracked_field_is_told_or_listed_with_a_reason(story: Story) -> None:
    columns = {column.name for column in story.events._meta.fields if not column.name.startswith("pgh_")}
    if story.changed or not story.fields:
        return
    label = story.model._meta.label
    listed = {one.rpartition(".")[2] for one in ELSEWHERE if one.startswith(f"{label}.")}
    assert columns - set(story.fields) - _NOBODY_ASKS - _NEVER_CHANGES - listed == set()
