"""Journals, reviews and actions are found by who may read them, and so is whatever a room registers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.test import Client

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from alliances.journal.models import JournalEntry
from alliances.reviews.actions.reviews import do_review
from alliances.reviews.models import Review
from coe_hub.action_items.actions import finish_action
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.attachments.models import Attachment
from coe_hub.lib import findable
from tests.alliances.obligations.data import event
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.factories import SINCE, make_alliance
from tests.home.test_search import found, plain
from tests.reminders.items import make_item

TEXT = "The freezer thawed. 冷凍庫が止まった。"
NOTE = "Samples were in the freezer."


@pytest.fixture
def written(alliance: Alliance, secret: Alliance, cast: Cast) -> SimpleNamespace:
    """The same written down on an open alliance and on a restricted one."""
    made = SimpleNamespace(entries=[], items=[])
    for one in (alliance, secret):
        made.entries.append(write_entry(alliance=one, kind="call", text=TEXT, happened_on=SINCE, by=cast.lead))
        do_review(alliance=one, held_on=SINCE, outcome="watch", note=NOTE, by=cast.lead)
        made.items.append(make_item(one, cast.lead.person, by=cast.lead, text="Buy a freezer", note="With an alarm"))
    return made


def test_an_alliance_is_found_by_its_tags(cast: Cast, sign_in: Callable) -> None:
    make_alliance("Amber", by=cast.lead, tags="Legacy portfolio, Asia")
    shown = found(sign_in(cast.lead), "legacy asia")
    assert {kind: [title for title, _line in hits] for kind, hits in shown.items()} == {"Alliances": ["Amber"]}


def test_what_is_written_on_an_alliance_is_found_by_who_may_read_it(
    written: SimpleNamespace,
    alliance: Alliance,
    secret: Alliance,
    cast: Cast,
    sign_in: Callable[..., Client],
) -> None:
    for reader, seen in (("stranger", [alliance]), ("viewer", [alliance, secret])):
        shown = found(sign_in(getattr(cast, reader)), "freezer")
        names = sorted(one.name for one in seen)
        assert {kind: sorted(title for title, _line in hits) for kind, hits in shown.items()} == {
            "Actions": ["Buy a freezer"] * len(seen),
            "Journal": names,
            "Reviews": names,
        }
        assert {line for _title, line in shown["Journal"]} == {"Call · 2 Mar 2026 · Lena Lead"}
        assert {line for _title, line in shown["Reviews"]} == {"Watch · 2 Mar 2026 · Lena Lead"}


def test_files_links_and_events_are_found_by_who_may_read_them(
    alliance: Alliance, secret: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    for one in (alliance, secret):
        attach_file(record=one, upload=pdf("Freezer_冷凍庫_inventory.pdf"), by=cast.lead)
        add_link(record=one, title="Freezer contract", address="https://vault.example/doc/1", by=cast.lead)
        event(one, "Freezer accepted", clause="4.2", note="By both quality units", expected_on=SINCE)
    for reader, names in (("stranger", [alliance.name]), ("viewer", [alliance.name, secret.name])):
        shown = found(sign_in(getattr(cast, reader)), "freezer")
        assert {kind: sorted(hits) for kind, hits in shown.items()} == {
            "Events": sorted(("Freezer accepted", f"Expected · 4.2 · 2 Mar 2026 · {name}") for name in names),
            "Files and links": sorted(
                hit
                for name in names
                for hit in (
                    ("Freezer contract", f"Link · vault.example · {name}"),
                    ("Freezer_冷凍庫_inventory.pdf", f"File · PDF · {name}"),
                )
            ),
        }
    reader = sign_in(cast.stranger)
    for words, title in (("冷凍庫", "Freezer_冷凍庫_inventory.pdf"), ("quality units", "Freezer accepted")):
        (group,) = reader.get("/search/", {"q": words}).context["groups"]
        assert [plain(hit.title) for hit in group.hits] == [title]
        assert reader.get(group.hits[0].url).status_code == 200
    Attachment.objects.update(archived_at=alliance.created_at)
    assert list(found(reader, "freezer")) == ["Events"]


def test_each_hit_shows_the_passage_and_leads_to_it(
    written: SimpleNamespace, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    reader = sign_in(cast.stranger)
    entry, review, item = written.entries[0], Review.objects.get(alliance=alliance), written.items[0]
    (group,) = reader.get("/search/?q=冷凍庫").context["groups"]
    hit = group.hits[0]
    assert (group.kind, hit.passage) == ("journal", "The freezer thawed. <mark>冷凍庫</mark>が止まった。")
    assert hit.url == f"/alliances/{alliance.public_id}/journal/?entry={entry.public_id}#entry-{entry.public_id}"
    assert f'id="entry-{entry.public_id}"' in reader.get(hit.url).content.decode()
    (group,) = reader.get("/search/?q=samples").context["groups"]
    assert group.hits[0].url == f"/alliances/{alliance.public_id}/reviews/#review-{review.pk}"
    assert f'id="review-{review.pk}"' in reader.get(group.hits[0].url).content.decode()
    (group,) = reader.get("/search/?q=alarm").context["groups"]
    assert (group.hits[0].url, group.hits[0].passage) == (item.get_absolute_url(), "With an <mark>alarm</mark>")


def test_how_an_action_went_is_found_too(written: SimpleNamespace, cast: Cast, sign_in: Callable[..., Client]) -> None:
    finish_action(item=written.items[0], by=cast.lead, note="Bought from Kelvin")
    assert list(found(sign_in(cast.stranger), "kelvin")) == ["Actions"]


def test_what_was_put_away_is_not_found(
    written: SimpleNamespace, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    reader = sign_in(cast.stranger)
    JournalEntry.objects.update(archived_at=alliance.created_at)
    assert list(found(reader, "freezer")) == ["Actions", "Reviews"]
    Alliance.objects.update(archived_at=alliance.created_at)
    assert list(found(reader, "freezer")) == ["Actions"]


@pytest.fixture
def calls() -> Iterator[None]:
    """A room registers a kind of its own: calls, found beside journals."""
    journal = next(one for one in findable.findables() if one.kind == "journal")

    def rows(user: object) -> object:
        return journal.rows(user).filter(kind="call")

    findable.register(replace(journal, kind="calls", label="Calls", place=1, rows=rows, list_url_name=""))
    yield
    del findable._kinds["calls"]


def test_whatever_a_room_registers_is_found_with_its_chip_and_its_page(
    calls: None, written: SimpleNamespace, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    reader = sign_in(cast.stranger)
    response = reader.get("/search/?q=thawed")
    assert [(chip.label, chip.count) for chip in response.context["found"].chips] == [
        ("All", 2),
        ("Calls", 1),
        ("Journal", 1),
    ]
    (group,) = reader.get("/search/?q=thawed&kind=calls").context["groups"]
    assert [plain(hit.title) for hit in group.hits] == [alliance.name]
