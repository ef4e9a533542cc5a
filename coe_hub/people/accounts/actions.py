"""What can be done to accounts: preferences, the member's own entry, roles."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.security_log import record
from coe_hub.people.accounts.browsers import end_sessions
from coe_hub.people.accounts.closing import end_all
from coe_hub.people.directory.actions import edit_person, set_languages
from coe_hub.people.models import PersonValues, PreferenceValues, User
from coe_hub.vocabulary.models import Language


@transaction.atomic
def set_preferences(*, user: User, language: str = "", theme: str = "") -> None:
    """Keep the language or theme on the account; an empty one stays as it is."""
    user.language = language or user.language
    user.theme = theme or user.theme
    user.save(update_fields=["language", "theme"])


@transaction.atomic
def edit_profile(
    *, user: User, version: int, person: PersonValues, languages: Iterable[Language], account: PreferenceValues
) -> None:
    """Write what a member says of themself. Raises `LostUpdateError` where the person was saved since `version`."""
    edit_person(person=user.person, version=version, **person)
    set_languages(person=user.person, languages=languages)
    fields = set_values(user, account)
    user.full_clean()
    user.save(update_fields=fields)


@transaction.atomic
def edit_account(*, account: User, roles: Iterable[str], is_active: bool, by: User | None, reason: str = "") -> None:
    """Set what an account may do, and keep why; what hangs on one that is closed ends with it. Raises `DomainError`
    where an admin would lock themself out."""
    roles = sorted(set(roles))
    if by and account.pk == by.pk and (not is_active or GlobalRole.ADMIN not in roles):
        raise DomainError(_("You cannot take your own admin role or sign-in away. Ask another admin."))
    account.roles, account.is_active = roles, is_active
    account.full_clean()
    with acting(by=by, reason=reason):
        account.save(update_fields=["roles", "is_active"])
    state = f"{'open' if is_active else 'closed'}, roles: {', '.join(roles) or 'none'}"
    done_by = by.pk if by else "the hub itself"
    record("account_changed", "Account %s is %s, by %s", account.pk, state, done_by, about=account.pk)
    if not is_active:
        end_sessions(account)
        end_all(account)
