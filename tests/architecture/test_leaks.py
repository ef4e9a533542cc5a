"""What stands in a restricted alliance is shown to nobody but those named on it, on no page and in no file.

Each test reads a page before and after the restricted data exists and asks for equality, so any trace would be seen.
"""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from alliances.agreements.actions.programmes import let_in
from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from alliances.goals.actions.goals import set_goal
from alliances.goals.actions.sign_offs import sign_goal
from alliances.issues.actions.steps import climb
from alliances.journal.actions import write_entry
from alliances.reviews.actions.appointments import plan_review
from alliances.reviews.actions.reviews import do_review
from alliances.sponsors.actions import ask_support, note_contact
from alliances.stages.actions import change_stage
from coe_hub import due
from coe_hub.action_items.actions import add_action
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.attachments.models import Attachment
from coe_hub.calendars.actions import make_feed
from coe_hub.lib.records import new_public_id
from coe_hub.lib.resources import resources
from coe_hub.people.models import Organisation, User
from coe_hub.vocabulary.models import AllianceType, Stage
from governance.decisions.actions.decisions import write_decision
from governance.decisions.actions.effects import open_action
from governance.meetings.actions.running import record_action, write_said
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.alliances.issues.data import issue, risk
from tests.alliances.obligations.data import event, owe
from tests.api.data import Program
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.factories import SINCE, make_alliance, make_member, make_organisation, make_person, make_user
from tests.governance.committees_data import charter, held, make_committee, plan, put, sit
from tests.reminders.items import make_item

pytestmark = pytest.mark.sweep

