"""Archives to take along: complete, and only of what their reader sees."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

from django.utils import timezone

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from coe_hub.attachments.actions import add_link, attach_file
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.governance.committees_data import held, make_committee
from tests.reminders.items import make_item


def taken(browser: Any, address: str) -> ZipFile:
    response = browser.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    return ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def rows(archive: ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))[1:]


def test_alliance_export_has_everything_its_reader_sees_and_says_what(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Any
) -> None:
    write_entry(alliance=alliance, kind="note", text="Called", happened_on=timezone.localdate(), by=cast.lead)
    write_entry(alliance=secret, kind="note", text="Umbra", happened_on=timezone.localdate(), by=cast.lead)
    for _twice in range(2):
        attach_file(record=alliance, upload=pdf("plan.pdf"), by=cast.lead)
    add_link(record=alliance, title="Charter", address="https://kestrel.example/charter", by=cast.lead)
    started = timezone.now() - timedelta(days=3)
    held(make_committee(alliance, by=cast.lead, label="JSC"), by=cast.lead, starts_at=started)
    archive = taken(sign_in(cast.stranger), f"/alliances/{alliance.public_id}/export/")
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
    assert sign_in(cast.stranger).get(f"/alliances/{secret.public_id}/export/").status_code == 404


def test_own_export_has_what_the_hub_has_of_oneself(cast: Cast, alliance: Alliance, sign_in: Any) -> None:
    make_item(alliance, cast.team.person, by=cast.lead, text="Mine")
    make_item(alliance, cast.lead.person, by=cast.lead, text="Not mine")
    write_entry(alliance=alliance, kind="note", text="Called", happened_on=timezone.localdate(), by=cast.team)
    archive = taken(sign_in(cast.team), "/people/me/export/")
    assert json.loads(archive.read("profile.json"))["account"]["email"] == cast.team.email
    assert [row[0] for row in rows(archive, "actions.csv")] == ["Mine"]
    assert [row[2] for row in rows(archive, "journal.csv")] == ["Called"]
    assert [row[1] for row in rows(archive, "what-hangs-on-me.csv")] == ["Mine"]
