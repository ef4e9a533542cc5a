"""The kinds of record whose changes the whole trail tells, what each is called, and which wall it stands behind.

Whoever reads the trail reads of what they may see anyway. A kind whose rows lead to a scope is read by it; one that
leads to none is read by whoever may open the trail only where it says so here. What is nobody's business but one
person's is in `LEFT_OUT` with the reason, and on no page of the trail.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from coe_hub.audit.history import event_model
from coe_hub.people.models import Organisation, Person, Scope, ScopeGrant, ScopeKind, User

NAMES = {
    "action_items.ActionItem": _("Action"),
    "agreements.Agreement": _("Agreement"),
    "agreements.AgreementParty": _("Party of an agreement"),
    "agreements.Ending": _("End of an agreement"),
    "agreements.Programme": _("Programme"),
    "agreements.RenewalDecision": _("Decision on a renewal"),
    "alignment.AlignmentCheck": _("Alignment check"),
    "alignment.Stand": _("Stand of a department"),
    "alliances.Alliance": _("Alliance"),
    "alliances.Member": _("Role on an alliance"),
    "alliances.Party": _("Party of an alliance"),
    "alliances.StageChange": _("Change of stage"),
    "attachments.Attachment": _("File or link"),
    "attachments.Folder": _("Folder of files"),
    "attachments.StoredFile": _("Edition of a file"),
    "audit.MandateScope": _("What a mandate is for"),
    "committees.Charter": _("Charter of a committee"),
    "committees.Committee": _("Committee"),
    "committees.Seat": _("Seat on a committee"),
    "decisions.Consequence": _("What a decision set off"),
    "decisions.Decision": _("Decision"),
    "decisions.DecisionStep": _("Step of a decision"),
    "differences.Difference": _("Difference"),
    "goals.Goal": _("Goal"),
    "goals.SignOff": _("Sign-off of a goal"),
    "goals.Signatory": _("Who is asked to sign a goal"),
    "health.HealthCheck": _("Health check"),
    "health.JointAction": _("Joint action"),
    "issues.Issue": _("Issue"),
    "issues.IssueSignature": _("Signature under an issue"),
    "issues.IssueStep": _("Step of an issue"),
    "issues.Risk": _("Risk"),
    "issues.Rung": _("Level of escalation"),
    "journal.JournalEntry": _("Journal entry"),
    "launch.LaunchAnswer": _("Answer on the launch"),
    "meetings.AgendaItem": _("Agenda item"),
    "meetings.Attendance": _("Attendance"),
    "meetings.Correction": _("Correction of minutes"),
    "meetings.Meeting": _("Meeting"),
    "meetings.MeetingAction": _("Action of a meeting"),
    "meetings.Minutes": _("Minutes"),
    "meetings.MinutesComment": _("Comment on minutes"),
    "meetings.MinutesReader": _("Confirmation of minutes"),
    "needs.Campaign": _("Needs assessment"),
    "obligations.Fulfilment": _("Due date of an obligation"),
    "obligations.Lapse": _("Obligation that ends with its agreement"),
    "obligations.Obligation": _("Obligation"),
    "obligations.TriggerEvent": _("Trigger event"),
    "people.Organisation": _("Organisation"),
    "people.PartnerLink": _("Link for a partner"),
    "people.Person": _("Person"),
    "people.PersonLanguage": _("Language of a person"),
    "people.Scope": _("Who may see a record"),
    "people.ScopeGrant": _("Access to a record"),
    "people.Site": _("Site"),
    "reviews.Review": _("Review"),
    "reviews.ReviewAppointment": _("Appointment for a review"),
    "reviews.ReviewInvitee": _("Invitation to a review"),
    "sponsors.SponsorContact": _("Contact of a sponsor"),
    "sponsors.SupportRequest": _("Request for support"),
    "surveys.Wave": _("Survey"),
    "surveys.WaveSide": _("Side of a survey"),
}
# Without a wall: what every member may know of, or what only those who may open the trail look after.
OPEN = {
    "api.ApiToken": _("Token of a program"),
    "api.Webhook": _("Webhook"),
    "audit.Mandate": _("Mandate of an auditor"),
    "identity.DirectoryGroup": _("Group of the company"),
    "identity.DirectoryMember": _("Member of a group of the company"),
    "identity.DirectorySecret": _("Secret of the company’s directory"),
    "identity.GroupRole": _("Role of a group"),
    "needs.Need": _("Need"),
    "people.Invitation": _("Invitation"),
    "people.User": _("Account"),
    "privacy.Redaction": _("Forgotten person"),
    "privacy.RetentionRule": _("How long things stay"),
    "publishing.AttachedFile": _("File of a tool"),
    "publishing.Block": _("Paragraph"),
    "publishing.BlockTranslation": _("Translated paragraph"),
    "publishing.Content": _("Content of the Center of Excellence"),
    "publishing.Edition": _("Edition"),
    "reminders.KindRule": _("Rule of reminders"),
    "surveys.Questionnaire": _("Questionnaire"),
    "toolkits.Tool": _("Tool"),
    "training.Course": _("Course"),
    "training.CourseLesson": _("Lesson"),
    "training.CourseTool": _("Tool of a course"),
    "vocabulary.AgreementKind": _("Kind of agreement"),
    "vocabulary.AllianceRole": _("Role on alliances"),
    "vocabulary.AllianceType": _("Type of alliance"),
    "vocabulary.CommitteeKind": _("Kind of committee"),
    "vocabulary.Function": _("Function"),
    "vocabulary.Language": _("Language"),
    "vocabulary.Stage": _("Stage"),
    "vocabulary.Synonym": _("Synonym"),
    "vocabulary.TherapeuticArea": _("Therapeutic area"),
}
LEFT_OUT = {
    "calendars.CalendarFeed": "one's own address of one's own calendar",
    "identity.DirectoryAccount": "what the company says of an account; what comes of it is told with the account",
    "needs.Vote": "counted; who voted is nobody's business",
    "people.Merge": "names both doubles, and whoever reads may see neither; each entry's own history tells it",
    "publishing.PilotComment": "what somebody said of a draft; its desk shows it to those who asked",
    "publishing.PilotReader": "as publishing.PilotComment",
    "reminders.KindPreference": "one's own wish, shown on one's own page",
    "reminders.Preference": "as reminders.KindPreference",
    "reminders.Response": "what somebody answered to a reminder, without the wall of what it was about",
    "surveys.Participant": "whom a wave asks, and who answered",
    "surveys.PulseRound": "nobody begins one; the answers of those who used something do",
    "training.Option": "what readers see of a paragraph of the course, and that is told",
    "training.Question": "as training.Option",
}
# Where the first column that leads to a scope leads to a wider one than the row is read behind.
_WAYS = {"audit.MandateScope": ("scope",), "obligations.Lapse": ("obligation", "scope")}
# Rows of the directory, read as the directory is.
_SEEN_AS: dict[str, tuple[Any, str]] = {
    "people.Person": (Person, "pgh_obj_id"),
    "people.PersonLanguage": (Person, "person_id"),
    "people.Organisation": (Organisation, "pgh_obj_id"),
    "people.Site": (Organisation, "organisation_id"),
}


_SEEN_SCOPE = (
    f"SELECT 1 FROM {Scope._meta.db_table} s WHERE s.id = {{wall}} AND (s.kind = '{ScopeKind.OPEN}' OR EXISTS"  # noqa: S608  CONFIG: names of our own tables
    f" (SELECT 1 FROM {ScopeGrant._meta.db_table} g WHERE g.scope_id = s.id AND g.person_id = %s))"
)


@dataclass(frozen=True)
class Kind:
    """One kind of record on the trail; `way` leads from a row to its scope by names of columns, empty without one."""

    label: str
    name: Promise
    model: Any
    way: tuple[str, ...]

    @property
    def events(self) -> Any:
        """The model of its event rows."""
        return event_model(self.model)

    @property
    def table(self) -> str:
        """The table of its event rows."""
        return _quoted(self.events)

    @property
    def is_walled(self) -> bool:
        """Whether its records stand in a scope, or are scopes."""
        return bool(self.way) or self.model is Scope

    @cached_property
    def wall(self) -> str:
        """SQL for the id of the scope that the record of an event `e` stands in now; the one it stood in where the
        record is gone; NULL of those without."""
        if self.model is Scope:
            return "e.pgh_obj_id"
        if not self.way:
            return "NULL::bigint"
        column = f"e.{self._first}"
        if len(self.way) > 1:
            scope, tables = self._above
            return f"(SELECT {scope} FROM {tables} WHERE a0.id = {column})"  # noqa: S608  CONFIG: names of our own tables
        now = f"SELECT r.{self._first} FROM {_quoted(self.model)} r WHERE r.id = e.pgh_obj_id"  # noqa: S608  CONFIG: as above
        return f"COALESCE(({now}), {column})"

    @cached_property
    def objects(self) -> str:
        """SQL for the ids of its records, there or gone, behind one of the walls `%(walls)s`."""
        if self.model is Scope:
            return "SELECT unnest(%(walls)s::bigint[])"
        here = f"SELECT r.id FROM {_quoted(self.model)} r WHERE "  # noqa: S608  CONFIG: as above
        gone = f"SELECT e.pgh_obj_id FROM {self.table} e WHERE e.pgh_label = 'delete' AND "  # noqa: S608  CONFIG: as above
        if len(self.way) == 1:
            within = f"{self._first} = ANY(%(walls)s)"
        else:
            scope, tables = self._above
            within = f"{self._first} IN (SELECT a0.id FROM {tables} WHERE {scope} = ANY(%(walls)s))"  # noqa: S608  CONFIG: as above
        return f"{here} r.{within} UNION {gone} e.{within}"

    @property
    def _first(self) -> str:
        return str(self.model._meta.get_field(self.way[0]).column)

    @property
    def _above(self) -> tuple[str, str]:
        """Of a way of several steps: the column with the scope, and the tables from the first step on, as a0, a1 …"""
        model = self.model._meta.get_field(self.way[0]).related_model
        tables = f"{_quoted(model)} a0"
        for place, name in enumerate(self.way[1:-1]):
            column = model._meta.get_field(name)
            model = column.related_model
            tables += f" JOIN {_quoted(model)} a{place + 1} ON a{place + 1}.id = a{place}.{column.column}"
        return f"a{len(self.way) - 2}.{model._meta.get_field(self.way[-1]).column}", tables

    def seen(self, reader: User) -> tuple[str, list[Any]]:
        """SQL for whether `reader` may know of an event `e`, and its values; empty where everybody may who reads."""
        if self.label in OPEN:
            return "", []
        if self.label in _SEEN_AS:
            seen, column = _SEEN_AS[self.label]
            sql, values = seen.objects.visible_to(reader).order_by().values("pk").query.sql_with_params()
            return f"e.{column} IN ({sql})", list(values)
        return f"EXISTS ({_SEEN_SCOPE.format(wall=self.wall)})", [reader.person_id]


def _quoted(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def way_to_scope(model: Any, _above: frozenset[Any] = frozenset()) -> tuple[str, ...]:
    """By which columns, one after another, rows of `model` lead to the scope they stand in; empty where they do not.

    What the model's own `visible_to` goes by, else its first column that cannot be empty and leads there.
    """
    if named := getattr(type(model._default_manager.none()), "SCOPE", ""):
        return tuple(named.split("__"))
    for column in model._meta.fields:
        target = column.related_model
        if not column.is_relation or column.null or target in _above or target in {model, Person, User}:
            continue
        if target is Scope:
            return (column.name,)
        if rest := way_to_scope(target, _above | {model}):
            return (column.name, *rest)
    return ()


@cache
def kinds() -> dict[str, Kind]:
    """Every kind on the trail, by the label of its model."""
    found = {}
    for label, name in (NAMES | OPEN).items():
        model = apps.get_model(label)
        found[label] = Kind(label, name, model, () if label in OPEN else _WAYS.get(label, way_to_scope(model)))
    return found
