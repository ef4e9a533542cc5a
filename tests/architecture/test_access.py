"""`docs/access.csv` says who gets which answer at every address; here each of its cells is asked for."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from alliances.agreements.actions.programmes import let_in, shut_out
from alliances.agreements.models import Programme, RenewalDecision
from alliances.alignment.actions import begin_check as begin_round
from alliances.alignment.models import AlignmentCheck
from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.differences.actions import write_difference
from alliances.goals.actions.goals import set_goal
from alliances.health.actions import begin_check
from alliances.health.models import HealthCheck
from alliances.journal.actions import write_entry
from alliances.reviews.actions.appointments import plan_review
from alliances.sponsors.actions import ask_support
from coe_hub.action_items.actions import PURPOSE, add_action
from coe_hub.action_items.models import ActionItem
from coe_hub.api.actions import make_token
from coe_hub.api.exports.actions import ask_export, write_export
from coe_hub.api.webhooks.actions import make_webhook
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.calendars.actions import make_feed
from coe_hub.home.middleware import DueCountMiddleware
from coe_hub.identity.group_roles import add_group_role
from coe_hub.identity.secrets import make_secret as make_secret_of_directory
from coe_hub.imports.models import Import
from coe_hub.lib.tokens import token_hash
from coe_hub.lists.models import ChangeState, ManyChange, SavedView
from coe_hub.people.access.partner_links import make_partner_link, revoke
from coe_hub.people.accounts.invitations import accept, invite
from coe_hub.people.directory.actions import create_site
from coe_hub.people.doubles.merging import merge
from coe_hub.people.models import Invitation, PartnerLink, Person, Scope, User
from coe_hub.publishing.models import Edition, PilotReader
from coe_hub.reminders import links
from coe_hub.reminders.models import Delivery, RefusedAddress, Reminder
from coe_hub.surveys.actions.waves import Invitee, SideToAsk
from coe_hub.surveys.models import Questionnaire, Wave
from governance.decisions.actions.decisions import write_decision
from governance.meetings.models import MinutesComment
from governance.needs.actions import write_need
from governance.needs.models import Campaign
from governance.packs.actions import make_pack
from governance.packs.files import write_files
from governance.packs.models import Pack, Readers
from tests import databases
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.alliances.issues.data import issue, risk
from tests.alliances.obligations.data import event, only, owe
from tests.architecture import urls
from tests.attachments.data import pdf
from tests.cast import Cast, make_cast, make_open_alliance, make_secret
from tests.factories import PASSWORD, SINCE, make_alliance, make_member, make_organisation, make_person, make_user
from tests.governance.committees_data import charter, held, make_committee, put, sit
from tests.surveys.data import make_questionnaire
from tests.toolkits.data import make_edition, make_tool
from tests.training.data import make_course
from training.actions import create_course, enrol, start_attempt, submit_attempt

pytestmark = pytest.mark.sweep

# allauth's own views are guarded by allauth: each lets visitors in on purpose or asks for an account itself.
GUARDED_BY_ALLAUTH = {
    "account_change_password": "asks for an account",
    "account_confirm_email": "whoever holds the link from the mail",
    "account_confirm_login_code": "part of signing in; leads there",
    "account_email_verification_sent": "says to look into the mailbox",
    "account_inactive": "says that an account is switched off",
    "account_login": "how visitors get in",
    "account_logout": "nothing happens to visitors",
    "account_reauthenticate": "asks for an account",
    "account_reset_password": "who forgot the password has no session",
    "account_reset_password_done": "as account_reset_password",
    "account_reset_password_from_key": "whoever holds the link from the mail",
    "account_reset_password_from_key_done": "as account_reset_password",
    "account_set_password": "asks for an account",
    "account_signup": "says that accounts come by invitation",
    "mfa_activate_totp": "asks for an account",
    "mfa_add_webauthn": "asks for an account",
    "mfa_authenticate": "part of signing in; leads there",
    "mfa_deactivate_totp": "asks for an account",
    "mfa_download_recovery_codes": "asks for an account",
    "mfa_edit_webauthn": "asks for an account",
    "mfa_generate_recovery_codes": "asks for an account",
    "mfa_index": "asks for an account",
    "mfa_list_webauthn": "asks for an account",
    "mfa_login_webauthn": "how visitors get in with a passkey",
    "mfa_reauthenticate": "asks for an account",
    "mfa_reauthenticate_webauthn": "asks for an account",
    "mfa_remove_webauthn": "asks for an account",
    "mfa_view_recovery_codes": "asks for an account",
}


NOW = timezone.now()
SOON = timezone.now() + timedelta(days=30)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Cast, SimpleNamespace]]:
    """One world for every cell: what a request changes is undone."""
    with databases.shared_rows(django_db_blocker), translation.override("en"):
        cast = make_cast()
        yield cast, _objects(cast, make_open_alliance(cast), make_secret(cast), tmp_path_factory.mktemp("courses"))


@pytest.fixture
def cast(db: None, world: tuple[Cast, SimpleNamespace]) -> Cast:
    """Everybody of this world."""
    return world[0]


@pytest.fixture
def objects(db: None, world: tuple[Cast, SimpleNamespace]) -> SimpleNamespace:
    """For each kind of object in the table, the arguments of a page's address."""
    return world[1]


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets which answer is decided before a page is drawn, and fifteen thousand are asked for."""
    monkeypatch.setattr(Template, "render", lambda *_what, **_how: "")


@pytest.fixture
def browsers(cast: Cast, sign_in: Callable[..., Client], settings: Any) -> dict[str, Client]:
    """A browser for each column of the table. The rail's figure is counted once: nothing they do stays done."""
    counting = f"{DueCountMiddleware.__module__}.{DueCountMiddleware.__name__}"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != counting]
    return {role: sign_in(user) for role, user in vars(cast).items()} | {"anonymous": Client()}


