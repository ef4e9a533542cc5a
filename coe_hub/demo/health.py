"""How both sides of a dozen alliances of the demo saw them, wave by wave; whom ours heard before; where they differ.

Answers lie around the figures of each story, the same for the same seed. Partners have few people in the directory, so
colleagues of theirs join, who take part in nothing else.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from alliances.alignment.actions import begin_check as begin_round
from alliances.alignment.actions import say_where_they_stand
from alliances.core.actions.members import add_member
from alliances.core.models import Alliance, Side
from alliances.core.participants import participants
from alliances.differences.actions import write_difference
from alliances.health.actions import take_on_together
from alliances.health.checks import sides_of, usual_perspective
from alliances.health.models import HealthCheck
from coe_hub.demo import data
from coe_hub.demo.days import Days
from coe_hub.lib.history import acting
from coe_hub.people.directory.actions import create_person
from coe_hub.people.models import Organisation, Person, User
from coe_hub.publishing.asked import Way
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, begin_wave
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.models import Questionnaire, Response, Use, Wave
from coe_hub.vocabulary.models import AllianceRole

_WAVES = (-560, -375, -190)
_LATEST = -12
_FEWEST = 4
_LAST_THEME, _LAST_QUESTION = "last", "change-one-thing"


class Seen(NamedTuple):
    """How one wave went: the means of ours and theirs, and of one theme where the two differ from that."""

    ours: float
    theirs: float
    theme: str = ""
    theme_ours: float = 0
    theme_theirs: float = 0


class Story(NamedTuple):
    """Three waves of one alliance, the oldest first, and the word that both sides wrote most."""

    key: str
    waves: tuple[Seen, Seen, Seen]
    said: str


STORIES = (
    Story("halden-bispecifics", (Seen(4.2, 2.9, "transparency", 4.3, 2.2), Seen(4.1, 3.2, "transparency", 4.0, 2.7),
          Seen(4.1, 3.9, "transparency", 3.9, 3.8)), "We now hear of assay failures the same week."),
    Story("kitanada-glycan", (Seen(3.6, 3.8, "cultures", 2.9, 3.9), Seen(3.8, 3.9, "cultures", 3.4, 3.9),
          Seen(4.1, 4.0, "cultures", 4.0, 4.1)), "会議の前に資料が届くので、発言しやすくなりました。"),
    Story("loomward-design", (Seen(3.9, 4.2), Seen(3.5, 4.1, "governance", 2.6, 4.0),
          Seen(3.4, 4.0, "governance", 2.4, 4.1)), "Decisions on compounds take us six weeks."),
    Story("mirelund-shuttle", (Seen(3.8, 3.7), Seen(3.9, 3.9), Seen(4.2, 4.1)), "The plan is one plan."),
    Story("tessellane-capsids", (Seen(3.6, 3.5), Seen(3.2, 2.9, "commitment", 3.0, 2.4),
          Seen(2.9, 2.6, "commitment", 2.7, 2.1)), "Nobody senior has come since the reorganisation."),
    Story("organoid-commons", (Seen(3.4, 3.9), Seen(3.7, 4.0), Seen(3.9, 4.2)), "Who owns which data is clear now."),
    Story("vantor-uc", (Seen(4.3, 4.0), Seen(4.2, 3.6, "operations", 4.2, 3.0),
          Seen(4.2, 3.2, "operations", 4.3, 2.6)), "Drug supply comes late for our sites."),
    Story("hekisui-hfpef", (Seen(3.9, 3.9), Seen(4.0, 4.1), Seen(4.1, 4.2)), "承認の段取りが見えるようになりました。"),
    Story("cindral-copromotion", (Seen(3.2, 3.3, "trust", 2.8, 2.9), Seen(3.5, 3.4, "trust", 3.2, 3.3),
          Seen(3.9, 3.8, "trust", 3.9, 3.8)), "Two people who ring each other settle most of it."),
    Story("rivecourt-france", (Seen(4.0, 4.1), Seen(4.0, 4.0), Seen(4.1, 4.0)), "It runs quietly; too quietly?"),
    Story("strandviken-substance", (Seen(3.7, 3.4), Seen(3.7, 3.5), Seen(3.8, 3.7)), "Forecasts are better."),
    Story("chiyogahara-filling", (Seen(3.5, 3.9, "strategy", 3.0, 4.0), Seen(3.7, 3.9), Seen(4.0, 4.0)),
          "品質部門どうしが直接話せるのが良いです。"),
)  # fmt: skip
# Colleagues of partners who answer and do nothing else: given and family name.
_COLLEAGUES = (
    "Maren Solheim", "Tobias Krag", "Ida Lunde", "Noriko Hayami", "Shun Okabe", "Rina Tsuda", "Camille Rousset",
    "Owen Pryce", "Leila Haddad", "Anton Berg", "Sofia Lindahl", "Mikkel Dahl", "Carla Mendes", "Victor Osei",
    "Hana Novak", "Piotr Zielak", "Julia Renner", "Mateo Silva", "Keita Morioka", "Ayumi Seto", "Greta Holm",
    "Samuel Boyd", "Nina Farkas", "Louis Perrin", "Emil Strand", "Tove Alm", "Daniel Frost", "Misato Ueda",
)  # fmt: skip


@transaction.atomic
def ask_both_sides(*, days: Days) -> int:
    """Write the health checks of the stories, once there are questionnaires; return how many, 0 where any is there."""
    questionnaire = Questionnaire.objects.filter(content__slug="alliance-health", use=Use.HEALTH).first()
    if questionnaire is None or HealthCheck.objects.exists():
        return 0
    names = {row["key"]: row["name"] for row in data.alliances()}
    spare = iter(_COLLEAGUES)
    count = 0
    for story in STORIES:
        alliance = Alliance.objects.with_card().get(name=names[story.key])
        by = _whoever_answers(alliance)
        with acting(by=by):
            _complete(alliance, spare)
            last = _WAVES if story.key != "halden-bispecifics" else (*_WAVES[:2], _LATEST)
            for offset, seen in zip(last, story.waves, strict=True):
                check = _wave(alliance, questionnaire, by, seen, story, offset, days)
                count += 1
            if story.key in {"halden-bispecifics", "cindral-copromotion"}:
                _act(check, by)
            _hear(alliance, by, days)
            _differ(alliance, by)
    return count


def _whoever_answers(alliance: Alliance) -> User:
    """The lead's account, else a manager's."""
    user = User.objects.active().filter(person=alliance.lead_id).first()
    return user or User.objects.active().filter(roles__contains=["alliance_manager"]).order_by("pk")[0]


def _complete(alliance: Alliance, spare: Iterator[str]) -> None:
    """Enough people of the first partner for an anonymous check; others are asked where they have enough."""
    role = AllianceRole.objects.get(code="team_member")
    partner = next(side for side in sides_of(alliance) if not side.is_ours)
    if partner.organisation is None:
        return
    for _missing in range(_FEWEST - len(partner.people)):
        person = _colleague(next(spare), partner.organisation)
        add_member(alliance=alliance, person=person, roles=[role], side=Side.THEIRS)


def _colleague(name: str, organisation: Organisation) -> Person:
    given, _space, family = name.partition(" ")
    house = organisation.website.split("//")[-1].removeprefix("www.").strip("/") or "partner.example"
    return create_person(
        family_name=family,
        given_name=given,
        organisation=organisation,
        email=f"{given}.{family}@{house}".lower(),
        is_public=False,
    )


def _sides(alliance: Alliance) -> list[SideToAsk]:
    """Ours, and those at partners who have enough people to be told."""
    found = []
    for side in sides_of(alliance):
        people = [Invitee(one.person, usual_perspective(one)) for one in side.people]
        if len(people) >= 3:
            found.append(SideToAsk(side.label, side.is_ours, people, side.organisation))
    return found


def _wave(
    alliance: Alliance,
    questionnaire: Questionnaire,
    by: User,
    seen: Seen,
    story: Story,
    offset: int,
    days: Days,
) -> HealthCheck:
    """A wave that is over, with what was answered and, but for the latest, shown to both sides."""
    today = timezone.localdate()
    wave = begin_wave(
        scope=alliance.scope, questionnaire=questionnaire, subject=alliance.title_in_mail[:200], sides=_sides(alliance),
        opens_on=today, closes_on=today, is_anonymous=True, minimum=3, by=by,
    )  # fmt: skip
    closed = days.day(offset)
    answered = list(_responses(wave, seen, story))
    Response.objects.bulk_create(sorted(answered, key=lambda one: str(one.pk)))
    Wave.objects.filter(pk=wave.pk).update(
        opens_on=closed - timedelta(days=14), closes_on=closed, closed_at=days.now + timedelta(days=offset)
    )
    shared = days.now + timedelta(days=offset + 3) if offset != _LATEST else None
    wave.participants.update(has_answered=True)
    wave.refresh_from_db()
    return HealthCheck.objects.create(alliance=alliance, wave=wave, by=by, shared_at=shared)


def _responses(wave: Wave, seen: Seen, story: Story) -> Iterator[Response]:
    themes = asking_of(wave.edition, "en").themes
    for place, participant in enumerate(wave.participants.select_related("side").order_by("pk")):
        answers: dict[str, Any] = {}
        ours = participant.side.is_ours
        for theme in themes:
            mean = seen.ours if ours else seen.theirs
            if theme.key == seen.theme:
                mean = seen.theme_ours if ours else seen.theme_theirs
            for asked in theme.questions:
                if asked.way == Way.SCALE:
                    answers[asked.key] = _answer(mean, wave.pk, place, asked.key)
        comments = {}
        if place in {1, 4}:
            comments = {seen.theme or "operations": story.said}
        if place in {2, 5}:
            answers[_LAST_QUESTION] = story.said
        yield Response(wave=wave, side=participant.side, answers=answers, comments=comments)


def _answer(mean: float, *seed: object) -> str:
    """A step near the mean: its own chance decides between the two around it, and now and then one farther off."""
    chance = crc32(" ".join(map(str, seed)).encode()) / 2**32
    low = int(mean)
    step = low + (chance < mean - low)
    if chance > 0.9:
        step += -1 if chance > 0.95 else 1
    return str(min(5, max(1, step)))


def _act(check: HealthCheck, by: User) -> None:
    """What both sides took on when they looked at it."""
    everybody = participants(check.alliance)
    ours = [one.person for one in everybody if one.side == Side.OURS]
    theirs = [one.person for one in everybody if one.side == Side.THEIRS]
    for text, theme in (
        ("Ring each other on Mondays, before anything is written", "transparency"),
        ("Bring one decision to each joint meeting that is ready to be taken", "governance"),
    ):
        take_on_together(
            check=check, text=text, theme=theme, our_owner=ours[0], their_owner=theirs[0],
            due_on=timezone.localdate() + timedelta(days=40), tells_now=False, by=by,
        )  # fmt: skip


_STANDS: dict[str, Sequence[tuple[str, str, str]]] = {
    "halden-bispecifics": (
        ("aligned", "yes", ""), ("concerns", "partly", "Who pays for the second cell line?"), ("aligned", "yes", ""),
        ("not_asked", "", ""),
    ),
    "tessellane-capsids": (
        ("against", "yes", "The option fee is not in our budget."), ("concerns", "yes", "Rights outside the field."),
        ("not_asked", "", ""),
    ),
    "vantor-uc": (("aligned", "yes", ""), ("aligned", "yes", ""), ("concerns", "partly", "Supply for Japan.")),
}  # fmt: skip


def _hear(alliance: Alliance, by: User, days: Days) -> None:
    """Two rounds of hearing our own side: the first over, the second before the next committee."""
    key = next(row["key"] for row in data.alliances() if row["name"] == alliance.name)
    if key not in _STANDS:
        return
    people = [one.person for one in participants(alliance) if one.side == Side.OURS]
    for occasion, offset, heard in (
        ("Joint steering committee, last", -80, False),
        ("Joint steering committee", 10, True),
    ):
        check = begin_round(
            alliance=alliance, people=people, by=by, occasion=occasion, needed_on=days.day(offset),
            goals="One series goes on, and both sides say so in the same words.",
            message="We go on together; the second series waits for its data.",
            readiness="converging" if heard else "exploring",
        )  # fmt: skip
        for place, stand in enumerate(check.stands.order_by("pk")):
            said = _STANDS[key][place % len(_STANDS[key])]
            position, knows, point = said if heard else ("concerns" if place % 2 else "aligned", "partly", "")
            if position != "not_asked":
                say_where_they_stand(
                    stand=stand, version=stand.version, position=position, knows_goals=knows, open_points=point,
                    resources="yes" if position == "aligned" else "partly",
                )  # fmt: skip


_DIFFERENCES = {
    "halden-bispecifics": (
        ("How decisions are taken", "By whoever knows the assay best", "By agreement of the whole team",
         "We send them the question a week before the meeting.", "Few decisions have to be taken twice."),
        ("What a plan is", "A promise", "A first guess", "", ""),
    ),
    "kitanada-glycan": (
        ("How disagreement is voiced", "Before the meeting, one to one", "In the meeting, openly",
         "Both alliance managers talk the evening before.", "Nobody loses face, and nothing is left unsaid."),
    ),
    "vantor-uc": (
        ("How soon an answer is expected", "When it is complete", "The same day",
         "We answer the same day with what we know.", ""),
    ),
}  # fmt: skip


def _differ(alliance: Alliance, by: User) -> None:
    key = next(row["key"] for row in data.alliances() if row["name"] == alliance.name)
    for topic, ours, theirs, bridge, gain in _DIFFERENCES.get(key, ()):
        write_difference(alliance=alliance, by=by, topic=topic, ours=ours, theirs=theirs, bridge=bridge, gain=gain)
