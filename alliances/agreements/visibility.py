"""What being let in behind a wall makes visible: the parties and owners of what stands there; and what it is called."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf

from alliances.agreements.models import Agreement, AgreementParty, Programme
from coe_hub.people.access import scope_titles
from coe_hub.people.directory import visibility


def _titled() -> "QuerySet[Any]":
    """Programmes behind a wall; the others stand in their alliance's scope, which has its title already."""
    whole = Concat("name", Value(" ("), "alliance__name", Value(")"), output_field=CharField())
    return Programme.objects.firewalled().annotate(
        title=whole, mail_title=Coalesce(NullIf("alliance__code_name", Value("")), whole), key=F("public_id")
    )


def register_all() -> None:
    """Register what agreements make visible, and what the scope of a firewalled programme stands around."""
    scope_titles.register(rows=_titled, url_name="programme_detail")
    visibility.register(
        persons=lambda user: Agreement.objects.visible_to(user).filter(owner__isnull=False).values("owner"),
        organisations=lambda user: AgreementParty.objects.filter(
            agreement__in=Agreement.objects.visible_to(user).values("pk")
        ).values("organisation"),
    )
