"""Action items among what is due: to whom, and what Today and mails make of it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.action_items.actions import finish_action
from coe_hub.action_items.answers import hand_back
from coe_hub.action_items.models import ActionItem
from coe_hub.people.models import Person, User
from coe_hub.reminders.delivery import run_engine
from coe_hub.reminders.models import RefusedAddress
from coe_hub.reminders.planning import plan
from coe_hub.reminders.responses import mute_kinds
from tests.action_items.data import TODAY, page, state
from tests.cast import Cast
from tests.factories import grant, make_alliance, make_organisation
from tests.reminders.items import make_contact, make_item, make_link


def test_open_items_with_a_day_are_due_to_their_owner(cast: Cast, alliance: Alliance) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(code_name="Heron", review_months=None)
    make_item(alliance, cast.team.person, by=cast.lead, text="Late", due_on=TODAY - timedelta(1))
    make_item(alliance, cast.team.person, by=cast.lead, text="When you can", due_on=None)
    finish_action(item=make_item(alliance, cast.team.person, by=cast.lead, text="Over"), by=cast.team)
    make_item(alliance, make_contact(), by=cast.lead, text="Not by mail", side="theirs")
    make_item(alliance, make_contact("Ned Partner"), by=cast.lead, text="By mail", side="theirs", reminds_by_mail=True)
    gone = make_alliance("Gone", by=cast.lead, review_months=None)
    make_item(gone, cast.team.person, by=cast.lead, text="Archived")
    archive_alliance(alliance=gone)
    listed = [(one.title, one.mail_title, one.detail, one.owner_id) for one in due.items(until=due.horizon(TODAY))]
    assert listed == [
        ("Late", "Late (Heron)", alliance.name, cast.team.person_id),
        ("Not by mail", "Not by mail (Heron)", alliance.name, cast.lead.person_id),  # nobody else hears of it
        ("By mail", "By mail (Heron)", alliance.name, ActionItem.objects.get(text="By mail").owner_id),
    ]


@pytest.mark.parametrize(
    "why", ["no address", "address refused", "muted", "handed back", "account closed", "may not see it", "reached"]
)
def test_whoever_leads_hears_of_what_its_owner_is_not_reminded_of(
    why: str, cast: Cast, alliance: Alliance, secret: Alliance
) -> None:
    owner, facts = make_contact(), {"by": cast.lead, "side": "theirs", "reminds_by_mail": True}
    if why == "account closed":
        owner, facts = cast.stranger.person, {"by": cast.lead}
        User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    elif why == "may not see it":
        owner = cast.stranger.person
    item = make_item(secret if why == "may not see it" else alliance, owner, text="Send it", **facts)
    if why == "no address":
        Person.objects.filter(pk=owner.pk).update(email="")
    elif why == "address refused":
        RefusedAddress.objects.create(email=owner.email.lower(), person=owner, error="550")
    elif why == "muted":
        mute_kinds(person=owner, kinds=["action_item"])
    elif why == "handed back":
        hand_back(item=item, note="")
    found = due.iterate(until=due.horizon(TODAY), object_id=item.pk)
    listed = [(one.kind, one.owner_id) for one in found if one.kind in {"action_item", "partner_action"}]
    told = ("action_item", owner.pk) if why == "reached" else ("partner_action", cast.lead.person_id)
    assert listed == [told]


@pytest.mark.parametrize("why", ["left", "archived"])
def test_whoever_no_longer_takes_part_is_neither_told_nor_let_in(why: str, cast: Cast, alliance: Alliance) -> None:
    nia = make_contact()
    item = make_item(alliance, nia, by=cast.lead, side="theirs", reminds_by_mail=True, due_on=TODAY)
    browser, path = Client(), make_link(item)[0]

    def told() -> tuple[int, bool]:
        mail.outbox.clear()
        run_engine(clock=lambda zone: datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=zone))
        page = browser.get(path, follow=True).content.decode()
        return sum(nia.email in message.to for message in mail.outbox), item.text in page

    plan(clock=lambda zone: datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=zone))
    if why == "left":
        Person.objects.filter(pk=nia.pk).update(organisation=make_organisation("Elsewhere Ltd"))
    else:
        archive_alliance(alliance=alliance)
    assert told() == (0, False)


def test_not_mine_from_a_mail_hands_it_back_as_from_the_page(cast: Cast, alliance: Alliance) -> None:
    nia = make_contact()
    item = make_item(alliance, nia, by=cast.lead, side="theirs", reminds_by_mail=True, due_on=TODAY)
    run_engine(clock=lambda zone: datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=zone))
    [message] = [message for message in mail.outbox if nia.email in message.to]
    path = re.search(r"(/reminders/answer/\S+)\?do=not_mine", message.body).group(1)
    assert "Who stands behind it is told" in Client().get(path).content.decode()
    Client().post(path, {"answer": "not_mine"})
    item.refresh_from_db()
    told = [(one.kind, one.owner_id) for one in due.iterate(until=TODAY, kind="partner_action")]
    assert (item.returned_at is None, told) == (False, [("partner_action", cast.lead.person_id)])


def test_a_sponsor_hears_of_it_where_no_lead_can_sign_in(cast: Cast, alliance: Alliance) -> None:
    grant(alliance, cast.manager.person, "sponsor")
    make_item(alliance, make_contact(), by=cast.lead, text="Not by mail", side="theirs")

    def told() -> list[int]:
        return [one.owner_id for one in due.iterate(until=due.horizon(TODAY), kind="partner_action")]

    before = told()
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert (before, told()) == ([cast.lead.person_id], [cast.manager.person_id])


def test_today_has_the_row_and_ticks_it_off_there(cast: Cast, item: ActionItem, sign_in: Callable[..., Client]) -> None:
    viewer, htmx = sign_in(cast.viewer), {"HX-Request": "true"}
    assert [one.title for one in viewer.get("/").context["items"]] == ["Send the data"]
    done = viewer.post(page("action_finish", item), {"next": "/"}, headers=htmx)
    assert (done.templates[0].name, done["HX-Trigger"]) == ("due/_finished_row.html", "due-changed")
    assert viewer.get("/").context["this_week"] == 0
    back = viewer.post(page("action_reopen", item), headers=htmx)
    assert (back.templates[0].name, back["HX-Trigger"]) == ("due/action_item.html", "due-changed")
    assert viewer.get("/").context["this_week"] == 1


def test_without_scripts_the_row_leads_back_with_an_undo(
    cast: Cast, item: ActionItem, sign_in: Callable[..., Client]
) -> None:
    viewer = sign_in(cast.viewer)
    response = viewer.post(page("action_finish", item), {"next": "/"}, follow=True)
    (message,) = response.context["messages"]
    assert (response.redirect_chain, str(message), message.extra_tags) == (
        [("/", 302)], "Done: Send the data", page("action_reopen", item),
    )  # fmt: skip
    viewer.post(message.extra_tags, {"next": "/"})
    assert state(item) == ("open", None, "")


def test_nobody_is_led_away_from_the_hub(cast: Cast, item: ActionItem, sign_in: Callable[..., Client]) -> None:
    response = sign_in(cast.viewer).post(page("action_finish", item), {"next": "https://evil.example/"})
    assert response["Location"] == item.get_absolute_url()


def test_the_mail_of_a_due_action_names_it_and_not_the_alliance(
    cast: Cast, item: ActionItem, alliance: Alliance
) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(code_name="Heron")
    (row,) = due.items(until=due.horizon(TODAY), owner_id=cast.viewer.person_id)
    assert row.mail_text.title == "Send the data (Heron)"
    assert [alliance.name in part for part in vars(row.mail_text).values()] == [False] * 5
    assert (row.text.title, row.text.why) == ("Send the data", alliance.name)