def _objects(cast: Cast, alliance: Alliance, secret: Alliance, tmp_path: Path) -> SimpleNamespace:
    """For each kind of object, what gives the arguments of a page's address by the page's name."""
    archived = make_alliance("An old one", by=cast.lead, reference="old")
    for person, role in ((cast.team.person, "team"), (cast.viewer.person, "viewer")):
        archived.scope.grants.create(person=person, role=role)
    contact = make_person("Nora Contact", at=make_organisation("Umbra Therapeutics"), is_public=False)
    make_member(secret, contact, role="alliance_lead", side="theirs")
    entry, member, appointment, goal = {}, {}, {}, {}
    for one in (alliance, archived, secret):
        entry[one] = write_entry(alliance=one, kind="note", text="A note", happened_on=SINCE, by=cast.lead)
        make_member(one, cast.lead.person, role="team_member")
        member[one] = one.members.get(person=cast.lead.person)
        goal[one] = set_goal(
            alliance=one, by=cast.lead, text="One candidate", people=[cast.lead.person, cast.team.person]
        )
        appointment[one] = plan_review(
            alliance=one, people=[cast.lead.person], by=cast.lead, minutes=60, time_zone="UTC", starts_at=SOON
        )
    archive_alliance(alliance=archived)
    public = make_person("Paul Public")
    _invite("Ida Invited", token="open-token", by=cast.admin)
    accept(invitation=_invite("Sue Spent", token="spent-token", by=cast.admin), password=PASSWORD, time_zone="UTC")
    feed = make_feed(user=cast.stranger).rpartition("/")[2].removesuffix(".ics")
    questionnaire = make_questionnaire(cast.curator)
    checks = {one: _check(one, questionnaire, cast) for one in (alliance, secret)}
    rounds = {one: _round(one, cast) for one in (alliance, secret)}
    difference = {
        one: write_difference(alliance=one, by=cast.lead, topic="Decisions", ours="A", theirs="B")
        for one in (alliance, secret)
    }
    address = "https://203.0.113.7/told"
    hook, _secret = make_webhook(user=cast.admin, name="Warehouse", address=address, resources=["journal"])
    secret_of_directory, _text = make_secret_of_directory(name="Entra", by=cast.admin)
    group_role = add_group_role(group="CoE curators", role="curator")
    view = SavedView.objects.create(owner=cast.stranger, list_code="people", name="Lab", query="q=lab", is_shared=True)
    token, _text = make_token(user=cast.stranger, name="Sheet", scope="read", expires_on=SOON.date())
    export = ask_export(user=cast.stranger, kind="own")
    write_export(export)
    change = ManyChange.objects.create(by=cast.stranger, list_code="people", state=ChangeState.LOOKED)
    campaign = _campaign(cast, checks[alliance].wave.edition)
    need = write_need(by=cast.curator, text="Training")
    site = create_site(organisation=public.organisation, name="Boston", city="Boston", country="US", time_zone="UTC")

    merged = merge(kept=public, doubles=[make_person("Paul Publik")], values={}, by=cast.admin)
    hidden_merge = merge(kept=contact, doubles=[make_person("Nora Kontakt")], values={}, by=cast.lead)

    theirs = Import.objects.create(kind="alliances", by=cast.stranger, name="theirs.csv")

    item, link = _items({alliance: None, secret: contact}, by=cast.lead)

    make_tool(author=cast.curator, approver=cast.admin)
    for name in ("pilot", "drafted", "retired"):
        make_edition(name, author=cast.curator, approver=cast.admin)
    given = make_edition("given", author=cast.curator, approver=cast.admin)
    PilotReader.objects.create(edition=given.content.editions.get(), person=cast.stranger.person)
    facts = {"toolkit": "research", "minutes": 10, "audiences": ["scientist"]}
    create_course(title="Begun", purpose="Not yet.", by=cast.curator, **facts)
    attempt = start_attempt(enrolment=enrol(course=make_course(tmp_path, by=cast.curator), by=cast.stranger))
    submit_attempt(attempt=attempt, chosen={})

    def of_tool(slug: str) -> Callable[[str], list[object]]:
        def arguments(name: str) -> list[object]:
            first = ["research"] if name.startswith("edition_") or name in {"tool_detail", "tool_download"} else []
            last = [1] if name.startswith("edition_") else ["ja"] if name == "tool_translate" else []
            return [*first, slug, *last]

        return arguments

    def of_item(one: Alliance) -> Callable[[str], list[object]]:
        last = {"action_link_revoke": [link[one].pk]}
        return lambda name: [item[one].public_id, *last.get(name, [])]

    def of_alliance(one: Alliance) -> Callable[[str], list[object]]:
        last = {"journal_edit": [entry[one].public_id], "member_delete": [member[one].pk]}
        last["member_edit"] = [member[one].person.public_id]
        if one in item:
            last["alliance_action_edit"] = [item[one].public_id]
        last |= {name: [appointment[one].public_id] for name in ("appointment_edit", "appointment_cancel")}
        last["sponsor_contact"] = [cast.lead.person.public_id]
        written = [difference[one].public_id] if one in difference else []
        last |= dict.fromkeys(("difference_edit", "difference_archive"), written)
        last["alliance_tool"] = ["minutes-and-what-to-capture"]
        last |= {name: ["charter"] for name in ("launch_answer", "launch_answer_take_back")}
        return lambda name: [one.public_id, *last.get(name, [])]

    def record(person: object, organisation: object) -> Callable[[str], list[object]]:
        return lambda name: [(organisation if name.startswith("organisation") else person).public_id]

    return SimpleNamespace(
        open=of_alliance(alliance),
        archived=of_alliance(archived),
        restricted=of_alliance(secret),
        public=record(public, make_organisation("Northwind Biotech")),
        hidden=record(contact, contact.organisation),
        account=lambda _name: [cast.stranger.person.public_id],
        site=lambda _name: [site.public_id],
        feed=lambda _name: [feed],
        api_token=lambda _name: [token.pk],
        session=lambda _name: [_session(cast.stranger).pk],
        no_passkey=lambda _name: [1],
        directory_secret=lambda _name: [secret_of_directory.pk],
        group_role=lambda _name: [group_role.pk],
        provider=lambda _name: ["unknown"],
        scim=lambda _name: ["unknown"],
        scim_about=lambda _name: ["Schemas"],
        export=lambda _name: [export.public_id],
        saved_view=lambda _name: [view.public_id],
        many_change=lambda _name: [change.public_id],
        actions_list=lambda _name: ["actions"],
        people_list=lambda _name: ["people"],
        no_list=lambda _name: ["secrets"],
        webhook=lambda _name: [hook.pk],
        no_feed=lambda _name: ["no-such-token"],
        invited=lambda _name: ["open-token"],
        spent=lambda _name: ["spent-token"],
        list_import=lambda _name: [theirs.public_id],
        goal=lambda _name: [goal[alliance].public_id],
        hidden_goal=lambda _name: [goal[secret].public_id],
        alignment=lambda _name: [rounds[alliance].public_id],
        hidden_alignment=lambda _name: [rounds[secret].public_id],
        stand=lambda _name: [rounds[alliance].stands.get().public_id],
        hidden_stand=lambda _name: [rounds[secret].stands.get().public_id],
        need=lambda _name: [need.public_id],
        campaign=lambda _name: [campaign.public_id],
        check=lambda _name: [checks[alliance].public_id],
        hidden_check=lambda _name: [checks[secret].public_id],
        wave=lambda _name: [checks[alliance].wave.public_id],
        hidden_wave=lambda _name: [checks[secret].wave.public_id],
        questionnaire=lambda name: [
            "how-is-it",
            *{"asked_edit": ["word-kept"], "questionnaire_translate": ["ja"]}.get(name, []),
        ],
        item=of_item(alliance),
        hidden_item=of_item(secret),
        link=lambda _name: [f"token-of-{alliance.pk}"],
        spent_link=lambda _name: ["revoked-token"],
        vocabulary=lambda _name: ["stages"],
        word=lambda _name: ["stages", "running"],
        toolkit=lambda _name: ["research"],
        phase=lambda _name: ["running"],
        used=lambda _name: ["tool", "minutes-and-what-to-capture"],
        tool=of_tool("minutes-and-what-to-capture"),
        pilot=of_tool("pilot"),
        drafted=of_tool("drafted"),
        retired=of_tool("retired"),
        given=of_tool("given"),
        course=lambda name: ["basics", "case"] if name == "question_edit" else ["basics"],
        written=_of_training("course", "basics"),
        lesson_written=_of_training("lesson", "basics-lesson-1"),
        begun=_of_training("course", "begun"),
        lesson=lambda _name: ["basics", "basics-lesson-1"],
        attempt=lambda _name: ["basics", attempt.public_id],
        reminder=lambda name: [_link_from_a_mail(cast.lead, alliance, name)],
        address=lambda _name: [RefusedAddress.objects.get_or_create(email="x@hub.example", person=public)[0].pk],
        key=lambda _name: ["no-such-key"],
        no_key=lambda _name: ["no-such-key"],
        merge=lambda _name: [merged.pk],
        hidden_merge=lambda _name: [hidden_merge.pk],
        reset_key=lambda _name: ["1", "no-such-key"],
        **_contracts("", alliance, by=cast.lead),
        **_contracts("hidden_", secret, by=cast.lead),
        **_walled(alliance, cast),
        **_owed("", alliance),
        **_owed("hidden_", secret),
        **_owed("walled_", alliance, Programme.objects.get(name="Walled")),
        own_committee=_own_committee(cast),
        **_committees("", alliance, by=cast.lead),
        **_committees("hidden_", secret, by=cast.lead),
        **_committees("walled_", alliance, by=cast.team, programme=Programme.objects.get(name="Walled")),
        **_at_issue("", alliance, cast),
        **_at_issue("hidden_", secret, cast),
        **_at_issue("walled_", alliance, cast, Programme.objects.get(name="Walled")),
        **_files("", alliance, by=cast.lead),
        **_files("hidden_", secret, by=cast.lead),
        **_packs(cast),
        **_asked("", alliance, by=cast.lead),
        **_asked("hidden_", secret, by=cast.lead),
    )


