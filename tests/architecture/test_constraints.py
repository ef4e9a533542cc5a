"""Each rule of the database, tried both ways: one row it takes, and the next one it refuses."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from alliances.agreements.models import Agreement, AgreementParty, Ending, Programme, RenewalDecision
from alliances.core.models import Alliance, Member, Party
from alliances.goals.models import Goal, Signatory, SignOff
from alliances.issues.models import Issue, IssueSignature, IssueStep, Risk, Rung
from alliances.journal.models import JournalEntry
from alliances.launch.models import LaunchAnswer
from alliances.obligations.models import Fulfilment, Lapse, Obligation, TriggerEvent
from alliances.reviews.models import Review, ReviewAppointment, ReviewInvitee
from alliances.sponsors.models import SponsorContact, SupportRequest
from coe_hub.action_items.models import ActionItem
from coe_hub.api.exports.models import Export
from coe_hub.api.models import ApiToken, KeptAnswer, Webhook, WebhookCall
from coe_hub.attachments.models import Attachment, Folder, StoredFile
from coe_hub.audit.models import Mandate, MandateScope
from coe_hub.calendars.models import CalendarFeed
from coe_hub.identity.models import DirectoryAccount, DirectoryGroup, DirectoryMember, DirectorySecret, GroupRole
from coe_hub.imports.models import Import, ImportRow, KeptColumn, KeptWord
from coe_hub.lists.models import ListHabit, SavedView
from coe_hub.operations.models import Backup
from coe_hub.people.doubles.models import Merge
from coe_hub.people.models import (
    Invitation,
    Organisation,
    PartnerLink,
    Person,
    PersonLanguage,
    Scope,
    ScopeGrant,
    Site,
    User,
)
from coe_hub.privacy.models import Redaction
from coe_hub.usage.models import LastSeen, UnmetSearch
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
from governance.packs.models import Pack
from tests.architecture.test_floors import MODELS
from tests.cast import Cast
from tests.factories import make_organisation, make_person, make_user

Rows = Callable[[SimpleNamespace], list[models.Model]]
# These have a file of this kind among their own tests, which is as complete.
TRIED_BESIDE_THEIR_ROOM = (
    "alliances.alignment",
    "alliances.differences",
    "alliances.health",
    "coe_hub.publishing",
    "coe_hub.reminders.models",
    "coe_hub.surveys",
    "governance.committees",
    "governance.decisions",
    "governance.meetings",
    "governance.needs",
    "toolkits",
    "training",
)
DAY = date(2026, 5, 4)
NOW = timezone.now()


def _hook(w: SimpleNamespace, **values: object) -> Webhook:
    """A webhook of the user."""
    return Webhook(**{"user": w.user, "name": "W", "resources": ["journal"], "made_at": NOW, **values})


def _call(w: SimpleNamespace, **values: object) -> WebhookCall:
    """A message to one."""
    hook = Webhook.objects.create(user=w.user, name="W", resources=["journal"])
    return WebhookCall(webhook=hook, body={}, **values)


def _directory_group() -> DirectoryGroup:
    """A group of the company's directory."""
    return DirectoryGroup.objects.get_or_create(display_name="Everybody")[0]


def _token(w: SimpleNamespace, **values: object) -> ApiToken:
    """A token of the user, good for a day."""
    given = {
        "name": "Sheet",
        "made_at": NOW,
        "expires_at": NOW + timedelta(1),
        "token_hash": secrets.token_hex(8),
        **values,
    }
    return ApiToken(user=w.user, hint="abcd", **given)


def _export(w: SimpleNamespace, **values: object) -> Export:
    """An archive that the user asked for."""
    return Export(**{"user": w.user, "kind": "own", "name": "My data.zip", **values})


def _answer(w: SimpleNamespace) -> KeptAnswer:
    """What was answered to one request of the user's token."""
    token = ApiToken.objects.filter(user=w.user).first() or _token(w)
    token.save()
    return KeptAnswer(token=token, key="order-1", asked_hash="0" * 64)


def _view(w: SimpleNamespace, name: str, **values: Any) -> SavedView:
    """A view of the user."""
    return SavedView(owner=w.user, list_code="people", name=name, query="q=a", **values)


def alliance(world: SimpleNamespace, **values: Any) -> Alliance:
    """An alliance with only what the database asks for."""
    needed = {"name": "A", "alliance_type": world.type, "stage": world.stage, "scope": Scope.objects.create()}
    return Alliance(**needed | values)


def invitation(world: SimpleNamespace, token: str, **values: Any) -> Invitation:
    """An open invitation of the world's person."""
    needed = {
        "person": world.person,
        "email": "i@hub.example",
        "invited_by": world.user,
        "expires_at": NOW + timedelta(1),
    }
    return Invitation(token_hash=token, created_at=NOW, **needed | values)


def programme(world: SimpleNamespace, **values: Any) -> Programme:
    """A programme of the world's alliance."""
    return Programme(**{"alliance": world.alliance, "scope": world.alliance.scope, "name": "A"} | values)


def agreement(world: SimpleNamespace, **values: Any) -> Agreement:
    """An agreement of the world's alliance with only what the database asks for."""
    needed = {"alliance": world.alliance, "scope": world.alliance.scope, "title": "A", "kind": world.kind}
    return Agreement(**needed | values)


def ending(world: SimpleNamespace, **values: Any) -> Ending:
    """Notice of the world's agreement."""
    needed = {"agreement": world.agreement, "kind": "notice", "given_on": DAY, "side": "ours", "ends_on": DAY}
    return Ending(**needed | values)


def renewal(world: SimpleNamespace, **values: Any) -> RenewalDecision:
    """That the world's agreement renews itself."""
    needed = {"agreement": world.agreement, "term_ends_on": DAY, "decided_on": DAY, "decided_by": world.person}
    return RenewalDecision(**needed | {"reason": "A"} | values)


