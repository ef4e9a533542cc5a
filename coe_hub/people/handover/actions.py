"""Handing over: everything goes in one transaction, and each who takes something over is told once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import HAND_OVER, acting
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.handover.belongings import Giving, Held, belongings, holdings
from coe_hub.people.models import Person, ScopeGrant, User
from coe_hub.vocabulary.models import Access

# Who takes over what the one who hands over may not see: a sponsor, else another lead, else the team.
_IN_TURN: list[str] = [Access.SPONSOR, Access.LEAD, Access.TEAM]


@transaction.atomic
def hand_over(
    *, giver: Person, takers: Mapping[str, Person], by: User, keeps: bool = True, hidden_too: bool = False
) -> list[Held]:
    """Let what hangs on `giver` go over to those in `takers` (by the key of each thing); return what went over.

    Of what `by` may not see, nothing goes or, where `hidden_too`, all of it by rule: to a sponsor of ours who can sign
    in, else to another lead, else to the team; where there is nobody, it stays. `keeps`: the giver stays on the teams
    of the alliances. What has another owner by now is left as it is, so that handing over twice changes nothing.
    Raises `DomainError` where somebody would take over from themself or has no open account any more.
    """
    for taker in takers.values():
        _refuse(giver, taker)
    Person.objects.select_for_update(of=("self",)).get(pk=giver.pk)
    held = holdings(giver, user=by)
    going = [(one, takers[one.key]) for one in held.shown if one.key in takers]
    if hidden_too:
        going += _by_rule(giver, held.hidden)
    with acting(by=by, reason=HAND_OVER):
        for kind in belongings():
            for taker, rows in _by_taker([(one, taker) for one, taker in going if one.kind == kind.kind]).items():
                kind.give(Giving([one.object_id for one in rows], giver, taker, keeps, by))
    for taker, rows in _by_taker(going).items():
        _tell(taker, rows, giver=giver, by=by)
    return [one for one, _taker in going]


@transaction.atomic
def close_account(
    *,
    account: User,
    takers: Mapping[str, Person],
    by: User,
    reason: str,
    keeps: bool = False,
    hidden_too: bool = False,
) -> list[Held]:
    """Hand over what was chosen, then let the account sign in no more; return what went over.

    Raises `DomainError` as `hand_over`, and where an admin would close their own account.
    """
    moved = hand_over(giver=account.person, takers=takers, by=by, keeps=keeps, hidden_too=hidden_too)
    edit_account(account=account, roles=account.roles, is_active=False, by=by, reason=reason)
    return moved


def _refuse(giver: Person, taker: Person) -> None:
    if taker.pk == giver.pk:
        raise DomainError(_("Name somebody else: %(name)s has it now.") % {"name": giver.display_name}, field="taker")
    if taker.is_gone:
        raise DomainError(
            _("The account of %(name)s is closed. Name somebody else.") % {"name": taker.display_name}, field="taker"
        )


def _by_rule(giver: Person, hidden: Sequence[Held]) -> list[tuple[Held, Person]]:
    """Each hidden thing with whoever is next in its scope; without anybody it is left out."""
    scopes = {one.scope_id for one in hidden}
    grants = ScopeGrant.objects.filter(scope__in=scopes, role__in=_IN_TURN, person__user__is_active=True)
    found: dict[int, Person] = {}
    for grant in sorted(
        grants.exclude(person=giver).select_related("person__user"), key=lambda one: (_IN_TURN.index(one.role), one.pk)
    ):
        found.setdefault(grant.scope_id, grant.person)
    return [(one, found[one.scope_id]) for one in hidden if one.scope_id in found]


def _by_taker(going: Sequence[tuple[Held, Person]]) -> dict[Person, list[Held]]:
    found: dict[Person, list[Held]] = defaultdict(list)
    for one, taker in going:
        found[taker].append(one)
    return found


def _tell(taker: Person, rows: Sequence[Held], *, giver: Person, by: User) -> None:
    """One mail, whatever they take over; nobody writes to themself."""
    address = email_of(taker)
    if not address or taker.pk == by.person_id:
        return
    groups = [(kind.label, [one for one in rows if one.kind == kind.kind]) for kind in belongings()]
    context = {
        "person": taker,
        "giver": giver,
        "sender": by.person,
        "groups": [(label, found) for label, found in groups if found],
        "count": len(rows),
        "url": settings.HUB_URL + (rows[0].url if len(rows) == 1 else "/"),
        "is_own": giver.pk == by.person_id,
    }
    language = mail_language(taker)
    send_in_background("handed_over", to=address, language=language, context=context, reply_to=email_of(by.person))