def _session(user: User) -> UserSession:
    """Another device on which they are signed in."""
    made = {"user": user, "ip": "203.0.113.7", "user_agent": "Firefox"}
    return UserSession.objects.get_or_create(session_key="another", defaults=made)[0]


def _round(alliance: Alliance, cast: Cast) -> AlignmentCheck:
    """An alignment check in which the lead is to be heard."""
    return begin_round(
        alliance=alliance, people=[cast.lead.person], by=cast.lead, occasion="Committee", needed_on=SOON.date()
    )


def _campaign(cast: Cast, edition: Edition) -> Campaign:
    """A campaign under way."""
    wave = Wave.objects.create(
        scope=Scope.objects.create(kind="open"), edition=edition, subject="Needs", opens_on=NOW.date(),
        closes_on=SOON.date(), is_anonymous=True, minimum=3, by=cast.curator,
    )  # fmt: skip
    return Campaign.objects.create(name="Needs", wave=wave)


def _check(alliance: Alliance, questionnaire: Questionnaire, cast: Cast) -> HealthCheck:
    """A health check under way that asks lead and team by name, and somebody at the partner."""
    ours = SideToAsk("Ours", True, [Invitee(one.person) for one in (cast.lead, cast.team)])
    theirs = SideToAsk("Theirs", False, [Invitee(make_person("Pia Partner", email="pia@partner.example"))])
    return begin_check(
        alliance=alliance, questionnaire=questionnaire, sides=[ours, theirs], opens_on=NOW.date(),
        closes_on=SOON.date(), is_anonymous=False, minimum=1, by=cast.lead,
    ).check  # fmt: skip


