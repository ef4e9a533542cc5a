"""What tests of goals share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.goals.actions.goals import edit_goal
from alliances.goals.actions.sign_offs import ask_to_sign, sign_goal, signing_of
from alliances.goals.models import Goal, SignOff
from coe_hub.people.models import Person

WORDS: dict[str, Any] = {"text": "One candidate in the clinic", "measure": "First dose given", "horizon": "long"}
DAY = date(2026, 9, 30)
PAGE = reverse("partner_page")


def page_of(name: str, goal: Goal) -> str:
    return reverse(name, args=[goal.public_id])


def sign(goal: Goal, person: Person, **values: Any) -> SignOff:
    """What that person signs who has read the goal as it is now."""
    fresh = Goal.objects.get(pk=goal.pk)
    return sign_goal(goal=fresh, person=person, version=fresh.version, **values)


def standing(goal: Goal) -> tuple[str, str]:
    signing = signing_of(goal)
    return str(signing.standing), signing.text


def change(goal: Goal, **values: Any) -> None:
    fresh = Goal.objects.get(pk=goal.pk)
    people = [one.person for one in fresh.signatories.all()]
    edit_goal(goal=fresh, version=fresh.version, people=people, **values)


def sent(django_capture: Callable[..., Any], goal: Goal, by: Any) -> list[Any]:
    mail.outbox.clear()
    with django_capture(execute=True):
        ask_to_sign(goal=Goal.objects.get(pk=goal.pk), by=by)
    return sorted(mail.outbox, key=lambda one: one.to)


def arrive(body: str) -> Client:
    """A browser that came with the link in that mail."""
    path = next(part for part in body.split() if "/p/" in part)
    browser = Client()
    browser.get(path[path.index("/p/") :])
    return browser
