"""Action items: what can be done with one, by whom, and where it is then seen."""

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.fixtures import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from coe_hub import due
from coe_hub.action_items.actions import cancel_action, edit_action, finish_action, reopen_action
from coe_hub.action_items.answers import hand_back
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.history import acting
from coe_hub.people.models import PartnerLink, Person, User
from coe_hub.reminders.delivery import run_engine
from coe_hub.reminders.models import RefusedAddress
from coe_hub.reminders.planning import plan
from coe_hub.reminders.responses import mute_kinds
from tests.cast import Cast
from tests.factories import grant, make_alliance, make_member, make_organisation, make_person
from tests.reminders.items import make_contact, make_item, make_link

TODAY = date(2026, 6, 1)  # a Monday


@pytest.fixture(autouse=True)
def _on_the_first_of_june() -> object:
    with time_machine.travel("2026-06-01T09:00Z", tick=False):
        yield


@pytest.fixture
def item(cast: Cast, alliance: Alliance) -> ActionItem:
    """The viewer's, given by the lead."""
    return make_item(alliance, cast.viewer.person, by=cast.lead)


def state(item: ActionItem) -> tuple[object, ...]:
    item.refresh_from_db()
    return item.state, item.closed_by, item.close_note


def page(name: str, item: ActionItem) -> str:
    return reverse(name, args=[item.public_id])


# --- What can be done --------------------------------------------------------------------------------------------
def test_finishing_keeps_who_and_when_and_twice_changes_nothing(cast: Cast, item: ActionItem) -> None:
    finish_action(item=item, by=cast.viewer, note="Sent.")
    first = ActionItem.objects.values().get()
    finish_action(item=item, by=cast.lead, note="Again.")
    assert ActionItem.objects.values().get() == first
    assert state(item) == ("done", cast.viewer.person, "Sent.")
    assert item.closed_at.isoformat() == "2026-06-01T09:00:00+00:00"


def test_somebody_without_an_account_finishes_as_themself(cast: Cast, alliance: Alliance) -> None:
    item = make_item(alliance, make_contact(), by=cast.lead, side="theirs")
    finish_action(item=item, by=None, by_person=item.owner)
    assert state(item) == ("done", item.owner, "")
    with pytest.raises(ValueError, match="Somebody finishes"):
        finish_action(item=item, by=None)


def test_cancelling_wants_a_reason_and_an_open_item(cast: Cast, item: ActionItem) -> None:
    with pytest.raises(ValidationError):
        cancel_action(item=item, reason="", by=cast.lead)
    cancel_action(item=item, reason="Not needed.", by=cast.lead)
    assert state(item) == ("cancelled", cast.lead.person, "Not needed.")
    with pytest.raises(DomainError, match="closed already"):
        cancel_action(item=item, reason="Twice", by=cast.lead)
    with pytest.raises(DomainError, match="was cancelled"):
        finish_action(item=item, by=cast.lead)


def test_reopening_takes_everything_back(cast: Cast, item: ActionItem) -> None:
    finish_action(item=item, by=cast.viewer, note="Sent.")
    reopen_action(item=item)
    version = ActionItem.objects.get().version
    reopen_action(item=item)
    assert state(item) == ("open", None, "")
    assert (item.closed_at, item.version) == (None, version)


def test_an_edit_is_refused_on_a_closed_item_and_after_somebody_elses_save(cast: Cast, item: ActionItem) -> None:
    values = {
        "text": "Send all data", "owner": cast.team.person, "side": "ours", "due_on": None, "note": "",
        "reminds_by_mail": False,
    }  # fmt: skip
    edit_action(item=item, version=1, **values)
    item.refresh_from_db()
    assert (item.text, item.owner, item.due_on) == ("Send all data", cast.team.person, None)
    with pytest.raises(LostUpdateError):
        edit_action(item=item, version=1, **values)
    finish_action(item=item, by=cast.lead)
    item.refresh_from_db()
    with pytest.raises(DomainError, match="is closed"):
        edit_action(item=item, version=item.version, **values)