def _contracts(prefix: str, alliance: Alliance, *, by: User, **values: Any) -> dict[str, Callable[[str], list[object]]]:
    """An agreement of an alliance, with notice given, and a programme."""
    programme = make_programme(alliance, by=by, **values)
    agreement = make_agreement(alliance, by=by, programme=programme, expires_on=SOON.date())
    ending = end(agreement, by=by, ends_on=SOON.date())
    grant = programme.scope.grants.filter(person=by.person).first()
    decision = RenewalDecision.objects.create(
        agreement=agreement, term_ends_on=SOON.date(), decided_on=SOON.date(), decided_by=by.person, reason="It goes on"
    )
    item = add_action(
        scope=programme.scope, by=by, text="A", owner=by.person, side="ours", source_url=programme.get_absolute_url()
    )
    last = {
        "ending_take_back": [ending.pk],
        "programme_action_edit": [item.public_id],
        "programme_shut_out": [grant.pk if grant else 0],
        "renewal_take_back": [decision.pk],
    }
    return {
        f"{prefix}agreement": lambda name: [agreement.public_id, *last.get(name, [])],
        f"{prefix}programme": lambda name: [programme.public_id, *last.get(name, [])],
    }


def _walled(alliance: Alliance, cast: Cast) -> dict[str, Callable[[str], list[object]]]:
    """The same behind a wall in an open alliance, of whose people only team and viewer are let in, and another lead."""
    found = _contracts("walled_", alliance, by=cast.lead, name="Walled", is_firewalled=True)
    programme = Programme.objects.get(name="Walled")
    owner = make_user("Wanda Walled")
    let_in(programme=programme, person=owner.person, access="lead")
    for user, access in ((cast.team, "team"), (cast.viewer, "viewer")):
        let_in(programme=programme, person=user.person, access=access)
    shut_out(programme=programme, person=cast.lead.person)
    grant = programme.scope.grants.get(person=cast.viewer.person)
    of_programme = found["walled_programme"]
    shut_out_viewer = [programme.public_id, grant.pk]
    return found | {
        "walled_programme": lambda name: shut_out_viewer if name == "programme_shut_out" else of_programme(name)
    }


