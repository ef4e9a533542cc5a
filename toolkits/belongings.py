"""Tools that somebody looks after."""

from django.utils.translation import gettext_lazy

from coe_hub.people.handover.belongings import register
from coe_hub.publishing.belongings import content_belonging
from coe_hub.publishing.models import ContentKind


def register_all() -> None:
    """Register the tools that people own, alone or beside somebody."""
    label = gettext_lazy("Tools they look after")
    register(content_belonging(kind=ContentKind.TOOL, place=40, label=label, url_name="tool_facts"))
