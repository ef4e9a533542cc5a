"""Columns of the list of alliances in files; their codes are the importer's field names."""

from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Side
from coe_hub.lib.tables import Column


def _parties(alliance: Alliance, side: Side) -> str:
    return "|".join(party.organisation.name for party in alliance.parties.all() if party.side == side)


def alliance_columns() -> list[Column]:
    """Headings are in the reader's language; codes and the words' own codes stay the same in every language."""
    return [
        Column("name", _("Name"), lambda alliance: alliance.name),
        Column("reference", _("Reference"), lambda alliance: alliance.reference),
        Column("partners", _("Partners"), lambda alliance: _parties(alliance, Side.THEIRS)),
        Column("our_organisation", _("Our side"), lambda alliance: _parties(alliance, Side.OURS)),
        Column("type", _("Type"), lambda alliance: alliance.alliance_type.name),
        Column("stage", _("Stage"), lambda alliance: alliance.stage.name),
        Column(
            "therapeutic_area",
            _("Therapeutic area"),
            lambda alliance: alliance.therapeutic_area.name if alliance.therapeutic_area else "",
        ),
        Column("lead", _("Lead"), lambda alliance: alliance.lead.display_name if alliance.lead else ""),
        Column("purpose", _("Purpose"), lambda alliance: alliance.purpose),
        Column("starts_on", _("Starts"), lambda alliance: alliance.starts_on),
        Column("ends_on", _("Ends"), lambda alliance: alliance.ends_on),
        Column("next_review_on", _("Next review"), lambda alliance: alliance.next_review_on),
        Column("who_may_see_it", _("Who may see it"), lambda alliance: alliance.scope.get_kind_display()),
        Column("address", _("Address in the hub"), lambda alliance: alliance.get_absolute_url()),
    ]