def obligation(world: SimpleNamespace, **values: Any) -> Obligation:
    """What is owed on a fixed day on the world's alliance."""
    needed = {"alliance": world.alliance, "scope": world.alliance.scope, "title": "A", "fixed_on": DAY}
    return Obligation(**needed | values)


def trigger(world: SimpleNamespace, **values: Any) -> TriggerEvent:
    """An event of the world's alliance."""
    return TriggerEvent(**{"alliance": world.alliance, "scope": world.alliance.scope, "name": "A"} | values)


def fulfilment(world: SimpleNamespace, **values: Any) -> Fulfilment:
    """A due day of the world's obligation, each of a period of its own."""
    world.periods += timedelta(1)
    return Fulfilment(**{"obligation": world.obligation, "period_on": world.periods, "due_on": DAY} | values)


def issue(world: SimpleNamespace, **values: Any) -> Issue:
    """An issue of the world's alliance."""
    return Issue(**{"alliance": world.alliance, "scope": world.alliance.scope, "title": "A"} | values)


def issue_step(world: SimpleNamespace, **values: Any) -> IssueStep:
    """A step of the world's issue."""
    needed = {"issue": world.issue, "way": "climbed", "level": 2, "on": DAY, "reason": "A"}
    return IssueStep(**needed | values)


def issue_signature(world: SimpleNamespace, **values: Any) -> IssueSignature:
    """What the world's person signed of the world's issue."""
    needed = {"issue": world.issue, "person": world.person, "side": "ours", "title": "A", "text": "A"}
    return IssueSignature(**needed | values)


def rung(world: SimpleNamespace, **values: Any) -> Rung:
    """The second level of the world's alliance."""
    return Rung(**{"alliance": world.alliance, "level": 2} | values)


def risk(world: SimpleNamespace, **values: Any) -> Risk:
    """An open risk of the world's alliance."""
    return Risk(**{"alliance": world.alliance, "scope": world.alliance.scope, "title": "A"} | values)


def partner_link(world: SimpleNamespace, token: str, **values: Any) -> PartnerLink:
    """An open link of the world's person to something of the world's alliance."""
    needed = {"purpose": "action", "object_id": 1, "scope": world.alliance.scope, "person": world.person}
    return PartnerLink(token_hash=token, created_at=NOW, **needed | {"expires_at": NOW + timedelta(1)} | values)


def mandate(world: SimpleNamespace, **values: Any) -> Mandate:
    """That the world's account audits."""
    return Mandate(**{"account": world.user, "ends_on": DAY, "reason": "A", "by": world.user} | values)


def _saved_mandate(world: SimpleNamespace) -> Mandate:
    found = Mandate.objects.filter(account=world.user).first() or mandate(world)
    found.save()
    return found


def redaction(world: SimpleNamespace, **values: Any) -> Redaction:
    """That the world's person was forgotten."""
    code = f"Former contact {secrets.token_hex(4)}"
    needed = {"person": world.person, "pseudonym": code, "local_pseudonym": code, "ground": "request", "reason": "A"}
    return Redaction(**needed | {"begun_at": NOW} | values)


def list_import(world: SimpleNamespace, **values: Any) -> Import:
    """An import of the world's account."""
    return Import(**{"kind": "alliances", "by": world.user, "name": "a.csv"} | values)


def import_row(world: SimpleNamespace, **values: Any) -> ImportRow:
    """A row of the world's import."""
    return ImportRow(**{"run": world.list_import, "line": 2, "result": "created"} | values)


def item(world: SimpleNamespace, **values: Any) -> ActionItem:
    """An open action item of the world's person."""
    needed = {"scope": world.alliance.scope, "text": "A", "owner": world.person, "side": "ours"}
    return ActionItem(**needed | values)


def goal(world: SimpleNamespace, **values: Any) -> Goal:
    """An open goal of the world's alliance."""
    return Goal(**{"alliance": world.alliance, "text": "A"} | values)


def sign_off(world: SimpleNamespace, **values: Any) -> SignOff:
    """What the world's person signed of the world's goal."""
    needed = {"goal": world.goal, "person": world.person, "side": "ours", "text": "A", "horizon": "short"}
    return SignOff(**needed | values)


def attachment(world: SimpleNamespace, **values: Any) -> Attachment:
    """A link in a folder of the world's alliance."""
    needed = {"folder": world.folder, "kind": "link", "title": "A", "address": "https://a.example"}
    return Attachment(**needed | values)


def stored_file(world: SimpleNamespace, **values: Any) -> StoredFile:
    """An edition of the world's file."""
    return StoredFile(**{"attachment": world.file, "number": 1, "name": "a.pdf", "stored": "a", "size": 1} | values)


def launch_answer(world: SimpleNamespace, **values: Any) -> LaunchAnswer:
    """What the world's person said of a point of the world's alliance."""
    needed = {"alliance": world.alliance, "point": "charter", "said": "there", "said_by": world.person, "said_on": DAY}
    return LaunchAnswer(**needed | values)


def appointment(world: SimpleNamespace, **values: Any) -> ReviewAppointment:
    """An open appointment of the world's alliance."""
    needed = {"alliance": world.alliance, "starts_at": NOW, "minutes": 60, "time_zone": "UTC", "by": world.user}
    return ReviewAppointment(**needed | values)


def review(world: SimpleNamespace) -> Review:
    """A review of the world's alliance, saved."""
    return Review.objects.create(alliance=world.alliance, held_on=DAY, outcome="on_track")


def user(world: SimpleNamespace, email: str, **values: Any) -> User:
    """An account for a new person."""
    return User(email=email, person=make_person(f"Ann {email[:3]}"), **values)


def unmet(world: SimpleNamespace, **values: Any) -> UnmetSearch:
    """A search of the world's user that found nothing."""
    return UnmetSearch(**{"user": world.user, "text": "playbook", "language": "en", "searched_on": DAY} | values)


