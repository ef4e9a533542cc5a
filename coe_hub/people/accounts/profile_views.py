"""One person as colleagues see them: their entry in the directory, and what their account says of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coe_hub.lib.access import MEMBER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.prepared import Prepared
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.directory.views import seen_or_kept
from coe_hub.people.models import (
    DIRECTORY_KEEPERS,
    DIRECTORY_WATCHERS,
    MergeKind,
    Person,
    PersonLanguage,
    User,
)


@requires(MEMBER)
@require_safe
def person_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One person: where, what, in which languages, and the alliances shared with the reader."""
    person = _PERSON.first(request.user, public_id=public_id)
    if person is None or person.is_archived:
        person = seen_or_kept(_people(request.user), public_id, MergeKind.PERSON)
        if person.public_id != public_id:
            return redirect(person)
    account = getattr(person, "user", None)
    zone = account.time_zone if account else person.site.time_zone if person.site else ""
    context = {
        "person": person,
        "place": [part for part in (person.title_text, person.site) if part],
        "full_name": " ".join(filter(None, [person.family_name, person.given_name, person.latin_name])),
        "languages": [row.language.name for row in _LANGUAGES.objects(person=person.pk)],
        "roles": account.roles_text() if account else [],
        "local_time": datetime.now(ZoneInfo(zone)).time() if zone else None,
        "is_me": person.pk == request.user.person_id,
        "may_edit": request.user.has_role(*DIRECTORY_KEEPERS),
        "may_see_history": person.pk == request.user.person_id or request.user.has_role(*DIRECTORY_WATCHERS),
        "is_gone": account is not None and not account.is_active,
        "may_see_data": request.user.has_role(GlobalRole.ADMIN),
        "may_hand_over": request.user.may_write
        and (person.pk == request.user.person_id or request.user.has_role(GlobalRole.ADMIN)),
        "may_invite": account is None and not person.is_archived and request.user.has_role(GlobalRole.ADMIN),
    }
    return render(request, "people/person_detail.html", context)


def _people(user: User) -> "QuerySet[Person]":
    seen = Person.objects.visible_to(user)
    return seen.select_related("organisation", "site__organisation", "function", "user")


def _person(user: User, *, public_id: str) -> "QuerySet[Person]":
    return _people(user).filter(public_id=public_id)


def _languages(*, person: int) -> "QuerySet[PersonLanguage]":
    return PersonLanguage.objects.filter(person=person).select_related("language")


_PERSON, _LANGUAGES = ForReader(_person), Prepared(_languages)
