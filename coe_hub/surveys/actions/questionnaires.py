"""What curators do to questionnaires beside their words, which are publishing's."""

from typing import Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from coe_hub.lib.editing import set_values
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, look_after, publish
from coe_hub.publishing.asked import read_asked, refuse_wrong_conditions
from coe_hub.publishing.models import BlockKind, CareValues, ContentKind, Edition
from coe_hub.surveys.models import Questionnaire, QuestionnaireValues

_APART = 10


@transaction.atomic
def create_questionnaire(*, title: str, purpose: str, by: User, **facts: Unpack[QuestionnaireValues]) -> Questionnaire:
    """A new questionnaire with its first draft. Raises `ValidationError` where a value is refused."""
    words = [
        Words(key="title", kind=BlockKind.LINE, text=title),
        Words(key="purpose", kind=BlockKind.LINE, text=purpose),
    ]
    draft = create_content(kind=ContentKind.QUESTIONNAIRE, slug=slugify(title)[:80], words=words, by=by)
    last = Questionnaire.objects.aggregate(last=Max("position"))["last"] or 0
    questionnaire = Questionnaire(content=draft.content, position=last + _APART)
    set_values(questionnaire, facts)
    questionnaire.full_clean()
    questionnaire.save()
    return questionnaire


@transaction.atomic
def edit_facts(
    *, questionnaire: Questionnaire, care: CareValues, version: int, **facts: Unpack[QuestionnaireValues]
) -> None:
    """Change what holds for every edition, at once. `care` is what `look_after` takes, `version` the content's as it
    was opened. Raises what `look_after` raises."""
    look_after(content=questionnaire.content, version=version, **care)
    fields = set_values(questionnaire, facts)
    questionnaire.full_clean()
    questionnaire.save(update_fields=fields)


@transaction.atomic
def publish_edition(*, draft: Edition, by: User, alone: bool = False, version: int | None = None) -> None:
    """Let this edition be asked from now on; waves go on with the edition they were begun on.

    Raises what `publish` raises, and `ValidationError` where a question depends on an answer that nobody can give.
    """
    blocks = draft.blocks.filter(kind=BlockKind.ASKED).in_order()
    refuse_wrong_conditions([read_asked(block.key, block.text) for block in blocks])
    publish(draft=draft, by=by, alone=alone, version=version)