def support(world: SimpleNamespace, **values: Any) -> SupportRequest:
    return SupportRequest(**{"alliance": world.alliance, "text": "Help", "asked_by": world.user} | values)


def contact(world: SimpleNamespace, **values: Any) -> SponsorContact:
    needed = {"alliance": world.alliance, "person": world.person, "on_date": DAY, "by": world.user}
    return SponsorContact(**needed | values)


def pack(world: SimpleNamespace, **values: Any) -> Pack:
    values = {"by": world.user, "day": DAY, "language": "en", "readers": "maker", "figures": {}} | values
    return Pack(**values)


def user_of(world: SimpleNamespace) -> User:
    """An account for the world's person."""
    return User.objects.create(email="pat@hub.example", person=world.person)


# Name of the constraint → rows it takes, followed by the one row it refuses.
CASES: dict[str, Rows] = {
    "support_request_said": lambda w: [support(w), support(w, text="")],
    "support_request_answered_whole": lambda w: [
        support(w),
        support(w, outcome="granted", answered_on=DAY, answered_by=w.user),
        support(w, outcome="granted", answer="Yes"),
    ],
    "sponsor_contact_once_a_day": lambda w: [contact(w), contact(w, on_date=DAY + timedelta(1)), contact(w)],
    "pack_finished_with_a_file": lambda w: [
        pack(w),
        pack(w, failed_at=NOW),
        pack(w, pptx="packs/a.pptx", finished_at=NOW),
        pack(w, finished_at=NOW),
    ],
    "alliance_name_given": lambda w: [alliance(w), alliance(w, name="")],
    "alliance_ends_after_start": lambda w: [
        alliance(w, starts_on=DAY),
        alliance(w, ends_on=DAY),
        alliance(w, starts_on=DAY, ends_on=DAY),
        alliance(w, starts_on=DAY, ends_on=DAY - timedelta(1)),
    ],
    "alliance_review_months_range": lambda w: [
        alliance(w, review_months=1, last_reviewed_on=DAY),
        alliance(w, review_months=60, last_reviewed_on=DAY),
        alliance(w, review_months=61, last_reviewed_on=DAY),
    ],
    "alliance_symmetry_known": lambda w: [
        alliance(w),
        alliance(w, symmetry="smaller"),
        alliance(w, symmetry="lopsided"),
    ],
    "alliance_tier_known": lambda w: [
        alliance(w),
        alliance(w, tier="light"),
        alliance(w, tier="heavy"),
    ],
    "launch_answer_known": lambda w: [launch_answer(w), launch_answer(w, said="perhaps")],
    "launch_answer_has_point": lambda w: [launch_answer(w), launch_answer(w, point="")],
    "launch_answer_not_here_has_reason": lambda w: [
        launch_answer(w, said="not_here", note="One person runs it."),
        launch_answer(w, said="not_here"),
    ],
    "alliance_rhythm_has_anchor": lambda w: [
        alliance(w, last_reviewed_on=DAY),
        alliance(w, review_months=3, last_reviewed_on=DAY),
        alliance(w, review_months=3),
    ],
    "alliance_reference_once": lambda w: [
        alliance(w),
        alliance(w),
        alliance(w, reference="R-1"),
        alliance(w, reference="R-1"),
    ],
    "programme_name_given": lambda w: [programme(w), programme(w, name="")],
    "programme_phase_known": lambda w: [programme(w), programme(w, phase="filed"), programme(w, phase="phase_9")],
    "programme_origin_known": lambda w: [programme(w), programme(w, origin="partner"), programme(w, origin="nobody")],
    "trigger_event_name_given": lambda w: [trigger(w), trigger(w, name="")],
    "trigger_event_contested_with_reason": lambda w: [
        trigger(w, received_on=DAY, contested_on=DAY, contested_why="A"),
        trigger(w, received_on=DAY, contested_on=DAY),
    ],
    "trigger_event_contested_once_received": lambda w: [
        trigger(w, received_on=DAY, contested_on=DAY, contested_why="A"),
        trigger(w, received_on=DAY, contested_on=DAY - timedelta(1), contested_why="A"),
    ],
    "trigger_event_deemed_by_clause": lambda w: [
        trigger(w, received_on=DAY, deemed_on=DAY, deemed_clause="4"),
        trigger(w, deemed_on=DAY, deemed_clause="4"),
    ],
    "trigger_event_void_with_reason": lambda w: [
        trigger(w, voided_on=DAY, voided_why="A"),
        trigger(w, voided_on=DAY),
    ],
    "trigger_event_point_of_agreement": lambda w: [
        trigger(w, point="expiry", agreement=w.agreement),
        trigger(w, point="expiry"),
    ],
    "obligation_tells_a_counterpart": lambda w: [
        obligation(w, tells_partner=True, counterpart=w.person, responsible="joint"),
        obligation(w, tells_partner=True, counterpart=w.person),
    ],
    "issue_title_given": lambda w: [issue(w), issue(w, title="")],
    "issue_severity_known": lambda w: [issue(w, severity="severe"), issue(w, severity="bad")],
    "issue_turn_known": lambda w: [issue(w, turn="theirs"), issue(w, turn="they")],
    "issue_signature_side_known": lambda w: [issue_signature(w, side="theirs"), issue_signature(w, side="they")],
    "issue_signature_text_given": lambda w: [issue_signature(w), issue_signature(w, text="")],
    "issue_step_way_known": lambda w: [issue_step(w, way="down"), issue_step(w, way="up")],
    "issue_step_level_known": lambda w: [issue_step(w, level=6), issue_step(w, level=7)],
    "issue_step_with_reason": lambda w: [issue_step(w, way="raised", reason=""), issue_step(w, reason="")],
    "issue_step_clock_whole": lambda w: [
        issue_step(w, days=1, until_on=DAY + timedelta(1)),
        issue_step(w, days=1, until_on=DAY),
    ],
    "issue_step_resolved_no_clock": lambda w: [
        issue_step(w, way="resolved"),
        issue_step(w, way="resolved", days=1, until_on=DAY + timedelta(1)),
    ],
    "issue_step_raised_once": lambda w: [issue_step(w, way="raised"), issue_step(w, way="raised")],
    "rung_once_per_level": lambda w: [rung(w), rung(w)],
    "rung_level_known": lambda w: [rung(w, level=6), rung(w, level=7)],
    "rung_days_range": lambda w: [rung(w, days=365), rung(w, days=366)],
    "rung_lowest_is_used": lambda w: [rung(w, is_used=False), rung(w, level=1, is_used=False)],
    "risk_title_given": lambda w: [risk(w), risk(w, title="")],
    "risk_one_to_five": lambda w: [risk(w, likelihood=5, impact=1), risk(w, impact=6)],
    "risk_response_known": lambda w: [risk(w, response="accept"), risk(w, response="pray")],
    "risk_closed_with_note": lambda w: [
        risk(w, closing="passed", closed_on=DAY, closing_note="A"),
        risk(w, closing="passed", closed_on=DAY),
    ],
    "obligation_title_given": lambda w: [obligation(w), obligation(w, title="")],
    "obligation_kind_known": lambda w: [obligation(w, kind="safety"), obligation(w, kind="debt")],
    "obligation_responsible_known": lambda w: [obligation(w, responsible="joint"), obligation(w, responsible="they")],
    "obligation_rule_known": lambda w: [obligation(w, unit="working_days"), obligation(w, unit="weeks")],
    "obligation_count_range": lambda w: [obligation(w, count=3660), obligation(w, count=3661)],
    "obligation_counted_from_one_thing": lambda w: [
        obligation(w, counts_from="event", fixed_on=None, event=w.trigger),
        obligation(w, counts_from="obligation", fixed_on=None, after=w.obligation),
        obligation(w, counts_from="period", fixed_on=None, period="year", first_on=DAY),
        obligation(w, event=w.trigger),
    ],
    "obligation_periods_in_order": lambda w: [
        obligation(w, counts_from="period", fixed_on=None, period="year", first_on=DAY, last_on=DAY),
        obligation(w, counts_from="period", fixed_on=None, period="year", first_on=DAY, last_on=DAY - timedelta(1)),
    ],
    "obligation_money_whole": lambda w: [
        obligation(w, flow="in", amount=1, currency="USD"),
        obligation(w, flow="in", amount=1),
    ],
    "obligation_certainty_known": lambda w: [obligation(w, certainty="estimate"), obligation(w, certainty="guess")],
    "obligation_condition_given": lambda w: [
        obligation(w, condition="A", condition_state="met"),
        obligation(w, condition_state="met"),
    ],
    "obligation_not_after_itself": lambda w: [
        obligation(w, implies=w.obligation),
        obligation(w, pk=999, counts_from="obligation", fixed_on=None, after_id=999),
    ],
    "fulfilment_one_of_a_period": lambda w: [fulfilment(w, period_on=None), fulfilment(w, period_on=None)],
    "fulfilment_notice_before_due": lambda w: [
        fulfilment(w, notice_on=DAY),
        fulfilment(w, due_on=None),
        fulfilment(w, notice_on=DAY + timedelta(1)),
    ],
    "fulfilment_extended_with_reason": lambda w: [
        fulfilment(w, extended_to=DAY, extended_why="A"),
        fulfilment(w, extended_to=DAY),
    ],
    "fulfilment_fulfilled_by_somebody": lambda w: [
        fulfilment(w, fulfilled_on=DAY, fulfilled_by=w.person),
        fulfilment(w, fulfilled_on=DAY),
    ],
    "fulfilment_delivered_by_somebody": lambda w: [
        fulfilment(w, delivered_on=DAY, delivered_by=w.person),
        fulfilment(w, delivered_note="A"),
    ],
    **{
        f"fulfilment_{name}_with_reason": lambda w, fact=fact: [
            fulfilment(w, **{f"{fact}_on": DAY, f"{fact}_why": "A"}),
            fulfilment(w, **{f"{fact}_on": DAY}),
        ]
        for name, fact in (("waived", "waived"), ("disputed", "disputed"), ("void", "voided"))
    },
    "fulfilment_settled_once": lambda w: [
        fulfilment(w, waived_on=DAY, waived_why="A"),
        fulfilment(w, waived_on=DAY, waived_why="A", fulfilled_on=DAY, fulfilled_by=w.person),
    ],
    "agreement_title_given": lambda w: [agreement(w), agreement(w, title="")],
    "agreement_renewal_known": lambda w: [
        agreement(w, renewal="by_agreement"),
        agreement(w, renewal="automatic", renewal_months=1, expires_on=DAY),
        agreement(w, renewal="never"),
    ],
    "agreement_expires_after_start": lambda w: [
        agreement(w, effective_on=DAY),
        agreement(w, effective_on=DAY, expires_on=DAY),
        agreement(w, effective_on=DAY, expires_on=DAY - timedelta(1)),
    ],
    "agreement_renewed_by_months": lambda w: [
        agreement(w, renewal="automatic", renewal_months=12, expires_on=DAY),
        agreement(w, renewal="by_agreement", renewal_months=12),
        agreement(w, renewal="automatic", renewal_months=12),
    ],
    "agreement_renewal_months_range": lambda w: [
        agreement(w, renewal="by_agreement", renewal_months=240),
        agreement(w, renewal="by_agreement", renewal_months=241),
    ],
    "agreement_notice_range": lambda w: [
        agreement(w, notice_months=60, notice_days=1000),
        agreement(w, notice_days=0),
    ],
    "agreement_changes_what_it_amends": lambda w: [
        agreement(w, amends=w.agreement),
        agreement(w, amends=w.agreement, changes="A"),
        agreement(w, changes="A"),
    ],
    "agreement_follows_another": lambda w: [
        agreement(w, amends=w.agreement),
        agreement(w, replaces=w.agreement),
        agreement(w, amends=w.agreement, replaces=w.agreement),
    ],
    "agreement_party_once": lambda w: [
        AgreementParty(agreement=w.agreement, organisation=w.organisation, side="ours"),
        AgreementParty(agreement=w.agreement, organisation=w.organisation, side="theirs"),
    ],
    "agreement_party_side_known": lambda w: [
        AgreementParty(agreement=w.agreement, organisation=w.organisation, side="middle"),
    ],
    "ending_kind_known": lambda w: [ending(w), ending(w, kind="termination"), ending(w, kind="pause")],
    "ending_side_known": lambda w: [ending(w, side="both"), ending(w, kind="termination", side="nobody")],
    "ending_not_before_given": lambda w: [ending(w), ending(w, kind="termination", ends_on=DAY - timedelta(1))],
    "ending_taken_back_with_reason": lambda w: [
        ending(w, voided_at=NOW, void_reason="A"),
        ending(w),
        ending(w, kind="termination", voided_at=NOW),
    ],
    "ending_one_of_a_kind": lambda w: [
        ending(w),
        ending(w, kind="termination"),
        ending(w, voided_at=NOW, void_reason="A"),
        ending(w),
    ],
    "import_state_known": lambda w: [list_import(w), list_import(w, state="lost")],
    "import_wrong_known": lambda w: [list_import(w, wrong="rows"), list_import(w, wrong="some")],
    "import_job_known": lambda w: [list_import(w, job="undo"), list_import(w, job="guess")],
    "import_row_result_known": lambda w: [import_row(w), import_row(w, result="lost")],
    "kept_column_once": lambda w: [
        KeptColumn(by=w.user, kind="alliances", heading="start", field="starts_on"),
        KeptColumn(by=w.user, kind="people", heading="start"),
        KeptColumn(by=w.user, kind="alliances", heading="start"),
    ],
    "kept_word_once": lambda w: [
        KeptWord(by=w.user, kind="alliances", field="stage", theirs="done", ours="closed"),
        KeptWord(by=w.user, kind="alliances", field="type", theirs="done"),
        KeptWord(by=w.user, kind="alliances", field="stage", theirs="done"),
    ],
    "renewal_decision_reason_given": lambda w: [renewal(w), renewal(w, term_ends_on=DAY + timedelta(1), reason="")],
    "renewal_decision_taken_back_with_reason": lambda w: [
        renewal(w, voided_at=NOW, void_reason="A"),
        renewal(w, voided_at=NOW),
    ],
    "renewal_decision_one_of_a_term": lambda w: [
        renewal(w),
        renewal(w, term_ends_on=DAY + timedelta(1)),
        renewal(w, voided_at=NOW, void_reason="A"),
        renewal(w),
    ],
    "lapse_once": lambda w: [
        Lapse(ending=w.ending, obligation=w.obligation),
        Lapse(ending=w.ending, obligation=w.obligation),
    ],
    "party_once_per_alliance": lambda w: [
        Party(alliance=w.alliance, organisation=w.organisation, side="ours"),
        Party(alliance=w.other, organisation=w.organisation, side="theirs"),
        Party(alliance=w.alliance, organisation=w.organisation, side="theirs"),
    ],
    "party_side_known": lambda w: [
        Party(alliance=w.alliance, organisation=w.organisation, side="ours"),
        Party(alliance=w.other, organisation=w.organisation, side="mine"),
    ],
    "member_role_once": lambda w: [
        Member(alliance=w.alliance, person=w.person, role=w.role, side="ours"),
        Member(alliance=w.alliance, person=w.person, role=w.second_role, side="ours"),
        Member(alliance=w.alliance, person=w.person, role=w.role, side="theirs"),
    ],
    "member_side_known": lambda w: [
        Member(alliance=w.alliance, person=w.person, role=w.role, side="theirs"),
        Member(alliance=w.other, person=w.person, role=w.role, side="both"),
    ],
    "goal_text_given": lambda w: [goal(w), goal(w, text="")],
    "goal_horizon_known": lambda w: [goal(w), goal(w, horizon="long"), goal(w, horizon="endless")],
    "goal_reached_or_given_up": lambda w: [
        goal(w, reached_on=DAY),
        goal(w, given_up_on=DAY, closing_note="Late"),
        goal(w, reached_on=DAY, given_up_on=DAY, closing_note="Late"),
    ],
    "goal_given_up_with_reason": lambda w: [goal(w, reached_on=DAY), goal(w, given_up_on=DAY)],
    "goal_note_when_closed": lambda w: [goal(w, reached_on=DAY, closing_note="Late"), goal(w, closing_note="Late")],
    "signatory_once_per_goal": lambda w: [
        Signatory(goal=w.goal, person=w.person, side="ours"),
        Signatory(goal=w.goal, person=w.user.person, side="ours"),
        Signatory(goal=w.goal, person=w.person, side="theirs"),
    ],
    "signatory_side_known": lambda w: [
        Signatory(goal=w.goal, person=w.person, side="theirs"),
        Signatory(goal=w.goal, person=w.user.person, side="both"),
    ],
    "sign_off_side_known": lambda w: [sign_off(w), sign_off(w, side="theirs"), sign_off(w, side="both")],
    "sign_off_taken_back_after": lambda w: [
        sign_off(w, signed_at=NOW, taken_back_at=NOW),
        sign_off(w, signed_at=NOW, taken_back_at=NOW - timedelta(seconds=1)),
    ],
    "sign_off_words_given": lambda w: [sign_off(w), sign_off(w, text="")],
    "journal_text_given": lambda w: [
        JournalEntry(alliance=w.alliance, text="a", happened_on=DAY),
        JournalEntry(alliance=w.alliance, text="", happened_on=DAY),
    ],
    "journal_kind_known": lambda w: [
        *[
            JournalEntry(alliance=w.alliance, text="a", happened_on=DAY, kind=kind)
            for kind in ("note", "call", "meeting")
        ],
        JournalEntry(alliance=w.alliance, text="a", happened_on=DAY, kind="mail"),
    ],
    "review_outcome_known": lambda w: [
        *[Review(alliance=w.alliance, held_on=DAY, outcome=outcome) for outcome in ("on_track", "watch", "at_risk")],
        Review(alliance=w.alliance, held_on=DAY, outcome="fine"),
    ],
    "appointment_one_open_per_alliance": lambda w: [
        appointment(w, cancelled_at=NOW),
        appointment(w, review=review(w)),
        appointment(w),
        appointment(w, alliance=w.other),
        appointment(w),
    ],
    "appointment_minutes_range": lambda w: [
        appointment(w, minutes=10),
        appointment(w, alliance=w.other, minutes=480),
        appointment(w, cancelled_at=NOW, minutes=481),
    ],
    "appointment_cancelled_or_held": lambda w: [
        appointment(w, cancelled_at=NOW),
        appointment(w, review=review(w)),
        appointment(w, cancelled_at=NOW, review=review(w)),
    ],
    "appointment_reason_for_cancelling": lambda w: [
        appointment(w, cancelled_at=NOW, reason="Late"),
        appointment(w, cancelled_at=NOW),
        appointment(w, reason="Late"),
    ],
    "review_invitee_once": lambda w: [
        ReviewInvitee(appointment=w.appointment, person=w.person),
        ReviewInvitee(appointment=w.appointment, person=w.user.person),
        ReviewInvitee(appointment=w.appointment, person=w.person),
    ],
    "group_role_known": lambda w: [GroupRole(group="A", role="curator"), GroupRole(group="A", role="king")],
    "group_role_names_a_group": lambda w: [GroupRole(group="A", role="curator"), GroupRole(group="", role="curator")],
    "group_role_once": lambda w: [
        GroupRole(group="A", role="curator"),
        GroupRole(group="A", role="admin"),
        GroupRole(group="a", role="curator"),
    ],
    "directory_account_roles_known": lambda w: [
        DirectoryAccount(user=w.user, group_roles=["curator"]),
        DirectoryAccount(user=make_user("Otis Other"), group_roles=["king"]),
    ],
    "directory_account_user_name_once": lambda w: [
        DirectoryAccount(user=w.user, user_name="ada"),
        DirectoryAccount(user=make_user("Otis Other"), user_name=""),
        DirectoryAccount(user=make_user("Olga Other"), user_name="ADA"),
    ],
    "directory_group_name_once": lambda w: [DirectoryGroup(display_name="A"), DirectoryGroup(display_name="a")],
    "directory_member_once": lambda w: [
        DirectoryMember(group=_directory_group(), user=w.user),
        DirectoryMember(group=_directory_group(), user=w.user),
    ],
    "directory_secret_revoked_later": lambda w: [
        DirectorySecret(name="A", made_by=w.user, made_at=NOW, token_hash="a", revoked_at=NOW),
        DirectorySecret(name="A", made_by=w.user, made_at=NOW, token_hash="b", revoked_at=NOW - timedelta(1)),
    ],
    "saved_view_says_something": lambda w: [_view(w, "A"), _view(w, "")],
    "saved_view_name_once": lambda w: [_view(w, "A"), _view(w, "a")],
    "saved_view_one_default": lambda w: [_view(w, "A", is_default=True), _view(w, "B", is_default=True)],
    "list_habit_density_known": lambda w: [ListHabit(user=w.user), ListHabit(user=w.user, density="close")],
    "api_token_scope_known": lambda w: [_token(w), _token(w, scope="all")],
    "api_token_expires_later": lambda w: [_token(w), _token(w, expires_at=NOW)],
    "api_token_revoked_later": lambda w: [
        _token(w, revoked_at=NOW),
        _token(w, revoked_at=NOW - timedelta(1)),
    ],
    "api_token_name_once": lambda w: [_token(w, revoked_at=NOW), _token(w), _token(w)],
    "webhook_tells_of_something": lambda w: [_hook(w), _hook(w, resources=[])],
    "webhook_stopped_later": lambda w: [_hook(w, stopped_at=NOW), _hook(w, stopped_at=NOW - timedelta(1))],
    "api_answer_once": lambda w: [_answer(w), _answer(w)],
    "export_state_known": lambda w: [_export(w), _export(w, state="lost")],
    "export_of_an_alliance_names_it": lambda w: [_export(w), _export(w, kind="alliance")],
    "export_ready_has_time": lambda w: [_export(w), _export(w, state="ready")],
    "webhook_call_state_known": lambda w: [_call(w), _call(w, state="lost", ended_at=NOW)],
    "webhook_call_ended_has_time": lambda w: [_call(w, state="sent", ended_at=NOW), _call(w, state="sent")],
    "calendar_feed_read_after_made": lambda w: [
        CalendarFeed(user=w.user, token_hash="1", made_at=NOW),
        CalendarFeed(user=make_user("Ben Reader"), token_hash="2", made_at=NOW, last_fetched_at=NOW),
        CalendarFeed(user=make_user("Cat Reader"), token_hash="3", made_at=NOW, last_fetched_at=NOW - timedelta(1)),
    ],
    "organisation_name_given": lambda _w: [Organisation(name="A"), Organisation(name="")],
    "organisation_not_its_own_parent": lambda w: [
        Organisation(pk=990_001, name="A", parent=w.organisation),
        Organisation(pk=990_002, name="A", parent_id=990_002),
    ],
    "site_name_once_per_organisation": lambda w: [
        Site(organisation=w.organisation, name="Boston"),
        Site(organisation=make_organisation("Other"), name="Boston"),
        Site(organisation=w.organisation, name="Boston"),
    ],
    "person_family_name_given": lambda w: [
        Person(family_name="A", organisation=w.organisation),
        Person(family_name="", given_name="B", organisation=w.organisation),
    ],
    "person_language_once": lambda w: [
        PersonLanguage(person=w.person, language=w.languages[0]),
        PersonLanguage(person=w.person, language=w.languages[1]),
        PersonLanguage(person=w.person, language=w.languages[0]),
    ],
    "user_email_once": lambda w: [user(w, "ann@hub.example"), user(w, "ben@hub.example"), user(w, "ANN@hub.example")],
    "user_roles_known": lambda w: [
        user(w, "ann@hub.example"),
        user(w, "ben@hub.example", roles=["admin", "curator"]),
        user(w, "cat@hub.example", roles=["admin", "king"]),
    ],
    "invitation_one_open_per_person": lambda w: [
        invitation(w, "1", accepted_at=NOW),
        invitation(w, "2", accepted_at=NOW),
        invitation(w, "3"),
        invitation(w, "4"),
    ],
    "invitation_expires_later": lambda w: [invitation(w, "1"), invitation(w, "2", expires_at=NOW, accepted_at=NOW)],
    "scope_kind_known": lambda _w: [Scope(kind="open"), Scope(kind="restricted"), Scope(kind="public")],
    "scope_not_its_own_parent": lambda w: [
        Scope(pk=990_001, parent=w.alliance.scope),
        Scope(pk=990_002, parent_id=990_002),
    ],
    "scope_grant_once_per_person": lambda w: [
        ScopeGrant(scope=w.alliance.scope, person=w.person, role="team"),
        ScopeGrant(scope=w.other.scope, person=w.person, role="team"),
        ScopeGrant(scope=w.alliance.scope, person=w.person, role="lead"),
    ],
    "scope_grant_role_known": lambda w: [
        *[
            ScopeGrant(scope=w.alliance.scope, person=make_person(f"A {role}"), role=role)
            for role in ("lead", "sponsor", "team", "viewer")
        ],
        ScopeGrant(scope=w.alliance.scope, person=w.person, role="owner"),
    ],
    "mandate_one_open_per_account": lambda w: [mandate(w), mandate(w, ended_at=NOW), mandate(w)],
    "mandate_reason_given": lambda w: [mandate(w), mandate(w, ended_at=NOW, reason="")],
    "mandate_days_in_order": lambda w: [
        mandate(w, looks_from=DAY, looks_until=DAY),
        mandate(w, ended_at=NOW, looks_from=DAY, looks_until=DAY - timedelta(1)),
    ],
    "mandate_scope_once": lambda w: [
        MandateScope(mandate=_saved_mandate(w), scope=w.alliance.scope),
        MandateScope(mandate=_saved_mandate(w), scope=w.alliance.scope),
    ],
    "redaction_ground_known": lambda w: [
        *[redaction(w, ground=ground) for ground in ("request", "objection", "not_needed", "other_law")],
        redaction(w, ground="whim"),
    ],
    "redaction_reason_given": lambda w: [redaction(w), redaction(w, reason="")],
    "redaction_done_later": lambda w: [
        redaction(w, done_at=NOW),
        redaction(w, done_at=NOW - timedelta(1)),
    ],
    "merge_kind_known": lambda w: [
        *[Merge(kind=kind, kept_id=1, gone=[2], by=w.user) for kind in ("person", "organisation")],
        Merge(kind="site", kept_id=1, gone=[2], by=w.user),
    ],
    "partner_link_purpose_given": lambda w: [partner_link(w, "1"), partner_link(w, "2", purpose="")],
    "partner_link_expires_later": lambda w: [partner_link(w, "1"), partner_link(w, "2", expires_at=NOW)],
    "action_item_text_given": lambda w: [item(w), item(w, text="")],
    "action_item_side_known": lambda w: [item(w), item(w, side="theirs"), item(w, side="both")],
    "action_item_state_known": lambda w: [item(w), item(w, state="lost", closed_at=NOW, closed_by=w.person)],
    "action_item_closed_by_somebody": lambda w: [
        item(w, state="done", closed_at=NOW, closed_by=w.person),
        item(w, state="done", closed_at=NOW, closed_by=w.person, close_note="Sent"),
        item(w, state="done", closed_at=NOW),
    ],
    "action_item_cancelled_with_reason": lambda w: [
        item(w, state="cancelled", closed_at=NOW, closed_by=w.person, close_note="Not needed"),
        item(w, state="cancelled", closed_at=NOW, closed_by=w.person),
    ],
    "action_item_proposal_has_day": lambda w: [
        item(w),
        item(w, proposed_on=date(2026, 6, 1), proposed_note="Our lab is closed in May"),
        item(w, proposed_note="Our lab is closed in May"),
    ],
    "action_item_return_has_time": lambda w: [
        item(w, returned_at=NOW),
        item(w, returned_at=NOW, returned_note="Not mine"),
        item(w, returned_note="Not mine"),
    ],
    "attachment_titled": lambda w: [attachment(w), attachment(w, title="")],
    "attachment_file_or_link": lambda w: [
        attachment(w),
        attachment(w, checked_on=DAY),
        attachment(w, kind="file", address=""),
        attachment(w, address=""),
    ],
    "stored_file_number_once": lambda w: [stored_file(w), stored_file(w, number=2), stored_file(w, number=2)],
    "stored_file_counted_from_one": lambda w: [stored_file(w), stored_file(w, number=0)],
    "stored_file_not_empty": lambda w: [stored_file(w), stored_file(w, number=2, size=0)],
    "stored_file_named": lambda w: [stored_file(w), stored_file(w, number=2, name="")],
    "backup_ends_after": lambda w: [
        Backup(file="a", started_at=NOW),
        Backup(file="b", started_at=NOW, ended_at=NOW),
        Backup(file="c", started_at=NOW, ended_at=NOW - timedelta(1)),
    ],
    "last_seen_once": lambda w: [
        LastSeen(user=w.user, page="today", seen_at=NOW),
        LastSeen(user=w.user, page="list", seen_at=NOW),
        LastSeen(user=w.user, page="today", seen_at=NOW),
    ],
    "unmet_search_once_a_day": lambda w: [
        unmet(w),
        unmet(w, text="raci"),
        unmet(w, searched_on=DAY + timedelta(1)),
        unmet(w, user=user_of(w)),
        unmet(w),
    ],
    "unmet_search_text_given": lambda w: [unmet(w), unmet(w, text="")],
    "unmet_search_answer_has_time": lambda w: [
        unmet(w),
        unmet(w, text="a", answered_at=NOW),
        unmet(w, text="b", answered_at=NOW, answered_by=w.user),
        unmet(w, text="c", answered_by=w.user),
    ],
    "stage_phase_known": lambda _w: [Stage(code="a", phase="running"), Stage(code="b", phase="asleep")],
    "committee_kind_layer_known": lambda _w: [
        CommitteeKind(code="a", layer="team"),
        CommitteeKind(code="b", layer="cellar"),
    ],
    "alliance_type_toolkit_known": lambda _w: [
        AllianceType(code="a", toolkit="research"),
        AllianceType(code="b", toolkit="games"),
    ],
    "alliance_role_access_known": lambda _w: [
        AllianceRole(code="a", access="viewer"),
        AllianceRole(code="b", access="owner"),
    ],
}


