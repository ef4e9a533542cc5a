"""A hub in use, small: one of everything."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django.utils import timezone

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.goals.actions.goals import set_goal
from alliances.goals.actions.sign_offs import sign_goal
from alliances.issues.actions.steps import climb
from alliances.journal.actions import write_entry
from alliances.reviews.actions.appointments import plan_review
from alliances.reviews.actions.reviews import do_review
from coe_hub.action_items.actions import PURPOSE, add_action, finish_action
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.calendars.actions import make_feed
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.accounts.invitations import invite
from coe_hub.people.directory.actions import create_site
from coe_hub.publishing.actions import Words, published, write_draft
from coe_hub.publishing.models import Content
from coe_hub.reminders import links
from coe_hub.reminders.models import Delivery, RefusedAddress, Reminder
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.alliances.issues.data import issue, risk
from tests.alliances.obligations.data import event, only, owe
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
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
    entry = write_entry(alliance=alliance, kind="call", text="Call with Nora.", happened_on=today, by=ada)
    words = {"text": "One candidate in the clinic", "measure": "First dose given", "due_on": today + timedelta(days=20)}
    goal = set_goal(alliance=alliance, by=ada, people=[ada.person, contact], horizon="long", **words)
    sign_goal(goal=goal, person=contact, version=goal.version, remark="If the second series goes on.")
    programme = make_programme(alliance, by=ada, name="KRAS G12D 分解薬", asset="KP-1077", is_firewalled=True)
    agreement = make_agreement(
        alliance, by=ada, title="ライセンス契約", reference="C-2031-7", expires_on=today + timedelta(days=200),
        renewal="automatic", renewal_months=12, notice_months=3,
    )  # fmt: skip
    make_agreement(alliance, by=ada, amends=agreement, title="First amendment", changes="Moves the option deadline")
    make_agreement(alliance, by=ada, programme=programme, title="Supply agreement", expires_on=today)
    ending = end(agreement, by=ada, ends_on=today + timedelta(days=200), reason="Strategy", survival="Confidentiality")
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
    told = _tell(alliance)
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
        launch_point=[alliance.public_id, "charter"],
        action=[action.public_id],
        alliance_action=[alliance.public_id, action.public_id],
        other=[other.public_id],
        appointment=[alliance.public_id, appointment.public_id],
        goal=[goal.public_id],
        entry=[alliance.public_id, entry.public_id],
        agreement=[agreement.public_id],
        ending=[agreement.public_id, ending.pk],
        programme=[programme.public_id],
        let_in=[programme.public_id, programme.scope.grants.get().pk],
        obligation=[alliance.public_id, owed.public_id],
        due_day=[only(owed).public_id],
        extended=[only(owed).public_id, "extend"],
        event=[alliance.public_id, package.public_id],
        step=[alliance.public_id, package.public_id, "expect"],
        issue=[raised.public_id],
        issue_step=[raised.public_id, "climb"],
        risk=[watched.public_id],
        holder=["alliance", alliance.public_id],
        file=[file.public_id],
        link=[link.public_id],
        membership=[alliance.public_id, noor.public_id],
        member=[alliance.public_id, alliance.members.get(person=noor).pk],
        person=[noor.public_id],
        account=[ada.person.public_id],
        organisation=[northwind.public_id],
        site=[site.public_id],
        kind=["stages"],
        word=["stages", "running"],
        token=["open-token"],
        key=["no-such-key"],
        reset=["1", "no-such-key"],
    )
