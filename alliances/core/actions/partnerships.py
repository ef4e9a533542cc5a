"""Logging, editing and putting away alliances."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from alliances.core.actions.members import keep_on_team, settle_access
from alliances.core.models import VALUE_LOOK, Alliance, AllianceValues, Party, Side, StageChange
from alliances.core.parts import call_off
from coe_hub.lib.editing import refuse_unknown, set_values
from coe_hub.lib.history import acting
from coe_hub.lib.records import lock_record, save_record
from coe_hub.lib.sql import AddMonths
from coe_hub.people.access.actions import set_grant
from coe_hub.people.directory.actions import create_organisation
from coe_hub.people.models import Organisation, Scope, ScopeKind, User
from coe_hub.reminders.review_days import Rhythm, settle_one_review_day
from coe_hub.vocabulary.models import Access, AllianceType, Phase, Stage, Tier, ToolkitKind


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation that was typed and is not known yet."""

    name: str


Partner = Organisation | NewOrganisation
# The yearly look at why an alliance exists, which moves off days without work as a review does.
LOOK = Rhythm(AddMonths(*VALUE_LOOK), "value_look_shift", "value_look_due_on")


def usual_scope_kind(stage: Stage) -> ScopeKind:
    """Before signature an alliance is need-to-know; afterwards colleagues may read it."""
    return ScopeKind.RESTRICTED if stage.phase == Phase.FORMING else ScopeKind.OPEN


def usual_review_months(alliance_type: AllianceType, tier: str = Tier.NOT_SAID) -> int:
    """Research moves in half-years; where trials run or products are sold, a quarter without a look is long. For a
    light alliance a look a year is enough."""
    if tier == Tier.LIGHT:
        return 12
    return 6 if alliance_type.toolkit == ToolkitKind.RESEARCH else 3


def locked_alliance(alliance: Alliance) -> Alliance:
    """The alliance as it is now, and nobody else's to change until the transaction ends."""
    return Alliance.objects.select_for_update(of=("self",)).select_related("stage", "scope").get(pk=alliance.pk)


def settle_review_day(alliance: Alliance) -> None:
    """Move its next review, and the next look at why, off a day without work where its lead works; call it where the
    lead or what they count from moved."""
    settle_one_review_day(alliance, leader="lead")
    settle_one_review_day(alliance, leader="lead", rhythm=LOOK)


@transaction.atomic
def log_alliance(
    *,
    by: User,
    stage: Stage,
    ours: Sequence[Organisation],
    partners: Sequence[Partner],
    scope_kind: str,
    stage_since: date,
    stage_reason: str = "",
    **values: Unpack[AllianceValues],
) -> Alliance:
    """Log a partnership. Its review rhythm counts from `stage_since`.

    Whoever logs it can go on working on it. Raises `ValidationError` where a value is refused.
    """
    refuse_unknown(Alliance, values)
    alliance = Alliance(stage=stage, **values)
    alliance.last_reviewed_on = stage_since if alliance.review_months else None
    _note_value_look(alliance, before=Alliance())
    alliance.full_clean(exclude=["scope"])
    alliance.scope = Scope.objects.create(kind=scope_kind)
    alliance.save()
    settle_review_day(alliance)
    _set_parties(alliance, ours=ours, partners=partners)
    StageChange.objects.create(alliance=alliance, stage=stage, on_date=stage_since, reason=stage_reason, by=by)
    settle_access(alliance=alliance, people=[alliance.lead] if alliance.lead else [])
    if alliance.lead_id != by.person_id:
        set_grant(scope=alliance.scope, person=by.person, roles=[Access.TEAM])
    return alliance


@transaction.atomic
def edit_alliance(
    *,
    alliance: Alliance,
    version: int,
    by: User,
    ours: Sequence[Organisation],
    partners: Sequence[Partner],
    scope_kind: str,
    scope_reason: str = "",
    **values: Unpack[AllianceValues],
) -> None:
    """Write what was edited of an alliance; a lead who is taken off, with nobody after them, stays on the team.

    `scope_reason` is why others, or fewer, see it from now on; it stands in the history. Raises `LostUpdateError` where
    it was saved since `version`.
    """
    before = Alliance.objects.select_for_update(of=("self",)).select_related("lead").get(pk=alliance.pk)
    fields = set_values(alliance, values)
    if alliance.review_months and not alliance.last_reviewed_on:
        alliance.last_reviewed_on = timezone.localdate()
    _note_value_look(alliance, before=before)
    alliance.full_clean()
    save_record(alliance, fields=[*fields, "last_reviewed_on", "value_looked_at_on"], version=version)
    settle_review_day(alliance)
    _set_parties(alliance, ours=ours, partners=partners)
    with acting(by=by, reason=scope_reason):
        set_scope_kind(alliance, scope_kind)
    if before.lead and not alliance.lead:
        keep_on_team(alliance=alliance, person=before.lead)
    settle_access(alliance=alliance, people=[person for person in (before.lead, alliance.lead) if person])


def _note_value_look(alliance: Alliance, *, before: Alliance) -> None:
    """Whoever writes why it exists has looked at it today, unless they gave another day."""
    said = (alliance.rationale, alliance.value_hypothesis)
    is_rewritten = any(said) and said != (before.rationale, before.value_hypothesis)
    if is_rewritten and alliance.value_looked_at_on == before.value_looked_at_on:
        alliance.value_looked_at_on = timezone.localdate()


def set_scope_kind(alliance: Alliance, kind: str) -> None:
    """Make it open or restricted; nothing is written where it is so already."""
    if alliance.scope.kind != kind:
        alliance.scope.kind = kind
        alliance.scope.save(update_fields=["kind"])


@transaction.atomic
def archive_alliance(*, alliance: Alliance) -> None:
    """Put the alliance away: nothing of it is due any more, and lists leave it out. Nothing is lost."""
    lock_record(alliance)
    alliance.archived_at = timezone.now()
    save_record(alliance, fields=["archived_at"])
    call_off(alliance)


@transaction.atomic
def restore_alliance(*, alliance: Alliance) -> None:
    """Take an archived alliance back into the lists."""
    lock_record(alliance)
    alliance.archived_at = None
    save_record(alliance, fields=["archived_at"])


def _set_parties(alliance: Alliance, *, ours: Iterable[Organisation], partners: Iterable[Partner]) -> None:
    """Make these, in this order, the alliance's parties; an organisation named on both sides stays ours."""
    wanted: dict[int, tuple[Side, int]] = {}
    for side, organisations in ((Side.OURS, ours), (Side.THEIRS, partners)):
        for position, partner in enumerate(organisations):
            known = create_organisation(name=partner.name) if isinstance(partner, NewOrganisation) else partner
            wanted.setdefault(known.pk, (side, position))
    present = {party.organisation_id: party for party in alliance.parties.all()}
    for pk, party in present.items():
        if pk not in wanted:
            party.delete()
    for pk, (side, position) in wanted.items():
        if pk not in present:
            Party.objects.create(alliance=alliance, organisation_id=pk, side=side, position=position)
            continue
        party = present[pk]
        if (party.side, party.position) != (side, position):
            party.side, party.position = side, position
            party.save(update_fields=["side", "position"])
