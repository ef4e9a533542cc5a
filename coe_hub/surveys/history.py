"""How the changes of a questionnaire are told: its facts, its owners, its editions, its retirement."""

from django.utils.translation import gettext as _

from coe_hub.audit.history import Sentence, Story, minutes_text, register_stories, tell
from coe_hub.publishing.history import content_stories
from coe_hub.surveys.models import Questionnaire

QUESTIONNAIRE = Story(
    Questionnaire,
    (*Questionnaire.EDITABLE, "position"),
    created=lambda _event, _names: _("began the questionnaire"),
    texts={"minutes": minutes_text},
)


def questionnaire_sentences(questionnaire: Questionnaire) -> list[Sentence]:
    """Everything that happened to the questionnaire, newest first."""
    return tell([(QUESTIONNAIRE, {"pgh_obj_id": questionnaire.pk}), *content_stories(questionnaire.content)])


def register_all() -> None:
    """Say how these are told wherever the whole trail is read."""
    register_stories((QUESTIONNAIRE,))
