"""Goals are signed by both sides, in the hub and by a link, and asked for by mail."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.goals.actions.goals import reach_goal, reopen_goal, set_goal
from alliances.goals.models import Goal, Signatory, SignOff
from coe_hub.lib.errors import DomainError
from coe_hub.people.directory.correspondence import mail_language
from coe_hub.people.models import PartnerLink, Person, PersonLanguage
from coe_hub.vocabulary.models import Language
from tests.alliances.goals.data import DAY, PAGE, WORDS, arrive, change, page_of, sent, sign, standing
from tests.cast import Cast


def test_ours_sign_in_the_hub_agreed_or_with_a_remark(lead: Client, cast: Cast, goal: Goal) -> None:
    address = page_of("goal_sign", goal)
    opened = lead.get(address).context["form"]
    data = {"version": str(opened["version"].value()), "remark": ""}
    assert lead.post(address, data)["Location"] == goal.get_absolute_url()
    lead.post(address, data)  # the same once more is one
    lead.post(address, data | {"remark": "Not before the audit"})
    signed = list(SignOff.objects.order_by("pk").values_list("person", "side", "remark", *SignOff.SIGNED))
    words = (WORDS["text"], "long", WORDS["measure"], DAY)
    assert signed == [
        (cast.lead.person_id, "ours", "", *words),
        (cast.lead.person_id, "ours", "Not before the audit", *words),
    ]
    assert lead.get(address).context["form"]["remark"].value() == "Not before the audit"


def test_how_far_it_is_signed_follows_from_who_signed_what(cast: Cast, goal: Goal, contact: Person) -> None:
    said = [standing(goal)]
    for person in (cast.lead.person, contact):
        sign(goal, person)
        said.append(standing(goal))
    change(goal, text="Two candidates in the clinic")
    said.append(standing(goal))
    change(goal, text=WORDS["text"])
    said.append(standing(goal))
    change(goal, due_on=None)
    sign(goal, contact)
    said.append(standing(goal))
    sign(goal, cast.lead.person)
    said.append(standing(goal))
    assert said == [
        ("open", "Still to sign: Lena Lead, Nia Partner"),
        ("open", "Still to sign: Nia Partner"),
        ("signed", "Signed by both sides"),
        ("outdated", "Changed since it was signed"),
        ("signed", "Signed by both sides"),
        ("outdated", "Changed since it was signed"),
        ("signed", "Signed by both sides"),
    ]
    assert SignOff.objects.count() == 4


def test_the_page_says_that_the_words_were_changed_and_what_was_signed(
    lead: Client, cast: Cast, goal: Goal, contact: Person
) -> None:
    sign(goal, contact, remark="If the series goes on")
    change(goal, text="Two candidates")
    page = lead.get(goal.get_absolute_url()).content.decode()
    for words in ("Changed since it was signed", "Outdated: the goal was changed", "If the series goes on"):
        assert page.count(words) == 1
    assert "“One candidate in the clinic” · First dose given · 30 Sep 2026 · Long-term" in page
    Signatory.objects.filter(person=contact).delete()
    page = lead.get(goal.get_absolute_url())
    assert [one.person for one in page.context["signing"].former] == [contact]
    assert page.content.decode().count("If the series goes on") == 1


def test_nobody_signs_what_they_did_not_read_nor_where_they_are_not_named(
    cast: Cast, goal: Goal, sign_in: Callable[..., Client]
) -> None:
    lead, address = sign_in(cast.lead), page_of("goal_sign", goal)
    opened = str(lead.get(address).context["form"]["version"].value())
    change(goal, text="Two candidates")
    response = lead.post(address, {"version": opened, "remark": "Fine"})
    form = response.context["form"]
    assert form.non_field_errors() == ["The goal was changed while you read it. Read it once more before you sign."]
    assert (form["version"].value(), form["remark"].value()) == (str(Goal.objects.get().version), "Fine")
    assert "Two candidates" in response.content.decode()
    with pytest.raises(DomainError, match="not named"):
        sign(goal, cast.team.person)
    reach_goal(goal=Goal.objects.get(), on=date(2026, 6, 1))
    with pytest.raises(DomainError, match="closed"):
        sign(goal, cast.lead.person)
    assert not SignOff.objects.exists()


def test_those_who_have_not_signed_are_asked_each_in_their_language(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any], settings: Any
) -> None:
    settings.HUB_URL = "https://hub.example"
    Alliance.objects.filter(pk=goal.alliance_id).update(code_name="Heron")
    PersonLanguage.objects.create(person=contact, language=Language.objects.get(code="ja"))
    assert mail_language(contact) == "ja"
    ours, theirs = sent(django_capture_on_commit_callbacks, goal, cast.lead)
    assert (ours.to, theirs.to) == ([cast.lead.email], [contact.email])
    assert (ours.subject, theirs.subject) == (
        "Please sign our goal: One candidate in the clinic",
        "目標への署名のお願い：One candidate in the clinic",
    )
    assert ours.body.splitlines() == [
        *("Dear Lena Lead,", ""),
        "Lena Lead at Kestrel Pharma asks you to sign a goal of our work together, “Heron”:",
        *("", "One candidate in the clinic", "By 30 Sep 2026", "Measure: First dose given", ""),
        "Read it and sign it, with a remark where you have one:",
        f"https://hub.example{page_of('goal_sign', goal)}",
        *("", "-- ", "You get this mail because you are named to sign this goal of our work together."),
    ]
    assert theirs.body.splitlines()[:8] == [
        *("Nia Partner 様", ""),
        "Kestrel PharmaのLena Leadより、共同の取り組み「Heron」の次の目標への署名をお願いしております。",
        *("", "One candidate in the clinic", "期限：2026年9月30日", "判断基準：First dose given", ""),
    ]
    assert theirs.from_email.startswith("Kestrel Pharma <")
    assert theirs.reply_to == [cast.lead.email]
    assert "Heron" in theirs.alternatives[0][0]
    assert "Amber" not in theirs.alternatives[0][0]
    asked = set(goal.signatories.values_list("asked_at", flat=True))
    assert asked == {timezone.now()}
    sign(goal, cast.lead.person)
    assert [one.to for one in sent(django_capture_on_commit_callbacks, goal, cast.lead)] == [[contact.email]]


def test_a_partner_signs_by_a_link_on_a_page_that_shows_nothing_else(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    set_goal(alliance=goal.alliance, by=cast.lead, people=[contact], text="Another secret goal")
    sign(goal, cast.lead.person, remark="Between us")
    [theirs] = sent(django_capture_on_commit_callbacks, goal, cast.lead)
    browser = arrive(theirs.body)
    page = browser.get(PAGE)
    words = page.content.decode()
    shown = (WORDS["text"], WORDS["measure"], "30 Sep 2026", "Long-term", "I agree and sign", "Lena Lead")
    assert [one for one in shown if one not in words] == []
    assert [one for one in ("Another secret goal", "Between us", goal.get_absolute_url()) if one in words] == []
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(
            PAGE, {"version": page.context["form"]["version"].value(), "remark": "If series B goes on"}
        )
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    signed = SignOff.objects.get(person=contact)
    assert (signed.side, signed.remark, signed.text) == ("theirs", "If series B goes on", WORDS["text"])
    assert "You signed this on 10 Jun 2026." in browser.get(PAGE).content.decode()
    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([cast.lead.email], "Nia Partner signed: One candidate in the clinic")
    assert "If series B goes on" in told.body
    assert told.reply_to == [contact.email]


def test_a_signature_is_taken_back_on_either_side_and_stays_as_that(
    lead: Client, cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    browser = arrive(sent(django_capture_on_commit_callbacks, goal, cast.lead)[1].body)
    answer = {"version": browser.get(PAGE).context["form"]["version"].value(), "remark": ""}
    for words in ("", "With a remark"):
        browser.post(PAGE, answer | {"remark": words})
    sign(goal, cast.lead.person)
    said = [standing(goal)[1]]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(PAGE, {"answer": "take_back"})
        browser.post(PAGE, {"answer": "take_back"})  # twice is once
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([cast.lead.email], "Nia Partner took a signature back: One candidate in the clinic")
    ]
    said.append(standing(goal)[1])
    answered = lead.post(page_of("goal_sign", goal), {"answer": "take_back"}, follow=True)
    assert [str(one) for one in answered.context["messages"]] == [
        "Taken back. You can sign again as long as the goal is open."
    ]
    said.append(standing(goal)[1])
    assert said == ["Signed by both sides", "Still to sign: Nia Partner", "Still to sign: Lena Lead, Nia Partner"]
    page = lead.get(goal.get_absolute_url()).content.decode()
    assert page.count("taken back on 10 Jun 2026") == SignOff.objects.count() == 3
    told = lead.get(reverse("alliance_history", args=[goal.alliance.public_id])).content.decode()
    assert "Nia Partner took back the signature of the goal “One candidate in the clinic”" in told
    browser.post(PAGE, answer)
    assert standing(goal)[1] == "Still to sign: Lena Lead"
    reach_goal(goal=Goal.objects.get(), on=date(2026, 6, 1))
    refused = lead.post(page_of("goal_sign", goal), {"answer": "take_back"}, follow=True)
    assert [str(one) for one in refused.context["messages"]] == ["This goal is closed. What was signed stays as it is."]


def test_the_link_ends_with_its_days_with_the_goal_and_with_the_part_they_take(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    theirs = sent(django_capture_on_commit_callbacks, goal, cast.lead)[1]
    over = "There is nothing left for you to do here."

    def shows() -> tuple[int, bool]:
        response = arrive(theirs.body).get(PAGE)
        return response.status_code, over in response.content.decode()

    said = [shows()]
    reach_goal(goal=Goal.objects.get(), on=date(2026, 6, 1))
    said.append(shows())
    reopen_goal(goal=Goal.objects.get())
    named = Signatory.objects.get(person=contact)
    Signatory.objects.filter(person=contact).delete()
    said.append(shows())
    named.save(force_insert=True)
    goal.alliance.members.filter(person=contact).delete()
    goal.alliance.parties.filter(side="theirs").delete()
    said.append(shows())
    with time_machine.travel("2026-06-25T09:00Z", tick=False):
        said.append((arrive(theirs.body).get(PAGE).status_code, False))
    assert said == [(200, False), (200, True), (200, True), (200, True), (410, False)]
    assert PartnerLink.objects.filter(purpose="goal_sign_off").count() == 1


def test_a_link_signs_only_what_its_reader_saw(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    browser = arrive(sent(django_capture_on_commit_callbacks, goal, cast.lead)[1].body)
    seen = browser.get(PAGE).context["form"]["version"].value()
    change(goal, text="Two candidates")
    answer = browser.post(PAGE, {"version": seen, "remark": ""})
    assert answer.status_code == 200
    assert "Read it once more before you sign." in answer.content.decode()
    assert not SignOff.objects.exists()


def test_who_has_no_address_is_named_and_others_are_asked(lead: Client, goal: Goal, contact: Person) -> None:
    Person.objects.filter(pk=contact.pk).update(email="")
    page = lead.post(page_of("goal_ask", goal), follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "Asked by mail: Lena Lead",
        "No e-mail address of Nia Partner is known. Add it under People.",
    ]
    assert list(goal.signatories.filter(asked_at__isnull=True).values_list("person", flat=True)) == [contact.pk]


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (lambda goal: goal.signatories.all().delete(), "Nobody is named to sign it."),
        (lambda goal: [sign(goal, one.person) for one in goal.signatories.all()], "Everybody has signed"),
        (lambda goal: reach_goal(goal=goal, on=DAY), "This goal is closed."),
        (lambda goal: goal.signatories.exclude(side="theirs").delete(), "No e-mail address of Nia Partner is known."),
    ],
)
def test_asking_nobody_says_why(prepare: Callable, refusal: str, lead: Client, goal: Goal, contact: Person) -> None:
    Person.objects.filter(pk=contact.pk).update(email="")
    prepare(goal)
    page = lead.post(page_of("goal_ask", goal), follow=True)
    [said] = [str(one) for one in page.context["messages"]]
    assert said.startswith(refusal)


def test_asking_goes_along_with_saving_where_that_is_ticked(lead: Client, goal: Goal, contact: Person) -> None:
    address = page_of("goal_edit", goal)
    form = lead.get(address).context["form"]
    data = form.as_posted() | {name: [str(form[name].value())] for name in ("version", "base")}
    page = lead.post(address, data | {"measure": "Two doses", "asks_now": "on"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["Saved.", "Asked by mail: Lena Lead, Nia Partner"]
    lead.post(address, data | {"version": str(Goal.objects.get().version), "measure": "Three doses"})
    assert set(goal.signatories.values_list("asked_at", flat=True)) == {None}