def test_handing_back_tells_the_lead_by_mail_and_a_new_owner_starts_afresh(
    cast: Cast,
    alliance: Alliance,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(code_name="Heron")
    item = make_item(alliance, make_contact(), by=cast.team, side="theirs")
    with django_capture_on_commit_callbacks(execute=True):
        hand_back(item=item, note="Ask Pat.")
    # Whoever gave it reads of it, and whoever leads.
    assert [one.to for one in mail.outbox] == [["tom@hub.example"], ["lena@hub.example"]]
    sent = mail.outbox[1]
    assert sent.subject == "Not theirs, says Nia Partner: Send the data"
    assert ("Ask Pat." in sent.body, "Heron" in sent.body, alliance.name in sent.body) == (True, True, False)
    item.refresh_from_db()
    edit_action(
        item=item, version=item.version, text=item.text, owner=cast.team.person, side="ours", due_on=None, note="",
        reminds_by_mail=False,
    )  # fmt: skip
    item.refresh_from_db()
    assert (item.returned_at, item.returned_note) == (None, "")


def test_history_tells_it_in_sentences(cast: Cast, alliance: Alliance) -> None:
    with acting(by=cast.lead):
        item = make_item(alliance, make_contact(), by=cast.lead, side="theirs")
    with acting(by=None):
        finish_action(item=item, by=None, by_person=item.owner)
    with acting(by=cast.team):
        reopen_action(item=item)
        cancel_action(item=item, reason="Not needed.", by=cast.team)
    told = [(one.who, one.what) for one in alliance_sentences(alliance) if "action" in one.what]
    assert told == [
        ("Tom Team", "cancelled the action “Send the data”: Not needed."),
        ("Tom Team", "opened the action “Send the data” again"),
        ("", "noted the action “Send the data” as done by Nia Partner, who has a link to it"),
        ("Lena Lead", "gave Nia Partner the action “Send the data”, due on 8 Jun 2026"),
    ]


# --- What is due -------------------------------------------------------------------------------------------------
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


# --- Who may -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 302), ("lead", 302), ("team", 302), ("manager", 302), ("stranger", 403), ("auditor", 403)],
)
def test_an_item_is_closed_by_its_owner_and_by_those_who_may_change_it(
    role: str, status: int, cast: Cast, item: ActionItem, sign_in: Callable[..., Client]
) -> None:
    response = sign_in(getattr(cast, role)).post(page("action_finish", item), {"note": ""})
    assert (response.status_code, state(item)[0]) == (status, "done" if status == 302 else "open")


