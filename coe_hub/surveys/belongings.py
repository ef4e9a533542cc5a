"""Questionnaires that somebody looks after, and how they go over."""

from django.utils.translation import gettext_lazy as _

from coe_hub.people.handover.belongings import register
from coe_hub.publishing.belongings import content_belonging
from coe_hub.publishing.models import ContentKind


def register_all() -> None:
    """Register the questionnaires of a person."""
    label = _("Questionnaires they look after")
    kind = ContentKind.QUESTIONNAIRE
    register(content_belonging(kind=kind, place=55, label=label, url_name="questionnaire_detail"))