def _owed(
    prefix: str, alliance: Alliance, programme: Programme | None = None
) -> dict[str, Callable[[str], list[object]]]:
    """An obligation, its due day, and an event, of an alliance or one of its programmes."""
    happens = event(alliance, programme=programme)
    obligation = owe(alliance, programme=programme)
    steps = {"event_step": ["occur"]}
    return {
        f"{prefix}obligation": lambda _name: [alliance.public_id, obligation.public_id],
        f"{prefix}event": lambda name: [alliance.public_id, happens.public_id, *steps.get(name, [])],
        f"{prefix}due_day": lambda name: [
            only(obligation).public_id, *(["waive"] if name == "fulfilment_settle" else []),
        ],
    }  # fmt: skip


def _own_committee(cast: Cast) -> Callable[[str], list[object]]:
    """A committee of the Center of Excellence, which only who sits on it sees, with an action."""
    committee = make_committee(None, by=cast.lead, kind="coe_steering", label="SteerCo")
    for user, role in ((cast.team, "member"), (cast.viewer, "guest")):
        sit(committee, user.person, role)
    item = add_action(scope=committee.scope, text="Look at it", owner=cast.lead.person, side="ours", by=cast.lead)
    return lambda name: [committee.public_id, *([item.public_id] if name == "committee_action_edit" else [])]