OUTSIDERS = ("stranger", "manager", "committee", "curator", "admin", "auditor")
PAGES = {
    "the list": "/alliances/",
    "the list, filtered by text": "/alliances/?q=umbra",
    "the list, filtered by a partner": "/alliances/?q=therapeutics",
    "the list of what is restricted": "/alliances/?scope=restricted",
    "the list of archived ones": "/alliances/?archived=on",
    "the list by review": "/alliances/?review=overdue&sort=review",
    "the list as CSV": "/alliances/?format=csv",
    "the list as JSON": "/alliances/?format=json",
    "search by name": "/search/?q=umbra",
    "search by code name": "/search/?q=nightfall",
    "search by purpose": "/search/?q=acquire",
    "search for a person": "/search/?q=quill",
    "search for a partner": "/search/?q=therapeutics",
    "search in one kind": "/search/?q=umbra&kind=alliances",
    "search for people": "/search/?q=quill&kind=people",
    "search, misspelt": "/search/?q=nigthfall",
    "search, somewhat alike": "/search/?q=umbrella",
    "search for what others have too": "/search/?q=northwind",
    "search by the words of a journal": "/search/?q=called",
    "search by the words of a review": "/search/?q=hesitates",
    "search by the words of an action": "/search/?q=data+room",
    "search by the words of a goal": "/search/?q=bought+by+spring",
    "search, most of the words": "/search/?q=umbra+northwind+called",
    "search, most of the words misspelt": "/search/?q=nigthfall+northwind",
    "search in journals": "/search/?q=umbra&kind=journal",
    "search by an address": "/search/?q=una@hub.example",
    "search by what somebody knows": "/search/?q=umbrology",
    "journals": "/alliances/journal/",
    "journals by words": "/alliances/journal/?q=umbra",
    "journals by kind and period": "/alliances/journal/?kind=call&since=2026-01-01",
    "packs": "/governance/packs/",
    "sponsors": "/alliances/sponsors/",
    "support asked for": "/alliances/support/?state=all",
    "reviews": "/governance/reviews/",
    "reviews by words": "/governance/reviews/?q=hesitates",
    "reviews by outcome": "/governance/reviews/?outcome=at_risk",
    "people": "/people/",
    "likely doubles": "/people/doubles/",
    "people by name": "/people/?q=quill",
    "people by what they know": "/people/?q=umbrology",
    "people by their address": "/people/?q=una@hub.example",
    "organisations": "/people/organisations/",
    "organisations by name": "/people/organisations/?q=umbra",
    "suggested people": "/people/suggest/?q=quill",
    "suggested organisations": "/people/organisations/suggest/?q=umbra",
    "suggested organisations, misspelt": "/people/organisations/suggest/?q=umbra+therapeutic",
    "my actions": "/actions/",
    "all agreements": "/alliances/agreements/?of=all",
    "all agreements as CSV": "/alliances/agreements/?of=all&state=all&format=csv",
    "all goals": "/alliances/goals/?of=all",
    "all goals as CSV": "/alliances/goals/?of=all&format=csv",
    "actions given to others": "/actions/?of=given",
    "actions on my alliances": "/actions/?of=alliances",
    "actions as CSV": "/actions/?format=csv",
    "search for an agreement": "/search/?q=UMB-CDA-1",
    "obligations": "/alliances/obligations/?of=all",
    "obligations as JSON": "/alliances/obligations/?of=all&format=json",
    "obligations by words": "/alliances/obligations/?of=all&q=umbra",
    "search for an obligation": "/search/?q=umbra+report&kind=obligations",
    "issues": "/alliances/issues/?state=all",
    "issues as JSON": "/alliances/issues/?state=all&format=json",
    "issues by words": "/alliances/issues/?state=all&q=umbra",
    "risks": "/alliances/risks/?state=all",
    "risks as CSV": "/alliances/risks/?state=all&format=csv",
    "search for an issue": "/search/?q=umbra+quarrel&kind=issues",
    "search for a risk": "/search/?q=umbra+stops",
    "decisions": "/governance/decisions/",
    "decisions as CSV": "/governance/decisions/?format=csv",
    "decisions by words": "/governance/decisions/?q=umbra",
    "search for a decision": "/search/?q=umbra+merges",
    "search for an agreement by its title": "/search/?q=umbra+licence&kind=agreements",
    "search for a programme": "/search/?q=umbrastat",
    "search for an asset": "/search/?q=UMB-700&kind=programmes",
    "search for an asset, misspelt": "/search/?q=umbrasatt",
    "search for an event": "/search/?q=umbra+readout&kind=events",
    "search for a file": "/search/?q=umbra+data+room&kind=files",
    "search for a file, misspelt": "/search/?q=umbra-license&kind=files",
    "committees": "/governance/committees/",
    "committees as CSV": "/governance/committees/?format=csv",
    "committees by words": "/governance/committees/?q=umbral",
    "meetings": "/governance/meetings/",
    "meetings as JSON": "/governance/meetings/?format=json",
    "search for a committee": "/search/?q=umbral+council&kind=committees",
    "search in minutes": "/search/?q=umbra+merger&kind=minutes",
    "what is due on my alliances": "/due/?of=alliances",
    "Today": "/",
}
_TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def text_of(client: Client, address: str) -> str:
    """All that is sent, without the token that differs each time."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.status_code} {_TOKEN.sub('', body.decode())}"


def hide_contracts(alliance: Alliance, *, by: User, is_firewalled: bool = False) -> Programme:
    """A programme with agreements, one of which is due, and files: all that could leak of contracts."""
    day = timezone.localdate() + timedelta(days=20)
    programme = make_programme(
        alliance, by=by, name="Umbrastat", asset="UMB-700", territory="Umbra Island", is_firewalled=is_firewalled
    )
    parties = [(make_organisation("Umbra Holding", is_public=False), "theirs")]
    words = {"by": by, "programme": programme, "parties": parties}
    licence = make_agreement(
        alliance, title="Umbra licence", reference="UMB-CDA-1", expires_on=day + timedelta(days=10), notice_days=10,
        renewal="automatic", renewal_months=12, note="Umbra keeps the data", **words,
    )  # fmt: skip
    make_agreement(alliance, title="Umbra amendment", amends=licence, changes="Umbra pays more", **words)
    make_agreement(alliance, title="Umbra supply", kind="supply", expires_on=day, **words)
    ended = make_agreement(alliance, title="Umbra option", kind="option", **words)
    end(ended, by=by, kind="termination", ends_on=day, reason="Umbra said no", survival="Umbra secrets")
    readout = event(alliance, "Umbra readout", programme=programme, expected_on=day)
    owe(alliance, "Umbra option fee", event=readout, programme=programme, flow="out", amount=7, currency="EUR")
    owe(alliance, "Umbra report", fixed_on=day, programme=programme, owner=by.person, clause="UMB 4")
    raised = issue(
        alliance, "Umbra quarrel", programme=programme, owner=by.person, severity="severe", on=day - timedelta(days=60),
        our_contribution="Umbra was told late", agreed_text="Umbra waits", by=by,
    )  # fmt: skip
    climb(issue=raised, reason="Umbra is stubborn", by=by)
    risk(alliance, "Umbra stops", programme=programme, owner=by.person, review_on=day, plan="Ask Umbra", by=by)
    attach_file(record=licence, upload=pdf("umbra-licence.pdf"), by=by)
    source = {"source_label": programme.name, "source_url": programme.get_absolute_url()}
    add_action(scope=programme.scope, by=by, text="Umbra data room", owner=by.person, side="ours", due_on=day, **source)
    hide_committee(alliance, by=by, programme=programme)
    add_link(record=programme, title="Umbra plan", address="https://umbra.example/plan", by=by)
    return programme


def hide_committee(alliance: Alliance, *, by: User, programme: Programme) -> None:
    """A committee with its charter, a meeting to come and one that was held, with what was said there."""
    council = make_committee(
        alliance, by=by, programme=programme, label="UMC", expansion="Umbral Council", note="Umbra presides"
    )
    charter(council, by=by, purpose="To merge with Umbra", reason="Umbra asked for it")
    sit(council, by.person, "secretary")
    now = timezone.now()
    past = held(council, by=by, starts_at=now - timedelta(days=3), place="Umbra Hall", note="Umbra hosts")
    said = put(past, "Umbra merger", note="Umbra offers")
    write_said(item=said, text="Umbra merger agreed", base="", version=said.version)
    record_action(meeting=past, by=by, text="Pay Umbra", owner=by.person, side="ours", due_on=timezone.localdate())
    ruled = write_decision(
        committee=council, meeting=past, by=by, text="Umbra merges", rationale="Umbra pays", dissent="Umbra waits",
        decided_on=timezone.localdate(), owner=by.person, review_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    open_action(decision=ruled, by=by, text="Call Umbra", owner=by.person, side="ours")
    write_decision(committee=council, by=by, text="Umbra or not")
    coming = plan(council, by=by, starts_at=now + timedelta(days=9))
    put(coming, "Umbra budget", pre_read_due_on=timezone.localdate())


@pytest.fixture
def hide(cast: Cast) -> Callable[[], Alliance]:
    """Make a restricted alliance with everything that could leak, around people and partners known to all."""

    make_organisation("Northwind Biotech")
    public = make_person("Paula Public")

    def make() -> Alliance:
        hidden = make_organisation("Umbra Therapeutics", is_public=False)
        alliance = make_alliance(
            "Umbra acquisition talks",
            by=cast.lead,
            kind="restricted",
            stage="exploring",
            code_name="Nightfall",
            reference="UMB-1",
            purpose="We want to acquire Umbra with Northwind",
            partners=[hidden.name, "Northwind Biotech"],
            stage_since=date(2025, 1, 1),
        )
        quill = make_person("Una Quill", at=hidden, is_public=False, about="Knows umbrology.", email="una@hub.example")
        make_member(alliance, quill, role="alliance_lead", side="theirs")
        make_member(alliance, public, role="team_member", side="theirs")
        entry = write_entry(alliance=alliance, kind="call", text="Umbra called", happened_on=SINCE, by=cast.lead)
        attach_file(record=entry, upload=pdf("umbra-data-room.pdf"), by=cast.lead)
        add_link(record=alliance, title="Umbra data room", address="https://umbra.example", by=cast.lead)
        hide_contracts(alliance, by=cast.lead)
        do_review(alliance=alliance, held_on=SINCE, outcome="at_risk", note="Umbra hesitates", by=cast.lead)
        make_item(alliance, cast.lead.person, by=cast.lead, text="Ask Umbra for the data room")
        goal = set_goal(
            alliance=alliance, by=cast.lead, text="Umbra bought by spring", people=[cast.lead.person, quill]
        )
        sign_goal(goal=goal, person=quill, version=goal.version, remark="Umbra keeps its name")
        plan_review(
            alliance=alliance,
            people=[public, cast.stranger.person],
            by=cast.lead,
            starts_at=timezone.now() + timedelta(days=7),
            minutes=60,
            time_zone="UTC",
            place="Umbra's office",
        )
        negotiating = Stage.objects.get(code="negotiating")
        change_stage(alliance=alliance, stage=negotiating, on_date=SINCE, reason="Umbra agreed", by=cast.lead)
        make_member(alliance, cast.lead.person, role="executive_sponsor")
        note_contact(alliance=alliance, person=cast.lead.person, by=cast.lead)
        ask_support(alliance=alliance, by=cast.lead, text="Umbra asks for more")
        return alliance

    return make


def test_today_tells_the_committee_a_figure_of_it_and_no_word(
    cast: Cast, alliance: Alliance, hide: Callable[[], Alliance], sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.committee)
    hidden = hide()
    page = text_of(browser, "/")
    lists = browser.get("/").context["lists"]
    figure = lists.found["at_risk"].figure
    assert (figure.count, figure.hidden, lists.found["at_risk"].named) == (1, 1, ())
    words = ["Umbra", "Nightfall", "UMB-1", "acquire", "Quill", hidden.public_id]
    assert [word for word in words if word.lower() in page.lower()] == []


def test_those_named_on_it_do_see_it(cast: Cast, hide: Callable[[], Alliance], sign_in: Callable[..., Client]) -> None:
    browser = sign_in(cast.lead)
    before = {page: text_of(browser, address) for page, address in PAGES.items()}
    hide()
    after = {page: text_of(browser, address) for page, address in PAGES.items()}
    unchanged = [page for page in PAGES if before[page] == after[page]]
    # What it brings along is the double of nobody, and no pack was made of it.
    assert unchanged == ["the list of archived ones", "packs", "likely doubles"]


def test_the_xlsx_export_holds_visible_rows_only(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    names = {}
    for role in ("lead", "admin"):
        response = sign_in(getattr(cast, role)).get("/alliances/?format=xlsx")
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        names[role] = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == {"lead": [alliance.name, secret.name], "admin": [alliance.name]}


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "fragment"])
@pytest.mark.parametrize("of", ["person", "organisation"])
def test_the_alliances_of_people_and_organisations_known_to_all_leave_it_out(
    of: str,
    fragment: bool,
    cast: Cast,
    alliance: Alliance,
    secret: Alliance,
    sign_in: Callable[..., Client],
) -> None:
    secret.parties.create(organisation=make_organisation("Northwind Biotech"), side="theirs", position=1)
    known = cast.lead.person if of == "person" else make_organisation("Northwind Biotech")
    address = reverse(f"{of}_alliances", args=[known.public_id])
    headers = {"HX-Request": "true"} if fragment else {}
    shown = {}
    for role in ("viewer", "admin"):
        response = sign_in(getattr(cast, role)).get(address, headers=headers)
        shown[role] = [row.name for row in response.context["alliances"]]
        assert ("<html" in response.content.decode()) is not fragment
    assert shown == {"viewer": [alliance.name, secret.name], "admin": [alliance.name]}


def test_an_organisation_page_names_no_hidden_relatives_and_no_hidden_people(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    hidden = Organisation.objects.get(name="Umbra Therapeutics")
    known = make_organisation("Northwind Biotech")
    browser = sign_in(cast.stranger)
    page, listed = known.get_absolute_url(), reverse("organisation_list")
    before = text_of(browser, page), text_of(browser, listed)
    known.parent = hidden
    known.save()
    make_organisation("Umbra Japan", is_public=False, parent=known)
    make_member(secret, make_person("Una Quill", at=known, is_public=False), role="adviser", side="theirs")
    assert (text_of(browser, page), text_of(browser, listed)) == before


def test_a_hidden_organisation_is_no_look_alike(cast: Cast, secret: Alliance, sign_in: Callable[..., Client]) -> None:
    data = {"partners": "Umbra Therapeutic", **_rest()}
    hints = {}
    for role in ("viewer", "stranger"):
        response = sign_in(getattr(cast, role)).post(reverse("alliance_create"), data)
        hints[role] = response.context["form"].errors.get("partners", []) if response.status_code == 200 else []
    assert hints == {
        "viewer": [
            (
                "“Umbra Therapeutic” looks like “Umbra Therapeutics”. "
                "Type that name if it is meant, or tick “These are new organisations”."
            ),
        ],
        "stranger": [],
    }


def test_a_hidden_organisation_typed_by_name_is_made_anew_not_joined(
    cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    data = {"partners": "Umbra Therapeutics", **_rest()}
    sign_in(cast.stranger).post(reverse("alliance_create"), data)
    logged = Alliance.objects.exclude(pk=secret.pk).get()
    hidden = secret.parties.get(side="theirs").organisation
    made = logged.parties.get(side="theirs").organisation
    assert (made.name, made == hidden, hidden in Organisation.objects.visible_to(cast.stranger)) == (
        "Umbra Therapeutics",
        False,
        False,
    )


def test_a_reference_taken_by_a_hidden_alliance_does_not_name_it(
    cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    Alliance.objects.filter(pk=secret.pk).update(reference="UMB-1")
    data = {"partners": "Northwind Biotech", "reference": "UMB-1", **_rest()}
    errors = {
        role: sign_in(getattr(cast, role)).post(reverse("alliance_create"), data).context["form"].errors
        for role in ("viewer", "stranger")
    }
    assert errors == {
        "viewer": {"reference": ["“Umbra acquisition talks” has this reference."]},
        "stranger": {"reference": ["This reference cannot be used. Leave it empty, or ask an admin."]},
    }


def test_a_hidden_person_cannot_be_named_as_lead(cast: Cast, secret: Alliance, sign_in: Callable[..., Client]) -> None:
    hidden = make_person("Una Quill", is_public=False)
    make_member(secret, hidden, role="adviser", side="theirs")
    data = {"partners": "Northwind Biotech", **_rest()}
    for typed in ("Una Quill", "Quill", "una@hub.example"):
        response = sign_in(cast.stranger).post(reverse("alliance_create"), data | {"lead": typed})
        assert response.context["form"].errors == {
            "lead": [f"Nobody you can see is called “{typed}”. Check the spelling, or type their e-mail address."]
        }


def test_losing_the_grant_hides_everything_again(
    cast: Cast, hide: Callable[[], Alliance], sign_in: Callable[..., Client]
) -> None:
    viewer: User = cast.viewer
    browser = sign_in(viewer)
    secret = hide()
    browser.get("/")
    before = {page: text_of(browser, address) for page, address in PAGES.items()}
    secret.scope.grants.create(person=viewer.person, role="viewer")
    assert browser.get(secret.get_absolute_url()).status_code == 200
    secret.scope.grants.filter(person=viewer.person).delete()
    assert {page: text_of(browser, address) for page, address in PAGES.items()} == before
    assert browser.get(secret.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_calendar_feed_tells_outsiders_nothing_even_where_somebody_invites_them(
    role: str, cast: Cast, alliance: Alliance, hide: Callable[[], Alliance]
) -> None:
    address = make_feed(user=getattr(cast, role)).partition(":8000")[2]
    before = text_of(Client(), address)
    hide()
    assert text_of(Client(), address) == before


def _rest() -> dict[str, object]:
    """What a partnership needs besides its partner."""
    return {
        "alliance_type": AllianceType.objects.get(code="research").pk,
        "stage": Stage.objects.get(code="running").pk,
        "ours": "Kestrel Pharma",
    }


SEARCHES = (
    "umbra",
    "Nightfall",
    "nigthfall",
    "nigthfall playbook",
    "night fall playbook",
    "umbratherapeutics playbook",
    "umbrology",
    "umbrology playbook",
    "acquire playbook",
    "hesitates playbook",
    "una@hub.example",
    "quill",
    "nightfall playbook",
    "umbra with northwind",
    "biosimilars",
    "with a playbook",
)


def test_what_nobody_finds_does_not_name_what_is_hidden(
    cast: Cast, alliance: Alliance, hide: Callable[[], Alliance], sign_in: Callable[..., Client]
) -> None:
    hide()
    stranger, curator = sign_in(cast.stranger), sign_in(cast.curator)
    for text in SEARCHES:
        stranger.get("/search/", {"q": text})
    page = curator.get(reverse("unmet_search_list")).context["page"]
    assert [row["text"] for row in page.object_list] == ["biosimilars", "with a playbook"]
    for text in SEARCHES:
        curator.get("/search/", {"q": text})
    assert list(curator.get(reverse("unmet_search_list")).context["page"].object_list) == list(page.object_list)


def test_what_nobody_finds_is_the_same_list_once_something_hidden_exists(
    cast: Cast, alliance: Alliance, hide: Callable[[], Alliance], sign_in: Callable[..., Client]
) -> None:
    stranger, curator = sign_in(cast.stranger), sign_in(cast.curator)
    shown = []
    for happens in (lambda: None, hide):
        happens()
        for text in SEARCHES:
            stranger.get("/search/", {"q": text})
        curator.get("/")
        shown.append(text_of(curator, reverse("unmet_search_list")))
    assert shown[0] == shown[1]


# --- Other programs see what their owner sees ---------------------------------------------------------------------
QUERIES = (
    "alliances/?q=umbra", "alliances/?scope=restricted", "alliances/?archived=on", "alliances/?limit=1",
    "organisations/?q=umbra", "people/?q=quill", "people/?limit=1", "journal/?q=umbra", "actions/?q=umbra",
    "reviews/?q=hesitates", "agreements/?state=all", "obligations/?limit=1", "due-days/?q=umbra", "issues/?state=all",
    "issues/?q=umbra", "risks/?state=all", "committees/?limit=1", "meetings/?q=umbral", "decisions/?q=umbra",
)  # fmt: skip


def asked(user: User) -> dict[str, object]:
    """All that a program gets with a token of the user: rows, and whether there are more."""
    program = Program(user, name=new_public_id())
    pages = {one: program.get(one) for one in (*(f"{one.code}/?limit=200" for one in resources()), *QUERIES)}
    return {query: (page["items"], page["next"] is None) for query, page in pages.items()}


@pytest.mark.parametrize("role", ["stranger", "manager", "admin"])
def test_no_program_is_told_that_a_restricted_alliance_exists(
    role: str, cast: Cast, alliance: Alliance, hide: Callable[[], Alliance]
) -> None:
    user = getattr(cast, role)
    before = asked(user)
    hidden = hide()
    after = asked(user)
    assert {query: page for query, page in after.items() if page != before[query]} == {}
    program = Program(user)
    writes = ("journal", "actions", "obligations", "agreements", "issues", "risks", "reviews")
    for code in writes:
        answers = [program.ask("POST", f"{code}/", {"alliance": one}) for one in (hidden.public_id, "bk6wcvfhf8")]
        assert (answers[0].status_code, answers[0].content) == (answers[1].status_code, answers[1].content)
    for one in ("issues", "agreements", "obligations", "journal"):
        record = getattr(hidden, one).first()
        for method in ("GET", "PATCH"):
            told = [
                program.ask(method, f"{one}/{key}/", {}, If_Match='"1"') for key in (record.public_id, "bk6wcvfhf8")
            ]
            assert (told[0].status_code, told[0].content) == (told[1].status_code, told[1].content)
    assert program.items(f"journal/?alliance={hidden.public_id}") == []


@pytest.mark.parametrize("role", ["lead", "manager"])
def test_no_program_is_told_what_stands_behind_a_wall(role: str, cast: Cast, alliance: Alliance, walled: User) -> None:
    user = getattr(cast, role)
    before = asked(user)
    hide_contracts(alliance, by=walled, is_firewalled=True)
    assert {query: page for query, page in asked(user).items() if page != before[query]} == {}


# --- Behind a wall: whoever sees the alliance, and even leads it, cannot tell that the programme exists -------------
RECORD = {
    "the record": "alliance_detail",
    "its agreements": "agreement_list",
    "its obligations": "alliance_obligations",
    "its timeline": "alliance_timeline",
    "its files": "alliance_files",
    "its committees": "alliance_governance",
    "its history": "alliance_history",
    "its people": "member_list",
    "its actions": "alliance_actions",
    "its journal": "journal_list",
    "handing it over": "alliance_hand_over",
    "editing it": "alliance_edit",
    "adding an agreement": "agreement_create",
    "adding a committee": "alliance_committee_create",
    "adding an obligation": "obligation_create",
    "patterns of obligations": "obligation_patterns",
    "pasting obligations": "obligation_paste",
    "adding an event": "event_create",
    "its issues": "alliance_issues",
    "raising an issue": "issue_create",
    "its ladder": "ladder_edit",
    "writing down a risk": "risk_create",
}
# The present moment stands in forms, and each drawing has a number.
_BASE = re.compile(r'name="base" value="[^"]*"|chart-\d+')


@pytest.fixture
def walled() -> User:
    """Somebody who knows of the programme, and of nothing else."""
    return make_user("Wanda Walled")


def record_of(alliance: Alliance) -> dict[str, str]:
    """The pages of the alliance's record, and the files of its lists."""
    pages = {page: reverse(name, args=[alliance.public_id]) for page, name in RECORD.items()}
    agreements = pages["its agreements"]
    return PAGES | pages | {f"its agreements as {one}": f"{agreements}?format={one}" for one in ("csv", "json")}


