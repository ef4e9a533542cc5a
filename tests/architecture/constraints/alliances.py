"""Rules about alliances and what hangs on them: the rows that each takes, followed by the one it refuses."""

from datetime import timedelta

from alliances.agreements.models import AgreementParty
from alliances.core.models import Member, Party
from alliances.goals.models import Signatory
from alliances.journal.models import JournalEntry
from alliances.obligations.models import Lapse
from alliances.reviews.models import Review, ReviewInvitee
from tests.architecture.constraints.rows import (
    DAY,
    NOW,
    Rows,
    agreement,
    alliance,
    appointment,
    contact,
    ending,
    fulfilment,
    goal,
    issue,
    issue_signature,
    issue_step,
    launch_answer,
    obligation,
    programme,
    renewal,
    review,
    risk,
    rung,
    sign_off,
    support,
    trigger,
)

ALLIANCES: dict[str, Rows] = {
    "support_request_said": lambda w: [support(w), support(w, text="")],
    "support_request_answered_whole": lambda w: [
        support(w),
        support(w, outcome="granted", answered_on=DAY, answered_by=w.user),
        support(w, outcome="granted", answer="Yes"),
    ],
    "sponsor_contact_once_a_day": lambda w: [contact(w), contact(w, on_date=DAY + timedelta(1)), contact(w)],
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
}
