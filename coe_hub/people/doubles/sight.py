"""A merge must not let anybody see what they did not see, without whoever merges knowing of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coe_hub.lib.errors import DomainError
from coe_hub.people.access.scope_titles import scope_titles
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, User


@dataclass(frozen=True)
class NewSight:
    """What the one account among some people would come to see: by name, and how much more there is that whoever
    merges may not know of."""

    account: User | None
    titles: Sequence[str]
    hidden: int


def new_sight(people: Sequence[Person], *, by: User) -> NewSight:
    """What these people being one would open. Raises `DomainError` where two of them have an account."""
    accounts = list(User.objects.filter(person__in=people).select_related("person"))
    if len(accounts) > 1:
        names = " · ".join(account.email for account in accounts)
        raise DomainError(_("Two of them have an account (%(names)s). Nobody can have two.") % {"names": names})
    if not accounts:
        return NewSight(None, [], 0)
    held = ScopeGrant.objects.filter(person=accounts[0].person_id).values("scope")
    gained = ScopeGrant.objects.filter(person__in=people, scope__kind=ScopeKind.RESTRICTED).exclude(scope__in=held)
    known = gained.filter(scope__grants__person=by.person_id).annotate(**scope_titles())
    titles = sorted({grant.scope_title for grant in known} - {""})  # type: ignore[attr-defined]
    hidden = gained.exclude(scope__grants__person=by.person_id).values("scope").distinct().count()
    return NewSight(accounts[0], titles, hidden)


def refuse_hidden_sight(people: Sequence[Person], *, by: User) -> None:
    """Raise `DomainError` where the account among them would see what `by` does not."""
    sight = new_sight(people, by=by)
    if sight.hidden:
        raise DomainError(
            ngettext(
                "%(email)s would come to see %(count)d restricted thing that you do not see. Somebody who sees it can"
                " merge.",
                "%(email)s would come to see %(count)d restricted things that you do not see. Somebody who sees them"
                " can merge.",
                sight.hidden,
            )
            % {"email": sight.account.email if sight.account else "", "count": sight.hidden}
        )
