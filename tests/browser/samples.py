"""A hub in use, small: one of everything."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django.utils import timezone

from alliances.agreements.actions.renewals import let_renew
from alliances.alignment.actions import begin_check as begin_round
from alliances.alignment.actions import say_where_they_stand
from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.differences.actions import write_difference
from alliances.goals.actions.goals import set_goal
from alliances.goals.actions.sign_offs import sign_goal
from alliances.health.models import HealthCheck
from alliances.issues.actions.steps import climb
from alliances.journal.actions import write_entry
from alliances.reviews.actions.appointments import plan_review
from alliances.reviews.actions.reviews import do_review
from alliances.sponsors.actions import ask_support, note_contact
from coe_hub.action_items.actions import PURPOSE, add_action, finish_action
from coe_hub.api.actions import make_token
from coe_hub.api.exports.actions import ask_export, write_export
from coe_hub.api.models import WebhookCall
from coe_hub.api.webhooks.actions import make_webhook
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.calendars.actions import make_feed
from coe_hub.identity.group_roles import add_group_role
from coe_hub.identity.secrets import make_secret
from coe_hub.lists.models import ChangeState, ManyChange, SavedView
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.accounts.invitations import invite
from coe_hub.people.directory.actions import create_site
from coe_hub.people.models import Scope, User
from coe_hub.publishing.actions import Words, published, write_draft
from coe_hub.publishing.models import Content
from coe_hub.reminders import links
from coe_hub.reminders.models import Delivery, RefusedAddress, Reminder
from coe_hub.surveys.actions.questionnaires import create_questionnaire
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, begin_wave, close_wave
from governance.decisions.actions.decisions import write_decision
from governance.decisions.actions.effects import open_action
from governance.meetings.actions.running import record_action, write_said
from governance.needs.actions import write_need
from governance.needs.models import Campaign
from governance.packs.actions import make_pack
from governance.packs.files import write_files
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.alliances.issues.data import issue, risk
from tests.alliances.obligations.data import event, only, owe
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.governance.committees_data import charter, held, make_committee, plan, put, sit
from tests.surveys.data import OURS, THEIRS, answer, make_questionnaire, make_wave, people_of
from tests.toolkits.data import WORDS, make_edition, make_tool, word_file
from tests.training.data import make_course
from training.actions import enrol, start_attempt, submit_attempt


def _tell(alliance: Alliance) -> Reminder:
    """Its lead was told of the next review by a mail; another address took none."""
    now = timezone.now()
    about = {"kind": "alliance_review", "object_id": alliance.pk, "due_date": alliance.next_review_on}
    when = {"on_day": now.date(), "send_after": now, "channel": "single"}
    mail = Delivery.objects.create(person=alliance.lead, message_id="1@hub", state="sent", ended_at=now, **when)
    RefusedAddress.objects.create(email="gone@hub.example", person=alliance.lead, error="550 no such user")
    return Reminder.objects.create(person=alliance.lead, told_for=now.date(), delivery=mail, **about, **when)


def _token(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _checks(alliance: Alliance, curator: User, *, by: User) -> tuple[HealthCheck, HealthCheck]:
    """A health check that both sides answered, and one under way that asks whoever looks."""
    questionnaire = make_questionnaire(curator)
    create_questionnaire(title="Being written", purpose="To look at it.", by=curator, use="pulse", minutes=2)
    ours, theirs = people_of(alliance, "ours", OURS), people_of(alliance, "theirs", THEIRS)
    checks = []
    for people, words in (
        ([*ours, by.person], {"trust": "They call before they write."}),
        ([by.person, *ours[:2]], {}),
    ):
        wave = make_wave(alliance, questionnaire, by, ours=people, theirs=theirs)
        checks.append(HealthCheck.objects.create(alliance=alliance, wave=wave, by=by))
        if words:
            for person in people:
                answer(wave, person, words, word_kept="5", bad_news="4", one_plan="2", how="b", first=["b", "a"])
            for person in theirs:
                answer(wave, person, word_kept="2", bad_news="2", one_plan="4", how="a", first=["a"])
            close_wave(wave=wave)
    return checks[0], checks[1]


def _campaigns(curator: User, asked: User) -> tuple[Campaign, Campaign]:
    """A campaign that two sites answered, and one under way."""
    blocks = [
        ("title", "line", "What you need"), ("purpose", "line", "To build it."), ("needs", "theme", "Needs"),
        ("needs-first", "asked", "What helps most?\n\n# Templates\n# Training\n# Advice"),
    ]  # fmt: skip
    questionnaire = make_questionnaire(curator, use="needs", slug="what-you-need", blocks=blocks)
    found = []
    for name in ("Needs last year", "Needs this year"):
        people = [make_person(f"{name.split()[1].title()}{place} Asked") for place in range(6)]
        wave = begin_wave(
            scope=Scope.objects.create(kind="open"), questionnaire=questionnaire, subject=name,
            sides=[
                SideToAsk("Sendai", True, [Invitee(one) for one in people[:3]]),
                SideToAsk("Boston", True, [Invitee(one) for one in people[3:]]),
            ],
            opens_on=timezone.localdate(), closes_on=timezone.localdate() + timedelta(days=20), is_anonymous=True,
            minimum=3, by=asked,
        )  # fmt: skip
        found.append(Campaign.objects.create(name=name, wave=wave))
    for place, participant in enumerate(found[0].wave.participants.select_related("person")):
        answer(found[0].wave, participant.person, needs_first=["a", "b"] if place % 2 else ["b", "c"])
    close_wave(wave=found[0].wave)
    return found[0], found[1]


def make_samples(folder: Path) -> SimpleNamespace:
    """One of everything, as a hub in use has it, and an account that may open every page."""
    ada = make_user("Ada Admin", roles=["admin", "alliance_manager", "committee"])
    today = timezone.localdate()
    northwind = make_organisation("Northwind Biotech", local_name="ノースウィンド・バイオテック", country="US")
    site = create_site(
        organisation=ada.person.organisation, name="Sendai", city="Sendai", country="JP", time_zone="UTC"
    )
    noor = make_person("Noor Haddad", site=site, email="noor@kestrel.example")
    contact = make_person("Nora Contact", at=northwind, is_public=False)
    started = today - timedelta(days=400)
    alliance = make_alliance(
        "Kestrel × Northwind: KRAS degraders", by=ada, purpose="Two series; one goes on.", stage_since=started,
        starts_on=started, ends_on=today + timedelta(days=900), code_name="Heron", reference="KA-2031",
    )  # fmt: skip
    other = make_alliance("Umbra acquisition talks", by=ada, kind="restricted", stage="exploring", partners=["Umbra"])
    old = make_alliance("An old one", by=ada)
    archive_alliance(alliance=old)
    make_member(alliance, noor, role="team_member")
    make_member(alliance, contact, role="alliance_lead", side="theirs")
    do_review(alliance=alliance, by=ada, outcome="watch", note="Data is late.", held_on=today - timedelta(days=200))
    appointment = plan_review(
        alliance=alliance, people=[ada.person, noor], by=ada, starts_at=timezone.now() + timedelta(days=9), minutes=60,
        time_zone="Asia/Tokyo", place="Sendai", dial_in="https://meet.example/heron",
    )  # fmt: skip
    make_feed(user=ada)
    let_in, _text = make_secret(name="Entra ID", by=ada)
    group_role = add_group_role(group="CoE curators", role="curator")
    export = ask_export(user=ada, kind="own")
    write_export(export)
    change = _looked_at(ada)
    view = SavedView.objects.create(owner=ada, list_code="alliances", name="Restricted", query="scope=restricted")
    token, _text = make_token(user=ada, name="Portfolio sheet", scope="read", expires_on=today + timedelta(days=90))
    hook, _secret = make_webhook(
        user=ada, name="Warehouse", address="https://warehouse.example/hub", resources=["alliances", "journal"]
    )
    WebhookCall.objects.create(webhook=hook, body={"changes": [{}]}, attempts=2, last_error="HTTP 503")
    entry = write_entry(alliance=alliance, kind="call", text="Call with Nora.", happened_on=today, by=ada)
    words = {"text": "One candidate in the clinic", "measure": "First dose given", "due_on": today + timedelta(days=20)}
    goal = set_goal(alliance=alliance, by=ada, people=[ada.person, contact], horizon="long", **words)
    sign_goal(goal=goal, person=contact, version=goal.version, remark="If the second series goes on.")
    programme = make_programme(alliance, by=ada, name="KRAS G12D 分解薬", asset="KP-1077", is_firewalled=True)
    inside = add_action(scope=programme.scope, text="Review the protocol", owner=ada.person, side="ours", by=ada)
    agreement = make_agreement(
        alliance, by=ada, title="ライセンス契約", reference="C-2031-7", expires_on=today + timedelta(days=200),
        renewal="automatic", renewal_months=12, notice_months=3,
    )  # fmt: skip
    make_agreement(alliance, by=ada, amends=agreement, title="First amendment", changes="Moves the option deadline")
    make_agreement(alliance, by=ada, programme=programme, title="Supply agreement", expires_on=today)
    ending = end(agreement, by=ada, ends_on=today + timedelta(days=200), reason="Strategy", survival="Confidentiality")
    renewed = make_agreement(
        alliance, by=ada, title="Quality agreement", kind="quality", expires_on=today + timedelta(days=300),
        renewal="automatic", renewal_months=12, notice_months=3,
    )  # fmt: skip
    renewal = let_renew(
        agreement=renewed, by=ada, decided_by=ada.person, decided_on=today, reason="Nobody else makes the compound"
    )
    package = event(alliance, "Data package", clause="5.2", expected_on=today + timedelta(days=20))
    owed = owe(
        alliance, "Option deadline", event=package, count=60, off_day="after", country="JP", clause="5.4",
        kind="option", owner=ada.person,
    )  # fmt: skip
    owe(
        alliance, "Royalty report", period="quarter", first_on=today - timedelta(days=100), count=45, clause="8.4",
        agreement=agreement, responsible="partner", counterpart=contact,
    )  # fmt: skip
    owe(
        alliance, "マイルストン支払", fixed_on=today, flow="out", amount=Decimal("8000000"), currency="USD",
        certainty="estimate", condition="the option is exercised", owner=ada.person, programme=programme,
    )  # fmt: skip
    committee = make_committee(alliance, by=ada, note="Decides what both pay for.")
    seat = sit(committee, ada.person, "co_chair", stand_in=noor)
    sit(committee, contact, "co_chair")
    charter(
        committee, by=ada, purpose="To steer", agreement=agreement, clause="4.2", days_managers=10, final_say="ours"
    )
    changed = charter(
        committee, by=ada, basis="operated", cadence=2, needs_amendment=True, agreement=agreement,
        reason="The science moves faster", valid_from=today - timedelta(days=30),
    )  # fmt: skip
    meeting = held(committee, by=ada, starts_at=timezone.now() - timedelta(hours=1))
    item = put(meeting, "予算 2027", kind="decide", presenter=noor, minutes_long=20, note="What it costs")
    write_said(item=item, text="We agree on 12.\n- in three parts", base="", version=item.version)
    record_action(
        meeting=meeting, agenda_item=item, by=ada, text="Send the budget", owner=contact, side="theirs", due_on=today
    )
    own = make_committee(None, by=ada, kind="coe_steering", label="SteerCo")
    taken_on = add_action(scope=own.scope, text="Build the kit", owner=ada.person, side="ours", by=ada)
    decision = write_decision(
        committee=committee, meeting=meeting, by=ada, text="シリーズAで進める。Series A goes on.",
        rationale="Better exposure",
        options="Series A\nSeries B", dissent="Noor would wait.", decided_on=today, our_vote="for", their_vote="for",
        owner=ada.person, review_on=today + timedelta(days=20), bound="Both project teams",
    )  # fmt: skip
    open_action(decision=decision, by=ada, text="Order the material", owner=ada.person, side="ours")
    to_come = plan(committee, by=ada, starts_at=timezone.now() + timedelta(days=60), dial_in="https://meet.example/jsc")
    raised = issue(
        alliance, "Who pays for the second batch", severity="severe", owner=ada.person, counterpart=contact, by=ada,
        our_contribution="We ordered late.", their_contribution="They raised the price.", options="Share it\n分割する",
        agreed_text="Both pay half of the second batch.", on=today - timedelta(days=40),
    )  # fmt: skip
    climb(issue=raised, reason="The clock ran out.", by=ada)
    watched = risk(
        alliance, "The only supplier stops", cause="One plant", effect="Six months without material", likelihood=4,
        impact=5, plan="Qualify a second one", owner=ada.person, review_on=today, by=ada,
    )  # fmt: skip
    file = attach_file(record=alliance, upload=word_file("Übergabe 議事録.docx"), by=ada)
    link = add_link(record=entry, title="Signed agreement", address="https://vault.example/doc/1", by=ada)
    action = add_action(scope=alliance.scope, text="Send the data", owner=contact, side="theirs", by=ada, due_on=today)
    done = add_action(scope=alliance.scope, text="Ask for the data", owner=ada.person, side="ours", by=ada)
    finish_action(item=done, by=ada, note="Nora sends it.")
    make_partner_link(purpose=PURPOSE, object_id=action.pk, scope=alliance.scope, person=contact)
    invitation = invite(person=noor, email="noor@kestrel.example", roles=[], language="en", by=ada)
    invitation.token_hash = hashlib.sha256(b"open-token").hexdigest()
    invitation.save(update_fields=["token_hash"])
    cora = make_user("Cora Curator", roles=["curator"])
    tool = make_tool(author=cora, approver=ada)
    write_draft(content=tool.content, words=WORDS, by=cora, change_note="Clearer", version=-1)
    make_edition("pilot", author=cora, approver=ada)
    attempt = start_attempt(enrolment=enrol(course=make_course(folder, by=cora), by=ada))
    submit_attempt(attempt=attempt, chosen={})
    basics = Content.objects.get(kind="course", slug="basics")
    said = [
        Words(one.key, one.kind, one.text.replace("Why", "What for")) for one in published(basics).blocks.in_order()
    ]
    write_draft(content=basics, words=said, by=cora, change_note="Clearer", version=-1)
    check, open_check = _checks(alliance, cora, by=ada)
    alignment = begin_round(
        alliance=alliance, people=[ada.person, noor], by=ada, occasion="Joint steering committee",
        needed_on=today + timedelta(days=9), goals="One series goes on.", message="We go on with one series.",
    )  # fmt: skip
    stand = alignment.stands.get(person=ada.person)
    say_where_they_stand(
        stand=alignment.stands.get(person=noor),
        version=1,
        position="concerns",
        open_points="Costs of the second series",
    )
    difference = write_difference(
        alliance=alliance, by=ada, topic="Decisions", ours="By whoever knows most", theirs="By agreement of all",
        bridge="We send them a week before.",
    )  # fmt: skip
    campaign, open_campaign = _campaigns(cora, ada)
    need = write_need(
        by=ada, campaign=campaign, text="Templates for the first hundred days", state="delivered", tool=tool
    )
    told = _tell(alliance)
    pack = make_pack(by=ada, day=today + timedelta(days=9), language="ja", readers="committee")
    write_files(pack=pack)
    make_member(alliance, noor, role="executive_sponsor")
    note_contact(alliance=alliance, person=noor, by=ada)
    asked = ask_support(alliance=alliance, by=ada, text="Two more chemists in Sendai", needed_on=today)
    return SimpleNamespace(
        told=[_token(links.answer_path(told))],
        mail=[_token(links.mute_path(told.delivery))],
        toolkit=["research"],
        phase=["running"],
        tool=["research", tool.content.slug],
        desk=[tool.content.slug],
        edition=["research", "pilot", 1],
        translation=[tool.content.slug, "ja"],
        course=["basics"],
        question=["basics", "case"],
        written=["course", "basics"],
        into_japanese=["course", "basics", "ja"],
        lesson=["basics", "basics-lesson-1"],
        attempt=["basics", attempt.public_id],
        ada=ada,
        record=alliance,
        old=old,
        alliance=[alliance.public_id],
        questionnaire=["how-is-it"],
        asked=["how-is-it", "word-kept"],
        asked_draft=["being-written"],
        asked_in_japanese=["how-is-it", "ja"],
        check=[check.public_id],
        alignment=[alignment.public_id],
        stand=[stand.public_id],
        difference=[alliance.public_id, difference.public_id],
        campaign=[campaign.public_id],
        open_campaign=[open_campaign.public_id],
        need=[need.public_id],
        open_check=[open_check.public_id],
        wave=[open_check.wave.public_id],
        launch_point=[alliance.public_id, "charter"],
        action=[action.public_id],
        alliance_action=[alliance.public_id, action.public_id],
        other=[other.public_id],
        appointment=[alliance.public_id, appointment.public_id],
        goal=[goal.public_id],
        entry=[alliance.public_id, entry.public_id],
        decision=[decision.public_id],
        decision_step=[decision.public_id, "upheld"],
        decision_follow=[decision.public_id, "event"],
        committee=[committee.public_id],
        committee_action=[own.public_id, taken_on.public_id],
        seat=[committee.public_id, seat.public_id],
        charter=[committee.public_id, changed.pk],
        meeting=[meeting.public_id],
        to_come=[to_come.public_id],
        agenda_item=[meeting.public_id, item.public_id],
        agreement=[agreement.public_id],
        ending=[agreement.public_id, ending.pk],
        renewal=[renewed.public_id, renewal.pk],
        programme=[programme.public_id],
        programme_action=[programme.public_id, inside.public_id],
        let_in=[programme.public_id, programme.scope.grants.get().pk],
        obligation=[alliance.public_id, owed.public_id],
        due_day=[only(owed).public_id],
        extended=[only(owed).public_id, "extend"],
        event=[alliance.public_id, package.public_id],
        step=[alliance.public_id, package.public_id, "expect"],
        pack=[pack.public_id],
        request=[asked.public_id],
        issue=[raised.public_id],
        issue_step=[raised.public_id, "climb"],
        risk=[watched.public_id],
        holder=["alliance", alliance.public_id],
        file=[file.public_id],
        link=[link.public_id],
        membership=[alliance.public_id, noor.public_id],
        member=[alliance.public_id, alliance.members.get(person=noor, role__code="team_member").pk],
        person=[noor.public_id],
        account=[ada.person.public_id],
        organisation=[northwind.public_id],
        site=[site.public_id],
        api_token=[token.pk],
        directory_secret=[let_in.pk],
        group_role=[group_role.pk],
        export=[export.public_id],
        many_list=["people"],
        saved_view=[view.public_id],
        many_change=[change.public_id],
        webhook=[hook.pk],
        kind=["stages"],
        word=["stages", "running"],
        token=["open-token"],
        key=["no-such-key"],
        reset=["1", "no-such-key"],
    )


def _looked_at(user: User) -> ManyChange:
    """Rows that may be changed together, but for one."""
    return ManyChange.objects.create(
        by=user,
        list_code="people",
        address="/lists/people/change/?",
        back="/people/",
        state=ChangeState.LOOKED,
        outcome={
            "changed": 1,
            "unchanged": 2,
            "others": 0,
            "refused": 1,
            "refused_shown": [["Berta Loos", "Somebody changed it meanwhile. Look again."]],
            "changed_shown": [["Anna Keller", [["Visible to every member", "Yes", "No"]]]],
            "more": 0,
            "versions": {},
        },
    )
