"""Action items: who may close, change and give them, and to whom."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from coe_hub.people.models import PartnerLink
from tests.action_items.data import page, state
from tests.cast import Cast
from tests.factories import make_member, make_organisation, make_person
from tests.reminders.items import make_contact


# --- Who may ----------------------------------------------------------------------------------------------------------
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
    viewer, before = sign_in(cast.viewer), ActionItem.objects.values().get()
    addresses = [
        page("action_cancel", item),
        page("action_link_send", item),
        reverse("alliance_action_edit", args=[alliance.public_id, item.public_id]),
    ]
    assert [viewer.post(address).status_code for address in addresses] == [403, 403, 403]
    assert (ActionItem.objects.values().get(), PartnerLink.objects.count()) == (before, 0)


# --- Giving -----------------------------------------------------------------------------------------------------------
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
