"""Histories of tools, courses, people and organisations, as sentences."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.audit.directory import organisation_sentences, person_sentences
from coe_hub.audit.history import Sentence
from coe_hub.lib.history import acting
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.accounts.invitations import accept, invite
from coe_hub.people.directory.actions import create_site, edit_organisation, edit_person, edit_site
from coe_hub.people.doubles.merging import merge, undo
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, confirm_review, give_back, publish, retire, translate, write_draft
from coe_hub.publishing.actions.drafts import opened_on
from coe_hub.publishing.models import Content
from coe_hub.reminders.working_days import WorkCalendar
from tests.cast import Cast
from tests.factories import PASSWORD, make_organisation, make_person, make_site, make_user
from tests.toolkits.data import WORDS, make_tool
from tests.training.data import make_course
from toolkits.actions import edit_facts
from toolkits.history import tool_sentences
from toolkits.models import Tool
from training.actions import edit_facts as edit_course_facts
from training.history import training_sentences


def told(sentences: list[Sentence], *, besides: list[Sentence] | None = None) -> list[tuple[str, str]]:
    """(who, what), in order, since a test is one transaction and so all of it has one time; `besides` is left out."""
    before = {(one.who, one.what) for one in besides or []}
    return sorted((one.who, one.what) for one in sentences if (one.who, one.what) not in before)


@pytest.fixture
def tool(cast: Cast) -> Tool:
    with acting(by=cast.curator):
        return make_tool(author=cast.curator, approver=cast.admin)


def test_a_tools_facts_owner_and_practice_are_told_with_both_values(tool: Tool, cast: Cast) -> None:
    before = tool_sentences(tool)
    with acting(by=cast.admin):
        edit_facts(
            tool=tool,
            care={"owner": cast.team.person, "co_owner": cast.viewer.person, "review_months": 6},
            version=tool.content.version,
            toolkit="development",
            weight="full",
            practice="optional",
            minutes=45,
            phases=["running", "ending"],
        )
    assert told(tool_sentences(tool), besides=before) == [
        ("Ada Admin", "changed “minutes to use” from 20 minutes to 45 minutes"),
        ("Ada Admin", "changed “owner” from Cora Curator to Tom Team"),
        ("Ada Admin", "changed “phases” from Running to Running, Ending"),
        ("Ada Admin", "changed “practice” from Core to Optional"),
        ("Ada Admin", "changed “reviewed every” from 12 months to 6 months"),
        ("Ada Admin", "changed “toolkit” from Research to Development"),
        ("Ada Admin", "changed “weight” from Light to Full"),
        ("Ada Admin", "set “co-owner among its users” to Vera Viewer"),
    ]


def test_a_tools_editions_translation_and_retirement_are_told(tool: Tool, cast: Cast) -> None:
    content, successor = tool.content, make_tool(author=cast.curator, approver=cast.admin, title="Action log")
    before = tool_sentences(tool)
    content.refresh_from_db()
    with acting(by=cast.curator):
        words = [Words(key="title", kind="line", text="Minutes"), *WORDS[1:]]
        opened = opened_on(None, content.editions.get())
        draft = write_draft(content=content, words=words, by=cast.curator, change_note="Shorter", version=opened)
    with acting(by=cast.admin):
        publish(draft=draft, by=cast.admin)
        title = draft.blocks.get(key="title")
        translate(
            content=content, language="ja", key="title", text="議事録", source_hash=title.text_hash, by=cast.admin
        )
        content.refresh_from_db()
        confirm_review(content=content)
        content.refresh_from_db()
        retire(content=content, reason="Two did the same", instead=successor.content, version=content.version)
        content.refresh_from_db()
        give_back(content=content)
    assert told(tool_sentences(tool), besides=before) == [
        ("Ada Admin", "gave it back to its readers"),
        ("Ada Admin", "published edition 2"),
        ("Ada Admin", "replaced edition 1 by the next one"),
        ("Ada Admin", "retired it: Two did the same; instead: Minutes and what to capture"),
        ("Ada Admin", "translated it into Japanese"),
        ("Cora Curator", "began edition 2"),
        ("Cora Curator", "noted what changed in edition 2: Shorter"),
        ("Cora Curator", "wrote on edition 2"),
    ]


def test_a_courses_facts_lessons_and_editions_are_told(tmp_path: Path, cast: Cast) -> None:
    with acting(by=cast.curator):
        course = make_course(tmp_path, by=cast.curator)
    assert {what for _who, what in told(training_sentences(course.content))} >= {
        "began the course",
        "began the lesson “Lesson 1 of basics”",
        "began the lesson “Lesson 2 of basics”",
        "published edition 1",
        "translated it into Japanese",
    }
    before = training_sentences(course.content)
    course.content.refresh_from_db()
    with acting(by=cast.admin):
        edit_course_facts(
            course=course,
            care={"owner": cast.team.person, "co_owner": None, "review_months": 12},
            version=course.content.version,
            toolkit="commercial",
            minutes=25,
            audiences=["scientist", "executive"],
        )
    assert told(training_sentences(course.content), besides=before) == [
        ("Ada Admin", "changed “made for” from for scientists to for scientists, for executives"),
        ("Ada Admin", "changed “minutes” from 10 minutes to 25 minutes"),
        ("Ada Admin", "changed “owner” from Cora Curator to Tom Team"),
        ("Ada Admin", "changed “toolkit” from Research to Commercial"),
    ]


def test_somebodys_entry_account_and_roles_are_told_without_names_and_addresses(cast: Cast) -> None:
    kestrel, site = make_organisation("Kestrel Pharma"), None
    with acting(by=cast.admin):
        person = make_person("Ida Invited", email="ida@kestrel.example")
        invitation = invite(person=person, email=person.email, roles=["curator"], language="ja", by=cast.admin)
        account = accept(invitation=invitation, password=PASSWORD, time_zone="UTC")
        edit_account(account=account, roles=["alliance_manager", "auditor"], is_active=False, by=cast.admin)
        person.refresh_from_db()
        site = create_site(organisation=kestrel, name="Basel", city="Basel", country="CH", time_zone="Europe/Zurich")
        values = {"organisation": kestrel, "email": person.email, "is_public": False, "family_name": "Invited"}
        edit_person(person=person, version=person.version, site=site, job_title="Chemist", **values)
        person.refresh_from_db()
        edit_person(person=person, version=person.version, about="Works on KRAS", **values)
    assert told(person_sentences(person, reader=cast.admin)) == [
        ("Ada Admin", "added the entry"),
        ("Ada Admin", "changed the name, the ways to reach them or the words about them, which no history keeps"),
        ("Ada Admin", "changed “visible to every member” from yes to no"),
        ("Ada Admin", "closed the account"),
        ("Ada Admin", "gave the role: Alliance manager, Auditor"),
        ("Ada Admin", "invited them, with the roles: Curator"),
        ("Ada Admin", "opened the account, with the roles: Curator"),
        ("Ada Admin", "set “job title” to Chemist"),
        ("Ada Admin", "set “site” to Basel"),
        ("Ada Admin", "took the role: Curator"),
    ]


def test_merging_doubles_and_undoing_it_is_told_on_the_one_that_stays(cast: Cast) -> None:
    kept, double = make_person("Paul Public"), make_person("Paul Publik")
    done = merge(kept=kept, doubles=[double], values={}, by=cast.admin)
    assert ("Ada Admin", "merged 1 double into this entry") in told(person_sentences(kept, reader=cast.admin))
    undo(done=done, by=cast.admin)
    assert ("Ada Admin", "undid the merging of doubles") in told(person_sentences(kept, reader=cast.admin))


def test_an_organisation_that_the_reader_may_not_see_is_not_named_in_a_history(cast: Cast, secret: Alliance) -> None:
    hidden, shown = make_organisation("Umbra Therapeutics"), make_organisation("Northwind Biotech")
    assert hidden.is_public is False
    person = make_person("Nora North", at=hidden)
    values = {"email": "", "is_public": True, "family_name": "North", "given_name": "Nora"}
    edit_person(person=person, version=person.version, organisation=shown, **values)
    sentence = "changed “organisation” from {} to Northwind Biotech"
    for reader, name in ((cast.manager, "an entry that you may not see"), (cast.lead, "Umbra Therapeutics")):
        assert told(person_sentences(person, reader=reader)) == [("", "added the entry"), ("", sentence.format(name))]


def test_an_organisation_and_its_sites_are_told(cast: Cast) -> None:
    with acting(by=cast.admin):
        made = make_organisation("Amber Bio", kind="biotech")
        site = create_site(organisation=made, name="Tokyo", city="Tokyo", country="JP", time_zone="Asia/Tokyo")
        edit_site(
            site=site, version=site.version, organisation=made, name="Osaka", city="Osaka", country="JP",
            time_zone="Asia/Tokyo",
        )  # fmt: skip
        edit_organisation(
            organisation=made, version=made.version, name="Amber Biotech", kind="pharma", country="JP", is_public=True
        )
    assert told(organisation_sentences(made, reader=cast.admin)) == [
        ("Ada Admin", "added the entry"),
        ("Ada Admin", "added the site Tokyo"),
        ("Ada Admin", "changed “city” of the site Tokyo from Tokyo to Osaka"),
        ("Ada Admin", "changed “kind” from Biotech company to Pharma company"),
        ("Ada Admin", "changed “name” from Amber Bio to Amber Biotech"),
        ("Ada Admin", "changed “name” of the site Tokyo from Tokyo to Osaka"),
        ("Ada Admin", "set “country” to Japan"),
    ]


@pytest.mark.parametrize("room", ["tool", "course", "person", "organisation"])
def test_the_pages_lead_to_their_histories(
    room: str, tool: Tool, tmp_path: Path, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    course: Content = make_course(tmp_path, by=cast.curator).content
    stranger: User = make_user("Nina New")
    pages = {
        "tool": (cast.curator, reverse("tool_edit", args=[tool.content.slug]), "tool_history", [tool.content.slug]),
        "course": (
            cast.curator,
            reverse("training_edit", args=["course", course.slug]),
            "training_history",
            ["course", course.slug],
        ),
        "person": (stranger, stranger.person.get_absolute_url(), "person_history", [stranger.person.public_id]),
        "organisation": (
            cast.admin,
            stranger.person.organisation.get_absolute_url(),
            "organisation_history",
            [stranger.person.organisation.public_id],
        ),
    }
    reader, page, name, args = pages[room]
    browser, address = sign_in(reader), reverse(name, args=args)
    assert f'href="{address}"' in browser.get(page).content.decode()
    assert browser.get(address).context["page"].object_list != []


def _asked(tell: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        tell()
    return len(queries)


def test_histories_ask_as_often_for_three_changes_as_for_one(tool: Tool, cast: Cast) -> None:
    content, successor = tool.content, make_tool(author=cast.curator, approver=cast.admin, title="Action log").content
    person, asked = cast.team.person, []
    sites = [make_site(WorkCalendar("UTC", country, "")) for country in ("JP", "CH", "US")]
    values = {"organisation": person.organisation, "email": person.email, "is_public": True, "family_name": "Team"}
    for some in (sites[:1], sites[1:]):
        for site in some:
            edit_person(person=person, version=person.version, site=site, **values)
            person.refresh_from_db()
            content.refresh_from_db()
            retire(content=content, reason="Two", instead=successor, version=content.version)
            content.refresh_from_db()
            give_back(content=content)
        asked.append(_asked(lambda: (person_sentences(person, reader=cast.admin), tool_sentences(tool))))
    assert asked[0] == asked[1]
