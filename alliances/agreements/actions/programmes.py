"""Programmes: adding and editing them, the wall around one, and who is let in behind it."""

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.following import let_follow
from alliances.agreements.models import Agreement, Programme, ProgrammeValues
from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem, ActionItemQuerySet
from coe_hub.attachments.actions import move_folders
from coe_hub.lib.editing import edit_record, set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.access.actions import set_grant
from coe_hub.people.models import Person, Scope, ScopeGrant, ScopeKind, User
from coe_hub.vocabulary.models import Access


@transaction.atomic
def add_programme(
    *, alliance: Alliance, by: User, is_firewalled: bool = False, **values: Unpack[ProgrammeValues]
) -> Programme:
    """Add a programme; behind a wall, whoever adds it is let in as its lead and nobody else is.

    Raises `DomainError` where the alliance is archived, `ValidationError` where a value is refused.
    """
    if alliance.is_archived:
        raise DomainError(_("This alliance is archived. Restore it first, then add the programme."))
    programme = Programme(alliance=alliance, scope=alliance.scope)
    set_values(programme, values)
    programme.full_clean()
    if is_firewalled:
        programme.scope = _walled_scope(alliance, by)
    programme.save()
    return programme


@transaction.atomic
def edit_programme(*, programme: Programme, version: int, **values: Unpack[ProgrammeValues]) -> None:
    """Write what was edited. Raises `LostUpdateError` where it was saved since `version`."""
    edit_record(programme, values, version=version)


@transaction.atomic
def raise_wall(*, programme: Programme, by: User, reason: str = "") -> None:
    """Put the programme, its agreements and their files behind a wall, and keep why; whoever does so is let in as
    its lead, and nobody else is. Raises `DomainError` where an agreement of it follows one that stays outside."""
    lock_record(programme)
    if programme.is_firewalled:
        return
    tied = Agreement.objects.filter(programme=programme)
    outside = Agreement.objects.exclude(programme=programme)
    for way in ("amends", "replaces"):
        one = tied.filter(**{f"{way}__in": outside}).first() or outside.filter(**{f"{way}__in": tied}).first()
        if one:
            raise DomainError(
                _("“%(title)s” is tied to an agreement outside this programme. Give both the same programme first.")
                % {"title": one.title}
            )
    with acting(by=by, reason=reason):
        _move(programme, _walled_scope(programme.alliance, by))


@transaction.atomic
def lift_wall(*, programme: Programme, by: User | None = None, reason: str = "") -> None:
    """Let whoever sees the alliance see the programme again, its agreements and their files; keep why."""
    lock_record(programme)
    if programme.is_firewalled:
        with acting(by=by, reason=reason):
            _move(programme, programme.alliance.scope)


@transaction.atomic
def let_in(*, programme: Programme, person: Person, access: str) -> None:
    """Let somebody behind the wall, or change what they may do there. Raises as `shut_out`."""
    _refuse_open(programme)
    if access != Access.LEAD:
        _refuse_last_lead(programme, person)
    set_grant(scope=programme.scope, person=person, roles=[access])


@transaction.atomic
def shut_out(*, programme: Programme, person: Person) -> None:
    """Let somebody behind the wall no more. Raises `DomainError` where nobody would lead it then, or where there is no
    wall."""
    _refuse_open(programme)
    _refuse_last_lead(programme, person)
    set_grant(scope=programme.scope, person=person, roles=[])


@transaction.atomic
def archive_programme(*, programme: Programme) -> None:
    """Put it away: lists leave it out. Its agreements stay where they are."""
    lock_record(programme)
    if not programme.is_archived:
        programme.archived_at = timezone.now()
        save_record(programme, fields=["archived_at"])


@transaction.atomic
def restore_programme(*, programme: Programme) -> None:
    """Take it back into the lists."""
    lock_record(programme)
    if programme.is_archived:
        programme.archived_at = None
        save_record(programme, fields=["archived_at"])


def _walled_scope(alliance: Alliance, by: User) -> Scope:
    scope = Scope.objects.create(kind=ScopeKind.RESTRICTED, parent=alliance.scope)
    set_grant(scope=scope, person=by.person, roles=[Access.LEAD])
    return scope


def actions_of(programme: Programme) -> ActionItemQuerySet:
    """What somebody took on within the programme: behind a wall all that stands there, else what was given here."""
    items = ActionItem.objects.active().filter(scope=programme.scope)
    return items if programme.is_firewalled else items.filter(source_url=programme.get_absolute_url())


def _move(programme: Programme, scope: Scope) -> None:
    items = list(actions_of(programme).select_for_update(of=("self",)))
    programme.scope = scope
    save_record(programme, fields=["scope"])
    for item in items:
        item.scope = scope
        save_record(item, fields=["scope"])
    for agreement in Agreement.objects.select_for_update(of=("self",)).filter(programme=programme):
        agreement.scope = scope
        save_record(agreement, fields=["scope"])
    let_follow(programme.alliance)
    move_folders(scope=scope)


def _refuse_open(programme: Programme) -> None:
    if not programme.is_firewalled:
        raise DomainError(_("Whoever sees the alliance sees this programme. Put it behind a wall first."))


def _refuse_last_lead(programme: Programme, person: Person) -> None:
    leads = ScopeGrant.objects.select_for_update(of=("self",)).filter(scope=programme.scope, role=Access.LEAD)
    if [grant.person_id for grant in leads] == [person.pk]:
        raise DomainError(
            _("%(name)s is the only lead behind this wall. Let somebody else in as lead first.")
            % {"name": person.display_name}
        )