def shown(browser: Client, pages: dict[str, str]) -> dict[str, str]:
    return {page: _BASE.sub("", text_of(browser, address)) for page, address in pages.items()}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_page_shows_that_a_restricted_alliance_or_a_programme_behind_a_wall_exists(
    role: str,
    cast: Cast,
    alliance: Alliance,
    walled: User,
    hide: Callable[[], Alliance],
    sign_in: Callable[..., Client],
) -> None:
    browser, pages = sign_in(getattr(cast, role)), record_of(alliance)
    browser.get("/")
    before = shown(browser, pages)
    hide()
    programme = hide_contracts(alliance, by=walled, is_firewalled=True)
    after = shown(browser, pages)
    # Its three lists count restricted alliances for the committee, as the dashboard does: another test reads them.
    counting = {"committee": ["Today"]}.get(role, [])
    assert [page for page in pages if before[page] != after[page]] == counting
    find_nothing_of(programme, browser, getattr(cast, role))


@pytest.mark.parametrize("role", ["lead", "team"])
def test_a_programme_behind_a_wall_is_on_no_page_of_an_alliance_for_whoever_is_not_let_in(
    role: str, cast: Cast, alliance: Alliance, walled: User, sign_in: Callable[..., Client]
) -> None:
    browser, pages = sign_in(getattr(cast, role)), record_of(alliance)
    browser.get("/")
    before = shown(browser, pages)
    programme = hide_contracts(alliance, by=walled, is_firewalled=True)
    assert {page: text for page, text in shown(browser, pages).items() if text != before[page]} == {}
    find_nothing_of(programme, browser, getattr(cast, role))


