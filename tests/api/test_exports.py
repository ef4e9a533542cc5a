"""Archives to take along: complete, and only of what their reader sees; by way of export_list, export_detail and
export_file."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from alliances.core.actions.members import add_member
from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from alliances.obligations.models import Obligation
from alliances.obligations.wording import rule_text
from coe_hub.api.exports.actions import ask_export
from coe_hub.api.exports.models import Export
from coe_hub.api.tasks import make_export, tidy_up
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.people.access.actions import set_grant
from coe_hub.vocabulary.models import AllianceRole
from tests.alliances.obligations.data import event, owe
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.factories import make_alliance
from tests.governance.committees_data import held, make_committee
from tests.imports.data import Pages, counts
from tests.reminders.items import make_item

Taken = Callable[..., ZipFile]


@pytest.fixture
def taken(django_capture_on_commit_callbacks: Any) -> Taken:
    def take(browser: Client, **asked: str) -> ZipFile:
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post("/exports/", asked)
        assert response.status_code == 302
        assert browser.get(response["Location"]).context["export"].state == "ready"
        file = browser.get(f"{response['Location']}file/")
        assert (file.status_code, file["Content-Type"]) == (200, "application/zip")
        return ZipFile(io.BytesIO(b"".join(file.streaming_content)))

    return take


def rows(archive: ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))[1:]


def test_alliance_export_has_everything_its_reader_sees_and_says_what(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Any, taken: Taken
) -> None:
    write_entry(alliance=alliance, kind="note", text="Called", happened_on=timezone.localdate(), by=cast.lead)
    write_entry(alliance=secret, kind="note", text="Umbra", happened_on=timezone.localdate(), by=cast.lead)
    for _twice in range(2):
        attach_file(record=alliance, upload=pdf("plan.pdf"), by=cast.lead)
    add_link(record=alliance, title="Charter", address="https://kestrel.example/charter", by=cast.lead)
    started = timezone.now() - timedelta(days=3)
    held(make_committee(alliance, by=cast.lead, label="JSC"), by=cast.lead, starts_at=started)
    archive = taken(sign_in(cast.stranger), kind="alliance", alliance=alliance.public_id)
    manifest = json.loads(archive.read("manifest.json"))
    assert [one["name"] for one in manifest["files"]] == archive.namelist()[:-1]
    assert {one["sha256"] for one in manifest["files"]} == {
        hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[:-1]
    }
    assert [row[2] for row in rows(archive, "journal.csv")] == ["Called"]
    assert rows(archive, "links.csv") == [["Charter", "https://kestrel.example/charter"]]
    assert [name for name in archive.namelist() if name.startswith("files/")] == [
        "files/plan.pdf",
        "files/plan (2).pdf",
    ]
    assert len([name for name in archive.namelist() if name.startswith("minutes/")]) == 1
    assert rows(archive, "alliances.csv")[0][0] == alliance.name
    hidden = sign_in(cast.stranger).post("/exports/", {"kind": "alliance", "alliance": secret.public_id})
    assert (hidden.status_code, Export.objects.filter(alliance=secret).count()) == (404, 0)


def test_own_export_has_what_the_hub_has_of_oneself(cast: Cast, alliance: Alliance, sign_in: Any, taken: Taken) -> None:
    make_item(alliance, cast.team.person, by=cast.lead, text="Mine")
    make_item(alliance, cast.lead.person, by=cast.lead, text="Not mine")
    write_entry(alliance=alliance, kind="note", text="Called", happened_on=timezone.localdate(), by=cast.team)
    archive = taken(sign_in(cast.team), kind="own")
    assert json.loads(archive.read("profile.json"))["account"]["email"] == cast.team.email
    assert [row[0] for row in rows(archive, "actions.csv")] == ["Mine"]
    assert [row[2] for row in rows(archive, "journal.csv")] == ["Called"]
    assert [row[1] for row in rows(archive, "what-hangs-on-me.csv")] == ["Mine"]


def test_what_the_hub_exports_it_reads_again_and_nothing_changes(
    cast: Cast, alliance: Alliance, sign_in: Any, taken: Taken, django_capture_on_commit_callbacks: Any
) -> None:
    roles = [AllianceRole.objects.get(code=code) for code in ("team_member", "scientific_lead")]
    add_member(alliance=alliance, person=cast.manager.person, roles=roles, side="ours")
    put_away = make_alliance("Put away", by=cast.manager, partners=["Amber"])
    write_entry(alliance=put_away, kind="note", text="Kept", happened_on=timezone.localdate(), by=cast.manager)
    archive_alliance(alliance=put_away)
    browser = sign_in(cast.manager)
    archive = taken(browser, kind="register")
    named = [row[0] for row in rows(archive, "alliances.csv")]
    assert sorted(named) == sorted([alliance.name, put_away.name])
    assert [row[2] for row in rows(archive, "journal.csv")] == ["Kept"]
    assert [row[2:4] for row in rows(archive, "members.csv")][-2:] == [
        [cast.manager.person.organisation.name, str(role)] for role in roles
    ]
    pages = Pages(browser, django_capture_on_commit_callbacks)
    for name, kind, count in (("alliances", "alliances", 2), ("members", "people", len(rows(archive, "members.csv")))):
        run = pages.begin(archive.read(f"{name}.csv"), name=f"{name}.csv", kind=kind)
        pages.columns(run)
        assert counts(run) == (0, 0, count, 0), [(row.label, row.problems, row.changes) for row in run.rows.all()]


def test_the_archive_of_one_alliance_is_read_again_with_its_obligations_and_nothing_changes(
    cast: Cast, alliance: Alliance, sign_in: Any, taken: Taken, django_capture_on_commit_callbacks: Any
) -> None:
    roles = [AllianceRole.objects.get(code="alliance_manager")]
    add_member(alliance=alliance, person=cast.manager.person, roles=roles, side="ours")
    money = {"amount": Decimal("1250000.50"), "currency": "EUR", "certainty": "estimate"}
    owe(alliance, "Upfront", fixed_on=date(2026, 12, 20), clause="6.1", kind="financial", flow="out", **money)
    package = event(alliance, "Data package received", expected_on=date(2026, 12, 1))
    first = owe(alliance, "Notice", event=package, count=30, unit="working_days", owner=cast.lead.person)
    owe(alliance, "Reply", after=first, count=10, responsible="partner", condition="If they ask")
    owe(alliance, "Report", period="quarter", count=45, clause="7.2", kind="reporting", first_on=date(2026, 1, 1))
    browser = sign_in(cast.manager)
    archive = taken(browser, kind="alliance", alliance=alliance.public_id)
    assert [row[3] for row in rows(archive, "obligations.csv")] == ["Upfront", "Notice", "Reply", "Report"]
    pages = Pages(browser, django_capture_on_commit_callbacks)
    for name, kind in (("alliances", "alliances"), ("members", "people"), ("obligations", "obligations")):
        count = len(rows(archive, f"{name}.csv"))
        run = pages.begin(archive.read(f"{name}.csv"), name=f"{name}.csv", kind=kind)
        pages.columns(run)
        told = [(row.label, row.problems, row.changes) for row in run.rows.all()]
        assert (counts(run), told) == ((0, 0, count, 0), [])
    # Where an obligation is no longer, it comes again as it was.
    before = [str(rule_text(one)) for one in Obligation.objects.order_by("title")]
    sums = list(Obligation.objects.order_by("title").values_list("amount", "currency", "flow", "certainty"))
    Obligation.objects.filter(after__isnull=False).delete()
    Obligation.objects.all().delete()
    run = pages.begin(archive.read("obligations.csv"), name="obligations.csv", kind="obligations")
    pages.columns(run)
    pages.step(run, job="write")
    assert counts(run) == (4, 0, 0, 0)
    assert [str(rule_text(one)) for one in Obligation.objects.order_by("title")] == before
    assert list(Obligation.objects.order_by("title").values_list("amount", "currency", "flow", "certainty")) == sums


def test_an_archive_is_for_its_owner_for_a_day_and_who_waits_is_written_to(
    cast: Cast, secret: Alliance, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    set_grant(scope=secret.scope, person=cast.stranger.person, roles=["viewer"])
    export = ask_export(user=cast.stranger, kind="alliance", alliance=secret)
    assert ask_export(user=cast.stranger, kind="alliance", alliance=secret) == export
    Export.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            make_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.done > 0, export.done) == ("ready", True, export.total)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([cast.stranger.email], f"Ready: {export.name}")
    assert export.get_absolute_url() in sent.body
    address = f"{export.get_absolute_url()}file/"
    assert sign_in(cast.lead).get(address).status_code == 404
    mine = sign_in(cast.stranger)
    assert mine.get(address).status_code == 200
    set_grant(scope=secret.scope, person=cast.stranger.person, roles=[])
    assert mine.get(address).status_code == 404
    set_grant(scope=secret.scope, person=cast.stranger.person, roles=["viewer"])
    Export.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    assert mine.get(address).status_code == 404
    storage, name = export.file.storage, export.file.name
    tidy_up()
    assert (storage.exists(name), Export.objects.count()) == (False, 0)
