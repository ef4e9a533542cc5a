"""Two campaigns that asked the demo company's people what they need, a year apart, and what was built in between."""

from datetime import timedelta
from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from coe_hub.demo.days import Days
from coe_hub.lib.history import acting
from coe_hub.people.models import Person, Scope, ScopeKind, User
from coe_hub.publishing.asked import Asked, Way
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, begin_wave
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.models import Questionnaire, Response, Use, Wave
from governance.needs.actions import write_need
from governance.needs.models import Campaign, Need, Vote
from toolkits.models import Tool

_YEAR_AGO, _LATELY = -380, -20
_FEWEST = 4
# Letters of the starter questionnaire in the order in which people named them, a year ago and lately.
_WANTED = {_YEAR_AGO: "abdcefghij", _LATELY: "bdcfegahij"}
_HARD = {_YEAR_AGO: "acebdfghi", _LATELY: "caebdfghi"}


@transaction.atomic
def ask_for_needs(*, days: Days) -> int:
    """Write both campaigns, once there are questionnaires; return how many, 0 where any is there."""
    questionnaire = Questionnaire.objects.filter(content__slug="partnering-needs", use=Use.NEEDS).first()
    curator = User.objects.active().filter(roles__contains=["curator"]).order_by("pk").first()
    if questionnaire is None or curator is None or Campaign.objects.exists():
        return 0
    with acting(by=curator):
        first = _campaign("Needs of our sites, first time", questionnaire, curator, _YEAR_AGO, days, None)
        later = _campaign("Needs of our sites, a year later", questionnaire, curator, _LATELY, days, first)
        _needs(first, later, curator)
    return 2


def _campaign(
    name: str, questionnaire: Questionnaire, by: User, offset: int, days: Days, again_of: Campaign | None
) -> Campaign:
    today = timezone.localdate()
    wave = begin_wave(
        scope=Scope.objects.create(kind=ScopeKind.OPEN), questionnaire=questionnaire, subject=name, sides=_sites(by),
        opens_on=today, closes_on=today, is_anonymous=True, minimum=3, by=by,
    )  # fmt: skip
    rows = [_response(wave, one.side_id, place, offset) for place, one in enumerate(wave.participants.order_by("pk"))]
    Response.objects.bulk_create(sorted(rows, key=lambda one: str(one.pk)))
    closed = days.day(offset)
    Wave.objects.filter(pk=wave.pk).update(
        opens_on=closed - timedelta(days=21), closes_on=closed, closed_at=days.now + timedelta(days=offset)
    )
    wave.participants.update(has_answered=True)
    wave.refresh_from_db()
    return Campaign.objects.create(name=name, wave=wave, again_of=again_of)


def _sites(by: User) -> list[SideToAsk]:
    """Our people site by site, those of small sites together."""
    people: dict[str, list[Invitee]] = {}
    ours = Person.objects.filter(user__is_active=True, site__isnull=False).select_related("site").order_by("pk")
    for person in ours:
        people.setdefault(person.site.name if person.site else "", []).append(Invitee(person))
    large = {name: rows for name, rows in people.items() if len(rows) >= _FEWEST}
    rest = [one for name, rows in people.items() if name not in large for one in rows]
    found = [SideToAsk(name, True, rows) for name, rows in sorted(large.items())]
    return [*found, SideToAsk("Other sites", True, rest)] if len(rest) >= _FEWEST else found


def _response(wave: Wave, side: int, place: int, offset: int) -> Response:
    answers: dict[str, Any] = {}
    for asked in asking_of(wave.edition, "en").questions:
        if asked.way == Way.RANKING:
            order = (_WANTED if asked.key == "needs-first" else _HARD)[offset]
            answers[asked.key] = _ranked(asked, order, side, place, offset)
        elif asked.way == Way.CHOICE:
            answers[asked.key] = "abcd"[_number(4, "often", place)]
        elif asked.way == Way.SCALE:
            answers[asked.key] = str((2 if offset == _YEAR_AGO else 3) + _number(3, "supported", place, offset))
    return Response(wave=wave, side_id=side, answers=answers)


def _ranked(asked: Asked, order: str, side: int, place: int, offset: int) -> list[str]:
    """Three near the top of the order; each site has a wish of its own now and then."""
    own = order[(3 + side) % len(order)]
    start = _number(3, asked.key, place, offset)
    first = [order[start], order[(start + 1) % 4], own if _number(3, "own", place) == 0 else order[(start + 2) % 4]]
    return list(dict.fromkeys(first))


def _number(most: int, *seed: object) -> int:
    return crc32(" ".join(map(str, seed)).encode()) % most


def _needs(first: Campaign, later: Campaign, by: User) -> None:
    tools = {tool.content.slug: tool for tool in Tool.objects.published().select_related("content")}
    rows: tuple[tuple[str, Campaign, str, str, str], ...] = (
        ("Templates for the first hundred days", first, "delivered", "hundred-day-launch-plan", ""),
        ("A clear picture of who decides what", first, "delivered", "who-does-what", ""),
        ("A short course for people new to partnering", later, "building", "", ""),
        ("Help with preparing joint meetings", later, "planned", "", ""),
        ("Materials in my language", later, "heard", "", ""),
        ("A tool that answers partners’ mails", later, "declined", "", "Partners are answered by people."),
    )
    voters = list(Person.objects.filter(user__is_active=True).order_by("pk"))
    for place, (text, campaign, state, slug, reason) in enumerate(rows):
        need = write_need(
            by=by, campaign=campaign, text=text, state=state, reason=reason, owner=by.person, tool=tools.get(slug)
        )
        Vote.objects.bulk_create(
            Vote(need=need, person=person) for person in voters if _number(6 + place, "vote", place, person.pk) == 0
        )
    Need.objects.filter(state="delivered").update(told_at=timezone.now())