@pytest.fixture
def world(cast: Cast) -> SimpleNamespace:
    """What the rows above point at."""
    world = SimpleNamespace(
        user=cast.lead,
        person=make_person("Pat Person"),
        organisation=make_organisation("Orbit"),
        stage=Stage.objects.get(code="running"),
        type=AllianceType.objects.get(code="research"),
        role=AllianceRole.objects.get(code="team_member"),
        second_role=AllianceRole.objects.get(code="adviser"),
        languages=Language.objects.order_by("pk")[:2],
    )
    world.alliance, world.other = alliance(world), alliance(world)
    world.alliance.save()
    world.other.save()
    world.kind = AgreementKind.objects.get(code="licence")
    world.agreement = agreement(world)
    world.agreement.save()
    ended = agreement(world)
    ended.save()
    world.ending = ending(world, agreement=ended)
    world.ending.save()
    world.periods = DAY
    world.obligation = obligation(world)
    world.obligation.save()
    world.trigger = trigger(world)
    world.trigger.save()
    world.list_import = list_import(world)
    world.list_import.save()
    world.appointment = appointment(world, cancelled_at=NOW)
    world.appointment.save()
    world.folder = Folder.objects.create(scope=world.alliance.scope)
    world.file = attachment(world, kind="file", address="")
    world.file.save()
    world.goal = goal(world)
    world.goal.save()
    world.issue = issue(world)
    world.issue.save()
    return world


