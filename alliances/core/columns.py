"""Columns of the list of alliances in files; their codes are the importer's field names."""

from functools import partial

from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Side
from coe_hub.lib.tables import Column, column_of

# Where in a file these columns stand, and two that are not taken along: `next_review_on` says what comes of the
# rhythm, and a code name is not written beside the name that it hides.
_PLACED = {"name", "reference", "alliance_type", "therapeutic_area", "lead", "purpose", "starts_on", "ends_on"} | {
    "review_months",
    "code_name",
}


def _parties(alliance: Alliance, side: Side) -> str:
    return "|".join(party.organisation.name for party in alliance.parties.all() if party.side == side)


def alliance_columns() -> list[Column]:
    """Headings are in the reader's language; codes and the words' own codes stay the same in every language."""
    of = partial(column_of, Alliance)
    return [
        of("name"),
        of("reference"),
        Column("partners", _("Partners"), lambda alliance: _parties(alliance, Side.THEIRS)),
        Column("our_organisation", _("Our side"), lambda alliance: _parties(alliance, Side.OURS)),
        of("alliance_type", code="type"),
        of("stage"),
        of("therapeutic_area"),
        of("lead"),
        of("purpose"),
        of("starts_on"),
        of("ends_on"),
        *(of(name) for name in Alliance.EDITABLE if name not in _PLACED),
        of("next_review_on"),
        Column("scope", _("Who may see it"), lambda alliance: alliance.scope.get_kind_display()),
        Column("address", _("Address in the hub"), lambda alliance: alliance.get_absolute_url()),
    ]
