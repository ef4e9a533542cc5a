"""The data map: what the hub keeps of people, why, how long, who sees it, and what becomes of it when somebody is
forgotten. The page for the works council, the file a person takes along and erasure all read this one register.

A column that holds something of a person and stands in no line here fails `tests/architecture/test_data_map.py`: add
it to the line of its model, or a line to the purpose it serves.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coe_hub.people.models import Person, User


@dataclass(frozen=True)
class Purpose:
    """One reason to keep something of people, in words for whoever it is kept of."""

    code: str
    title: Promise
    what: Promise
    why: Promise
    kept: Promise
    seen_by: Promise
    when_forgotten: Promise


PURPOSES = (
    Purpose(
        "account",
        _("Accounts"),
        _(
            "The address you sign in with, your password as a hash nobody can read, roles, language, time "
            "zone, views of lists that you kept; who invited you; what your company’s sign-in calls you, and your "
            "groups there. Your second factors, and the devices you are signed in on with their network address."
        ),
        _("So that you can sign in and the hub speaks your language on your clock."),
        _("As long as you have an account; after that, until you are forgotten."),
        _("You and the admins. Colleagues see your address in the directory."),
        _("The address goes, password, factors and sessions with it, and the account stays closed."),
    ),
    Purpose(
        "directory",
        _("Directory"),
        _(
            "Name in your script and in Latin letters, reading, job title, function, site, languages, "
            "address, telephone, and what you wrote about yourself."
        ),
        _("So that people on an alliance know and reach each other, on our side and at partners."),
        _("As long as you take part; after that, until you are forgotten."),
        _(
            "Every member where you are marked visible to all; otherwise those who share an alliance with you"
            " that they may see."
        ),
        _("All of it goes, in the history too; a pseudonym takes the place of the name."),
    ),
    Purpose(
        "access",
        _("Access"),
        _(
            "Which alliances and records you are let in to, and as what; links sent to people at partners, "
            "with when they were opened and answered; keys you made for programs and calendars."
        ),
        _("So that what is confidential stays with those who need it."),
        _("As long as the access holds; links of partners for the days set by the company after they ran out."),
        _("Those on the same alliance; admins see that a key or link exists, never the key."),
        _("All access ends; keys are removed."),
    ),
    Purpose(
        "work",
        _("Work on alliances and in committees"),
        _(
            "Who leads, owns, decided, signed, came, wrote; and the texts they wrote: actions, journal, "
            "minutes, decisions, issues, reviews."
        ),
        _("An alliance lives for ten years; whoever takes over must know who agreed to what and why."),
        _("As long as the record of the alliance, which the company keeps for its contracts."),
        _("Those who may see the alliance; what stands behind a wall, those behind it."),
        _("What was done stays, under a pseudonym; your name in texts is replaced."),
    ),
    Purpose(
        "surveys",
        _("Surveys"),
        _(
            "Who was asked, and whether they answered. Answers of an anonymous survey lie apart, with no tie "
            "to a person, a time or a link."
        ),
        _("So that the same person answers once, and a health check hears everybody."),
        _("As long as the survey."),
        _(
            "Whoever runs the survey sees who was asked; anonymous answers are read only as figures of a "
            "group that is large enough."
        ),
        _("That you were asked stays, under a pseudonym; anonymous answers cannot be found, not by us either."),
    ),
    Purpose(
        "learning",
        _("Learning"),
        _("Which courses you began and finished, your tries at a quiz and what you answered."),
        _("So that you can go on where you were, and show what you have learnt."),
        _("As long as you have an account; after that, until you are forgotten."),
        _("You alone. Others see figures of groups of five and more."),
        _("The figures stay, under a pseudonym."),
    ),
    Purpose(
        "usage",
        _("Use of the hub"),
        _("What you read, downloaded and searched for in vain, and when you last saw a page."),
        _("So that the Center of Excellence makes what is missed, and a page shows what is new to you."),
        _("For the days set by the company, then it goes by itself."),
        _("You alone. Others see figures of groups of five and more; there is no list of who did what."),
        _("All of it goes."),
    ),
    Purpose(
        "mails",
        _("Mails and reminders"),
        _("Which mail went to which address when and with what result; how you like to be told; what you answered."),
        _("So that each reminder comes once, and a mail that did not arrive can be found."),
        _("The text until the mail is sent; the note of it for the days set by the company."),
        _("Admins see that a mail went, not what it said."),
        _("All of it goes."),
    ),
    Purpose(
        "imports",
        _("Imports"),
        _("Who brought in which list, and its rows while they are settled."),
        _("So that an import can be looked through and taken back."),
        _("For the days set by the company after it ended."),
        _("Whoever brought it in."),
        _("What you settled for your next import goes; the lists go with time."),
    ),
    Purpose(
        "content",
        _("What the Center of Excellence publishes"),
        _("Who wrote, translated, approved and looks after tools and courses; comments on drafts."),
        _("So that readers know whom to ask, and the second look is on record."),
        _("As long as the tool or course."),
        _("Every member; drafts and comments, those who keep the desk."),
        _("What was written stays, under a pseudonym."),
    ),
    Purpose(
        "things",
        _("Companies, sites, the hub itself"),
        _(
            "Names of organisations and sites, notes of backups. These name a person only where a company is "
            "called after one."
        ),
        _("So that partners and places can be found."),
        _("As long as they are in use."),
        _("As the directory."),
        _("They stay."),
    ),
)

# Purpose → model → its columns that hold something of a person.
COLUMNS: dict[str, dict[str, str]] = {
    "account": {
        "account.EmailAddress": "email user",
        "identity.DirectoryAccount": "external_id user user_name",
        "identity.DirectoryMember": "user",
        "identity.DirectorySecret": "made_by name",
        "lists.ListHabit": "user",
        "lists.SavedView": "list_code name owner query",
        "mfa.Authenticator": "user",
        "people.Invitation": "email invited_by person",
        "people.User": "email password person",
        "socialaccount.SocialAccount": "provider uid user",
        "socialaccount.SocialToken": "token token_secret",
        "usersessions.UserSession": "ip user user_agent",
    },
    "directory": {
        "people.Merge": "by",
        "privacy.Redaction": "by local_pseudonym person pseudonym reason",
        "people.Person": "about email family_name given_name job_title latin_name local_job_title phone reading",
        "people.PersonLanguage": "person",
    },
    "access": {
        "audit.Mandate": "account by reason",
        "api.Export": "name user",
        "api.KeptAnswer": "asked_hash body",
        "api.ApiToken": "name user",
        "api.Webhook": "address name sealed_secret user",
        "api.WebhookCall": "last_error",
        "calendars.CalendarFeed": "user",
        "people.PartnerLink": "person",
        "people.ScopeGrant": "person",
    },
    "work": {
        "action_items.ActionItem": "close_note closed_by created_by note "
        "owner proposed_note returned_note source_label text",
        "agreements.Agreement": "changes governing_law note owner reference title",
        "agreements.Ending": "by reason survival void_reason voided_by",
        "agreements.Programme": "asset name note territory",
        "agreements.RenewalDecision": "by decided_by reason void_reason voided_by",
        "alignment.AlignmentCheck": "by goals message occasion",
        "alignment.Stand": "department mandate open_points person",
        "alliances.Alliance": "code_name lead name rationale reference tags territory value_hypothesis",
        "alliances.Member": "person",
        "alliances.StageChange": "by reason",
        "attachments.Attachment": "address by title",
        "attachments.StoredFile": "by name",
        "committees.Charter": "authority by carve_outs clause limits reason sunset",
        "committees.Committee": "expansion label note",
        "committees.Seat": "person stand_in",
        "decisions.Consequence": "by label",
        "decisions.Decision": "bound by dissent options owner rationale text",
        "decisions.DecisionStep": "by note",
        "differences.Difference": "bridge by gain ours theirs topic",
        "goals.Goal": "by closing_note measure text",
        "goals.SignOff": "measure person remark text",
        "goals.Signatory": "person",
        "health.HealthCheck": "by note",
        "issues.Issue": "agreed_text by counterpart options our_contribution "
        "our_interests owner shared_interests their_contribution their_interests title",
        "issues.IssueSignature": "person remark text title",
        "issues.IssueStep": "agenda by reason",
        "issues.Risk": "by cause closing_note effect owner plan title",
        "issues.Rung": "clause",
        "journal.JournalEntry": "by text",
        "launch.LaunchAnswer": "by note said_by",
        "meetings.AgendaItem": "note presenter said source_label title",
        "meetings.Attendance": "person stood_in_by",
        "meetings.Correction": "by text",
        "meetings.Meeting": "by dial_in note place reason",
        "meetings.Minutes": "opening recorder",
        "meetings.MinutesComment": "answer answered_by person text",
        "meetings.MinutesReader": "person",
        "needs.Campaign": "name",
        "needs.Need": "by owner reason text",
        "obligations.Fulfilment": "delivered_by delivered_note disputed_by disputed_why extended_why "
        "fulfilled_by fulfilled_note voided_by voided_why waived_by waived_why",
        "obligations.Obligation": "clause condition counterpart note owner title",
        "obligations.TriggerEvent": "clause contested_why deemed_clause name note voided_why why",
        "packs.Pack": "by occasion",
        "reviews.Review": "by note",
        "reviews.ReviewAppointment": "by dial_in note place reason",
        "reviews.ReviewInvitee": "person",
        "sponsors.SponsorContact": "by person",
        "sponsors.SupportRequest": "answer answered_by asked_by text",
    },
    "surveys": {
        "needs.Vote": "person",
        "surveys.Ballot": "sealed",
        "surveys.Draft": "sealed",
        "surveys.Participant": "person",
        "surveys.Wave": "by subject",
        "surveys.WaveSide": "label",
    },
    "learning": {
        "training.Answer": "choice question",
        "training.Enrolment": "user",
        "training.LearningRecord": "user",
    },
    "usage": {
        "surveys.PulseSkipped": "user",
        "usage.LastSeen": "user",
        "usage.UnmetSearch": "answered_by text user",
        "usage.UsageEvent": "user",
    },
    "mails": {
        "reminders.Delivery": "email html_body last_error person subject text_body",
        "reminders.KindPreference": "person",
        "reminders.Preference": "person",
        "reminders.RefusedAddress": "email error person",
        "reminders.Reminder": "person",
        "reminders.Response": "person",
    },
    "imports": {
        "imports.Import": "by message name",
        "imports.ImportRow": "label",
        "imports.KeptColumn": "by heading",
        "imports.KeptWord": "by ours theirs",
        "lists.ManyChange": "address back by list_code message sent",
    },
    "content": {
        "publishing.AttachedFile": "author label",
        "publishing.Block": "text",
        "publishing.BlockTranslation": "approved_by text translated_by",
        "publishing.Content": "co_owner owner retired_reason",
        "publishing.Edition": "approved_by author change_note last_writer pilot_question",
        "publishing.PilotComment": "author text",
        "publishing.PilotReader": "person",
        "toolkits.Tool": "reading",
    },
    "things": {
        "identity.DirectoryGroup": "display_name external_id",
        "identity.GroupRole": "group",
        "operations.Backup": "problem",
        "operations.StoppedWork": "request_id task task_id",
        "people.Organisation": "local_name name reading website",
        "people.Site": "city local_name name",
        "socialaccount.SocialApp": "client_id name provider provider_id secret",
    },
}
# A person's own way of being told, use, and keys: these rows go with them.
GOES = (
    "account.EmailAddress",
    "api.ApiToken",
    "api.Webhook",
    "calendars.CalendarFeed",
    "identity.DirectoryAccount",
    "identity.DirectoryMember",
    "imports.KeptColumn",
    "imports.KeptWord",
    "lists.ListHabit",
    "lists.ManyChange",
    "lists.SavedView",
    "mfa.Authenticator",
    "people.Invitation",
    "people.PersonLanguage",
    "people.ScopeGrant",
    "reminders.KindPreference",
    "reminders.Preference",
    "reminders.RefusedAddress",
    "reminders.Reminder",
    "reminders.Response",
    "reminders.Delivery",
    "socialaccount.SocialAccount",
    "surveys.PulseSkipped",
    "usage.LastSeen",
    "usage.UnmetSearch",
    "usage.UsageEvent",
    "usersessions.UserSession",
)
# Published editions and packs are documents of the company, which nobody rewrites; what a machine sealed has no words.
_TEXT_STAYS = ("content", "things")
_SEALED = frozenset({"password", "sealed", "sealed_secret"})


@dataclass(frozen=True)
class Kept:
    """What of one model holds something of people."""

    purpose: Purpose
    model: Any
    columns: tuple[str, ...]

    @property
    def whose(self) -> tuple[str, ...]:
        """Its columns that point at a person or an account."""
        return tuple(name for name in self.columns if self.model._meta.get_field(name).is_relation)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its columns of text in which a name may stand, and be replaced."""
        if self.purpose.code in _TEXT_STAYS or self.model in {Person, User} or self.model._meta.label == "packs.Pack":
            return ()
        return tuple(name for name in self.columns if name not in self.whose and name not in _SEALED)

    def rows_of(self, person: Person) -> Any:
        """The rows that point at the person or their account; None where none can."""
        wanted = None
        for name in self.whose:
            column: Any = self.model._meta.get_field(name)
            value = getattr(person, "user", None) if column.related_model is User else person
            if value is not None:
                rows = self.model._base_manager.filter(**{name: value})
                wanted = rows if wanted is None else wanted | rows
        return wanted


@cache
def data_map() -> tuple[Kept, ...]:
    """All of it, in the order of the purposes."""
    purposes = {one.code: one for one in PURPOSES}
    return tuple(
        Kept(purposes[code], apps.get_model(label), tuple(names.split()))
        for code, models in COLUMNS.items()
        for label, names in models.items()
    )
