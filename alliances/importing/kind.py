"""Alliances as something that can be imported: what the pages and the command know of it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alliances.core.models import Alliance
from alliances.importing.fields import fields, missing
from alliances.importing.judging import AllianceImporter
from alliances.importing.undoing import take_back
from coe_hub.imports.kinds import Gap, ImportKind, register
from coe_hub.imports.likely import likely_names
from coe_hub.lib.access import GlobalRole

# Asks the page that changes many for those of one import that nobody leads.
LEADLESS_OF = "leadless_of"

ALLIANCES = ImportKind(
    code="alliances",
    label=_("Alliances"),
    hint=_("A tracker, or an export of a register: one alliance a row, with its partners, days and lead."),
    roles=(GlobalRole.ALLIANCE_MANAGER, GlobalRole.ADMIN),
    fields=fields,
    start=AllianceImporter,
    missing=missing,
    take_back=take_back,
    gaps=lambda ids, user, run: gaps(ids, user, run),
    urls=lambda ids, user: urls(ids, user),
    command="import_alliances",
    likely=likely_names,
    place=10,
    defaults=("type", "stage", "scope", "our_organisation", "review_months"),
)


def gaps(ids: Sequence[int], user: Any, run: str) -> list[Gap]:
    """What is missing in these alliances, as the user sees them."""
    rows = Alliance.objects.visible_to(user).filter(pk__in=ids)
    found = []
    if count := rows.filter(lead=None).count():
        text = ngettext("%(count)d without a lead", "%(count)d without a lead", count) % {"count": count}
        found.append(Gap(text, f"{reverse('alliances_edit')}?{LEADLESS_OF}={run}", str(_("Name leads"))))
    if count := rows.filter(ends_on=None).count():
        found.append(Gap(ngettext("%(count)d without an end", "%(count)d without an end", count) % {"count": count}))
    if count := rows.filter(review_months=None).count():
        text = ngettext("%(count)d without a rhythm of reviews", "%(count)d without a rhythm of reviews", count)
        url = reverse("alliance_list") + "?review=none"
        found.append(Gap(text % {"count": count}, url, str(_("Look at them"))))
    return found


def urls(ids: Sequence[int], user: Any) -> dict[int, str]:
    """Addresses of the alliances that the user sees, by id."""
    rows = Alliance.objects.visible_to(user).filter(pk__in=ids)
    return {one.pk: one.get_absolute_url() for one in rows.only("public_id")}


def register_all() -> None:
    """Offer it."""
    register(ALLIANCES)
