"""One row of each kind, right as it is; what is given is wrong or right instead."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.utils import timezone

from alliances.agreements.models import Agreement, Ending, Programme, RenewalDecision
from alliances.core.models import Alliance
from alliances.goals.models import Goal, SignOff
from alliances.issues.models import Issue, IssueSignature, IssueStep, Risk, Rung
from alliances.launch.models import LaunchAnswer
from alliances.obligations.models import Fulfilment, Obligation, TriggerEvent
from alliances.reviews.models import Review, ReviewAppointment
from alliances.sponsors.models import SponsorContact, SupportRequest
from coe_hub.action_items.models import ActionItem
from coe_hub.api.exports.models import Export
from coe_hub.api.models import ApiToken, KeptAnswer, Webhook, WebhookCall
from coe_hub.attachments.models import Attachment, StoredFile
from coe_hub.audit.models import Mandate
from coe_hub.identity.models import DirectoryGroup
from coe_hub.imports.models import Import, ImportRow
from coe_hub.lists.models import SavedView
from coe_hub.people.models import (
    Invitation,
    PartnerLink,
    Scope,
    User,
)
from coe_hub.privacy.models import Redaction
from coe_hub.usage.models import UnmetSearch
from governance.packs.models import Pack
from tests.factories import make_person

Rows = Callable[[SimpleNamespace], list[models.Model]]
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
