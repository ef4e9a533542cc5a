"""What is kept of people: how long, what they take along, and how they are forgotten."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from coe_hub.api.exports.archive import own_archive
from coe_hub.audit.trail import Asked, lines
from coe_hub.lib.history import acting
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.models import PartnerLink, Person, User
from coe_hub.privacy.erasure import forget, name_pattern, preview
from coe_hub.privacy.models import Redaction, RetentionRule, RetentionRun
from coe_hub.privacy.retention import KINDS, keep_only_what_is_needed, standing
from coe_hub.usage.models import EventKind, UsageEvent, note_event
from tests.cast import Cast, make_open_alliance, make_secret
from tests.factories import make_organisation, make_person

NOW = timezone.now()
OLD = NOW - timedelta(days=800)


@pytest.fixture
def alliance(cast: Cast) -> Alliance:
    return make_open_alliance(cast)


def unpacked(chunks: Iterable[bytes]) -> dict[str, Any]:
    packed = zipfile.ZipFile(io.BytesIO(b"".join(chunks)))
    return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


def table(text: str, *columns: str) -> list[list[str]]:
    return [[row[name] for name in columns] for row in csv.DictReader(io.StringIO(text))]


def test_what_is_older_than_the_company_keeps_it_goes_by_itself(cast: Cast, sign_in: Callable[..., Client]) -> None:
    note_event(user=cast.team, kind=EventKind.VIEW)
    note_event(user=cast.team, kind=EventKind.VIEW)
    UsageEvent.objects.filter(pk=UsageEvent.objects.latest("pk").pk).update(at=OLD)
    would_go = {one.kind.code: one.would_go for one in standing()}
    assert would_go == {kind.code: 0 for kind in KINDS} | {"usage": 1}
    assert UsageEvent.objects.count() == 2
    runs = [keep_only_what_is_needed().removed["usage"] for _night in range(2)]
    assert (runs, UsageEvent.objects.count(), RetentionRun.objects.count()) == ([1, 0], 1, 2)
    # An admin says otherwise, and why
    admin, url = sign_in(cast.admin), reverse("retention_edit")
    posted = {name: field.initial or "" for name, field in admin.get(url).context["form"].fields.items()}
    refused = admin.post(url, posted | {"usage": "29"}).context["form"]
    assert set(refused.errors) == {"usage", "reason"}
    admin.post(url, posted | {"usage": "", "mails": "500", "reason": "works agreement 7"})
    assert dict(RetentionRule.objects.values_list("kind", "days")) == {"usage": None, "mails": 500}
    UsageEvent.objects.update(at=OLD)
    assert keep_only_what_is_needed().removed["usage"] == 0
    told = lines(Asked(kinds=["privacy.RetentionRule"]), reader=cast.auditor)
    assert {(one.who, one.reason) for one in told} == {("Ada Admin", "works agreement 7")}


def test_a_person_takes_along_all_that_the_map_says_but_nothing_from_behind_a_wall(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    secret = make_secret(cast)
    write_entry(alliance=alliance, kind="note", text="Called", happened_on=NOW.date(), by=cast.stranger)
    write_entry(alliance=secret, kind="note", text="Umbra called", happened_on=NOW.date(), by=cast.stranger)
    note_event(user=cast.stranger, kind=EventKind.VIEW)
    own = unpacked(own_archive(cast.stranger, lambda _done, _of: None).stream())
    assert table(own["kept/work/journal.journalentry.csv"], "as", "text") == [["by", "Called"]]
    assert table(own["kept/usage/usage.usageevent.csv"], "as", "kind") == [["user", "view"]]
    assert json.loads(own["kept/not-shown.json"]) == {"journal.journalentry": 1}
    assert [name for name, text in own.items() if "Umbra" in text or cast.stranger.password in text] == []
    # The admin does not take along what is theirs alone
    url = reverse("person_export", args=[cast.stranger.person.public_id])
    assert sign_in(cast.admin).get(reverse("person_data", args=[cast.stranger.person.public_id])).status_code == 200
    by_admin = unpacked(sign_in(cast.admin).get(url).streaming_content)
    assert [name for name in by_admin if "usage" in name or "learning" in name] == []
    assert sign_in(cast.curator).get(url).status_code == 403


def test_somebody_at_a_partner_is_forgotten_and_history_stays_readable(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    jane = make_person(
        "Jane Doe-Quill",
        at=make_organisation("Northwind Biotech"),
        email="jane@northwind.example",
        job_title="Head of X",
    )
    make_partner_link(purpose="action_item", object_id=1, scope=alliance.scope, person=jane)
    with acting(by=cast.lead, reason="Jane Doe-Quill asked"):
        entry = write_entry(
            alliance=alliance,
            kind="note",
            text="JANE DOE-QUILL called (jane@northwind.example); Jane Doe-Quillfeather did not.",
            happened_on=NOW.date(),
            by=cast.lead,
        )
    admin, url = sign_in(cast.admin), reverse("person_forget", args=[jane.public_id])
    assert sign_in(cast.manager).get(url).status_code == 403
    assert [count for _title, count in admin.get(url).context["preview"].stays] == [1]
    asked = {"ground": "request", "reason": "request 17", "sure": "on"}
    assert set(admin.post(url, asked | {"reason": "", "sure": ""}).context["form"].errors) == {"reason", "sure"}
    assert admin.post(url, asked)["Location"] == f"{reverse('audit_trail')}?kind=privacy.Redaction"

    done = Redaction.objects.get()
    jane.refresh_from_db()
    entry.refresh_from_db()
    name = done.pseudonym
    assert (name[:15], done.by, done.ground, done.reason, done.done_at is not None) == (
        "Former contact ", cast.admin, "request", "request 17", True
    )  # fmt: skip
    assert (jane.display_name, jane.email, jane.job_title, jane.is_public, jane.is_archived) == (
        name,
        "",
        "",
        False,
        True,
    )
    with translation.override("ja"):
        assert jane.display_name == done.local_pseudonym
    expected = f"{name} called ({name}); Jane Doe-Quillfeather did not."
    assert entry.text == expected
    events = type(entry).pgh_event_model.objects.filter(pgh_obj_id=entry.pk)
    assert list(events.values_list("text", "pgh_context__reason")) == [(expected, f"{name} asked")]
    assert set(Person.pgh_event_model.objects.filter(pgh_obj_id=jane.pk).values_list("job_title", flat=True)) == {""}
    assert not PartnerLink.objects.filter(person=jane, revoked_at=None).exists()
    with connection.cursor() as cursor:
        assert _where_it_stands(cursor, "Doe-Quill") == {"alliances_journalentry", "alliances_journalentryevent"}
    told = lines(Asked(kinds=["privacy.Redaction"]), reader=cast.auditor)
    assert {(one.who, one.what[0].split(".")[0].split(";")[0]) for one in told} == {
        ("Ada Admin", f"began to forget a person, now {name}"), ("Ada Admin", f"forgot {name}"),
    }  # fmt: skip
    assert preview(jane).first == "This person was forgotten already."


def _where_it_stands(cursor: Any, text: str) -> set[str]:
    """Tables in which any row holds it."""
    cursor.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    found = set()
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}" t WHERE t::text LIKE %s)', [f"%{text}%"])  # noqa: S608  CONFIG: our own
        if cursor.fetchone()[0]:
            found.add(name)
    return found


def test_a_colleague_is_forgotten_once_nothing_is_theirs_and_the_account_is_closed(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    person, admin = cast.lead.person, sign_in(cast.admin)
    url, asked = reverse("person_forget", args=[person.public_id]), {"ground": "request", "reason": "r", "sure": "on"}

    def refusal() -> list[str]:
        return admin.post(url, asked).context["form"].non_field_errors()

    assert refusal() == ["1 thing is theirs to lead, do or look after. Hand it over first."]
    alliance.lead = cast.team.person
    alliance.save()
    alliance.members.filter(person=person).delete()
    assert refusal() == ["Their account is open. Close it first."]
    edit_account(account=cast.lead, roles=[], is_active=False, by=cast.admin)
    note_event(user=cast.lead, kind=EventKind.VIEW)
    assert admin.post(url, asked).status_code == 302
    account = User.objects.get(pk=cast.lead.pk)
    code = Redaction.objects.get().pseudonym.removeprefix("Former colleague ")
    assert (account.email, account.has_usable_password(), account.roles) == (
        f"{code.lower()}@forgotten.invalid",
        False,
        [],
    )
    assert (UsageEvent.objects.filter(user=account).exists(), account.person.grants.exists()) == (False, False)


def test_names_are_looked_for_as_a_whole(db: None) -> None:
    aiko = Person(family_name="中村", given_name="愛子", latin_name="Aiko Nakamura", email="a.n@x.example")
    found = name_pattern(aiko).split("|")
    assert found[:2] == [r"\mAiko Nakamura\M", r"\ma\.n\@x\.example\M"]
    assert sorted(found[2:]) == sorted([r"中村\, 愛子", "愛子 中村", "中村 愛子", "中村　愛子", "中村愛子"])
    assert name_pattern(Person(family_name="Li", given_name="")) == ""


def test_nothing_else_changes_what_is_written_down(cast: Cast) -> None:
    """The database redacts for a redaction on record alone."""
    with connection.cursor() as cursor, pytest.raises(InternalError, match="no redaction"), transaction.atomic():
        cursor.execute("SELECT hub_redact(0, 'Lena Lead', '{}'::jsonb)")
    person = make_person("Jane Doe")
    forget(person=person, by=cast.admin, ground="request", reason="r")
    with connection.cursor() as cursor, pytest.raises(InternalError, match="no redaction"), transaction.atomic():
        cursor.execute("SELECT hub_redact(%s, 'Lena Lead', '{}'::jsonb)", [Redaction.objects.get().pk])
    with (
        connection.cursor() as cursor,
        pytest.raises(InternalError, match="Cannot update or delete"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE people_personevent SET job_title = 'x'")


def test_the_page_tells_every_purpose_and_the_days_that_hold(cast: Cast, sign_in: Callable[..., Client]) -> None:
    RetentionRule.objects.create(kind="usage", days=77)
    page = sign_in(cast.stranger).get(reverse("privacy_notice")).content.decode()
    assert [text in page for text in ("after 77 days", "Directory", "Person: ", "Learning", "job title")] == [True] * 5
