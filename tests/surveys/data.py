"""Questionnaires and waves for tests, made the way the product makes them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub.people.models import Person, User
from coe_hub.publishing.actions import Words, create_content
from coe_hub.publishing.models import BlockKind, ContentKind
from coe_hub.surveys.actions.answering import Answers, hand_in
from coe_hub.surveys.actions.questionnaires import publish_edition
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, begin_wave
from coe_hub.surveys.models import Participant, Questionnaire, Wave
from tests.factories import make_member, make_organisation, make_person

SCALE = "1 = Not at all\n5 = Fully"
BLOCKS = [
    ("title", "line", "How is it"),
    ("purpose", "line", "To know how it is."),
    ("trust", "theme", "Trust"),
    ("word-kept", "asked", f"The other side does what it says.\n\n{SCALE}"),
    ("bad-news", "asked", f"Bad news comes early.\n\n{SCALE}"),
    ("plans", "theme", "Plans"),
    ("one-plan", "asked", f"We work from one plan.\n\n{SCALE}"),
    ("how", "asked", "How do you meet?\n\n( ) Often\n( ) Rarely"),
    ("why", "asked", "Why so rarely?\n\n? how = b"),
    ("first", "asked", "What comes first?\n\n# People\n# Plans\n# Money"),
]


def make_questionnaire(by: User, *, use: str = "health", slug: str = "how-is-it", blocks: Any = None) -> Questionnaire:
    """A published questionnaire of two themes with three scales, a choice, an open question and a ranking."""
    words = [Words(key=key, kind=BlockKind(kind), text=text) for key, kind, text in blocks or BLOCKS]
    draft = create_content(kind=ContentKind.QUESTIONNAIRE, slug=slug, words=words, by=by)
    publish_edition(draft=draft, by=by, alone=True)
    return Questionnaire.objects.create(content=draft.content, use=use, minutes=3)


def people_of(alliance: Alliance, side: str, names: Sequence[str]) -> list[Person]:
    """People with a role on the alliance, on that side."""
    found = []
    for name in names:
        house = {} if side == "ours" else {"at": make_organisation("Northwind Biotech")}
        person = make_person(name, email=f"{name.split()[0].lower()}@{side}.example", **house)
        make_member(alliance, person, role="team_member", side=side)
        found.append(person)
    return found


OURS = ("Oda One", "Olaf Two", "Olga Three", "Otto Four")
THEIRS = ("Tara One", "Theo Two", "Tina Three", "Toni Four")


def make_wave(
    alliance: Alliance,
    questionnaire: Questionnaire,
    by: User,
    *,
    ours: Sequence[Person],
    theirs: Sequence[Person],
    is_anonymous: bool = True,
    minimum: int = 3,
    perspectives: Mapping[Person, str] | None = None,
    opens_on: date | None = None,
) -> Wave:
    """A wave of the alliance that opens today, for a fortnight."""
    today = opens_on or timezone.localdate()
    seen = perspectives or {}
    sides = [
        SideToAsk("Kestrel", True, [Invitee(one, seen.get(one, "operational")) for one in ours]),
        SideToAsk("Northwind", False, [Invitee(one, seen.get(one, "operational")) for one in theirs]),
    ]
    return begin_wave(
        scope=alliance.scope,
        questionnaire=questionnaire,
        subject=alliance.name,
        sides=sides,
        opens_on=today,
        closes_on=today + timedelta(days=14),
        is_anonymous=is_anonymous,
        minimum=minimum,
        by=by,
    )


def answer(wave: Wave, person: Person, comments: Mapping[str, str] | None = None, **answers: Any) -> None:
    """The person hands in; keys with `_` for `-`."""
    given = {key.replace("_", "-"): value for key, value in answers.items()}
    participant = Participant.objects.get(wave=wave, person=person)
    hand_in(participant=participant, given=Answers(given, comments or {}))
