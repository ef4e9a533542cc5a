"""What of agreements moves when a person or an organisation that is there twice becomes one."""

from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, AgreementParty
from coe_hub.people.doubles.references import Clash, Rule, register


def register_all() -> None:
    """Register the columns; the same party twice is one."""
    register(Agreement, "owner", Rule(label=_("Agreements"), seen=lambda user: Agreement.objects.visible_to(user)))
    register(
        AgreementParty,
        "organisation",
        Rule(
            Clash.DROPPED,
            label=_("Agreements"),
            seen=lambda user: AgreementParty.objects.filter(agreement__in=Agreement.objects.visible_to(user)),
        ),
    )
