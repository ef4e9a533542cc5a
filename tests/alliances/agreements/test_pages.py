"""What people do with agreements and programmes, page by page."""

import json
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.agreements.models import Agreement, Programme
from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.vocabulary.models import AgreementKind
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.cast import Cast
from tests.factories import OURS, THEIRS, make_member, make_organisation

pytestmark = pytest.mark.usefixtures("frozen")
SignIn = Callable[..., Client]
TODAY = date(2026, 6, 15)
YEARLY = {"expires_on": date(2026, 12, 31), "renewal": "automatic", "renewal_months": 12, "notice_months": 3}


@pytest.fixture
def frozen() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.lead)


def typed(**changes: object) -> dict[str, object]:
    """What the form is sent with."""
    kind = AgreementKind.objects.get(code="licence")
    return {"title": "Licence agreement", "kind": kind.pk, "renewal": "none", "ours": [OURS], "partners": [THEIRS]} | {
        name: str(value) for name, value in changes.items()
    }


def test_agreement_list_begins_with_one_line(alliance: Alliance, lead: Client) -> None:
    page = lead.get(reverse("agreement_list", args=[alliance.public_id]))
    assert (page.context["present"], page.context["ended"], page.context["days"]) == ([], [], [])
    assert "No agreement is written down yet." in page.content.decode()


def test_agreement_list_shows_what_is_in_force_and_folds_what_has_ended(
    cast: Cast, alliance: Alliance, lead: Client
) -> None:
    running = make_agreement(alliance, by=cast.lead, title="Running", **YEARLY)
    amendment = make_agreement(alliance, by=cast.lead, title="Longer", amends=running, changes="A longer term")
    make_agreement(alliance, by=cast.lead, title="Over", expires_on=date(2025, 1, 1))
    make_agreement(alliance, by=cast.lead, title="Put away").archived_at = None
    Agreement.objects.filter(title="Put away").update(archived_at="2026-01-01T00:00Z")
    page = lead.get(reverse("agreement_list", args=[alliance.public_id])).context
    assert [one.title for one in page["present"]] == ["Running"]
    assert page["present"][0].amendments_shown == [amendment]
    assert [one.title for one in page["ended"]] == ["Over"]
    assert [(day.date, day.text) for day in page["days"]] == [
        (date(2026, 9, 30), "Last day for notice"),
        (date(2026, 12, 31), "Renews itself by 12 months"),
    ]


def test_agreement_list_as_a_file(cast: Cast, alliance: Alliance, lead: Client) -> None:
    make_agreement(alliance, by=cast.lead, title="Running", reference="C-7", **YEARLY)
    (row,) = json.loads(lead.get(reverse("agreement_list", args=[alliance.public_id]), {"format": "json"}).getvalue())
    assert (row["title"], row["state"], row["ends_on"], row["notice_on"], row["parties"]) == (
        "Running", "In force", "2026-12-31", "2026-09-30", f"{OURS}, {THEIRS}",
    )  # fmt: skip


def test_agreement_create(alliance: Alliance, lead: Client) -> None:
    address = reverse("agreement_create", args=[alliance.public_id])
    form = lead.get(address).context["form"]
    assert (form.initial["ours"], form.initial["partners"]) == ([OURS], [THEIRS])
    answer = lead.post(address, typed(**{**YEARLY, "signed_on": "2024-07-01", "reference": "C-7"}))
    made = Agreement.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.title, made.reference, made.scope, made.notice_months) == (
        "Licence agreement", "C-7", alliance.scope, 3,
    )  # fmt: skip
    assert [(str(one.organisation), one.side) for one in made.parties.order_by("position")] == [
        (OURS, "ours"),
        (THEIRS, "theirs"),
    ]


NOT_RENEWED = (
    "An agreement that renews itself needs the day on which it expires and by how many months it is renewed; one that "
    "just ends is not renewed by any."
)


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"title": ""}, "title", "This field is required."),
        (
            {"renewal": "automatic", "renewal_months": "12"}, "__all__",
            NOT_RENEWED,
        ),
        (
            {"effective_on": "2026-01-02", "expires_on": "2026-01-01"}, "__all__",
            "It expires before it becomes effective.",
        ),
        (
            {"partners": "Nobody Ltd"}, "partners",
            "No organisation called “Nobody Ltd” is known. Add it to the alliance first.",
        ),
        ({"partners": OURS}, "partners", f"{OURS} cannot be on both sides."),
        (
            {"owner": "Una Unknown"}, "owner",
            "Nobody you can see is called “Una Unknown”. Check the spelling, or type their e-mail address.",
        ),
    ],
)  # fmt: skip
def test_agreement_create_refuses_what_cannot_be(
    changes: dict[str, str], field: str, error: str, alliance: Alliance, lead: Client
) -> None:
    page = lead.post(reverse("agreement_create", args=[alliance.public_id]), typed(**changes))
    assert page.context["form"].errors == {field: [error]}
    assert not Agreement.objects.exists()