def find_nothing_of(programme: Programme, browser: Client, user: User) -> None:
    """No page of a record answers, nor a file, and the calendar names none."""
    hidden = [programme, *programme.agreements.all(), *programme.obligations.all(), *programme.trigger_events.all()]
    hidden += programme.scope.action_items.all()
    hidden += [*programme.issues.all(), *programme.risks.all()]
    assert {browser.get(one.get_absolute_url()).status_code for one in hidden} == {404}
    files = Attachment.objects.filter(folder__scope=programme.scope)
    assert {browser.get(one.get_absolute_url()).status_code for one in files} == {404}
    feed = make_feed(user=user).partition(":8000")[2]
    assert "Umbra" not in text_of(Client(), feed)


def test_whoever_is_let_in_sees_the_programme_and_the_name_of_the_alliance_alone(
    cast: Cast, secret: Alliance, walled: User, sign_in: Callable[..., Client]
) -> None:
    other = hide_contracts(secret, by=cast.lead)
    programme = make_programme(secret, by=cast.lead, name="Heron", is_firewalled=True)
    make_agreement(secret, by=cast.lead, title="Heron licence", programme=programme)
    let_in(programme=programme, person=walled.person, access="viewer")
    browser = sign_in(walled)
    page = browser.get(programme.get_absolute_url())
    assert (page.status_code, secret.name in page.content.decode(), "Umbrastat" in page.content.decode()) == (
        200, True, False,
    )  # fmt: skip
    assert [one.title for one in page.context["present"]] == ["Heron licence"]
    assert browser.get(other.get_absolute_url()).status_code == 404
    pages = record_of(secret)
    answered = {page: browser.get(pages[page]).status_code for page in RECORD}
    several = ("patterns of obligations", "pasting obligations")
    adding = dict.fromkeys(
        ("adding an agreement", "adding a committee", "adding an obligation", "adding an event", *several), 403
    )
    adding |= {"raising an issue": 403, "writing down a risk": 403}
    assert answered == dict.fromkeys(RECORD, 404) | adding | {
        "its committees": 200,
        "its obligations": 200,
        "its timeline": 200,
        "its issues": 200,
    }
    found = browser.get("/search/?q=heron").context["groups"]
    assert [(group.kind, len(group.hits)) for group in found] == [("agreements", 1), ("programmes", 1)]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_mail_of_a_programme_behind_a_wall_goes_to_whoever_is_not_let_in(
    role: str, cast: Cast, alliance: Alliance, walled: User
) -> None:
    hide_contracts(alliance, by=walled, is_firewalled=True)
    until = timezone.localdate() + timedelta(days=400)
    kinds = ("agreement_notice", "agreement_end", "obligation", "action_item")
    told = [one for kind in kinds for one in due.iterate(until=until, kind=kind)]
    assert {(one.kind, one.owner_id) for one in told} == {(kind, walled.person_id) for kind in kinds}
    assert {one.backup_id for one in told} <= {None, walled.person_id}
    user = getattr(cast, role)
    assert [one for kind in kinds for one in due.iterate(until=until, kind=kind, user=user)] == []


def test_what_nobody_finds_does_not_name_what_is_behind_a_wall(
    cast: Cast, alliance: Alliance, walled: User, sign_in: Callable[..., Client]
) -> None:
    hide_contracts(alliance, by=walled, is_firewalled=True)
    lead = sign_in(cast.lead)
    for text in ("umbrastat", "UMB-CDA-1", "umbrastat playbook", "umbrasatt", "biosimilars"):
        lead.get("/search/", {"q": text})
    page = sign_in(cast.curator).get(reverse("unmet_search_list")).context["page"]
    assert [row["text"] for row in page.object_list] == ["biosimilars"]
