"""Action items: what can be done with one, and how it is then told."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from coe_hub.action_items.actions import cancel_action, edit_action, finish_action, reopen_action
from coe_hub.action_items.answers import hand_back
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.history import acting
from tests.action_items.data import state
from tests.cast import Cast
from tests.reminders.items import make_contact, make_item


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