def test_agreement_create_amends_and_replaces(cast: Cast, alliance: Alliance, lead: Client) -> None:
    other = make_organisation("Orbit Labs")
    before = make_agreement(alliance, by=cast.lead, parties=[(other, "theirs")], governing_law="Japan")
    address = reverse("agreement_create", args=[alliance.public_id])
    form = lead.get(address, {"amends": before.public_id}).context["form"]
    assert (form.initial["title"], form.initial["partners"]) == ("Amendment of Licence agreement", ["Orbit Labs"])
    lead.post(f"{address}?amends={before.public_id}", typed(changes="A later deadline"))
    amendment = Agreement.objects.get(amends=before)
    assert amendment.changes == "A later deadline"
    assert "changes" not in lead.get(address, {"replaces": before.public_id}).context["form"].fields
    lead.post(f"{address}?replaces={before.public_id}", typed(title="New licence", signed_on=TODAY))
    after = Agreement.objects.get(replaces=before)
    page = lead.get(before.get_absolute_url()).context
    assert (page["amendments"], page["replaced_by"], page["stands"].state) == ([amendment], [after], "replaced")
    answer = lead.post(f"{address}?amends={amendment.public_id}", typed(changes="Again"))
    assert answer.context["form"].non_field_errors() == [
        "This is an amendment itself. Add one to the agreement that it amends."
    ]
    assert lead.get(address, {"amends": "nosuchthng"}).status_code == 404


def test_agreement_detail(cast: Cast, alliance: Alliance, lead: Client) -> None:
    agreement = make_agreement(alliance, by=cast.lead, note="See https://vault.example/7", **YEARLY)
    page = lead.get(reverse("agreement_detail", args=[agreement.public_id]))
    assert (page.context["stands"].state, page.context["stands"].notice_on) == ("in_force", date(2026, 9, 30))
    assert ([str(one) for one in page.context["ours"]], [str(one) for one in page.context["theirs"]]) == (
        [OURS], [THEIRS],
    )  # fmt: skip
    assert page.context["sentences"][-1].what == "added the agreement “Licence agreement”"


def test_agreement_edit_tells_the_history_and_moves_parties(cast: Cast, alliance: Alliance, lead: Client) -> None:
    agreement = make_agreement(alliance, by=cast.lead)
    make_organisation("Orbit Labs")
    address = reverse("agreement_edit", args=[agreement.public_id])
    data = typed(expires_on="2027-01-31", partners="Orbit Labs", version=agreement.version, signed_on="2024-07-01")
    assert lead.post(address, data)["Location"] == agreement.get_absolute_url()
    told = [one.what for one in lead.get(agreement.get_absolute_url()).context["sentences"]]
    assert told == [
        "added Orbit Labs as a party to “Licence agreement”",
        "took Northwind Biotech off the parties to “Licence agreement”",
        "added Northwind Biotech as a party to “Licence agreement”",
        "added Kestrel Pharma as a party to “Licence agreement”",
        "set “expires” to 31 Jan 2027",
        "added the agreement “Licence agreement”",
    ]
    history = lead.get(reverse("alliance_history", args=[alliance.public_id])).context["page"].object_list
    assert "“Licence agreement”: set “expires” to 31 Jan 2027" in [one.what for one in history]


