"""Who did what when, over the whole hub."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub.audit.kinds import LEFT_OUT, NAMES, OPEN, kinds
from coe_hub.audit.mandates import end_mandates
from coe_hub.audit.trail import Asked, Happening, Line, Place, Via, lines
from coe_hub.lib.history import IMPORT_OF, acting
from coe_hub.lib.records import save_record
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.models import User
from tests.architecture.test_audit_trail import EVENTS
from tests.cast import Cast, make_open_alliance, make_secret
from tests.factories import make_alliance


def told(found: list[Line]) -> list[tuple[str, str, str, str]]:
    """Who, what it is about, what, why, in any order: a test has one time for all it does."""
    return sorted((one.who, one.about, " · ".join(one.what), one.reason) for one in found)


def of(*labels: str, **asked: object) -> Asked:
    return Asked(kinds=labels, **asked)  # type: ignore[arg-type]


@pytest.fixture
def alliance(cast: Cast) -> Alliance:
    with acting(by=cast.lead):
        return make_open_alliance(cast)


def rename(alliance: Alliance, name: str) -> None:
    alliance.refresh_from_db()
    alliance.name = name
    save_record(alliance, fields=["name"])


def test_every_tracked_model_is_on_the_trail_or_left_out_with_a_reason() -> None:
    tracked = {event.pgh_tracked_model._meta.label for event in EVENTS}
    assert sorted([*NAMES, *OPEN, *LEFT_OUT]) == sorted(tracked)


def test_whatever_has_no_wall_says_so() -> None:
    without = {label for label, kind in kinds().items() if not kind.way}
    seen_otherwise = {"people.Scope", "people.Person", "people.PersonLanguage", "people.Organisation", "people.Site"}
    assert without == set(OPEN) | seen_otherwise


@pytest.mark.django_db
def test_the_trail_tells_who_changed_what_and_why_and_is_narrowed(cast: Cast, alliance: Alliance) -> None:
    with acting(by=cast.team, reason="the partner asked"):
        rename(alliance, "Kestrel × Northwind: degraders")
    with acting(by=cast.team, token=3):
        rename(alliance, "Kestrel × Northwind")
    with acting(by=cast.admin):
        edit_account(account=cast.viewer, roles=["curator"], is_active=True, by=cast.admin)
    with acting(by=cast.manager, reason=f"{IMPORT_OF}list.csv"):
        rename(alliance, "Kestrel and Northwind")
    with acting(by=None):
        Alliance.objects.filter(pk=alliance.pk).update(name="Kestrel × Northwind")
    here, name = of("alliances.Alliance"), "Kestrel × Northwind"

    def asked(**values: object) -> list[tuple[str, str, str, str]]:
        return told(lines(of("alliances.Alliance", **values), reader=cast.auditor))

    changed = "changed “name” from {} to {}".format
    first = ("Lena Lead", name, "logged the alliance", "")
    by_page = ("Tom Team", name, changed(f"{name}: KRAS degraders", f"{name}: degraders"), "the partner asked")
    by_api = ("Tom Team (by API)", name, changed(f"{name}: degraders", name), "")
    by_import = ("Mia Manager", name, changed(name, "Kestrel and Northwind"), "import of list.csv")
    by_hub = ("", name, changed("Kestrel and Northwind", name), "")
    assert asked() == sorted([first, by_page, by_api, by_import, by_hub])
    assert asked(by=cast.team) == sorted([by_page, by_api])
    assert asked(via=Via.PAGE) == sorted([first, by_page])
    assert asked(via=Via.API) == [by_api]
    assert asked(via=Via.IMPORT) == [by_import]
    assert asked(via=Via.HUB) == [by_hub]
    assert asked(with_reason=True) == sorted([by_page, by_import])
    assert asked(happening=Happening.INSERT) == [first]
    assert asked(since=timezone.now() + timedelta(hours=1)) == []
    assert asked(record=("alliances.Alliance", alliance.pk), until=timezone.now() + timedelta(hours=1)) == asked()
    assert asked(record=("alliances.Alliance", 0)) == []
    assert asked(scopes=[alliance.scope_id]) == asked()
    assert told(lines(of("people.User", by=cast.admin), reader=cast.auditor)) == [
        ("Ada Admin", "Vera Viewer", "gave the role: Curator", "")
    ]
    # In pages of two, all of it comes once
    pages, after = [], None
    while page := lines(here, reader=cast.auditor, after=after, limit=2):
        pages += page
        after = Place.read(str(page[-1].place))
    assert told(pages) == asked()


@pytest.mark.django_db
def test_what_stands_behind_a_wall_is_told_to_those_behind_it(cast: Cast, alliance: Alliance) -> None:
    def all_of(reader: User) -> list[str]:
        found = lines(Asked(), reader=reader, limit=1000)
        assert len(found) < 1000
        return [f"{one.place} {one.about} {one.what}" for one in found]

    with acting(by=cast.lead):
        secret = make_secret(cast)
        rename(secret, "Umbra talks")
    seen = {reader: all_of(reader) for reader in (cast.admin, cast.auditor, cast.lead)}
    assert [one for one in seen[cast.admin] + seen[cast.auditor] if "Umbra" in one] == []
    hidden = set(seen[cast.lead]) - set(seen[cast.auditor])
    assert {one.split("~")[1] for one in hidden} == {
        "alliances.Alliance", "alliances.Party", "alliances.StageChange", "people.Organisation", "people.Scope",
        "people.ScopeGrant",
    }  # fmt: skip
    assert set(seen[cast.auditor]) < set(seen[cast.lead])
    # What was written while it was open stays behind the wall that went up later
    alliance.scope.kind = "restricted"
    alliance.scope.save()
    assert told(lines(of("alliances.Alliance"), reader=cast.admin)) == []


@pytest.mark.django_db
def test_the_page_costs_as_much_for_many_events_as_for_one(cast: Cast, alliance: Alliance, client: Client) -> None:
    client.force_login(cast.auditor)
    url, counts = reverse("audit_trail"), []
    for number in range(3):
        rename(alliance, f"Name {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(url, {"kind": "alliances.Alliance"})
        counts.append(len(queries))
    assert counts[1] == counts[2]
    assert counts[2] <= 14


@pytest.mark.django_db
def test_the_page_goes_on_by_cursor_and_as_a_file(cast: Cast, alliance: Alliance, client: Client) -> None:
    with acting(by=cast.lead, reason="=1+1"):
        for number in range(60):
            rename(alliance, f"Name {number}")
    client.force_login(cast.admin)
    url = reverse("audit_trail")
    asked = {"kind": "alliances.Alliance", "by": "Lena Lead", "about": "Name 59"}
    first = client.get(url, asked)
    assert len(first.context["lines"]) == 50
    second = client.get(url + first.context["next"])
    assert (len(second.context["lines"]), second.context["next"]) == (11, "")
    file = b"".join(client.get(url, {**asked, "format": "csv"}).streaming_content).decode("utf-8-sig")
    assert len(file.splitlines()) == 62
    assert file.splitlines()[0] == "When (UTC),Who did it,Kind of record,Which record,What,Why,By which way,Address"
    assert file.splitlines()[1].split(",")[1:7] == [
        "Lena Lead", "Alliance", "Name 59", "changed “name” from Name 58 to Name 59", "'=1+1", "By a page",
    ]  # fmt: skip
    for wrong in ({"by": "Nobody Here"}, {"about": "Umbra"}, {"record": "x:1"}, {"after": "x"}, {"kind": "auth.User"}):
        answer = client.get(url, {**asked, **wrong})
        assert (answer.status_code, len(answer.context["lines"])) == (200, 0), wrong
        assert client.get(url, {**asked, **wrong, "format": "csv"}).status_code == 400


@pytest.mark.django_db
def test_it_is_read_by_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'alliances_allianceevent'")
        found = {name for (name,) in cursor.fetchall()}
    assert {"alliances_allianceevent_at", "alliances_allianceevent_by"} <= found


@pytest.mark.django_db
def test_an_auditor_reads_within_a_mandate_which_ends_by_itself(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    other = make_alliance("Another alliance", by=cast.lead)
    admin, url = sign_in(cast.admin), reverse("mandate_edit", args=[cast.stranger.person.public_id])
    today = timezone.localdate()
    posted = {"ends_on": str(today), "scopes": f"{alliance.name}\n", "closes": "on", "reason": "audit 2026"}
    too_long = admin.post(url, posted | {"ends_on": str(today + timedelta(days=400))}).context["form"]
    assert too_long.errors == {"ends_on": ["Give a last day from today on, within a year."]}
    make_secret(cast)
    unseen = admin.post(url, posted | {"scopes": "Umbra acquisition talks", "reason": ""}).context["form"]
    assert set(unseen.errors) == {"scopes", "reason"}
    assert admin.post(url, posted)["Location"] == reverse("account_edit", args=[cast.stranger.person.public_id])

    auditor = sign_in(cast.stranger)
    cast.stranger.refresh_from_db()
    assert cast.stranger.roles == ["auditor"]
    page = auditor.get(reverse("audit_trail"), {"kind": "alliances.Alliance"})
    assert [one.about for one in page.context["lines"]] == [alliance.name]
    assert page.context["mandate_for"] == [alliance.name]
    asked = {"kind": "alliances.Alliance", "about": other.name}
    assert auditor.get(reverse("audit_trail"), asked).context["lines"] == []
    # A mandate for some kinds of record shows nothing of another kind, however it is asked for
    admin.post(url, posted | {"kinds": ["alliances.Party"]})
    seen = [auditor.get(reverse("audit_trail"), one) for one in ({}, {"record": f"alliances.Alliance:{alliance.pk}"})]
    assert [{one.kind.label for one in page.context["lines"]} for page in seen] == [{"alliances.Party"}, set()]
    assert "Only of: Party of an alliance." in seen[0].content.decode()
    # An admin looks at all of it
    seen = admin.get(reverse("audit_trail"), {"kind": "alliances.Alliance"}).context["lines"]
    assert {one.about for one in seen} == {alliance.name, other.name}

    assert [end_mandates(today), end_mandates(today + timedelta(days=1)), end_mandates(today + timedelta(days=1))] == [
        0, 1, 0
    ]  # fmt: skip
    cast.stranger.refresh_from_db()
    assert (cast.stranger.roles, cast.stranger.is_active) == ([], False)
    assert auditor.get(reverse("audit_trail")).status_code == 302
    told = lines(of("people.User", record=("people.User", cast.stranger.pk)), reader=cast.admin)
    assert {(one.who, " · ".join(one.what), one.reason) for one in told if one.reason} == {
        ("Ada Admin", "gave the role: Auditor", "audit 2026"),
        ("", "took the role: Auditor · closed the account", "the audit is over"),
    }
