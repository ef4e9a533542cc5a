"""How each record that people edit is edited: its form, what saving it calls, and values to try it with."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F
from django.http import QueryDict

from alliances.agreements.actions.agreements import edit_agreement
from alliances.agreements.actions.programmes import edit_programme
from alliances.agreements.forms.agreements import AgreementEditForm
from alliances.agreements.forms.programmes import ProgrammeEditForm
from alliances.agreements.models import Agreement, Programme
from alliances.alignment.actions import begin_check as begin_round
from alliances.alignment.actions import edit_check as edit_round
from alliances.alignment.actions import say_where_they_stand
from alliances.alignment.forms import CheckForm, StandForm
from alliances.alignment.models import AlignmentCheck, Stand
from alliances.core.actions.partnerships import edit_alliance
from alliances.core.models import Alliance
from alliances.differences.actions import edit_difference, write_difference
from alliances.differences.forms import DifferenceForm
from alliances.differences.models import Difference
from alliances.goals.actions.goals import edit_goal, set_goal
from alliances.goals.forms import GoalForm
from alliances.goals.models import Goal
from alliances.issues.actions.issues import edit_issue
from alliances.issues.actions.risks import edit_risk
from alliances.issues.forms.issues import IssueEditForm
from alliances.issues.forms.risks import RiskEditForm
from alliances.issues.forms.shared import Offered as OfferedToIssue
from alliances.issues.models import Issue, Risk
from alliances.journal.actions import edit_entry, write_entry
from alliances.journal.forms import JournalEditForm
from alliances.journal.models import JournalEntry
from alliances.obligations.actions.events import edit_event
from alliances.obligations.actions.obligations import edit_obligation
from alliances.obligations.forms.events import EventEditForm
from alliances.obligations.forms.obligations import ObligationEditForm
from alliances.obligations.forms.offered import Offered
from alliances.obligations.models import Obligation, TriggerEvent
from alliances.partnerships.forms import AllianceEditForm
from alliances.reviews.actions.appointments import change_appointment, plan_review
from alliances.reviews.forms.appointments import AppointmentForm
from alliances.reviews.models import ReviewAppointment
from coe_hub.action_items.actions import add_action, edit_action
from coe_hub.action_items.forms import ActionItemEditForm
from coe_hub.action_items.models import ActionItem
from coe_hub.attachments.actions import add_link, edit_link
from coe_hub.attachments.forms import LinkEditForm
from coe_hub.attachments.models import Attachment
from coe_hub.people.accounts.actions import edit_account, edit_profile
from coe_hub.people.accounts.forms import AccountForm
from coe_hub.people.directory.actions import edit_organisation, edit_person, edit_site
from coe_hub.people.directory.forms.organisations import OrganisationForm, SiteForm
from coe_hub.people.directory.forms.persons import PersonForm, ProfileForm
from coe_hub.people.models import Organisation, Person, Scope, Site, User
from coe_hub.publishing.models import Content
from coe_hub.reminders.forms import PreferencesForm, RulesForm
from coe_hub.reminders.models import KindPreference, KindRule, Preference
from coe_hub.reminders.responses import set_preferences, set_rules
from coe_hub.reminders.working_days import WorkCalendar
from coe_hub.surveys.actions.questionnaires import create_questionnaire
from coe_hub.surveys.actions.questionnaires import edit_facts as edit_questionnaire_facts
from coe_hub.surveys.forms.desk import QuestionnaireFactsForm
from coe_hub.surveys.models import Questionnaire
from coe_hub.vocabulary.actions import edit_word
from coe_hub.vocabulary.forms import WordForm
from coe_hub.vocabulary.kinds import KINDS
from governance.committees.actions.committees import edit_committee
from governance.committees.actions.seats import edit_seat
from governance.committees.forms.committees import CommitteeEditForm
from governance.committees.forms.seats import SeatEditForm
from governance.committees.models import Committee, Seat
from governance.decisions.actions.decisions import edit_decision, write_decision
from governance.decisions.forms.decisions import DecisionEditForm
from governance.decisions.models import Decision
from governance.meetings.actions.agenda import edit_item
from governance.meetings.actions.meetings import edit_meeting
from governance.meetings.forms.agenda import AgendaItemEditForm
from governance.meetings.forms.meetings import MeetingForm
from governance.meetings.models import AgendaItem, Meeting
from governance.needs.actions import edit_need, write_need
from governance.needs.forms import NeedForm
from governance.needs.models import Need
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.alliances.issues.data import issue, risk
from tests.alliances.obligations.data import event, owe
from tests.factories import make_organisation, make_person, make_site, make_user
from tests.governance.committees_data import make_committee, plan, put, sit
from toolkits.actions import edit_facts
from toolkits.forms import FactsForm
from toolkits.models import Tool
from training.actions import create_course
from training.actions import edit_facts as edit_course_facts
from training.forms import CourseFactsForm
from training.models import Course

# Where a form asks for a column under another name, or not at all since it follows from another one.
ASKED_AS = {
    (ReviewAppointment, "starts_at"): "on_date",
    (Meeting, "starts_at"): "on_date",
    (ActionItem, "side"): "owner",
    (Scope, "kind"): "scope_kind",
    (KindRule, "*"): "alliance_review-{}",
    (KindPreference, "*"): "alliance_review-{}",
}
# Values of columns that take only some, the first and the second.
VALUES: dict[str, tuple[Any, Any]] = {
    "needed_on": (date(2026, 7, 1), date(2026, 7, 2)),
    "not_before": (date(2026, 6, 1), date(2026, 6, 2)),
    "starts_on": (date(2026, 1, 5), date(2026, 2, 5)),
    "ends_on": (date(2028, 1, 5), date(2028, 2, 5)),
    "signed_on": (date(2026, 1, 5), date(2026, 2, 5)),
    "effective_on": (date(2026, 3, 5), date(2026, 4, 5)),
    "expires_on": (date(2028, 1, 5), date(2028, 2, 5)),
    "renewal": ("automatic", "by_agreement"),
    "renewal_months": (12, 24),
    "notice_months": (3, 6),
    "notice_days": (10, 20),
    "happened_on": (date(2026, 5, 4), date(2026, 5, 5)),
    "value_looked_at_on": (date(2026, 5, 4), date(2026, 5, 5)),
    "due_on": (date(2026, 7, 1), date(2026, 7, 2)),
    "starts_at": (datetime(2026, 7, 1, 9, tzinfo=UTC), datetime(2026, 7, 2, 9, tzinfo=UTC)),
    "minutes": (30, 60),
    "time_zone": ("Asia/Tokyo", "Europe/Berlin"),
    "country": ("JP", "US"),
    "subdivision": ("MA", "BY"),
    "address": ("https://one.example", "https://two.example"),
    "formed_on": (date(2026, 1, 5), date(2026, 2, 5)),
    "dissolved_on": (date(2028, 1, 5), date(2028, 2, 5)),
    "minutes_long": (30, 60),
    "pre_read_due_on": (date(2026, 7, 1), date(2026, 7, 2)),
    "checked_on": (date(2026, 5, 4), date(2026, 5, 5)),
    "website": ("https://one.example", "https://two.example"),
    "review_on": (date(2026, 7, 1), date(2026, 8, 3)),
    "decided_on": (date(2026, 5, 4), date(2026, 5, 5)),
    "dial_in": ("https://one.example", "https://two.example"),
    "email": ("one@hub.example", "two@hub.example"),
    "review_months": (6, 12),
    "roles": (["curator"], ["auditor", "curator"]),
    "audiences": (["scientist"], ["scientist", "executive"]),
    "phases": (["running"], ["running", "ending"]),
    "lead_days": ([9, 3], [8, 2]),
    "days_needed": (10, 20),
    "count": (30, 45),
    "amount": (Decimal("10.50"), Decimal("99.05")),
    "currency": ("USD", "JPY"),
    **{name: (date(2026, 7, 1), date(2026, 7, 2)) for name in ("fixed_on", "first_on")},
    "last_on": (date(2028, 1, 5), date(2028, 2, 5)),
    "weeks_late": (3, 5),
    "backup_after_days": (3, 5),
    "single_within_days": (2, 3),
    "position": (70, 80),
    "others": (["one"], ["two", "three"]),
    "names": ({"en": "One", "ja": "一"}, {"en": "Two", "ja": "二"}),
    "side": ("ours", "ours"),
}


COURSE = {"toolkit": "research", "minutes": 10, "audiences": ["scientist"]}


class Edited(NamedTuple):
    """How one record is edited: the record, its form over what was posted, and what saving calls."""

    record: Callable[[SimpleNamespace], models.Model]
    form: Callable[[SimpleNamespace, Any, Any], Any]
    save: Callable[[SimpleNamespace, Any, Any], Any]
    columns: tuple[str, ...] = ()


def word(slug: str) -> Edited:
    kind = KINDS[slug]
    return Edited(
        lambda _w: kind.model.objects.first(),
        lambda _w, one, data: WordForm(data, kind=kind, word=one),
        lambda _w, one, form: edit_word(word=one, **form.action_values()),
    )


# Of an obligation, what stays when what it is counted from changes, and what belongs to each of that. Its base is tried
# with each; its counterpart is somebody at the partner, whom a test of its own names and lets be reminded.
OF_BASE = {
    "fixed": [
        name for name in Obligation.EDITABLE
        if name not in {
            "counts_from", "event", "after", "period", "first_on", "last_on", "counterpart", "tells_partner",
        }
    ],
    "event": ["event"],
    "obligation": ["after"],
    "period": ["period", "first_on", "last_on"],
}  # fmt: skip


def owed(base: str, *columns: str) -> Edited:
    def record(w: SimpleNamespace) -> Obligation:
        bases = {"event": TriggerEvent.objects.first(), "after": Obligation.objects.first(), "period": "year"}
        of_base = {name: value for name, value in bases.items() if name in columns and base != "fixed"}
        return owe(
            w.alliance, counts_from=base, **of_base, **({"first_on": date(2026, 1, 1)} if base == "period" else {})
        )

    return Edited(
        record,
        lambda w, one, data: ObligationEditForm(data, obligation=one, offered=Offered(w.alliance, w.user)),
        lambda w, one, form: edit_obligation(obligation=one, by=w.user, **form.action_values()),
        tuple(columns),
    )


EDITED: list[tuple[type[models.Model], Edited]] = [
    (Alliance, Edited(
        lambda w: w.alliance,
        lambda w, one, data: AllianceEditForm(data, user=w.user, alliance=one),
        lambda w, one, form: edit_alliance(alliance=one, by=w.user, **form.action_values()),
    )),
    (Agreement, Edited(
        lambda w: make_agreement(w.alliance, by=w.user, amends=make_agreement(w.alliance, by=w.user)),
        lambda w, one, data: AgreementEditForm(
            data, user=w.user, agreement=one, programmes=Programme.objects.filter(alliance=w.alliance)
        ),
        lambda _w, one, form: edit_agreement(agreement=one, **form.action_values()),
    )),
    (Programme, Edited(
        lambda w: make_programme(w.alliance, by=w.user),
        lambda _w, one, data: ProgrammeEditForm(data, programme=one),
        lambda _w, one, form: edit_programme(programme=one, **form.action_values()),
    )),
    (TriggerEvent, Edited(
        lambda w: event(w.alliance),
        lambda w, one, data: EventEditForm(data, event=one, offered=Offered(w.alliance, w.user)),
        lambda _w, one, form: edit_event(event=one, **form.action_values()),
    )),
    *((Obligation, owed(base, *columns)) for base, columns in OF_BASE.items()),
    # Its counterpart is somebody at the partner, whom a test of its own names.
    (Issue, Edited(
        lambda w: issue(w.alliance),
        lambda w, one, data: IssueEditForm(data, issue=one, offered=OfferedToIssue(w.alliance, w.user)),
        lambda _w, one, form: edit_issue(issue=one, **form.action_values()),
        tuple(name for name in Issue.EDITABLE if name != "counterpart"),
    )),
    (Risk, Edited(
        lambda w: risk(w.alliance),
        lambda w, one, data: RiskEditForm(data, risk=one, offered=OfferedToIssue(w.alliance, w.user)),
        lambda _w, one, form: edit_risk(risk=one, **form.action_values()),
    )),
    (Attachment, Edited(
        lambda w: add_link(record=w.alliance, title="Charter", address="https://a.example", by=w.user),
        lambda _w, one, data: LinkEditForm(data, link=one),
        lambda _w, one, form: edit_link(link=one, **form.action_values()),
    )),
    (Scope, Edited(
        lambda w: w.alliance.scope,
        lambda w, one, data: AllianceEditForm(data, user=w.user, alliance=Alliance.objects.get(scope=one)),
        lambda w, one, form: edit_alliance(
            alliance=Alliance.objects.get(scope=one), by=w.user, **form.action_values()
        ),
    )),
    (JournalEntry, Edited(
        lambda w: write_entry(alliance=w.alliance, by=w.user, kind="note", text="A", happened_on=date(2026, 5, 1)),
        lambda _w, one, data: JournalEditForm(data, entry=one),
        lambda _w, one, form: edit_entry(entry=one, **form.action_values()),
    )),
    (Goal, Edited(
        lambda w: set_goal(alliance=w.alliance, by=w.user, people=[w.user.person], text="A"),
        lambda _w, one, data: GoalForm(data, alliance=one.alliance, goal=one),
        lambda _w, one, form: edit_goal(goal=one, **form.action_values()),
    )),
    (ReviewAppointment, Edited(
        lambda w: plan_review(
            alliance=w.alliance, people=[w.user.person], by=w.user, minutes=45, time_zone="UTC",
            starts_at=datetime(2026, 6, 20, 9, tzinfo=UTC),
        ),
        lambda w, one, data: AppointmentForm(
            data, user=w.user, alliance=w.alliance, people=[w.user.person], appointment=one
        ),
        lambda _w, one, form: change_appointment(appointment=one, **form.action_values()),
    )),
    (Committee, Edited(
        lambda w: make_committee(w.alliance, by=w.user, label="Third"),
        lambda _w, one, data: CommitteeEditForm(
            data, committee=one, parents=Committee.objects.exclude(pk=one.pk).in_order()
        ),
        lambda _w, one, form: edit_committee(committee=one, **form.action_values()),
    )),
    (Decision, Edited(
        lambda w: write_decision(
            committee=Committee.objects.order_by("pk")[0], by=w.user, text="Go on", decided_on=date(2026, 5, 1)
        ),
        lambda w, one, data: DecisionEditForm(data, decision=one, user=w.user),
        lambda _w, one, form: edit_decision(decision=one, **form.action_values()),
    )),
    (Seat, Edited(
        lambda w: sit(Committee.objects.order_by("pk")[0], make_person("Sita Seated")),
        lambda w, one, data: SeatEditForm(data, user=w.user, seat=one),
        lambda _w, one, form: edit_seat(seat=one, **form.action_values()),
    )),
    (Meeting, Edited(
        lambda w: plan(Committee.objects.order_by("pk")[0], by=w.user),
        lambda _w, one, data: MeetingForm(data, meeting=one),
        lambda _w, one, form: edit_meeting(meeting=one, **form.action_values()),
    )),
    (AgendaItem, Edited(
        lambda w: put(plan(Committee.objects.order_by("pk")[0], by=w.user)),
        lambda w, one, data: AgendaItemEditForm(data, user=w.user, item=one),
        lambda _w, one, form: edit_item(item=one, **form.action_values()),
    )),
    (ActionItem, Edited(
        lambda w: add_action(scope=w.alliance.scope, by=w.user, text="A", owner=w.user.person, side="ours"),
        lambda w, one, data: ActionItemEditForm(
            data, item=one, user=w.user, side_of=lambda _person: "ours", suggest_url="/"
        ),
        lambda _w, one, form: edit_action(item=one, **form.action_values()),
    )),
    (Organisation, Edited(
        lambda _w: make_organisation("Mother Ltd"),
        lambda w, one, data: OrganisationForm(data, user=w.user, organisation=one),
        lambda _w, one, form: edit_organisation(organisation=one, **form.action_values()),
    )),
    (Site, Edited(
        lambda _w: make_site(WorkCalendar("UTC", "GB", "")),
        lambda w, one, data: SiteForm(data, user=w.user, site=one),
        lambda _w, one, form: edit_site(site=one, **form.action_values()),
    )),
    (Person, Edited(
        lambda _w: make_person("Paul Public"),
        lambda w, one, data: PersonForm(data, user=w.user, person=one),
        lambda _w, one, form: edit_person(person=one, **form.action_values()),
    )),
    (User, Edited(
        lambda _w: make_user("Uma User"),
        lambda _w, one, data: ProfileForm(data, user=one),
        lambda _w, one, form: edit_profile(user=one, **form.action_values()),
        ("language", "time_zone", "theme"),
    )),
    (User, Edited(
        lambda _w: make_user("Ulf User"),
        lambda _w, one, data: AccountForm(data, account=one),
        lambda w, one, form: edit_account(account=one, by=w.user, **form.action_values()),
        ("roles", "is_active"),
    )),
    (Content, Edited(
        lambda w: w.tool.content,
        lambda w, one, data: FactsForm(data, tool=Tool.objects.get(content=one), user=w.user),
        lambda _w, one, form: edit_facts(tool=Tool.objects.get(content=one), **form.action_values()),
    )),
    (Tool, Edited(
        lambda w: w.tool,
        lambda w, one, data: FactsForm(data, tool=one, user=w.user),
        lambda _w, one, form: edit_facts(tool=one, **form.action_values()),
    )),
    (Course, Edited(
        lambda w: create_course(title="Ringing up", purpose="Call.", by=w.user, **COURSE),
        lambda w, one, data: CourseFactsForm(data, course=one, user=w.user),
        lambda _w, one, form: edit_course_facts(course=one, **form.action_values()),
    )),
    (AlignmentCheck, Edited(
        lambda w: begin_round(
            alliance=w.alliance, people=[w.user.person], by=w.user, occasion="A", needed_on=date(2026, 7, 1)
        ),
        lambda _w, one, data: CheckForm(data, check=one),
        lambda _w, one, form: edit_round(check=one, **form.action_values()),
    )),
    (Stand, Edited(
        lambda w: begin_round(
            alliance=w.alliance, people=[w.user.person], by=w.user, occasion="B", needed_on=date(2026, 7, 1)
        ).stands.get(),
        lambda _w, one, data: StandForm(data, stand=one),
        lambda _w, one, form: say_where_they_stand(stand=one, **form.action_values()),
        ("department", "knows_goals", "open_points", "resources", "mandate"),
    )),
    (Difference, Edited(
        lambda w: write_difference(alliance=w.alliance, by=w.user, topic="A", ours="B", theirs="C"),
        lambda _w, one, data: DifferenceForm(data, difference=one),
        lambda _w, one, form: edit_difference(difference=one, **form.action_values()),
    )),
    (Need, Edited(
        lambda w: write_need(by=w.user, text="A"),
        lambda w, one, data: NeedForm(data, need=one, user=w.user),
        lambda _w, one, form: edit_need(need=one, **form.action_values()),
        ("text", "reason", "owner"),
    )),
    (Questionnaire, Edited(
        lambda w: create_questionnaire(title="How is it", purpose="To know.", by=w.user, use="health", minutes=3),
        lambda w, one, data: QuestionnaireFactsForm(data, questionnaire=one, user=w.user),
        lambda _w, one, form: edit_questionnaire_facts(questionnaire=one, **form.action_values()),
    )),
    (Preference, Edited(
        lambda w: Preference.objects.create(person=w.user.person),
        lambda w, _one, data: PreferencesForm(data, person=w.user.person),
        lambda w, _one, form: set_preferences(person=w.user.person, **form.action_values()),
    )),
    (KindPreference, Edited(
        lambda w: KindPreference.objects.create(person=w.user.person, kind="alliance_review"),
        lambda w, _one, data: PreferencesForm(data, person=w.user.person),
        lambda w, _one, form: set_preferences(person=w.user.person, **form.action_values()),
    )),
    (KindRule, Edited(
        lambda _w: KindRule.objects.create(kind="alliance_review"),
        lambda _w, _one, data: RulesForm(data),
        lambda _w, _one, form: set_rules(**form.action_values()),
    )),
    *((kind.model, word(slug)) for slug, kind in KINDS.items()),
]  # fmt: skip


def two_values(model: type[models.Model], name: str) -> tuple[Any, Any]:
    """Two values that the column may hold, neither of them empty."""
    column: Any = model._meta.get_field(name)
    if model is Stand and name == "position":
        return "concerns", "against"
    if name in VALUES:
        return VALUES[name]
    if isinstance(column, models.BooleanField):
        return True, False
    if column.is_relation:
        first, second = column.related_model.objects.order_by("pk")[:2]
        return (second, first) if name == "co_owner" else (first, second)  # never the owner
    if column.choices:
        first, second, *_others = [code for code, _label in column.flatchoices if code]
        return first, second
    return f"{name} one", f"{name} two"


def settle(record: models.Model, values: dict[str, Any]) -> Any:
    """The record as somebody else's save left it."""
    raised = {"version": F("version") + 1} if hasattr(record, "version") else {}
    type(record)._base_manager.filter(pk=record.pk).update(**values, **raised)
    if isinstance(record, Tool | Course | Questionnaire):
        Content.objects.filter(pk=record.content_id).update(version=F("version") + 1)
    elif isinstance(record, User):
        Person.objects.filter(pk=record.person_id).update(version=F("version") + 1)
    elif isinstance(record, Scope):
        Alliance.objects.filter(scope=record).update(version=F("version") + 1)
    return type(record)._base_manager.get(pk=record.pk)


def posted(form: Any) -> QueryDict:
    """What a browser posts that opened the form and touched nothing."""
    data = QueryDict(mutable=True)
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        for one in value if isinstance(value, list | tuple) else [value]:
            if one not in {None, ""} and one is not False:
                data.appendlist(name, "on" if one is True else str(one))
    return data


def asked_as(model: type[models.Model], name: str) -> str:
    """The form's name for the column."""
    if name == "names":
        return "name_en"
    return ASKED_AS.get((model, name)) or ASKED_AS.get((model, "*"), "{}").format(name)