def test_agreement_archive_and_agreement_restore(cast: Cast, alliance: Alliance, lead: Client) -> None:
    agreement = make_agreement(alliance, by=cast.lead)
    amendment = make_agreement(alliance, by=cast.lead, amends=agreement, changes="One line")
    for one in (agreement, amendment, agreement):
        lead.post(reverse("agreement_archive", args=[one.public_id]))
    archived = Agreement.objects.archived().order_by("pk")
    assert list(archived) == [agreement, amendment]
    answer = lead.post(reverse("agreement_restore", args=[amendment.public_id]), follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert [one for one in said if "first" in one or "Archive them" in one] == [
        "This agreement has amendments. Archive them first.",
        "What it amends is archived. Restore that first.",
    ]
    for one in (agreement, amendment):
        lead.post(reverse("agreement_restore", args=[one.public_id]))
    assert not Agreement.objects.archived().exists()


# --- How it ends ---------------------------------------------------------------------------------------------------
ENDING = {"given_on": "2026-06-01", "side": "ours", "reason": "Strategy", "survival": "Confidentiality for five years"}


def test_agreement_notice_and_ending_take_back(cast: Cast, alliance: Alliance, lead: Client) -> None:
    agreement = make_agreement(alliance, by=cast.lead, **YEARLY)
    address = reverse("agreement_notice", args=[agreement.public_id])
    assert lead.get(address).context["form"].initial == {"given_on": TODAY, "ends_on": date(2026, 12, 31)}
    assert lead.post(address, ENDING | {"ends_on": "2026-12-31"})["Location"] == agreement.get_absolute_url()
    page = lead.get(agreement.get_absolute_url()).context
    (ending,) = page["endings"]
    assert (page["stands"].state, page["stands"].notice_on, ending.survival, ending.by) == (
        "notice_given", None, "Confidentiality for five years", cast.lead,
    )  # fmt: skip
    again = lead.post(address, ENDING | {"ends_on": "2027-12-31"})
    assert again.context["form"].non_field_errors() == [
        "This was declared already. Take that back first, if it was wrong."
    ]
    wrong = reverse("ending_take_back", args=[agreement.public_id, ending.pk])
    assert lead.post(wrong, {"reason": ""}).context["form"].errors == {"reason": ["This field is required."]}
    lead.post(wrong, {"reason": "It was the other one"})
    page = lead.get(agreement.get_absolute_url()).context
    assert (page["stands"].state, page["endings"][0].void_reason) == ("in_force", "It was the other one")
    assert lead.post(wrong, {"reason": "Twice"}).status_code == 404
    told = [one.what for one in page["sentences"]]
    assert told[:2] == [
        "took back for “Licence agreement”: Notice of non-renewal (It was the other one)",
        "wrote down for “Licence agreement”: Notice of non-renewal, last day 31 Dec 2026",
    ]


def test_agreement_terminate(cast: Cast, alliance: Alliance, lead: Client) -> None:
    agreement = make_agreement(alliance, by=cast.lead)
    address = reverse("agreement_terminate", args=[agreement.public_id])
    early = lead.post(address, ENDING | {"ends_on": "2026-05-31"})
    assert early.context["form"].errors == {"ends_on": ["The last day lies before the day on which it was declared."]}
    lead.post(address, ENDING | {"ends_on": "2026-06-14"})
    assert lead.get(agreement.get_absolute_url()).context["stands"].state == "terminated"
    over = lead.post(address, ENDING | {"ends_on": "2026-07-14"})
    assert over.context["form"].non_field_errors() == ["This agreement has ended already."]


def test_only_what_binds_can_be_ended(cast: Cast, alliance: Alliance, lead: Client) -> None:
    draft = make_agreement(alliance, by=cast.lead, signed_on=None)
    endless = make_agreement(alliance, by=cast.lead)
    amendment = make_agreement(alliance, by=cast.lead, amends=endless, changes="One line")
    refused = {}
    for one in (draft, endless, amendment):
        page = lead.post(reverse("agreement_notice", args=[one.public_id]), ENDING | {"ends_on": "2026-12-31"})
        refused[one] = page.context["form"].non_field_errors()
    assert refused == {
        draft: ["This agreement is not signed: there is nothing to end. Write down when it was signed."],
        endless: ["This agreement has no term that could run out. Write down when it expires, or terminate it."],
        amendment: ["An amendment ends with what it amends. Go to that agreement."],
    }


def test_nothing_is_added_to_an_archived_alliance(cast: Cast, alliance: Alliance, lead: Client) -> None:
    archive_alliance(alliance=alliance)
    page = lead.post(reverse("agreement_create", args=[alliance.public_id]), typed())
    assert page.context["form"].non_field_errors() == [
        "This alliance is archived. Restore it first, then add the agreement."
    ]
    page = lead.post(reverse("programme_create", args=[alliance.public_id]), {"name": "KRAS"})
    assert page.context["form"].non_field_errors() == [
        "This alliance is archived. Restore it first, then add the programme."
    ]


# --- Programmes ----------------------------------------------------------------------------------------------------
def test_programme_create_programme_edit_and_programme_archive(alliance: Alliance, lead: Client) -> None:
    address = reverse("programme_create", args=[alliance.public_id])
    answer = lead.post(address, {"name": "KRAS G12D", "asset": "KP-100", "phase": "phase_1", "territory": "Japan"})
    programme = Programme.objects.get()
    assert (answer["Location"], programme.scope) == (programme.get_absolute_url(), alliance.scope)
    edit = {"name": "KRAS", "phase": "phase_2", "version": programme.version}
    lead.post(reverse("programme_edit", args=[programme.public_id]), edit)
    lead.post(reverse("programme_archive", args=[programme.public_id]))
    programme.refresh_from_db()
    assert (programme.name, programme.phase, programme.is_archived) == ("KRAS", "phase_2", True)
    lead.post(reverse("programme_restore", args=[programme.public_id]))
    page = lead.get(programme.get_absolute_url()).context
    assert [one.what for one in page["sentences"]][:2] == ["restored it", "archived it"]
    assert [
        str(one) for one in lead.get(reverse("agreement_list", args=[alliance.public_id])).context["programmes"]
    ] == ["KRAS"]


def test_an_agreement_of_a_programme_is_on_its_page(cast: Cast, alliance: Alliance, lead: Client) -> None:
    programme = make_programme(alliance, by=cast.lead)
    address = f"{reverse('agreement_create', args=[alliance.public_id])}?programme={programme.public_id}"
    assert lead.get(address).context["form"].initial["programme"] == programme.pk
    lead.post(address, typed(programme=programme.pk))
    assert [
        one.title for one in lead.get(reverse("programme_detail", args=[programme.public_id])).context["present"]
    ] == ["Licence agreement"]


def test_the_overview_says_when_notice_must_be_given(cast: Cast, alliance: Alliance, lead: Client) -> None:
    record = lead.get(alliance.get_absolute_url()).context
    assert [gap.title for gap in record["gaps"] if "agreement" in gap.title] == ["No agreement written down"]
    make_agreement(alliance, by=cast.lead, **YEARLY)
    noticed = make_agreement(alliance, by=cast.lead, title="Supply", expires_on=date(2026, 8, 31))
    end(noticed, by=cast.lead, ends_on=date(2026, 8, 31))
    record = lead.get(alliance.get_absolute_url()).context
    assert [(one.title, one.text, one.date) for one in record["matters"] if one.action_label == "Open"] == [
        ("End of the term: Supply", "Last day in force", date(2026, 8, 31)),
        ("Last day for notice: Licence agreement", "Renews itself by 12 months", date(2026, 9, 30)),
    ]
    assert [gap.title for gap in record["gaps"] if "agreement" in gap.title] == []


def test_search_finds_agreements_and_programmes(cast: Cast, alliance: Alliance, lead: Client) -> None:
    make_agreement(alliance, by=cast.lead, title="ライセンス契約", reference="C-2031-7")
    make_programme(alliance, by=cast.lead, name="Heron", asset="KP-1077")
    found = {}
    for text in ("ライセンス契約", "C-2031-7", "KP-1077"):
        groups = lead.get("/search/", {"q": text}).context["groups"]
        lines = [(group.kind, str(hit.line)) for group in groups for hit in group.hits]
        found[text] = [(kind, line.replace("<mark>", "").replace("</mark>", "")) for kind, line in lines]
    agreement = ("agreements", f"{alliance.name} · Licence · In force · C-2031-7")
    assert found == {
        "ライセンス契約": [agreement],
        "C-2031-7": [agreement],
        "KP-1077": [("programmes", f"{alliance.name} · KP-1077")],
    }


def test_today_tells_others_of_what_was_brought_to_its_end(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    make_member(alliance, cast.team.person, role="team_member")
    team = sign_in(cast.team)
    end(make_agreement(alliance, by=cast.lead, **YEARLY), by=cast.lead, ends_on=date(2026, 12, 31))
    programme = make_programme(alliance, by=cast.lead, is_firewalled=True)
    walled = make_agreement(alliance, by=cast.lead, title="Walled", programme=programme)
    end(walled, by=cast.lead, kind="termination", ends_on=date(2026, 12, 31))
    page = team.get(reverse("today")).content.decode()
    assert ("Lena Lead wrote down a notice of non-renewal" in page, "termination" in page) == (True, False)


# --- How it goes on --------------------------------------------------------------------------------------------------
def test_agreement_renew_and_renewal_take_back(cast: Cast, alliance: Alliance, lead: Client) -> None:
    agreement = make_agreement(alliance, by=cast.lead, owner=cast.lead.person, **YEARLY)
    address = reverse("agreement_renew", args=[agreement.public_id])
    page = lead.get(address).context
    assert (page["term"], page["next_term"]) == (date(2026, 12, 31), date(2027, 12, 31))
    assert page["form"].initial["decided_on"] == TODAY
    said = {"decided_on": "2026-06-10", "decided_by": "Lena Lead", "reason": "Nobody else makes it"}
    assert lead.post(address, said | {"reason": ""}).context["form"].errors == {"reason": ["This field is required."]}
    answer = lead.post(address, said, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "Written down: it renews itself after 31 Dec 2026. Nobody is asked about this term again."
    ]
    shown = answer.context
    (decision,) = shown["renewals"]
    assert (shown["stands"].state, shown["stands"].notice_on, shown["stands"].is_let_renew) == (
        "in_force", date(2027, 9, 30), True,
    )  # fmt: skip
    assert (decision.decided_by, decision.term_ends_on, shown["may_let_renew"], shown["may_give_notice"]) == (
        cast.lead.person, date(2026, 12, 31), False, True,
    )  # fmt: skip
    days = lead.get(reverse("agreement_list", args=[alliance.public_id])).context["days"]
    assert [(day.date, day.text) for day in days] == [
        (date(2026, 12, 31), "Renews itself by 12 months, as decided"),
        (date(2027, 9, 30), "Last day for notice"),
    ]
    told = [one.due_date for one in due.items(until=date(2028, 1, 1), user=cast.lead) if "agreement" in one.kind]
    assert told == [date(2027, 9, 30)]
    again = lead.post(address, said | {"reason": "Twice"})
    assert again.context["form"].non_field_errors() == [
        "This was decided already. Take that back first, if it was wrong."
    ]
    wrong = reverse("renewal_take_back", args=[agreement.public_id, decision.pk])
    page = lead.post(wrong, {"reason": "Another makes it"}, follow=True).context
    assert (page["stands"].notice_on, page["stands"].is_let_renew) == (date(2026, 9, 30), False)
    assert [one.what for one in page["sentences"]][:2] == [
        "took back that “Licence agreement” renews itself after 31 Dec 2026 (Another makes it)",
        "let “Licence agreement” renew itself after 31 Dec 2026: Nobody else makes it",
    ]


def test_what_does_not_renew_itself_is_not_let_renew(cast: Cast, alliance: Alliance, lead: Client) -> None:
    ends = make_agreement(alliance, by=cast.lead, expires_on=date(2026, 12, 31))
    noticed = make_agreement(alliance, by=cast.lead, title="Supply", **YEARLY)
    end(noticed, by=cast.lead, ends_on=date(2026, 12, 31))
    amendment = make_agreement(alliance, by=cast.lead, amends=ends, changes="One line")
    draft = make_agreement(alliance, by=cast.lead, title="Draft", **YEARLY | {"signed_on": None})
    said = {"decided_on": "2026-06-10", "decided_by": "Lena Lead", "reason": "Nobody else makes it"}
    refused = {}
    for one in (ends, noticed, amendment, draft):
        page = lead.post(reverse("agreement_renew", args=[one.public_id]), said)
        refused[one] = page.context["form"].non_field_errors()
        assert lead.get(one.get_absolute_url()).context["may_let_renew"] is False
    assert refused == {
        ends: ["This agreement does not renew itself. Write down on it how it goes on at the end."],
        noticed: ["It was brought to its end. Take that back first, if it was wrong."],
        amendment: ["An amendment goes on with what it amends. Go to that agreement."],
        draft: ["This agreement is not signed: nothing renews itself. Write down when it was signed."],
    }


def test_notice_can_be_given_of_what_was_to_renew_itself(cast: Cast, alliance: Alliance, lead: Client) -> None:
    agreement = make_agreement(alliance, by=cast.lead, **YEARLY)
    said = {"decided_on": "2026-06-10", "decided_by": "Lena Lead", "reason": "Nobody else makes it"}
    lead.post(reverse("agreement_renew", args=[agreement.public_id]), said)
    lead.post(reverse("agreement_notice", args=[agreement.public_id]), ENDING | {"ends_on": "2026-12-31"})
    stands = lead.get(agreement.get_absolute_url()).context["stands"]
    assert (stands.state, stands.is_let_renew, stands.ends_on) == ("notice_given", False, date(2026, 12, 31))
    shown = lead.get(agreement.get_absolute_url())
    assert [one.is_overtaken for one in shown.context["renewals"]] == [True]
    page = shown.content.decode()
    assert "<s>It renews itself after 31 Dec 2026</s>" in page
    assert "It does not go on: its last day in force is 31 Dec 2026." in page
    assert "Was agreed for the end" in page