def _committees(
    prefix: str, alliance: Alliance, *, by: User, **values: Any
) -> dict[str, Callable[[str], list[object]]]:
    """A committee with a seat and a charter that needs an amendment, and a meeting that was held, with an item, a
    comment on its minutes, and another meeting before it."""
    committee = make_committee(alliance, by=by, **values)
    seat = sit(committee, by.person, "secretary")
    changed = charter(committee, basis="operated", needs_amendment=True)
    earlier = held(committee, by=by, starts_at=NOW - timedelta(days=40))
    meeting = held(committee, by=by, starts_at=NOW - timedelta(days=2))
    item = put(meeting)
    decision = write_decision(committee=committee, by=by, text="Go on", decided_on=SINCE)
    follows = {"decision_step": ["upheld"], "decision_follow": ["action"]}
    comment = MinutesComment.objects.create(minutes=meeting.minutes, person=by.person, side="ours", text="A comment")
    of_committee = {name: [seat.public_id] for name in ("seat_edit", "seat_end")} | {"charter_amend": [changed.pk]}
    items = ("agenda_item_edit", "agenda_item_move", "agenda_item_drop", "item_write", "item_settle")
    of_meeting = {name: [item.public_id] for name in items}
    of_meeting |= {"comment_answer": [comment.pk], "minutes_approve": [earlier.public_id]}
    return {
        f"{prefix}committee": lambda name: [committee.public_id, *of_committee.get(name, [])],
        f"{prefix}decision": lambda name: [decision.public_id, *follows.get(name, [])],
        f"{prefix}meeting": lambda name: [meeting.public_id, *of_meeting.get(name, [])],
    }


def _at_issue(
    prefix: str, alliance: Alliance, cast: Cast, programme: Programme | None = None
) -> dict[str, Callable[[str], list[object]]]:
    """An issue of the lead's and a risk, of an alliance or one of its programmes."""
    owner = None if programme else cast.lead.person
    raised = issue(alliance, programme=programme, owner=owner, agreed_text="Both pay half")
    watched = risk(alliance, programme=programme)
    return {
        f"{prefix}issue": lambda name: [raised.public_id, *(["resolve"] if name == "issue_step" else [])],
        f"{prefix}risk": lambda _name: [watched.public_id],
    }


def _files(prefix: str, alliance: Alliance, *, by: User) -> dict[str, Callable[[str], list[object]]]:
    """An alliance as what takes files, a file of it, and a link to a document."""
    file = attach_file(record=alliance, upload=pdf(), by=by)
    document = add_link(record=alliance, by=by, title="Charter", address="https://kestrel.example/charter")
    return {
        f"{prefix}holder": lambda _name: ["alliance", alliance.public_id],
        f"{prefix}file": lambda name: [file.public_id, *([1] if name.startswith("edition_") else [])],
        f"{prefix}document": lambda _name: [document.public_id],
    }


def _packs(cast: Cast) -> dict[str, Callable[[str], list[object]]]:
    """A pack for the committee and one of the lead's own, each with its files."""
    made = {
        "pack": make_pack(by=cast.committee, day=SINCE, language="en", readers=Readers.COMMITTEE),
        "own_pack": make_pack(by=cast.lead, day=SINCE, language="en", readers=Readers.MAKER),
    }
    for pack in made.values():
        write_files(pack=pack)

    def arguments(pack: Pack) -> Callable[[str], list[object]]:
        return lambda name: [pack.public_id, *(["pptx"] if name == "pack_file" else [])]

    return {name: arguments(pack) for name, pack in made.items()}


def _asked(prefix: str, alliance: Alliance, *, by: User) -> dict[str, Callable[[str], list[object]]]:
    """A request of an alliance for support."""
    request = ask_support(alliance=alliance, by=by, text="Two more chemists")
    return {f"{prefix}request": lambda _name: [request.public_id]}


def _of_training(kind: str, slug: str) -> Callable[[str], list[object]]:
    last = {"training_translate": ["ja"]}
    return lambda name: [slug] if name == "course_detail" else [kind, slug, *last.get(name, [])]


