"""People as something that can be imported."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alliances.importing.people.fields import fields, missing
from alliances.importing.people.judging import PeopleImporter
from alliances.importing.people.writing import take_back
from coe_hub.imports.kinds import Gap, ImportKind, register
from coe_hub.imports.likely import likely_names
from coe_hub.lib.access import GlobalRole
from coe_hub.people.models import Person

PEOPLE = ImportKind(
    code="people",
    label=_("People"),
    hint=_("Contacts on either side, and the roles that they have on alliances: one person and role a row."),
    roles=(GlobalRole.ALLIANCE_MANAGER, GlobalRole.ADMIN),
    fields=fields,
    start=PeopleImporter,
    missing=missing,
    take_back=take_back,
    gaps=lambda ids, user, run: gaps(ids, user, run),
    urls=lambda ids, user: urls(ids, user),
    likely=likely_names,
    place=20,
)


def gaps(ids: Sequence[int], user: Any, _run: str) -> list[Gap]:
    """What is missing of these people, as the user sees them."""
    rows = Person.objects.visible_to(user).filter(pk__in=ids)
    found = []
    if count := rows.filter(email="", user__isnull=True).count():
        text = ngettext("%(count)d without an address", "%(count)d without an address", count) % {"count": count}
        found.append(Gap(text))
    ours = rows.filter(organisation=user.person.organisation_id, user__isnull=True).exclude(email="")
    if user.has_role(GlobalRole.ADMIN) and (count := ours.count()):
        text = ngettext("%(count)d of ours without an account", "%(count)d of ours without an account", count)
        found.append(
            Gap(text % {"count": count}, reverse("invitations_create") + "?colleagues=1", str(_("Invite them")))
        )
    return found


def urls(ids: Sequence[int], user: Any) -> dict[int, str]:
    """Addresses of the people that the user sees, by id."""
    return {one.pk: one.get_absolute_url() for one in Person.objects.visible_to(user).filter(pk__in=ids)}


def register_all() -> None:
    """Offer it."""
    register(PEOPLE)