def test_the_owner_closes_but_does_not_change_or_cancel(
    cast: Cast, item: ActionItem, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    viewer = sign_in(cast.viewer)
    addresses = [
        page("action_cancel", item),
        page("action_link_send", item),
        reverse("alliance_action_edit", args=[alliance.public_id, item.public_id]),
    ]
    assert [viewer.post(address).status_code for address in addresses] == [403, 403, 403]


# --- Giving ------------------------------------------------------------------------------------------------------
def give(client: Client, alliance: Alliance, **typed: str) -> object:
    data = {"text": "Send the data", "owner": "Lena Lead", "due_on": "", "note": ""} | typed
    return client.post(reverse("alliance_action_create", args=[alliance.public_id]), data)


def test_an_action_for_oneself_and_one_for_the_partner(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    contact = make_contact()
    make_member(alliance, contact, role="adviser", side="theirs")
    lead = sign_in(cast.lead)
    give(lead, alliance, due_on="2026-06-08")
    give(lead, alliance, owner="Nia Partner", reminds_by_mail="on", note="With the log")
    made = ActionItem.objects.order_by("pk").values_list(
        "owner", "side", "due_on", "note", "reminds_by_mail", "created_by", "scope"
    )
    assert list(made) == [
        (cast.lead.person_id, "ours", date(2026, 6, 8), "", False, cast.lead.pk, alliance.scope_id),
        (contact.pk, "theirs", None, "With the log", True, cast.lead.pk, alliance.scope_id),
    ]


def test_only_people_of_the_alliance_get_something_to_do(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    make_person("Otto Other", at=make_organisation("Orbit"))
    lead = sign_in(cast.lead)
    refused = {
        "a third company": give(lead, alliance, owner="Otto Other").context["form"].errors,
        "who cannot see it": give(lead, secret, owner="Stan Stranger").context["form"].errors,
        "nobody": give(lead, alliance, owner="").context["form"].errors,
    }
    assert refused == {
        "a third company": {"owner": ["Otto Other is not on this alliance. Add them under People first."]},
        "who cannot see it": {"owner": ["Stan Stranger is not on this alliance. Add them under People first."]},
        "nobody": {"owner": ["This field is required."]},
    }
    assert ActionItem.objects.count() == 0
    assert give(lead, alliance, owner="Stan Stranger").status_code == 302  # everybody sees an open one


def test_a_picker_offers_the_alliances_people_first(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    for name in ("Aaron Partner", "Zoe Partner"):
        make_person(name)
    make_member(alliance, make_contact("Zz Partner", is_public=True), role="adviser", side="theirs")
    response = sign_in(cast.lead).get(reverse("member_suggest", args=[alliance.public_id]) + "?q=partner")
    labels = [one["label"].split(" · ")[0] for one in json.loads(response.content)["results"]]
    assert labels == ["Zz Partner", "Aaron Partner", "Zoe Partner"]


def test_a_second_save_brings_the_merge_page(
    cast: Cast, item: ActionItem, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    address = reverse("alliance_action_edit", args=[alliance.public_id, item.public_id])
    form = sign_in(cast.lead).get(address).context["form"]
    opened = {name: form[name].value() or "" for name in form.fields}
    assert sign_in(cast.team).post(address, opened | {"text": "By Tom"}).status_code == 302
    assert sign_in(cast.lead).post(address, opened | {"text": "By Lena"}).status_code == 409
    assert ActionItem.objects.get().text == "By Tom"


def test_a_review_gives_actions_and_ticks_off_those_of_last_time(
    cast: Cast, item: ActionItem, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    address = reverse("review_create", args=[alliance.public_id])
    lead = sign_in(cast.lead)
    form = lead.get(address).context["form"]
    assert [label for _value, label in form.fields["finished"].choices] == ["Send the data (Vera Viewer, 8 Jun 2026)"]
    data = {
        "outcome": "watch", "note": "", "held_on": "2026-06-01", "finished": [item.public_id],
        "text_1": "Ask for the log", "owner_1": "Tom Team", "due_on_1": "2026-06-15",
        "text_2": "Write it up", "owner_2": "", "due_on_2": "", "text_3": "", "owner_3": "Lena Lead",
    }  # fmt: skip
    assert lead.post(address, data).status_code == 302
    assert state(item) == ("done", cast.lead.person, "")
    given = ActionItem.objects.exclude(pk=item.pk).order_by("pk")
    assert [(one.text, one.owner, one.due_on, one.source_label, one.source_url) for one in given] == [
        (text, user.person, day, "Review of 1 Jun 2026", f"{alliance.get_absolute_url()}#reviews")
        for text, user, day in (
            ("Ask for the log", cast.team, date(2026, 6, 15)), ("Write it up", cast.lead, None),
        )
    ]  # fmt: skip


def test_a_review_with_an_owner_nobody_knows_writes_nothing_and_keeps_what_was_typed(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    data = {"outcome": "watch", "note": "Typed", "held_on": "2026-06-01", "text_1": "Ask", "owner_1": "Nobody Known"}
    form = sign_in(cast.lead).post(reverse("review_create", args=[alliance.public_id]), data).context["form"]
    assert form.errors == {
        "owner_1": ["Nobody you can see is called “Nobody Known”. Check the spelling, or type their e-mail address."]
    }
    assert ({name: form[name].value() for name in data}, alliance.reviews.count()) == (data, 0)


# --- Lists -------------------------------------------------------------------------------------------------------
def test_the_list_has_open_ones_by_day_then_closed_ones(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    for text, days in (("in a week", 7), ("some day", None), ("late", -1)):
        day = TODAY + timedelta(days) if days is not None else None
        make_item(alliance, cast.team.person, by=cast.lead, text=text, due_on=day)
    finish_action(item=make_item(alliance, cast.lead.person, by=cast.lead, text="done"), by=cast.lead)
    address, viewer = reverse("alliance_actions", args=[alliance.public_id]), sign_in(cast.viewer)

    def texts(query: str = "") -> list[str]:
        return [one.text for one in viewer.get(address + query).context["page"]]

    assert texts() == ["late", "in a week", "some day", "done"]
    assert texts("?state=overdue") == ["late"]
    assert texts("?state=done") == ["done"]
    assert texts(f"?owner={cast.lead.person.public_id}") == ["done"]
    assert texts("?side=theirs") == []


def test_my_actions_are_mine_and_those_i_gave(
    cast: Cast, item: ActionItem, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    make_item(alliance, cast.lead.person, by=cast.team, text="The lead's")
    lead = sign_in(cast.lead)
    lists = {of: [one.text for one in lead.get(f"/actions/?of={of}").context["page"]] for of in ("mine", "given")}
    assert lists == {"mine": ["The lead's"], "given": ["Send the data"]}


def test_exports_hold_exactly_the_rows(cast: Cast, item: ActionItem, sign_in: Callable[..., Client]) -> None:
    viewer = sign_in(cast.viewer)
    rows = json.loads(b"".join(viewer.get("/actions/?format=json").streaming_content))
    assert [(row["text"], row["about"], row["owner"], row["due_on"], row["state"]) for row in rows] == [
        ("Send the data", "Kestrel × Northwind: KRAS degraders", "Vera Viewer", "2026-06-08", "Still open")
    ]
    lines = b"".join(viewer.get("/actions/?format=csv").streaming_content).decode().splitlines()
    sheet = load_workbook(io.BytesIO(b"".join(viewer.get("/actions/?format=xlsx").streaming_content))).active
    assert (len(lines), [row[0] for row in sheet.iter_rows(values_only=True)]) == (2, ["What", "Send the data"])


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_three_rows_as_for_one(
    count: int,
    cast: Cast,
    alliance: Alliance,
    sign_in: Callable[..., Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        one = make_item(make_alliance(f"A{number}", by=cast.lead), cast.team.person, by=cast.lead, text=f"T{number}")
        make_item(alliance, make_contact(f"C{number} Partner"), by=cast.lead, side="theirs")
        finish_action(item=make_item(alliance, cast.team.person, by=cast.lead), by=cast.team)
        assert one.is_open
    team = sign_in(cast.team)
    team.get("/")
    with django_assert_num_queries(10):
        assert len(team.get("/actions/").context["page"].object_list) == 2 * count
    with django_assert_num_queries(7):
        shown = team.get(reverse("alliance_actions", args=[alliance.public_id])).context["page"]
    assert len(shown.object_list) == 2 * count


# --- Need to know ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["stranger", "manager", "committee", "curator", "admin", "auditor"])
def test_an_item_of_a_restricted_alliance_is_nowhere_for_others(
    role: str, cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    outsider = getattr(cast, role)
    browser = sign_in(outsider)

    def seen() -> list[object]:
        exported = [
            b"".join(browser.get(f"/actions/?of={of}&format=json").streaming_content) for of in ("mine", "given")
        ]
        rows = [list(browser.get(f"/actions/?of={of}").context["page"]) for of in ("mine", "given")]
        today, found = browser.get("/").context, browser.get("/search/?q=umbra").context["groups"]
        return [exported, rows, today["items"], today["this_week"], today["news"], found]

    before = seen()
    # Even their own: somebody who lost their way in, or gave it while they had one.
    mine = make_item(secret, outsider.person, by=cast.lead, text="Umbra for them")
    given = make_item(secret, cast.lead.person, by=outsider, text="Umbra from them")
    finish_action(item=make_item(secret, cast.team.person, by=cast.lead, text="Umbra done"), by=cast.team)
    assert seen() == before
    addresses = [
        *(page(name, one) for name in ("action_detail", "action_finish") for one in (mine, given)),
        reverse("alliance_actions", args=[secret.public_id]),
        reverse("member_suggest", args=[secret.public_id]),
    ]
    finish_status = 403 if role == "auditor" else 404
    assert [browser.get(one).status_code for one in addresses] == [404, 404, finish_status, finish_status, 404, 404]
    assert (PartnerLink.objects.count(), due.count(until=due.horizon(TODAY), user=outsider)) == (0, 0)


def test_an_item_is_reached_through_its_own_alliance_only(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    item = make_item(secret, cast.lead.person, by=cast.lead)
    address = reverse("alliance_action_edit", args=[alliance.public_id, item.public_id])
    assert sign_in(cast.lead).get(address).status_code == 404