def _link_from_a_mail(user: User, alliance: Alliance, name: str) -> str:
    """The token in the link of a mail about the alliance's review."""
    mail, _new = Delivery.objects.get_or_create(
        message_id="m", defaults={"person": user.person, "channel": "single", "on_day": SINCE, "send_after": NOW}
    )
    about = {"kind": "alliance_review", "object_id": alliance.pk, "due_date": alliance.next_review_on}
    told, _new = Reminder.objects.get_or_create(
        **{"person": user.person, "told_for": SINCE, "delivery": mail, **about},
        defaults={"channel": "single", "on_day": SINCE, "send_after": NOW},
    )
    path = links.mute_path(mail) if name == "reminder_mute" else links.answer_path(told)
    return path.rstrip("/").rpartition("/")[2]


def _items(owners: dict[Alliance, Person | None], *, by: User) -> tuple[dict, dict]:
    """For each alliance an action of somebody at the partner, and a link to it; the last one has a revoked link too."""
    item, link = {}, {}
    for one, owner in owners.items():
        owner = owner or make_person("Nia Partner", at=make_organisation("Northwind Biotech"))
        item[one] = add_action(scope=one.scope, text="Send the data", owner=owner, side="theirs", by=by)
        link[one] = _link(item[one], f"token-of-{one.pk}")
    revoke(_link(item[one], "revoked-token"))
    return item, link


def _link(item: ActionItem, token: str) -> PartnerLink:
    """A link to the item whose token is known here, which in the product only the mail knows."""
    make_partner_link(purpose=PURPOSE, object_id=item.pk, scope=item.scope, person=item.owner)
    link = PartnerLink.objects.leading_to(PURPOSE, item.pk)[0]
    link.token_hash = token_hash(token)
    link.save(update_fields=["token_hash"])
    return link


def _invite(name: str, *, token: str, by: User) -> Invitation:
    """An invitation whose token is known here, which in the product only the mail knows."""
    invitation = invite(person=make_person(name), email=f"{token}@hub.example", roles=[], language="en", by=by)
    invitation.token_hash = hashlib.sha256(token.encode()).hexdigest()
    invitation.save(update_fields=["token_hash"])
    return invitation


def _answer(client: Client, method: str, address: str) -> str:
    """The status a page answers with, or `sign-in`. What the request changed is undone, signing out included."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code == 302 and urlsplit(response["Location"]).path == reverse("account_login"):
        return "sign-in"
    return str(response.status_code)


@pytest.mark.parametrize("room", sorted({one.callback.__module__ for one in urls.patterns()}))
def test_every_cell_of_the_access_table_is_what_is_answered(
    room: str, browsers: dict[str, Client], objects: SimpleNamespace
) -> None:
    names = {one.name for one in urls.patterns() if one.callback.__module__ == room}
    written, answered = {}, {}
    for row in (row for row in urls.rows() if row["name"] in names):
        address = urls.address(row["name"], row["object"], objects)
        for role, browser in browsers.items():
            cell = (row["name"], row["method"], row["object"], role)
            written[cell] = row[role]
            answered[cell] = _answer(browser, row["method"], address)
    assert {cell: answer for cell, answer in answered.items() if answer != written[cell]} == {}


def test_other_methods_are_refused_on_every_page_of_ours(browsers: dict[str, Client], objects: SimpleNamespace) -> None:
    ours = {one.name for one in urls.patterns() if hasattr(one.callback, "guard")}
    pages = {row["name"]: row["object"] for row in urls.rows() if row["name"] in ours}
    admin = browsers["admin"]
    answered = {name: _answer(admin, "DELETE", urls.address(name, kind, objects)) for name, kind in pages.items()}
    # A directory is asked for its secret before anything else.
    of_directories = {name: "401" for name in pages if name.startswith("scim_")}
    assert answered == dict.fromkeys(pages, "405") | of_directories


def test_the_access_table_has_every_address_with_both_methods_and_nothing_twice() -> None:
    written = Counter((row["name"], row["method"], row["object"]) for row in urls.rows())
    assert [cell for cell, count in written.items() if count > 1] == []
    asked = {(name, method) for name, method, _object in written}
    assert asked == {(one.name, method) for one in urls.patterns() for method in ("GET", "POST")}


def test_every_view_says_who_may_open_it() -> None:
    unguarded = {one.name for one in urls.patterns() if not getattr(one.callback, "guard", None)}
    assert unguarded == set(GUARDED_BY_ALLAUTH)
