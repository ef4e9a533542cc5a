"""What is open with whom: counts of what the reader may see, by name, and nothing of what is late."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core.models import Alliance
from coe_hub.action_items.actions import finish_action
from tests.alliances.obligations.data import owe
from tests.cast import Cast
from tests.factories import make_alliance
from tests.governance.committees_data import make_committee, plan
from tests.reminders.items import make_item


def test_open_items_are_counted_by_person_as_the_reader_sees_them(
    cast: Cast, alliance: Alliance, sign_in: Callable, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lead = cast.lead.person
    make_item(alliance, lead, by=cast.lead, due_on=date(2020, 1, 1))
    finish_action(item=make_item(alliance, lead, by=cast.lead), by=cast.lead, note="")
    owe(alliance, owner=lead)
    committee = make_committee(alliance, by=cast.lead)
    for day in (1, 2):
        plan(committee, by=cast.lead, starts_at=datetime(2030, 1, day, tzinfo=UTC))
    hidden = make_alliance("Umbra", by=cast.lead, kind="restricted")
    make_item(hidden, lead, by=cast.lead)
    manager = sign_in(cast.manager)

    def row(client: object, query: str = "") -> list[tuple[str, list[int]]]:
        shown = client.get(f"/lists/workload/{query}").context["rows"]
        return [(person.display_name, [cell.count for cell in cells]) for person, cells in shown]

    assert row(manager, "?q=Lena") == [("Lena Lead", [1, 1, 1, 2])]
    names = [name for name, _counts in row(manager)]
    assert names == sorted(names, key=lambda name: name.split()[::-1])
    # By oneself all of one's own; by others what they may see; by colleagues nothing.
    address = f"/lists/workload/{lead.public_id}/"
    own = sign_in(cast.lead).get(address).context["cells"]
    assert [cell.count for cell in own] == [2, 1, 2, 2]
    assert [cell.url for cell in own] == [
        f"/alliances/?lead={lead.public_id}",
        f"/alliances/obligations/?of=all&owner={lead.public_id}",
        "",
        "",
    ]
    assert [sign_in(cast.lead).get(cell.url).status_code for cell in own if cell.url] == [200, 200]
    assert [sign_in(who).get(address).status_code for who in (cast.team, cast.admin)] == [403, 200]
    page = manager.get("/lists/workload/").content.decode()
    assert [word for word in ("late", "overdue", "Overdue", "sort=") if word in page] == []
    with django_assert_num_queries(7):
        manager.get("/lists/workload/?q=Lena")
    with django_assert_num_queries(7):
        manager.get("/lists/workload/")
