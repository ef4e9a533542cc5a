"""What is due of needs: asking again, a year after a campaign, so that before and after can be told apart."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.lib.sql import AddMonths
from governance.needs.models import Campaign

if TYPE_CHECKING:
    from coe_hub.people.models import User

CAMPAIGN = "needs_campaign"
_A_YEAR = 12


def campaign_rows(_user: "User | None") -> "list[QuerySet[Any]]":
    """Campaigns that were counted and that none asked again after, each told to whoever asked."""
    again = Exists(Campaign.objects.active().filter(again_of=OuterRef("pk")))
    rows = Campaign.objects.active().filter(~again, wave__closed_at__isnull=False)
    told = {
        "kind": Value(CAMPAIGN, output_field=CharField()),
        "object_id": F("pk"),
        "key": F("public_id"),
        "scope_id": F("wave__scope_id"),
        "owner_id": F("wave__by__person_id"),
        "backup_id": NOBODY,
        "title": F("name"),
        "mail_title": F("name"),
        "detail": Value("", output_field=CharField()),
        "due_date": AddMonths("wave__closes_on", Value(_A_YEAR)),
    }
    return [rows.annotate(**told).values(*COLUMNS)]


def campaign_text(item: DueItem, name: str) -> DueText:
    """How asking again is told."""
    return DueText(
        title=_("Ask again: %(name)s") % {"name": name},
        why=_("A year has gone since people were asked what they need."),
        ask=_("Ask the same once more: the page then tells what moved, and what became of what was built."),
        because=_("You get this mail because you asked what people need."),
        act=_("Ask again"),
    )


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=CAMPAIGN,
            label=gettext_lazy("Needs to ask for again"),
            rows=campaign_rows,
            text=campaign_text,
            url_name="campaign_detail",
            act_url_name="campaign_detail",
            usual={"lead_days": [30, 0]},
        )
    )