@pytest.mark.parametrize("name", CASES)
def test_the_database_takes_what_is_right_and_refuses_what_is_wrong(name: str, world: SimpleNamespace) -> None:
    *right, wrong = CASES[name](world)
    for row in right:
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        wrong.save(force_insert=True)


@pytest.mark.parametrize(
    "model",
    [Stage, AllianceType, AllianceRole, AgreementKind, CommitteeKind, Function, TherapeuticArea, Language, Synonym],
)
@pytest.mark.django_db
def test_the_code_of_a_word_is_taken_once(model: type[models.Model]) -> None:
    again = model.objects.order_by("pk")[0]
    again.pk = None
    with pytest.raises(IntegrityError, match=f'"{model._meta.db_table}_code_key"'), transaction.atomic():
        again.save(force_insert=True)


def test_every_constraint_of_ours_is_tried() -> None:
    trail = {model for model in MODELS if "Event" in model.__name__} - {TriggerEvent}
    tried_here = [
        model for model in MODELS if model not in trail and not model.__module__.startswith(TRIED_BESIDE_THEIR_ROOM)
    ]
    written = {one.name for model in tried_here for one in model._meta.constraints}
    assert written == set(CASES)


WRONG_ITEMS = {
    "done without a time": {"state": "done", "closed_by": "person"},
    "open with a time": {"closed_at": NOW},
    "open with a closer": {"closed_by": "person"},
    "open with a closing note": {"close_note": "Sent"},
}


WRONG_ATTACHMENTS = {
    "a file with an address": {"kind": "file"},
    "a file that was checked": {"kind": "file", "address": "", "checked_on": DAY},
    "neither a file nor a link": {"kind": "note"},
}


@pytest.mark.parametrize("values", WRONG_ATTACHMENTS.values(), ids=WRONG_ATTACHMENTS)
def test_what_lies_in_a_folder_is_a_file_or_a_link_and_nothing_of_the_other(
    values: dict[str, Any], world: SimpleNamespace
) -> None:
    with pytest.raises(IntegrityError, match='"attachment_file_or_link"'), transaction.atomic():
        attachment(world, **values).save(force_insert=True)


@pytest.mark.parametrize("values", WRONG_ITEMS.values(), ids=WRONG_ITEMS)
def test_an_item_is_open_and_nothing_else_or_closed_with_all_that_belongs_to_it(
    values: dict[str, Any], world: SimpleNamespace
) -> None:
    wrong = item(world, **{name: world.person if value == "person" else value for name, value in values.items()})
    with pytest.raises(IntegrityError, match='"action_item_closed_by_somebody"'), transaction.atomic():
        wrong.save(force_insert=True)
