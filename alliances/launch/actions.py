"""Saying how it stands with a point of the launch check."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.core.actions.partnerships import locked_alliance
from alliances.core.models import Alliance
from alliances.launch.models import LaunchAnswer, Said
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import Person, User


@transaction.atomic
def answer_point(
    *,
    alliance: Alliance,
    point: str,
    said: str,
    said_by: Person,
    said_on: date,
    by: User,
    note: str = "",
    seen: int | None = None,
) -> LaunchAnswer:
    """Write down what was said of a point. `seen` is the key of the answer that whoever answers has read, 0 for none.

    Raises `DomainError` where somebody else answered since, or where an answer is taken back that there is not;
    `ValidationError` where a value is refused.
    """
    alliance = locked_alliance(alliance)
    newest = alliance.launch_answers.filter(point=point).order_by("-pk").first()
    if seen is not None and seen != (newest.pk if newest else 0):
        raise DomainError(_("Somebody else answered this point meanwhile. Read their answer, then give yours."))
    if said == Said.OPEN and (newest is None or newest.said == Said.OPEN):
        raise DomainError(_("Nobody has answered this point yet."))
    answer = LaunchAnswer(alliance=alliance, point=point, said=said, note=note, said_by=said_by, said_on=said_on, by=by)
    answer.full_clean()
    answer.save()
    return answer
