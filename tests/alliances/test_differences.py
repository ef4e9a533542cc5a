"""Differences between the two sides of an alliance."""

from collections.abc import Callable

import pytest
from django.test import Client

from alliances.core.models import Alliance
from alliances.differences.actions import edit_difference, write_difference
from alliances.differences.models import Difference
from coe_hub.lib.errors import LostUpdateError
from tests.cast import Cast

WORDS = {"topic": "Decisions", "ours": "By whoever knows most", "theirs": "By agreement of all"}


def test_a_difference_is_written_down_bridged_and_put_away(
    alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    lead, page = sign_in(cast.lead), f"/alliances/{alliance.public_id}/differences/"
    form = lead.get(page + "new/").context["form"]
    made = lead.post(page + "new/", WORDS | {"version": form["version"].value()})
    one = Difference.objects.get()
    assert made["Location"] == one.get_absolute_url()
    assert [row.is_bridged for row in lead.get(page).context["differences"]] == [False]
    form = lead.get(f"{page}{one.public_id}/edit/").context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"bridge": "We ask them a week before."}
    assert lead.post(f"{page}{one.public_id}/edit/", fields).status_code == 302
    assert [row.is_bridged for row in lead.get(page).context["differences"]] == [True]
    assert lead.post(f"{page}{one.public_id}/archive/")["Location"] == page
    assert list(lead.get(page).context["differences"]) == []


def test_those_not_bridged_stand_on_top(alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]) -> None:
    for topic, bridge in (("A", "So"), ("B", ""), ("C", "")):
        write_difference(alliance=alliance, by=cast.lead, **WORDS | {"topic": topic, "bridge": bridge})
    page = sign_in(cast.viewer).get(f"/alliances/{alliance.public_id}/differences/")
    assert [one.topic for one in page.context["differences"]] == ["B", "C", "A"]


def test_of_two_who_change_it_the_second_is_told(alliance: Alliance, cast: Cast) -> None:
    one = write_difference(alliance=alliance, by=cast.lead, **WORDS)
    edit_difference(difference=Difference.objects.get(pk=one.pk), version=one.version, gain="Both looks")
    with pytest.raises(LostUpdateError):
        edit_difference(difference=one, version=one.version, gain="Another")


# By way of difference_create.
