"""What is due of waves: to answer, from everybody who is asked and has not."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.people.access.partner_links import contact_for
from coe_hub.people.models import Person
from coe_hub.surveys.inviting import answer_url
from coe_hub.surveys.models import Participant, Wave

if TYPE_CHECKING:
    from coe_hub.people.models import User

ANSWER = "wave"


def answer_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Those who were asked and have not answered, each for themselves, until the wave's last day."""
    waves = Wave.objects.all() if user is None else Wave.objects.visible_to(user)
    open_waves = waves.active().filter(closed_at__isnull=True)
    rows = Participant.objects.filter(wave__in=open_waves, asked_at__isnull=False, has_answered=False)
    told = {
        "kind": Value(ANSWER, output_field=CharField()),
        "object_id": F("wave_id"),
        "key": F("wave__public_id"),
        "scope_id": F("wave__scope_id"),
        "owner_id": F("person_id"),
        "backup_id": NOBODY,
        "title": F("wave__subject"),
        "mail_title": F("wave__subject"),
        "detail": Value("", output_field=CharField()),
        "due_date": F("wave__closes_on"),
    }
    return [rows.annotate(**told).values(*COLUMNS)]


def answer_text(item: DueItem, name: str) -> DueText:
    """How somebody is asked again for their answers."""
    return DueText(
        title=_("To answer: %(name)s") % {"name": name},
        why="",
        ask=_("It takes a few minutes, on a phone as well. What you began is kept until you hand it in."),
        because=_("You get this mail because you were asked for your view and have not handed in your answers."),
        act=_("Answer"),
    )


def _wave_of(item: DueItem) -> Wave:
    return Wave.objects.select_related("scope", "by__person__organisation").get(pk=item.object_id)


def partner_url(item: DueItem, person: Person) -> str:
    """Where somebody without an account answers: a link to this wave alone."""
    return answer_url(_wave_of(item), person)


def asked_by(item: DueItem) -> Person | None:
    """Who asks or, where they are gone, who leads what it is about."""
    wave = _wave_of(item)
    return wave.by.person if wave.by.is_active else contact_for(wave.scope)


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=ANSWER,
            label=gettext_lazy("Questions to answer"),
            rows=answer_rows,
            text=answer_text,
            url_name="wave_answer",
            act_url_name="wave_answer",
            partner_url=partner_url,
            sender=asked_by,
            usual={"lead_days": [7, 2]},
        )
    )
